"""Strict reading of YAML and JSON: what parsers usually let pass in silence is refused, with a reason."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import reading, values

Reader = Callable[[bytes], values.Json]
READERS = [pytest.param(reading.read_yaml, id="yaml"), pytest.param(reading.read_json, id="json")]
SAFE_TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cc", "Cn")),
    max_size=20,
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | SAFE_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SAFE_TEXT, inner, max_size=4),
    max_leaves=12,
)


def refusal(reader: Reader, content: bytes | str) -> str:
    """Return the message with which the reader refuses this content."""
    with pytest.raises(reading.Unreadable) as caught:
        reader(content.encode() if isinstance(content, str) else content)
    return str(caught.value)


@given(TREES)
def test_json_written_plainly_is_read_back_as_it_was(tree: values.Json) -> None:
    assert reading.read_json(json.dumps(tree).encode()) == tree


@given(TREES)
def test_json_is_read_the_same_by_the_yaml_reader(tree: values.Json) -> None:
    written = json.dumps(tree, ensure_ascii=False).encode()
    assert reading.read_yaml(written) == tree


@given(st.binary(max_size=200))
@pytest.mark.parametrize("reader", READERS)
def test_any_bytes_are_either_read_or_refused(reader: Reader, content: bytes) -> None:
    try:
        tree = reader(content)
    except reading.Unreadable:
        return
    values.canonical(tree)


@given(st.text(alphabet="{}[]:,-?!&*<>|'\"%@` \n\t#.0123456789abtruefalsn~_\\ud8", max_size=60))
@pytest.mark.parametrize("reader", READERS)
def test_any_markup_is_either_read_or_refused(reader: Reader, content: str) -> None:
    try:
        tree = reader(content.encode())
    except reading.Unreadable:
        return
    values.canonical(tree)


@pytest.mark.parametrize("reader", READERS)
def test_a_key_that_stands_twice_is_refused(reader: Reader) -> None:
    assert "“avoid” stands twice" in refusal(reader, '{"avoid": "sun", "avoid": "heat"}')
    assert "“id” stands twice" in refusal(reader, '{"list": [{"id": "x", "id": "y"}]}')


def test_the_line_of_a_repeated_key_is_named() -> None:
    assert refusal(reading.read_yaml, "a: 1\nb: 2\na: 3\n").startswith("line 3:")


def test_the_line_of_broken_content_is_named() -> None:
    assert refusal(reading.read_json, '{\n"a": 1,\n"b" 2}').startswith("line 3:")
    assert refusal(reading.read_yaml, "a: 1\nb: [1\n").startswith("line ")


@pytest.mark.parametrize("content", ["a: &x [1]\nb: *x", "a: &x {b: *x}", "- &a lol\n- [*a, *a]"])
def test_yaml_aliases_are_refused(content: str) -> None:
    assert refusal(reading.read_yaml, content) == "aliases are not allowed"


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert refusal(reading.read_yaml, "\n".join(lines)) == "aliases are not allowed"


@pytest.mark.parametrize(
    "plain",
    [
        "no",
        "yes",
        "on",
        "off",
        "No",
        "TRUE",
        "~",
        "Null",
        "010",
        "0x1F",
        "1_000",
        "1:30",
        "1.5",
        ".inf",
        ".nan",
        "2026-01-01",
        "2026-01-01T10:00:00Z",
        "=",
        "+1",
    ],
)
def test_what_yaml_1_1_would_turn_into_something_else_stays_text(plain: str) -> None:
    assert reading.read_yaml(f"value: {plain}\n".encode()) == {"value": plain}


@pytest.mark.parametrize(
    ("plain", "expected"),
    [("true", True), ("false", False), ("null", None), ("", None), ("0", 0), ("15", 15), ("-3", -3)],
)
def test_the_scalars_of_json_are_read_from_yaml_too(plain: str, expected: object) -> None:
    tree = reading.read_yaml(f"value: {plain}\n".encode())
    assert isinstance(tree, dict)
    assert tree["value"] is expected or (tree["value"] == expected and type(tree["value"]) is type(expected))


@pytest.mark.parametrize("key", ["1", "true", "null", "[a]", "{a: b}"])
def test_a_yaml_key_that_is_not_text_is_refused(key: str) -> None:
    assert "a key must be text" in refusal(reading.read_yaml, f"? {key}\n: value\n")


def test_a_merge_key_merges_nothing() -> None:
    assert reading.read_yaml(b"<<: {a: 1}\nb: 2\n") == {"<<": {"a": 1}, "b": 2}


@pytest.mark.parametrize(
    "content",
    [
        "!!python/object/apply:os.system ['true']",
        "!!python/name:os.system",
        "!!set {a, b}",
        "!!binary aGVsbG8=",
        "!!timestamp 2026-01-01",
        "!!float 1.5",
        "!own {a: 1}",
        "!!int 1:30",
        "!!int '0x1F'",
        "!!bool yes",
        "!!null nothing",
        "!!str 5",
        "!!str {!!value =: hidden}",
        "!!omap [a: 1]",
        "{!!merge <<: {a: 1}}",
        "! 5",
        "!<tag:yaml.org,2002:str> a",
        "%TAG ! tag:yaml.org,2002:\n---\n!int '7'",
    ],
)
def test_a_yaml_tag_is_refused(content: str) -> None:
    assert refusal(reading.read_yaml, content) == "tags are not allowed"


@pytest.mark.parametrize("reader", READERS)
def test_a_byte_order_mark_is_no_part_of_the_content(reader: Reader) -> None:
    assert reader(b'\xef\xbb\xbf{"a": "b"}') == {"a": "b"}


def test_more_than_one_yaml_document_is_refused() -> None:
    assert refusal(reading.read_yaml, "a: 1\n---\nb: 2\n")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_json_numbers_that_are_none_are_refused(number: str) -> None:
    assert refusal(reading.read_json, f'{{"a": {number}}}') == f"{number} is not a number"


@pytest.mark.parametrize("number", ["1.5", "1.0", "1e3", "1e400"])
def test_json_numbers_that_are_not_whole_are_refused(number: str) -> None:
    assert "whole numbers only" in refusal(reading.read_json, f"[{number}]")


@pytest.mark.parametrize("reader", READERS)
def test_the_largest_number_is_read_and_the_next_is_refused(reader: Reader) -> None:
    assert reader(b"[9223372036854775807, -9223372036854775807]") == [2**63 - 1, -(2**63) + 1]
    assert refusal(reader, "[9223372036854775808]") == "a number is too large"
    assert refusal(reader, "[-9223372036854775808]") == "a number is too large"


def test_a_json_number_of_five_thousand_digits_is_refused() -> None:
    assert refusal(reading.read_json, "9" * 5_000) == "a number is too large"


@pytest.mark.parametrize("reader", READERS)
def test_depth_is_read_up_to_the_limit_and_refused_beyond(reader: Reader) -> None:
    allowed = b"[" * reading.MAX_DEPTH + b"]" * reading.MAX_DEPTH
    assert reader(allowed) is not None
    refused = b"[" * (reading.MAX_DEPTH + 2) + b"]" * (reading.MAX_DEPTH + 2)
    assert "levels deep" in refusal(reader, refused)


@pytest.mark.parametrize("reader", READERS)
def test_a_hundred_thousand_levels_are_refused_without_a_crash(reader: Reader) -> None:
    assert "levels deep" in refusal(reader, b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_utf_8_is_refused_with_its_place(reader: Reader) -> None:
    assert refusal(reader, b'["\xff"]') == "is not UTF-8 (byte 2)"
    assert refusal(reader, '["é"]'.encode("utf-16"))


@pytest.mark.parametrize("reader", READERS)
def test_a_nul_is_refused(reader: Reader) -> None:
    assert "NUL" in refusal(reader, '["a\\u0000b"]')
    assert "NUL" in refusal(reader, '{"a\\u0000b": 1}')


@pytest.mark.parametrize("content", ['["\\ud800"]', '{"\\udc00": 1}', '["\\udc00\\ud800"]'])
def test_a_lone_surrogate_is_refused(content: str) -> None:
    assert "surrogate" in refusal(reading.read_json, content)
    assert refusal(reading.read_yaml, content)


def test_a_pair_of_surrogates_in_json_is_one_character() -> None:
    assert reading.read_json(b'["\\ud83d\\ude00"]') == ["\U0001f600"]


@pytest.mark.parametrize("reader", READERS)
def test_a_file_beyond_the_limit_is_refused_and_one_at_the_limit_is_read(reader: Reader) -> None:
    text = b"a" * (reading.MAX_BYTES - 2)
    assert reader(b'"' + text + b'"') == text.decode()
    assert "larger than" in refusal(reader, b'"' + text + b'a"')


@pytest.mark.parametrize("content", ["", " ", "{", "{]", "{'a': 1}", "[1,]", "nul", '{"a" 1}', "[1] [2]"])
def test_broken_json_is_refused(content: str) -> None:
    assert "is not valid JSON" in refusal(reading.read_json, content)
