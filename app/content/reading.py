"""How files of content are read: strict YAML and JSON that refuse what parsers usually let pass in silence."""

import json
import math
import re
from typing import Any, NoReturn

import yaml

from app.content import values

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
_LARGEST = 2**63 - 1


class Unreadable(ValueError):  # noqa: N818 - it reads as what it says
    """A file's bytes are not acceptable content; the message says why and, where known, on which line."""


class RepeatedKey(Unreadable):
    """An object holds a key twice; the message names the key, which an answer to a stranger must not."""


class _Loader(yaml.CSafeLoader):
    """Read YAML's JSON schema and nothing more: no aliases, no tags, no repeated keys, no YAML 1.1 surprises."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML calls it so
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise Unreadable(f"line {key_node.start_mark.line + 1}: a key must be text")
            if key in seen:
                raise Unreadable(f"line {key_node.start_mark.line + 1}: the key “{key[:60]}” stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_JSON_TAGS = {
    "tag:yaml.org,2002:bool": r"^(?:true|false)$",
    "tag:yaml.org,2002:null": r"^(?:null|)$",
    "tag:yaml.org,2002:int": r"^-?(?:0|[1-9][0-9]{0,18})$",
}


def _restrict_scalars() -> None:
    """Give the loader only JSON's own scalars, so that no, 010, 1:30 and 2026-01-01 stay text."""
    _Loader.yaml_implicit_resolvers = {}
    for tag, pattern in _JSON_TAGS.items():
        _Loader.add_implicit_resolver(tag, re.compile(pattern), [*"tfn-0123456789", ""])


_restrict_scalars()


def read_yaml(content: bytes) -> values.Json:
    """Return the JSON tree of a YAML file; raise Unreadable for anything outside strict, JSON-like YAML."""
    text = _text(content)
    try:
        _inspect(text)
        tree = yaml.load(text, Loader=_Loader)  # noqa: S506, TID251 - this is the one door: a SafeLoader, made stricter above
    except Unreadable:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark is not None else ""
        raise Unreadable(f"{line}{getattr(error, 'problem', None) or 'is not valid YAML'}") from error
    return _checked(tree)


def _inspect(text: str) -> None:
    """Refuse aliases, tags and depth before anything is built: the C composer would recurse and expand.

    A tag asks for another reading than the plain one: `!!int 1:30` would be 90, `!!bool yes` would be true.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("aliases are not allowed")
        if getattr(event, "tag", None) is not None:
            raise Unreadable("tags are not allowed")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise Unreadable(f"is nested more than {MAX_DEPTH} levels deep")


def read_json(content: bytes) -> values.Json:
    """Return the JSON tree; raise Unreadable for repeated keys, NaN, depth, huge numbers, surrogates or NUL."""
    return _checked(_loaded(content))


def read_message(content: bytes) -> object:
    """Return the JSON tree of a message, which may hold fractions and NUL; raise Unreadable for all else."""
    tree = _loaded(content)
    _check_message(tree)
    return tree


def strict(tree: object) -> values.Json:
    """Return a tree that was read from a message; raise Unreadable for what content does not hold."""
    return _checked(tree)


def _loaded(content: bytes) -> Any:
    text = _text(content)
    try:
        tree = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_int=_parse_int
        )
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable(f"is nested more than {MAX_DEPTH} levels deep") from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise Unreadable(f"line {line}: is not valid JSON" if line else "is not valid JSON") from error
    return tree


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8").removeprefix(
            "\ufeff"
        )  # a byte order mark says nothing; editors add it
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 (byte {error.start})") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in pairs:
        if key in tree:
            raise RepeatedKey(f"the key “{key[:60]}” stands twice")
        tree[key] = value
    return tree


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} is not a number")


def _parse_int(digits: str) -> int:
    if len(digits) > 20:
        raise Unreadable("a number is too large")
    return int(digits)


def _checked(tree: Any, *, depth: int = 0) -> values.Json:
    if depth > MAX_DEPTH:
        raise Unreadable(f"is nested more than {MAX_DEPTH} levels deep")
    if isinstance(tree, dict):
        return {_checked_text(key): _checked(value, depth=depth + 1) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_checked(value, depth=depth + 1) for value in tree]
    if isinstance(tree, bool) or tree is None:
        return tree
    if isinstance(tree, int):
        if abs(tree) > _LARGEST:
            raise Unreadable("a number is too large")
        return tree
    if isinstance(tree, float):
        raise Unreadable("a number is not whole: content holds whole numbers only")
    return _checked_text(tree)


def _check_message(tree: Any, *, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise Unreadable(f"is nested more than {MAX_DEPTH} levels deep")
    if isinstance(tree, dict):
        _check_message([*tree, *tree.values()], depth=depth)
    elif isinstance(tree, list):
        for value in tree:
            _check_message(value, depth=depth + 1)
    elif isinstance(tree, str):
        _checked_text(tree.replace("\0", ""))
    elif isinstance(tree, float) and not math.isfinite(tree):
        raise Unreadable("a number is too large")


def _checked_text(text: Any) -> str:
    if not isinstance(text, str):
        raise Unreadable("holds a value that is neither text, number, list nor object")
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in text):
        raise Unreadable("holds a lone surrogate or a NUL character")
    return text
