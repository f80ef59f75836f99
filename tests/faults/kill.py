"""Writers are ended at random times, as by a loss of power: nothing acknowledged is lost, nothing is there in part."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from app.db import engine
from tests import builders, writers
from tests.faults import checker, places, results, writing

LONGEST_SECONDS = 0.25


def run(kind: str, sizes: results.Sizes) -> Iterator[results.Outcome]:
    """Kill one or two writers of a fresh database in each trial; then another must be able to write."""
    count = sizes(200 if kind == "sqlite" else 100, 6)
    chance, acknowledged, found = random.Random(7), 0, []
    with places.folder() as folder:
        listed = writing.folders(folder / "catalogues")
        for trial in range(count):
            with places.database(kind, folder, template="small") as url:
                told, wrong = _trial(url, listed, trial, chance)
            acknowledged += told
            found += [f"trial {trial}: {line}" for line in wrong]
    yield results.Outcome(
        fault="kill -9 of a process that publishes, imports and withdraws, at a random time",
        trials=f"{count} kills",
        promised="0 acknowledged writes lost, 0 partial, 0 corrupt; the next writer goes on",
        seen=f"{acknowledged} acknowledged writes, {len(found)} faults"
        + "".join(f"; {line}" for line in found[:3]),
        passed=not found and acknowledged >= count // 2,
    )


def _trial(url: str, listed: list[Path], trial: int, chance: random.Random) -> tuple[int, list[str]]:
    children = [writing.begin(url, listed, seed=trial * 10 + number) for number in range(1 + trial % 2)]
    for child in children:
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        child.kill()
    told, wrong = [], []
    for child in children:
        try:
            told += list(child.told())
        except RuntimeError as error:
            wrong.append(str(error))
    wrong += _goes_on(url, told)
    return len(told), wrong + list(checker.faults(url, told))


def _goes_on(url: str, told: list[checker.Acknowledged]) -> list[str]:
    database = engine.Database(url, pool_size=1)
    slug = "after-peel"
    try:
        found = writers.bring_out(database, slug, builders.draft_tree(slug, procedure=9))
    except Exception as error:  # noqa: BLE001 - nothing may keep the next one from writing
        return [f"nobody could write afterwards: {type(error).__name__}: {error}"]
    finally:
        database.dispose()
    told.append(checker.Acknowledged("revision", slug, found.number, found.sha256))
    return []
