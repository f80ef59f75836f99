"""A card's markup becomes a tree of what is allowed, and nothing else gets through."""

from html import escape

import hypothesis
import pytest
from hypothesis import strategies

from app.content import values
from app.renderings import jsonml
from tests.hostile import test_literal_texts


def test_a_card_becomes_a_tree() -> None:
    markup = """
    <article class="candour-card" lang="en">
      <h2>Mesotherapy</h2>
      <p data-length="P1D/P3D">Usually <strong>fades</strong>, our source says, in
         <a href="https://candour.example/x" rel="noopener">days</a>.</p>
      <details><summary>Sources</summary> <ul><li>One</li> <li>Two &amp; more</li></ul></details>
    </article>
    """
    assert jsonml.tree(markup) == [
        "article",
        {"class": "candour-card", "lang": "en"},
        ["h2", "Mesotherapy"],
        [
            "p",
            {"data-length": "P1D/P3D"},
            "Usually ",
            ["strong", "fades"],
            ", our source says, in ",
            ["a", {"href": "https://candour.example/x", "rel": "noopener"}, "days"],
            ".",
        ],
        ["details", ["summary", "Sources"], ["ul", ["li", "One"], ["li", "Two & more"]]],
    ]


def test_an_attribute_without_a_value_is_an_empty_one() -> None:
    assert jsonml.tree("<p hidden>x</p>") == ["p", {"hidden": ""}, "x"]


@pytest.mark.parametrize("tag", sorted(jsonml.TAGS))
def test_every_allowed_element_is_kept(tag: str) -> None:
    assert jsonml.tree(f"<div><{tag}>x</{tag}></div>") == ["div", [tag, "x"]]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "text",
        "<p>one</p><p>two</p>",
        "<p>one</p>two",
        "<p>open",
        "<div><p>crossed</div></p>",
        "</p>",
        "<p/>",
        "<br>",
        "<script>alert(1)</script>",
        "<div><script>alert(1)</script></div>",
        "<style>p{}</style>",
        "<img src=x onerror=alert(1)>",
        "<svg></svg>",
        "<math></math>",
        "<iframe src='https://evil.example'></iframe>",
        "<object></object>",
        "<template></template>",
        "<form></form>",
        "<input>",
        "<button></button>",
        "<h1>x</h1>",
        "<candour-procedure></candour-procedure>",
        "<p onclick='x()'>x</p>",
        "<p style='color:red'>x</p>",
        "<p id='x'>x</p>",
        "<p src='x'>x</p>",
        "<p is='x-y'>x</p>",
        "<p slot='x'>x</p>",
        "<p xlink:href='x'>x</p>",
        "<p data->x</p>",
        "<a href>x</a>",
        "<a href=''>x</a>",
        "<a href='/x'>x</a>",
        "<a href='//evil.example'>x</a>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' https://x.example'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<a href='https://x.example/\n'>x</a>",
        "<p>x<!-- comment --></p>",
        "<!doctype html><p>x</p>",
        "<?xml version='1.0'?><p>x</p>",
        "<p><![CDATA[x]]></p>",
    ],
)
def test_anything_else_is_refused(markup: str) -> None:
    with pytest.raises(jsonml.NotACardError):
        jsonml.tree(markup)


@pytest.mark.parametrize("words", test_literal_texts.WORDS)
def test_hostile_words_are_text(words: str) -> None:
    assert _texts(jsonml.tree(f"<q>{escape(words)}</q>")) == " ".join(_html_spaces(words))


@hypothesis.given(strategies.text())
def test_any_text_comes_through_but_for_its_white_space(words: str) -> None:
    hypothesis.assume("\x00" not in words)
    shown = _texts(jsonml.tree(f"<q>{escape(words)}</q>"))
    assert shown.split() == words.split()


def _html_spaces(words: str) -> list[str]:
    for character in "\t\r\n":
        words = words.replace(character, " ")
    parts = words.split(" ")
    return [part for place, part in enumerate(parts) if part or place in (0, len(parts) - 1)]


def _texts(tree: values.Json) -> str:
    if isinstance(tree, list):
        return "".join(_texts(item) for item in tree[1:])
    return tree if isinstance(tree, str) else ""
