"""How the reports of commands are shown to people."""

import math

from app import console
from app.authoring import checking


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
