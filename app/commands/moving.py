"""The commands that bring a catalogue in and take it out: `candour import` and `candour export`."""

import sys
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from app import console, reports
from app.authoring import bundles, exporting, importing, refusals
from app.commands import opening

Allow = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        help="Let this published statement be withdrawn or weakened, or this concept lose a name; once for each.",
    ),
]
Reason = Annotated[str | None, typer.Option(help="Why statements are withdrawn; readers see it.")]


def import_(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|DIR",
            help="A .yaml, .json or .ndjson file, or a folder with sources/, vocabulary/ and procedures/.",
        ),
    ],
    *,
    editor: Annotated[str, typer.Option(help="Who publishes; kept in the audit log.")] = importing.EDITOR,
    note: Annotated[str, typer.Option(help="Why; kept with each revision.")] = importing.NOTE,
    allow: Allow = None,
    reason: Reason = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print what would change, statement by statement.")
    ] = False,
) -> None:
    """Publish a catalogue from a file or a folder: all of it, or nothing and a list of every fault."""
    if dry_run:
        rehearse(path, allow=allow, reason=reason)
    else:
        publish(path, editor=editor, note=note, allow=allow, reason=reason)


def publish(
    path: Path,
    *,
    editor: str,
    note: str,
    allow: list[str] | None,
    reason: str | None,
    yields: bool = False,
) -> None:
    """Publish what a path holds and account for all of it; end with every fault where nothing was stored."""
    with opening.database() as database, console.progress("Publishing") as progress:
        try:
            report = importing.import_folder(
                database,
                path,
                editor=editor,
                note=note,
                allow_dropping=frozenset(allow or ()),
                reason=reason,
                progress=progress,
                yields=yields,
            )
        except importing.ImportRefused as refusal:
            report, faults = refusal.report, refusal.faults
        else:
            faults = ()
    for item in report.items:
        if item.outcome == "kept":
            console.say(f"{item.name} is as its editors here left it.")
    _list(faults)
    for slug in report.republished:
        console.say(f"{slug} was published anew: a source or a concept of it changed.")
    _account(report, "stored")
    if faults:
        console.fail(f"Nothing was stored: {_counted(faults)}.")


def rehearse(path: Path, *, allow: list[str] | None, reason: str | None) -> None:
    """Print what publishing would change; end with every fault for which nothing would be stored."""
    with opening.database() as database, console.progress("Checking") as progress:
        try:
            found = importing.rehearse(
                database, path, allow_dropping=frozenset(allow or ()), reason=reason, progress=progress
            )
        except importing.ImportRefused as refusal:
            report, faults = refusal.report, refusal.faults
        else:
            report, faults = found.report, ()
    _list(faults)
    if faults:
        _account(report, "to be stored")
        console.fail(f"Nothing would be stored: {_counted(faults)}.")
    reports.rehearsal(found)
    _account(report, "to be stored")
    console.say("Nothing was written.")


def _list(faults: Collection[refusals.Fault]) -> None:
    for fault in faults:
        console.say(f"{fault} [{fault.code}]")


def _account(report: importing.Report, stored: str) -> None:
    console.say(
        f"Read {report.read} = {report.count('stored')} {stored} + {report.count('unchanged')} unchanged "
        f"{_kept(report)}+ {report.count('rejected')} rejected. Changes: {report.changes}."
    )


def _kept(report: importing.Report) -> str:
    count = report.count("kept")
    return f"+ {count} left to editors here " if count else ""


def _counted(faults: Collection[refusals.Fault]) -> str:
    return f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"


def export(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|DIR]",
            help="A new file that ends in .json, .yaml or .ndjson, or a folder that is new or empty; "
            "without it, standard output.",
        ),
    ] = None,
    *,
    format_: Annotated[
        str | None, typer.Option("--format", help="json, yaml or ndjson; else the file's name says it.")
    ] = None,
) -> None:
    """Write the newest state of the whole catalogue into a file or a folder that `candour import` reads."""
    named = bundles.form(path) if path is not None else None
    chosen = next((form for form in bundles.FORMS if form == (format_ or named or "json")), None)
    if chosen is None:
        console.fail(f"--format is one of {', '.join(bundles.FORMS)}.", code=console.EXIT_USAGE)
    if named is not None and chosen != named:
        console.fail(f"{path} and --format {chosen} disagree.", code=console.EXIT_USAGE)
    if path is not None and named is None and chosen == "ndjson":
        console.fail("NDJSON is one file: end its name in .ndjson.", code=console.EXIT_USAGE)
    with opening.database() as database:
        if path is None:
            written = exporting.export(database, sys.stdout.buffer, form=chosen)
        elif named is None:
            written = exporting.export_folder(database, path, form=chosen)
        else:
            written = exporting.export_file(database, path, form=chosen)
    console.say(
        f"Wrote {written.procedures} procedures, {written.sources} sources and {written.concepts} concepts to "
        f"{path or 'standard output'}."
    )
