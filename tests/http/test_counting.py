"""What processes count adds up, outlives them, and names nothing that nobody foresaw."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.http import counting

PROCEDURE = ("application", "GET", "/v1/procedures/{slug}", 200)
HIT = ("cache", "GET", "/v1/procedures/{slug}", 200)


@contextmanager
def process(folder: Path, *, port: int = 8000) -> Iterator[tuple[counting.Shared, counting.Own]]:
    """Count as one process of a service does; ends without saying so, as one that is killed."""
    shared, own = counting.Shared(folder, host="127.0.0.1", port=port), counting.alone()
    shared.begin(own)
    try:
        yield shared, own
    finally:
        own.close()
        for held in (shared._file, shared._leading, shared._used):
            if held is not None:
                held.close()


def answered(sums: counting.Sums, series: counting.Series) -> int:
    return sum(sums.answers.get(series, [0])[1:])


def test_what_two_processes_count_is_added_up_by_either(tmp_path: Path) -> None:
    with process(tmp_path) as (one, first), process(tmp_path) as (other, second):
        first.answered("GET", "/v1/procedures/{slug}", 200, 0.002)
        second.answered("GET", "/v1/procedures/{slug}", 200, 30.0)
        second.hit("GET", "/v1/procedures/{slug}", 200, 0.0001)
        for number, own in enumerate((first, second)):
            own.gauge("in_progress", number)
        for sums in (one.sums(), other.sums()):
            assert (answered(sums, PROCEDURE), answered(sums, HIT)) == (2, 1)
            assert sums.answers[PROCEDURE][0] == 30_002_000_000
            assert sums.answers[PROCEDURE][-1] == 1  # longer than every bound
            assert sorted(sums.gauges["in_progress"]) == [0, 1]
            assert sums.living == sums.counters["started"] == 2


def test_what_is_not_known_is_told_apart_from_nothing(tmp_path: Path) -> None:
    with process(tmp_path) as (shared, own):
        own.gauge("procedures", 0)
        own.gauge("index_revision", 7)
        own.gauge("index_revision", None)
        assert shared.sums().gauges == {"procedures": [0]}


def test_a_process_that_ends_leaves_its_counts_and_takes_its_gauges(tmp_path: Path) -> None:
    with process(tmp_path) as (shared, _):
        with process(tmp_path) as (_, other):
            other.answered("GET", "/v1/procedures/{slug}", 200, 0.002)
            other.gauge("in_progress", 3)
            assert shared.sums().gauges["in_progress"] == [3]
        sums = shared.sums()
        assert (answered(sums, PROCEDURE), sums.gauges, sums.living) == (1, {}, 1)


def test_restarts_lose_nothing_and_do_not_fill_the_folder(tmp_path: Path) -> None:
    with process(tmp_path) as (shared, _):
        for number in range(1, 7):
            with process(tmp_path) as (_, other):
                other.answered("GET", "/v1/procedures/{slug}", 200, 0.002)
                other.total("cache_hits", 10)
            sums = shared.sums()
            assert (answered(sums, PROCEDURE), sums.counters["cache_hits"]) == (number, 10 * number)
            assert sums.counters["started"] == number + 1
        assert len(shared._files()) <= 4


def test_a_service_that_ended_leaves_no_counts_for_the_next_and_none_of_another_are_touched(
    tmp_path: Path,
) -> None:
    with process(tmp_path, port=8001) as (neighbour, busy):
        busy.answered("GET", "/v1/procedures/{slug}", 200, 0.002)
        with process(tmp_path) as (_, own):
            own.answered("GET", "/v1/procedures/{slug}", 200, 0.002)
        with process(tmp_path, port=8002):
            assert len(list(tmp_path.iterdir())) == 2
        with process(tmp_path) as (shared, _):
            assert shared.sums().answers == {}
        assert answered(neighbour.sums(), PROCEDURE) == 1


def test_the_last_process_takes_the_folder_with_it(tmp_path: Path) -> None:
    one, other = (counting.Shared(tmp_path, host="", port=1) for _ in range(2))
    first, second = counting.alone(), counting.alone()
    one.begin(first)
    other.begin(second)
    one.end(first)
    assert list(tmp_path.iterdir()) == [other.path]
    other.end(second)
    assert list(tmp_path.iterdir()) == []
    first.answered("GET", "/late", 200, 0.1)  # an answer that ends after the stop is no fault


def test_one_process_leads_and_another_takes_over(tmp_path: Path) -> None:
    with ExitStack() as rest:
        with process(tmp_path) as (one, _):
            other, _own = rest.enter_context(process(tmp_path))
            assert one.leads()
            assert not other.leads()
        assert other.leads()


def test_kinds_of_answers_without_end_take_no_more_room(tmp_path: Path) -> None:
    with process(tmp_path) as (shared, own):
        for number in range(3_000):
            own.answered("GET", f"/{number}", 200, 0.1)
        own.answered("GET", "/" + "x" * 500, 200, 0.1)
        sums = shared.sums()
        assert len(sums.answers) == counting.MOST_SERIES
        assert sum(answered(sums, series) for series in sums.answers) == 3_001
        assert answered(sums, counting.OTHER) == 3_001 - (counting.MOST_SERIES - 1)
        assert own._memory.size() == counting.SIZE


def test_nothing_is_lost_with_a_process_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = (
        "import pathlib, sys, time; from app.http import counting\n"
        "own = counting.alone(); counting.Shared(pathlib.Path(sys.argv[1]), host='127.0.0.1', port=8000).begin(own)\n"
        "[own.answered('GET', '/v1/procedures/{slug}', 200, 0.1) for _ in range(1000)]\n"
        "pathlib.Path(sys.argv[2]).touch(); time.sleep(60)\n"
    )
    folder = tmp_path / "shared"
    with process(folder) as (shared, _):
        with subprocess.Popen([sys.executable, "-c", script, str(folder), str(told)]) as other:
            while not told.exists():
                assert other.poll() is None
                time.sleep(0.01)
            assert shared.sums().living == 2
            os.kill(other.pid, signal.SIGKILL)
        sums = shared.sums()
        assert (answered(sums, PROCEDURE), sums.living) == (1_000, 1)
