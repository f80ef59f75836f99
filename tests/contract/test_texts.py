"""Every text of the interface can be translated, and none is missing from the template that translators get."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import nodes

from app.content import document, statements
from app.renderings import html
from tests import messages, pages

TEMPLATES = sorted((messages.RENDERINGS / "templates").glob("*.html"))

_ATTRIBUTE = re.compile(r'\s[a-z-]+="[^"]*"')
"""What a macro or a block writes into a tag that stands elsewhere."""


def test_the_template_for_translators_is_current() -> None:
    assert messages.TEMPLATE.read_text() == messages.written(), "make messages"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_text_that_cannot_be_translated(path: Path) -> None:
    assert _bare(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{% if a %}yes{% endif %}</p>",
        '<nav aria-label="Main"></nav>',
        '<img alt="{{ a }} of it">',
        "{% macro a() %}words{% endmacro %}",
        "{% set a %}words{% endset %}",
        "{{ 'words' if a else 'others' }}",
    ],
)
def test_a_bare_text_would_be_found(source: str) -> None:
    assert _bare(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Hello') }}</p>",
        "<p>{% trans a=b %}It is {{ a }}.{% endtrans %}</p>",
        '<p class="a"{% if b == \'words\' %} lang="en"{% endif %}>1 – {{ c }}</p>',
        '<nav aria-label="{{ _("Main") }}"></nav>',
        "<code>st_1</code>",
    ],
)
def test_a_text_that_can_be_translated_is_left_alone(source: str) -> None:
    assert _bare(source) == []


def test_every_kind_of_statement_has_words() -> None:
    module = _words()
    kinds = {_kind(model) for model in _subclasses(statements.Claim)} - {""}
    assert kinds <= set(module)
    assert {_kind_of(name) for name in document.SECTION_KINDS} <= set(module)


def _words() -> dict[str, str]:
    made = html.TEMPLATES.get_template("words.html").make_module({"language": _Language, "frame": None})
    held: dict[str, str] = made.STATEMENTS  # type: ignore[attr-defined]  # a variable of the template
    return held


class _Language:
    tag = "en"


def _subclasses(model: type) -> list[type]:
    children: list[type] = model.__subclasses__()
    return [found for child in children for found in (child, *_subclasses(child))]


def _kind(model: type) -> str:
    fields = getattr(model, "model_fields", {})
    return str(get_args(fields["kind"].annotation)[0]) if "kind" in fields else ""


def _kind_of(section: str) -> str:
    return str(document.SECTION_KINDS[section])


def _bare(source: str) -> list[str]:
    """Return the texts of a template that do not go through gettext."""
    tree = html.TEMPLATES.parse(source)
    words = _Words()
    words.feed("".join(_written(tree)))
    words.close()
    spoken = [_ATTRIBUTE.sub("", text) for text in (*words.found, *_printed(tree))]
    return [text.strip() for text in spoken if re.search(r"[^\W\d_]", text)]


def _written(node: nodes.Node) -> list[str]:
    """Return what a template writes by itself, in order; what is computed stands as a dash."""
    if isinstance(node, nodes.TemplateData):
        return [node.data]
    if isinstance(node, nodes.Output):
        return [part for child in node.nodes for part in (_written(child) if _is_data(child) else ["-"])]
    if isinstance(node, nodes.Expr):
        return []
    return [part for child in node.iter_child_nodes() for part in _written(child)]


def _is_data(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TemplateData)


def _printed(tree: nodes.Node) -> list[str]:
    """Return the texts that a template prints as constants of an expression, outside gettext."""
    printed = [child for output in tree.find_all(nodes.Output) for child in output.nodes]
    shown = [choice for child in printed for choice in _choices(child)]
    return [node.value for node in shown if isinstance(node, nodes.Const) and isinstance(node.value, str)]


def _choices(node: nodes.Node) -> list[nodes.Node]:
    """Return what an expression may come to, where it chooses."""
    if isinstance(node, nodes.CondExpr):
        return [*_choices(node.expr1), *(_choices(node.expr2) if node.expr2 else [])]
    return [node]


class _Words(HTMLParser):
    """Gather the texts between tags, and those in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in pages.NO_WORDS
        self.found += [value for name, value in attrs if name in pages.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in pages.NO_WORDS

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
