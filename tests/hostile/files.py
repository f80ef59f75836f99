"""Hostile and broken catalogues: how each is made from a sound one, and the fault it must be refused with."""

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.content import reading
from tests import builders

PROCEDURE = "procedures/example-peel.json"
SOURCE = f"sources/{builders.SOURCE}.json"
CONCEPTS = "vocabulary/concepts.json"
EXTRA = "vocabulary/extra"
Spoil = Callable[[Path], object]


@dataclasses.dataclass(frozen=True)
class Row:
    """Hold how a sound catalogue is spoilt, and the place, code and words of the fault that must be told."""

    name: str
    spoil: Spoil
    code: str
    words: str
    place: str = ""
    spoilt_before: Spoil | None = None
    """Where it is about what was published before: how that catalogue was made."""


def content(name: str, held: bytes | str, words: str, *, suffix: str = ".yaml") -> Row:
    """Return a row of a file that cannot be read."""
    raw = held.encode() if isinstance(held, str) else held

    def spoil(folder: Path) -> None:
        (folder / f"{EXTRA}{suffix}").write_bytes(raw)

    return Row(f"{suffix[1:]}: {name}", spoil, "unreadable", words, f"{EXTRA}{suffix}")


def tree(name: str, alter: Callable[[Any], object], code: str, words: str, *, file: str = PROCEDURE) -> Row:
    """Return a row of a file whose tree was altered."""
    return Row(name, altered(alter, file=file), code, words, file)


def altered(alter: Callable[[Any], object], *, file: str = PROCEDURE) -> Spoil:
    """Return what alters the tree of a file."""

    def spoil(folder: Path) -> None:
        held = json.loads((folder / file).read_text())
        alter(held)
        (folder / file).write_text(json.dumps(held))

    return spoil


def field(name: str, path: str, value: object, words: str, *, code: str = "malformed") -> Row:
    """Return a row of a procedure in which one value was replaced; the fault must point at it."""
    return tree(name, lambda held: put(held, path, value), code, words)


def put(held: Any, path: str, value: object) -> None:
    """Put a value at a place in a tree; `@line` stands for the claim that quotes that line."""
    parts = path.split("/")
    at: Any = held
    if parts[0].startswith("@"):
        at = builders.found(held, builders.named(parts.pop(0)[1:]))
    for part in parts[:-1]:
        at = at[int(part)] if isinstance(at, list) else at[part]
    at[int(parts[-1]) if isinstance(at, list) else parts[-1]] = value


def whole(name: str, value: object, words: str, *, file: str) -> Row:
    """Return a row of a file that holds something else altogether."""

    def spoil(folder: Path) -> None:
        (folder / file).write_text(json.dumps(value))

    return Row(name, spoil, "malformed", words, file)


def scalars() -> list[Row]:
    """Files whose values a looser reader would guess: the fault is that of the field, never another value."""
    guessed = {
        "the boolean yes": ("translated", "yes", "/translated"),
        "the boolean on": ("translated", "on", "/translated"),
        "the boolean True": ("translated", "True", "/translated"),
        "a tilde for nothing": ("title", "~\nkind: ~", "/kind"),
        "an octal number": ("length", "0017", "/length"),
        "a hexadecimal number": ("length", "0x1F", "/length"),
        "a sexagesimal number": ("length", "1:30", "/length"),
        "a number with underscores": ("length", "1_000", "/length"),
        "a fraction": ("length", "1.0", "/length"),
        "an exponent": ("length", "1e3", "/length"),
        "not a number": ("length", ".nan", "/length"),
        "infinity": ("length", ".inf", "/length"),
        "five thousand digits": ("length", "9" * 5_000, "/length"),
        "minus one": ("length", "-1", "/length"),
        "nothing at all": ("length", "0", "/length"),
        "a number as a day": ("date", "20240229", "/date"),
        "seconds as a day": ("date", "'1700092800'", "/date"),
        "the year nought": ("date", "'0000'", "/date"),
        "the 30th of February": ("date", "2024-02-30", "/date"),
        "a time as a day": ("date", "2024-02-29T00:00:00Z", "/date"),
        "a script as an address": ("address", "'javascript:alert(1)'", "/address"),
        "an escape in an address": ("address", '"https://e.org/\\e[2J"', "/address"),
        "a number as text": ("title", "12", "/title"),
        "a boolean as text": ("title", "true", "/title"),
        "nothing as text": ("title", "", "/title"),
        "a list as text": ("title", "[a]", "/title"),
        "an object as text": ("title", "{a: b}", "/title"),
    }
    return [
        Row(f"scalar: {name}", _as_yaml(key, text), "malformed", pointer, "sources/page.yaml")
        for name, (key, text, pointer) in guessed.items()
    ]


def _as_yaml(key: str, text: str) -> Spoil:
    def spoil(folder: Path) -> None:
        held = json.loads((folder / SOURCE).read_text())
        (folder / SOURCE).unlink()
        given = {name for line in f"{key}: {text}".splitlines() for name in [line.partition(":")[0]]}
        lines = [f"{name}: {json.dumps(value)}" for name, value in held.items() if name not in given]
        (folder / "sources" / "page.yaml").write_text("\n".join([*lines, f"{key}: {text}", ""]))

    return spoil


def bytes_of_files() -> list[Row]:
    """Files that are refused for how they are written, before anybody asks what they hold."""
    bomb = "\n".join(
        ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    )
    levels = reading.MAX_DEPTH + 2
    deep, huge = "[" * levels + "]" * levels, b"# " + b"x" * reading.MAX_BYTES
    sixteen = "concepts: []".encode("utf-16")
    rows = [
        content("a key twice", "concepts: []\nconcepts: []\n", "line 2: the key “concepts” stands twice"),
        content("a key twice within", "concepts: [{id: a, id: b}]", "the key “id” stands twice"),
        content("a key twice, spelt apart", 'a: 1\n"\\u0061": 2\n', "the key “a” stands twice"),
        content("an alias", "concepts: &c []\nother: *c\n", "aliases are not allowed"),
        content("a merge by alias", "a: &a {id: b}\nb: {<<: *a}", "aliases are not allowed"),
        content("a bomb of aliases", bomb, "aliases are not allowed"),
        content("an alias of itself", "&a [*a]", "aliases are not allowed"),
        content("depth", deep, "levels deep"),
        content("depth of lines", "\n".join(" " * n + "-" for n in range(200)), "levels deep"),
        content("a hundred thousand levels", "[" * 100_000, "levels deep"),
        *(
            content(f"the tag {tag}", f"concepts: {tag}", "tags are not allowed")
            for tag in (
                "!!python/object/apply:os.system ['id']",
                "!!binary aGk=",
                "!!timestamp 2024-02-29",
                "!!set {a}",
                "!!omap [a: 1]",
                "!!int 1:30",
                "!!bool yes",
                "!!float 1.5",
                "!own []",
            )
        ),
        content("two documents", "concepts: []\n---\nconcepts: []\n", "line 2: but found another document"),
        content("a tab for spaces", "concepts:\n\t- id: a\n", "line 2: found character that cannot start"),
        content("a key that is a number", "1: a", "a key must be text"),
        content("a key that is nothing", "null: a", "a key must be text"),
        content("a surrogate", r'a: "\ud800"', "invalid Unicode character escape code"),
        content("a pair of surrogates", r'a: "\ud83d\ude00"', "invalid Unicode character escape code"),
        content("NUL", "a: b\0c", "is not valid YAML"),
        content("NUL escaped", r'a: "b\0c"', "NUL"),
        content("escape", "a: b\x1bc", "is not valid YAML"),
        content("an integer of 2^63", "a: 9223372036854775808", "a number is too large"),
        content("an unfinished list", "concepts: [", "did not find expected"),
        content("too large", huge, f"larger than {reading.MAX_BYTES} bytes"),
    ]
    strict: dict[str, tuple[bytes | str, str]] = {
        "a key twice": ('{"a": 1, "a": 2}', "stands twice"),
        "depth": (deep, "levels deep"),
        "a hundred thousand levels": ('{"a":' * 100_000, "levels deep"),
        "NaN": ('{"a": NaN}', "NaN is not a number"),
        "infinity": ('{"a": -Infinity}', "-Infinity is not a number"),
        "1e999": ('{"a": 1e999}', "whole numbers only"),
        "minus nought": ('{"a": -0.0}', "whole numbers only"),
        "a fraction": ('{"a": 1.0}', "whole numbers only"),
        "an integer of 2^63": ('{"a": 9223372036854775808}', "a number is too large"),
        "five thousand digits": ('{"a": ' + "9" * 5_000 + "}", "a number is too large"),
        "a surrogate": (r'{"a": "\ud800"}', "lone surrogate"),
        "a surrogate as a key": (r'{"\udfff": 1}', "lone surrogate"),
        "NUL": (r'{"a": "b\u0000c"}', "NUL"),
        "empty": ("", "is not valid JSON"),
        "only a comment": ("// nothing", "is not valid JSON"),
        "two values": ("{} {}", "is not valid JSON"),
        "a comma too many": ('{"a": [1,]}', "is not valid JSON"),
        "a raw tab in text": ('{"a": "\t"}', "is not valid JSON"),
        "too large": (huge, "larger than"),
    }
    rows += [content(name, held, words, suffix=".json") for name, (held, words) in strict.items()]
    for suffix in (".yaml", ".json"):
        rows += [
            content("UTF-16", sixteen, "is not UTF-8 (byte 0)", suffix=suffix),
            content("bytes that are not UTF-8", b'["\xc3\x28"]', "is not UTF-8 (byte 2)", suffix=suffix),
            content("overlong UTF-8", b'["\xc0\xaf"]', "is not UTF-8 (byte 2)", suffix=suffix),
            content("a surrogate in UTF-8", b'["\xed\xa0\x80"]', "is not UTF-8 (byte 2)", suffix=suffix),
        ]
    return rows


def types_of_values() -> list[Row]:
    """Procedures and other files that are read, but do not hold what they must."""
    hostile: dict[str, tuple[object, str]] = {
        "a control character": ("a\u0007b", "U+0007"),
        "an escape": ("\u001b]0;owned\u0007", "U+001B"),
        "a right-to-left override": ("safe \u202e kcatta", "U+202E"),
        "an isolate": ("a \u2066b", "U+2066"),
        "hidden tags": ("safe\U000e0041\U000e0042", "U+E0041"),
        "a byte order mark": ("a\ufeffb", "U+FEFF"),
        "a line separator": ("a\u2028b", "U+2028"),
        "a line break": ("a\nb", "U+000A"),
        "a character without a meaning": ("a\ufdd0b", "U+FDD0"),
        "text not composed": ("cafe\u0301", "normal form C"),
        "text in spaces": (" a", "white space"),
        "no text": ("", "at least 1 character"),
        "601 characters": ("a" * 601, "at most 600 characters"),
        "a million characters": ("a" * 1_000_000, "at most 600 characters"),
        "a number": (5, "valid string"),
        "a list": (["a"], "valid string"),
    }
    rows = [
        field(f"text: {name}", "@side_effect_1/text", value, words)
        for name, (value, words) in hostile.items()
    ]
    ids: list[object] = [
        5,
        True,
        ["st_0000001016"],
        {},
        "",
        "st_",
        "ST_0000001016",
        "st_000000101u",
        "../etc",
    ]
    rows += [
        field(f"id: {value!r:.40}", "@duration/id", value, "/sections/duration/statements/0/id")
        for value in ids
    ]
    rows += [
        field("id: a line break behind it", "@duration/id", "st_0000001016\n", "/sections/duration"),
        field("slug: a path", "slug", "../../etc/passwd", "/slug"),
        field("slug: capitals", "slug", "Example-Peel", "/slug"),
        field("slug: other letters", "slug", "\u0435\u0445\u0430mple-peel", "/slug"),
        field("slug: 81 characters", "slug", "a" * 81, "/slug"),
        field("format: of the future", "format", 2, "/format"),
        field("format: text", "format", "1", "/format"),
        field("language: another", "language", "de", "/language"),
        field("duration: a fraction", "@duration/length/max", "PT0.5H", "ISO 8601"),
        field("duration: foreign digits", "@duration/length/max", "PT٣M", "ISO 8601"),
        field("duration: a number", "@duration/length/max", 30, "/length"),
        field("duration: endless", "@duration/length/max", "P" + "9" * 5_000 + "D", "/length"),
        field("number: a fraction as text", "@session_plan/number/min", "2.5", "/number"),
        field("number: text", "@session_plan/number/min", "2", "/number"),
        field("number: below nought", "@session_plan/number/min", -1, "/number"),
        field("number: a boolean", "@session_plan/number/min", True, "/number"),
        field("number: 2^63 - 1", "@session_plan/number/max", 2**63 - 1, "/number"),
        field("offset: 2^53", "@duration/evidence/0/end", 2**53, "/evidence/0"),
        field("kind: another", "@duration/kind", "side_effect", "/kind"),
        field("an unknown key", "surprise", "a", "Extra inputs are not permitted"),
        field("an unknown key that steers", "\u001b[2J\u202e", "a", "\\x1b[2J\\u202e"),
        field(
            "an unknown key that forges a line", "a\nNo problem was found.", "a", "a\\nNo problem was found."
        ),
        field("an unknown key without end", "k" * 1_000_000, "a", " characters … "),
        field("a choice that steers", "@duration/evidence/0/access", "\u001b[31mred", "\\x1b[31mred"),
        whole("a list for a procedure", [], "should be an object", file=PROCEDURE),
        whole("text for a procedure", "a", "should be an object", file=PROCEDURE),
        whole("a procedure as a source", builders.draft_tree(), "/title", file=SOURCE),
        whole("a list for the vocabulary", [{"id": "a"}], "should be an object", file=CONCEPTS),
        whole("an object for concepts", {"concepts": {}}, "/concepts", file=CONCEPTS),
    ]
    for name, held in (("empty", ""), ("only a comment", "# nothing\n"), ("null", "null\n"), ("~", "~\n")):
        spoil = _file("procedures/other.yaml", held)
        rows.append(Row(f"yaml: {name}", spoil, "malformed", "should be an object", "procedures/other.yaml"))
    return rows


def rules_of_content() -> list[Row]:
    """Catalogues that hold what they must but contradict themselves, each other or what is known."""
    return [
        field("no evidence", "@duration/evidence", [], "Nothing supports", code="no_evidence"),
        field("a source that is not there", "@duration/evidence/0/source", "none", "", code="unknown_source"),
        Row("a source removed while in use", _gone(SOURCE), "unknown_source", builders.SOURCE, PROCEDURE),
        Row("the vocabulary removed while in use", _gone(CONCEPTS), "unknown_concept", "bruising", PROCEDURE),
        Row(
            "a concept removed while in use",
            altered(_without("pregnancy"), file=CONCEPTS),
            "unknown_concept",
            "pregnancy",
            PROCEDURE,
        ),
        tree("a circle of broader concepts", _circle, "vocabulary", "is broader than itself", file=CONCEPTS),
        tree(
            "a concept twice",
            lambda held: held["concepts"].append(held["concepts"][0]),
            "repeated_id",
            "face",
            file=CONCEPTS,
        ),
        Row(
            "another hash",
            altered(lambda held: held.update(sha256="0" * 64), file=SOURCE),
            "wrong_digest",
            "offsets mean nothing",
            PROCEDURE,
        ),
        field(
            "evidence behind the end", "@duration/evidence/0/end", 99_999, "do not fit", code="wrong_offsets"
        ),
        field(
            "evidence that begins behind its end",
            "@duration/evidence/0/start",
            90_000,
            "",
            code="wrong_offsets",
        ),
        field(
            "sixteen words", "@duration/evidence/0/phrase", "a " * 15 + "a", "16 words", code="long_phrase"
        ),
        field(
            "a minimum above the maximum", "@duration/length/min", "PT2H", "exceeds", code="disordered_bounds"
        ),
        field(
            "stated without a statement", "sections/pain/coverage", "stated", "", code="coverage_disagrees"
        ),
        field(
            "silent with statements",
            "sections/side_effects/coverage",
            "not_addressed",
            "",
            code="coverage_disagrees",
        ),
        field(
            "not applicable risks",
            "sections/side_effects",
            {"coverage": "not_applicable"},
            "always applies",
            code="coverage_disagrees",
        ),
        field("an id twice", "@duration/id", builders.named("recovery"), "never reused", code="repeated_id"),
        field(
            "a summary of nothing",
            "summary/statements",
            ["st_zzzzzzzzzz"],
            "st_zzzzzzzzzz",
            code="missing_statement",
        ),
        tree("a gap in the ledger", lambda held: held["ledger"].pop(3), "ledger_gap", "leaves", file=SOURCE),
        tree(
            "spans that overlap",
            lambda held: held["ledger"][3].update(start=1),
            "ledger_gap",
            "overlaps",
            file=SOURCE,
        ),
        tree("a ledger cut short", lambda held: held["ledger"].pop(), "ledger_gap", "ends at", file=SOURCE),
        tree(
            "a ledger of nothing", lambda held: held.pop("ledger"), "ledger_evidence", "No span", file=SOURCE
        ),
        Row("an id in two procedures", _second(procedure=1), "repeated_id", "example-peel", "procedures/"),
        Row(
            "a procedure twice",
            _copy(PROCEDURE, "procedures/copy.json"),
            "repeated_id",
            "stands in",
            PROCEDURE,
        ),
    ]


def arrangements() -> list[Row]:
    """Folders that hold something else than files to read."""
    return [
        Row(
            "a folder named like a file",
            lambda at: (at / "procedures/x.yaml").mkdir(),
            "not_read",
            "is not a file",
            "procedures/x.yaml",
        ),
        Row(
            "a link to itself",
            _link("procedures/x.yaml", "x.yaml"),
            "not_read",
            "leads nowhere",
            "procedures/x.yaml",
        ),
        Row(
            "a link to nothing",
            _link("procedures/x.yaml", "nothing"),
            "not_read",
            "leads nowhere",
            "procedures/x.yaml",
        ),
        Row(
            "a link out of the folder",
            _link("sources/x.yaml", "/etc/passwd"),
            "not_read",
            "out of the folder",
            "sources/x.yaml",
        ),
        Row(
            "a link to what never ends",
            _link("sources/x.json", "/dev/zero"),
            "not_read",
            "out of the folder",
            "sources/x.json",
        ),
        Row("a folder that is a link out", _moved_out, "not_read", "out of the folder", PROCEDURE),
        Row(
            "a pipe",
            lambda at: os.mkfifo(at / "procedures/x.json"),
            "not_read",
            "is not a file",
            "procedures/x.json",
        ),
        Row("a file for a folder", _flattened, "not_read", "is not a folder", "procedures"),
        Row(
            "a name that steers",
            _file("procedures/\u001b[2J\u202e.yml", ""),
            "not_read",
            "",
            "procedures/\\x1b[2J\\u202e.yml",
        ),
        Row(
            "a name that forges a line",
            _file("procedures/a\nNo problem was found. [b].yml", ""),
            "not_read",
            "",
            "procedures/a\\nNo problem",
        ),
        Row(
            "a name that is not UTF-8",
            _file(os.fsdecode(b"procedures/\xff.yml"), ""),
            "not_read",
            "",
            "procedures/\\udcff.yml",
        ),
        Row("another spelling of yaml", _file("sources/x.YAML", ""), "not_read", "", "sources/x.YAML"),
        Row("a file beside the folders", _file("x.json", "{}"), "not_read", "belongs into", "x.json"),
        Row(
            "a folder misspelt",
            lambda at: (at / "procedures").rename(at / "proceduers"),
            "not_read",
            "",
            "proceduers",
        ),
        Row("empty folders", _emptied, "nothing_to_read", "holds none of the folders", ""),
    ]


def histories() -> list[Row]:
    """Catalogues that are sound by themselves and contradict what was published before."""
    first = _drafted(builders.draft_tree(extra=10))
    lost = ("side_effect_2", "contraindication", "alias")
    shorter = builders.without(builders.draft_tree(extra=10), *map(builders.named, lost))
    return [
        Row(
            "a truncated bundle",
            _drafted(shorter),
            "drops_safety",
            builders.named("contraindication"),
            "",
            first,
        ),
        Row(
            "much at once", _drafted(builders.draft_tree()), "drops_many", builders.identifier(105), "", first
        ),
        Row(
            "another slug",
            _drafted(builders.draft_tree("renamed-peel")),
            "reused_id",
            "example-peel for ever",
            "",
            first,
        ),
        Row("an id of another kind", _drafted(_other_kind()), "reused_id", "for ever", "", first),
        Row("an id of another procedure", _drafted(_borrowed()), "reused_id", "for ever", "", first),
        Row("a concept that loses its names", _listed(labels=()), "drops_names", "accutane", "", first),
        Row(
            "a concept that loses what is broader", _listed(broader=()), "drops_names", "retinoids", "", first
        ),
        Row(
            "a source altered behind its procedures", _redescribed, "wrong_digest", "example-peel", "", first
        ),
        Row("a risk said to be another", _drafted(_about_another()), "drops_safety", "instead of", "", first),
        Row("a risk played down", _drafted(_weaker()), "drops_safety", "from avoid to ask first", "", first),
    ]


def table() -> list[Row]:
    """Return the whole table."""
    families = (scalars, bytes_of_files, types_of_values, rules_of_content, arrangements, histories)
    return [row for family in families for row in family()]


def _file(name: str, held: str) -> Spoil:
    return lambda folder: (folder / name).write_text(held)


def _gone(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def _copy(name: str, to: str) -> Spoil:
    return lambda folder: (folder / to).write_bytes((folder / name).read_bytes())


def _link(name: str, to: str) -> Spoil:
    return lambda folder: (folder / name).symlink_to(to)


def _moved_out(folder: Path) -> None:
    (folder / "procedures").rename(folder.parent / "elsewhere")
    (folder / "procedures").symlink_to(folder.parent / "elsewhere")


def _flattened(folder: Path) -> None:
    (folder / PROCEDURE).unlink()
    (folder / "procedures").rmdir()
    (folder / "procedures").write_text("")


def _emptied(folder: Path) -> None:
    for part in folder.iterdir():
        for path in part.iterdir():
            path.unlink()


def _drafted(*trees: Any) -> Spoil:
    return lambda folder: builders.folder(folder, *trees)


def _second(*, procedure: int) -> Spoil:
    return _drafted(builders.draft_tree(), builders.draft_tree("other-peel", procedure=procedure))


def _without(concept: str) -> Callable[[Any], None]:
    def alter(held: Any) -> None:
        held["concepts"] = [item for item in held["concepts"] if item["id"] != concept]

    return alter


def _circle(held: Any) -> None:
    for item in held["concepts"]:
        if item["id"] == "skin-effect":
            item["broader"] = ["bruising"]


def _listed(**changes: Any) -> Spoil:
    named = [item.changed(**changes) if item.id == "isotretinoin" else item for item in builders.concepts()]
    return lambda folder: builders.folder(folder, builders.draft_tree(extra=10), listed=named)


def _redescribed(folder: Path) -> None:
    builders.folder(folder, described=builders.source(sha256="0" * 64))
    (folder / PROCEDURE).unlink()


def _altered_draft(alter: Callable[[Any], None]) -> Any:
    held = builders.draft_tree(extra=10)
    alter(held)
    return held


def _other_kind() -> Any:
    def swap(held: Any) -> None:
        for line, other in (("duration", "recovery"), ("recovery", "duration")):
            builders.found(held, builders.named(line))["id"] = f"new {other}"
        for other in ("duration", "recovery"):
            builders.found(held, f"new {other}")["id"] = builders.named(other)

    return _altered_draft(swap)


def _borrowed() -> Any:
    held = builders.draft_tree("other-peel", procedure=2)
    builders.found(held, builders.named("duration", procedure=2))["id"] = builders.named("duration")
    return held


def _about_another() -> Any:
    return _altered_draft(lambda held: put(held, "@contraindication/concept", "dark-skin"))


def _weaker() -> Any:
    return _altered_draft(lambda held: put(held, "@contraindication/strength", "ask_first"))
