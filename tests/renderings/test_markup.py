"""Data in a script element stays data: no text can end the script or begin another."""

import json
import math
from html.parser import HTMLParser

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import values
from app.renderings import html, markup
from tests import timelines
from tests.hostile import test_literal_texts
from tests.renderings import linked, schemaorg

BREAKOUTS = (
    "</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT\n>",
    "<!--<script>",
    "<!--<script></script>-->",
    "-->",
    "]]>",
    "<![CDATA[",
    "&lt;/script&gt;",
    "\u2028\u2029",
    '"}</script>',
    "\\",
    "\\u003c/script>",
    "'",
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(BREAKOUTS),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(BREAKOUTS), inner),
)


class _Page(HTMLParser):
    """Hold the elements of a page and what stands in its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.scripts: list[str] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.elements[-1] == "script":
            self.scripts[-1] += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def _page(tree: values.Json) -> _Page:
    template = html.TEMPLATES.from_string(
        '<html><script type="application/ld+json">{{ data }}</script><p></p></html>'
    )
    return _Page(template.render(data=markup.json_in_script(tree)))


@pytest.mark.parametrize("text", [*BREAKOUTS, *test_literal_texts.WORDS])
def test_no_text_breaks_out_of_a_script(text: str) -> None:
    tree: values.Json = {text: [text, {"a": text}]}
    page = _page(tree)
    assert (page.elements, page.comments) == (["html", "script", "p"], [])
    assert json.loads(page.scripts[0]) == tree


@given(TREES)
def test_json_in_a_script_is_the_same_tree_and_has_no_mark_of_html_in_it(tree: values.Json) -> None:
    try:
        written = markup.json_in_script(tree)
    except UnicodeEncodeError:
        return  # a lone surrogate, which no text of a document holds
    assert not set("<>&'\u2028\u2029") & set(written)
    assert json.loads(written) == tree


def test_json_in_a_script_is_escaped_once_only() -> None:
    written = markup.json_in_script({"a": "</script> & <!-- \u2028"})
    assert written == '{"a":"\\u003c/script\\u003e \\u0026 \\u003c!-- \\u2028"}'
    assert jinja2.Template("{{ it }}", autoescape=True).render(it=written) == written


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        markup.json_in_script({"a": math.nan})


@pytest.mark.parametrize("round_", range(len(test_literal_texts._rounds())))
def test_hostile_texts_of_a_document_are_words_in_its_json_ld(round_: int) -> None:
    fields = test_literal_texts._rounds()[round_]
    published = timelines.frozen(test_literal_texts._tree(1, fields))
    tree = linked.tree(published)
    assert schemaorg.faults(tree) == []
    page = _page(tree)
    assert page.elements == ["html", "script", "p"]
    assert json.loads(page.scripts[0]) == tree
    assert set(fields.values()) <= set(test_literal_texts._texts(tree))
