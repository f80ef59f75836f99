"""How the reports of commands are shown to people, as results."""

import math

from app import console
from app.authoring import changes, checking, importing

_SIGNS = {"added": "+", "changed": "~", "withdrawn": "-", "judged": "?"}


def check(found: checking.CheckReport) -> None:
    """Show what was accounted for, how readable the words are, and every fault, as results."""
    wide = max([len("source"), *(len(item.source) for item in found.accounted)])
    console.show(f"{'source':<{wide}}  accounted     used  excluded   quoted  phrases")
    for item in found.accounted:
        # Rounded down, so that 100 % means every character.
        accounted = math.floor((1 - item.unaccounted) * 1000) / 10
        quoted = "unknown" if item.quoted is None else f"{item.quoted:.1%}"
        shares = (
            f"{accounted:>8.1f}%  {item.used:>7.1%}  {item.excluded:>8.1%}  {quoted:>7}  {item.phrases:>7}"
        )
        console.show(f"{item.source:<{wide}}  {shares}")
    console.show(f"{found.formula} of our words, aimed at {found.target:g}:")
    for readable in found.readable:
        console.show(
            f"  {readable.grade:4.1f}  {readable.procedure}{'  harder than meant' if readable.hard else ''}"
        )
    for fault in found.faults:
        console.show(f"{fault} [{fault.code}]")


def rehearsal(found: importing.Rehearsal) -> None:
    """Show what an import would change, by procedure and statement."""
    for name, newness in found.sources:
        console.show(f"source {name}: {newness}")
    for name, newness in found.concepts:
        console.show(f"concept {name}: {newness}")
    for procedure in found.procedures:
        counted = [
            f"{count} {what}"
            for what in _SIGNS
            if (count := sum(line.what == what for line in procedure.lines))
        ]
        said = ", ".join([*counted, *procedure.parts]) or "what documents carry of sources and concepts"
        console.show(f"procedure {procedure.slug}, revision {procedure.revision}: {said}")
        for line in procedure.lines:
            _line(line)
    if not (found.sources or found.concepts or found.procedures):
        console.show("No difference.")


def _line(line: changes.Line) -> None:
    safety = " [SAFETY]" if line.safety else ""
    fields = f" ({', '.join(line.fields)})" if line.fields else ""
    console.show(f"  {_SIGNS[line.what]} {line.kind} {line.id}{safety}{fields}")
    if line.what == "withdrawn":
        console.show(f"      “{line.before}”")
        console.show(f"      because: {line.after}")
    elif line.what == "changed" and line.before != line.after:
        console.show(f"      was: “{line.before}”")
        console.show(f"      now: “{line.after}”")
    elif line.after is not None:
        console.show(f"      “{line.after}”")
