"""`make hosts`: all of deploy/ runs, its primary is killed under readers and writers; docs/scale.md gets the log.

python -m tests.hosts.failover [--write] [--publications 20] [--seconds 15]
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import textwrap
import time
from collections import Counter
from dataclasses import dataclass, field

import psycopg

from app.content import drafting
from app.db import engine
from tests import cluster, holders, postgres
from tests.hosts import asking, topology

SCALE = topology.ROOT / "docs" / "scale.md"
WRITTEN, GONE = "laser-skin-tightening", "mesotherapy"
PATHS = (
    f"/v1/procedures/{WRITTEN}",
    f"/v1/procedures/{GONE}",
    "/v1/procedures/micro-laser-peel",
    "/v1/procedures",
    "/v1/search?q=laser",
    f"/en/procedures/{WRITTEN}",
    f"/embed/{WRITTEN}",
)
PLACE = "/v1/authoring/procedures"
KEPT_SECONDS = 65.0
"""How long after a withdrawal is read at least: shared caches may keep an answer for a minute."""
DECIDING_SECONDS = 5.0
"""How long nobody does anything about a dead primary here: whoever decides takes longer."""


@dataclass
class Log:
    """What happened when, and what was found."""

    begun: float = field(default_factory=time.monotonic)
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, text: str, *, at: float | None = None) -> float:
        """Note something; return when."""
        now = at if at is not None else time.monotonic()
        noted = textwrap.wrap(
            f"{now - self.begun:6.2f} s  {text}", width=118, subsequent_indent=" " * 10, drop_whitespace=True
        )
        self.lines += noted
        sys.stdout.write("\n".join(noted) + "\n")
        sys.stdout.flush()
        return now

    def require(self, text: str, *, holds: bool) -> None:
        """Note whether something holds that must."""
        self.say(f"{'holds' if holds else 'FAILS'}: {text}")
        if not holds:
            self.faults.append(text)


def main() -> None:
    """Run it; the exit code is 1 where something that must hold does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Put the log into docs/scale.md.")
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument(
        "--seconds", type=float, default=15.0, help="How long is read and written before and after."
    )
    chosen = parser.parse_args()
    if shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        sys.exit("nginx was not found; on Debian run `apt-get install nginx-light`")
    log = Log()
    with topology.running() as here:
        log.begun = time.monotonic()
        log.say(
            f"up: two servers of PostgreSQL, two API hosts, nginx; {machine()}; load {os.getloadavg()[0]:.1f}"
        )
        _run(here, log, publications=chosen.publications, seconds=chosen.seconds)
    if chosen.write:
        write("hosts", ["```text", *log.lines, "```"])
    sys.exit(1 if log.faults else 0)


def _run(here: topology.Topology, log: Log, *, publications: int, seconds: float) -> None:
    primary, standby = here.servers
    keys = _keys(here)
    _publish(here, log, keys, count=publications)
    withdrawn = _withdraw(here, log, keys)
    places = {"host 1": here.hosts[0], "host 2": here.hosts[1], "nginx": here.proxy}
    readers = [asking.Reader(name, place, paths=PATHS, every=0.025) for name, place in places.items()]
    writers = [
        asking.Writer(f"by {name}", place, clinic="glow", key=keys["admin"], every=0.1)
        for name, place in places.items()
    ]
    for one in (*readers, *writers):
        one.start()
    time.sleep(seconds)

    killed = log.say("the primary is killed (SIGKILL to all of its processes)")
    primary.kill()
    time.sleep(DECIDING_SECONDS)
    decided = log.say("the standby is promoted: pg_promote()")
    standby.promote()
    log.say(f"pg_promote() returned after {time.monotonic() - decided:.2f} s")
    time.sleep(seconds)

    _rebuild(here, log)
    returned = cluster.wait(lambda: _is_read(primary), seconds=engine.RETURN_SECONDS + 30)
    log.say(f"the hosts read the new standby, {returned:.1f} s after it was streaming")
    lost = log.say("the new standby is killed")
    primary.kill()
    time.sleep(3)
    standby.ask("ALTER SYSTEM RESET synchronous_standby_names", database="postgres")
    standby.ask("SELECT pg_reload_conf()", database="postgres")
    log.say("the primary is told to wait for no standby")
    time.sleep(seconds / 2)
    time.sleep(max(0.0, withdrawn + KEPT_SECONDS - time.monotonic()))
    for one in (*writers, *readers):
        one.end()

    for one in writers:
        _returned(log, one, killed=killed, decided=decided)
    for one in readers:
        _read(log, one, killed=killed, decided=decided, lost=lost, withdrawn=withdrawn)
    _kept(log, standby, writers)
    _belong(log, standby, readers)


def _keys(here: topology.Topology) -> dict[str, dict[str, str]]:
    made = {
        "author": holders.bearing(holders.key(here.url, role="author", holder="Ada Ling")),
        "admin": holders.bearing(holders.key(here.url, role="admin", holder="Bo Lind")),
    }
    for address in here.hosts:
        client = asking.Client(address, made["admin"])
        cluster.wait(lambda client=client: client.ask("GET", PLACE).status == 200)  # type: ignore[misc]  # bound now
    said = {"name": "Glow", "site": "https://glow.example"}
    more = {"If-None-Match": "*"}
    assert (
        asking.Client(here.hosts[0], made["admin"]).ask("PUT", "/v1/clinics/glow", said, **more).status == 201
    )
    return made


def _publish(here: topology.Topology, log: Log, keys: dict[str, dict[str, str]], *, count: int) -> None:
    """Publish on one host again and again; measure when the other serves it."""
    took: list[float] = []
    for number in range(count):
        one, other = here.hosts[number % 2], here.hosts[1 - number % 2]
        author, admin = asking.Client(one, keys["author"]), asking.Client(one, keys["admin"])
        anything = {"If-Match": "*"}
        name = f"Laser skin tightening, edition {number}"
        made = author.ask("POST", PLACE, {"slug": WRITTEN})
        assert made.status == 201, made.body
        patch = {"Content-Type": "application/merge-patch+json", **anything}
        changed = author.ask("PATCH", f"{PLACE}/{WRITTEN}", {"name": name}, **patch)
        assert changed.status == 200, changed.body
        assert author.ask("POST", f"{PLACE}/{WRITTEN}/submit", {}, **anything).status == 200
        claims = [claim["id"] for _, claim in drafting.claims(changed.tree["data"]["document"])]
        approved = admin.ask("POST", f"{PLACE}/{WRITTEN}/approve", {"statements": claims}, **anything)
        assert approved.status == 200, approved.body
        once = {"Idempotency-Key": f"publication-{number:010}", **anything}
        published = admin.ask("POST", f"{PLACE}/{WRITTEN}/publish", {"note": "For the trial."}, **once)
        assert published.status == 200, published.body
        reader = asking.Client(other)
        cluster.wait(lambda: reader.ask("GET", PATHS[0]).tree["data"]["name"] == name)  # noqa: B023  called here
        took.append(time.monotonic() - published.ended)
    log.say(
        f"{count} publications on one host were served by the other {statistics.median(took):.2f} s (median) and "
        f"{max(took):.2f} s (longest) after they were acknowledged"
    )
    log.require("a document published on one host is served by the other within 1 s", holds=max(took) <= 1)


def _withdraw(here: topology.Topology, log: Log, keys: dict[str, dict[str, str]]) -> float:
    for _ in range(3):
        asking.Client(here.proxy).ask("GET", PATHS[1])  # so that the proxy keeps it
    path = f"{PLACE}/{GONE}/withdraw"
    answer = asking.Client(here.hosts[0], keys["admin"]).ask("POST", path, {"reason": "For the trial."})
    assert answer.status == 200, answer.body
    return log.say(f"{GONE} is withdrawn on host 1", at=answer.ended)


def _rebuild(here: topology.Topology, log: Log) -> None:
    """Make the former primary a standby of the one that was promoted."""
    former, present = here.servers
    shutil.rmtree(former.folder / "data")
    topology.copy(former, source=present, replication=here.replication)
    former.start()
    topology.wait_for_standby(present)
    log.say("the former primary was copied anew, streams as a standby, and is waited for")


def _is_read(server: cluster.Server) -> bool:
    found = server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'candour'", database="postgres")
    return isinstance(found, int) and found >= 2


def _returned(log: Log, writer: asking.Writer, *, killed: float, decided: float) -> None:
    """Say when writing came back, and what was answered meanwhile."""
    after = [one for one in writer.answers if one.status == 200 and one.begun > killed]
    meanwhile = Counter(one.status for one in writer.answers if one.ended > killed and one.status != 200)
    back = min(one.ended for one in after)
    log.say(
        f"writing {writer.name}: back {back - decided:.2f} s after the promotion was ordered, {back - killed:.2f} s "
        f"after the kill; {len(writer.acknowledged)} acknowledged, refused: {_counted(meanwhile)}; "
        f"longest answer {max(one.ended - one.begun for one in writer.answers):.1f} s"
    )
    log.require(
        f"writing {writer.name} is back within 5 s of the promotion, refused with 503 alone until then",
        holds=back - decided <= 5 and set(meanwhile) <= {503},
    )


def _read(
    log: Log, reader: asking.Reader, *, killed: float, decided: float, lost: float, withdrawn: float
) -> None:
    """Say how many questions were not answered, and what became of what was withdrawn."""
    gone: list[asking.Answer] = []
    rest: list[asking.Answer] = []
    for one in reader.answers:
        (gone if one.path == PATHS[1] else rest).append(one)
    failed = Counter(one.status for one in rest if one.status != 200 and one.begun < lost)
    later = Counter(one.status for one in rest if one.status != 200 and one.begun >= lost)
    between = [one for one in rest if killed < one.begun < decided]
    marked = sum(one.headers.get("catalogue-freshness") == "stale" for one in between)
    slowest = max(rest, key=lambda one: one.ended - one.begun)
    longest, middle = slowest.ended - slowest.begun, statistics.median(one.ended - one.begun for one in rest)
    log.say(
        f"reading {reader.name}: {len(rest)} answers, other than 200 {_counted(failed)}, "
        f"and {_counted(later)} once the standby that was read was killed; half of them within "
        f"{middle * 1000:.0f} ms, the slowest {longest:.2f} s (at {slowest.begun - log.begun:.1f} s); "
        f"without a primary {len(between)} answers, {marked} of them marked as not confirmed"
    )
    log.require(f"reading {reader.name} never failed while the primary was away", holds=not failed)
    last = max((one.ended for one in gone if one.status == 200), default=withdrawn)
    statuses = Counter(one.status for one in gone)
    log.say(
        f"{GONE} by {reader.name}: {_counted(statuses)}; the last 200 {last - withdrawn:.1f} s after its withdrawal"
    )
    log.require(
        f"what was withdrawn is gone by {reader.name} within 60 s, and never comes back",
        holds=last - withdrawn <= 60 and set(statuses) <= {200, 410},
    )


def _kept(log: Log, server: cluster.Server, writers: list[asking.Writer]) -> None:
    with psycopg.connect(_plain(server)) as connection:
        rows = connection.execute("SELECT json FROM clinic_revisions WHERE slug = 'glow'").fetchall()
    found = {json.loads(bytes(row[0]))["name"] for row in rows}
    acknowledged = [name for one in writers for name in one.acknowledged]
    missing = [name for name in acknowledged if name not in found]
    log.require(
        f"each of {len(acknowledged)} acknowledged writes is there ({len(missing)} are not)",
        holds=not missing,
    )


def _belong(log: Log, server: cluster.Server, readers: list[asking.Reader]) -> None:
    """Compare each document that was served with the revision of the catalogue that it was served under."""
    with psycopg.connect(_plain(server)) as connection:
        rows = connection.execute("SELECT slug, catalogue_revision, number FROM revisions").fetchall()
    checked, wrong = 0, 0
    for answer in (one for reader in readers for one in reader.answers):
        found = re.fullmatch(r"/v1/procedures/([a-z-]+)", answer.path)
        if answer.status == 200 and found:
            under = int(answer.headers["catalogue-revision"])
            expected = max(number for slug, at, number in rows if slug == found[1] and at <= under)
            checked += 1
            wrong += answer.tree["meta"]["revision"]["number"] != expected
    log.require(
        f"none of {checked} documents was served under another revision than its own", holds=not wrong
    )


def _plain(server: cluster.Server) -> str:
    return server.url.replace("postgresql+psycopg", "postgresql")


def _counted(found: Counter[int]) -> str:
    return (
        ", ".join(f"{count} x {status or 'no answer'}" for status, count in sorted(found.items())) or "none"
    )


def machine() -> str:
    """Return what machine and which versions were measured."""
    bindir = postgres.binaries()
    said = [
        subprocess.run(command, capture_output=True, text=True, check=True)
        for command in (
            [f"{bindir}/postgres", "--version"],
            [shutil.which("nginx") or "/usr/sbin/nginx", "-v"],
        )
    ]
    versions = [(one.stdout + one.stderr).strip() for one in said]
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        + (", ".join(versions).replace("nginx version: ", "").replace("postgres (PostgreSQL)", "PostgreSQL"))
    )


def write(name: str, lines: list[str]) -> None:
    """Put lines into their block of docs/scale.md."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = SCALE.read_text()
    assert begin in text
    block = "\n".join((begin, *lines, end))
    SCALE.write_text(re.sub(f"{begin}.*{end}", lambda _: block, text, flags=re.DOTALL))


if __name__ == "__main__":
    main()
