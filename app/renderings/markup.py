"""The one door for data into a script element: JSON that no parser of HTML can take for the end of the script."""

from typing import Any

import jinja2.utils
import markupsafe

from app.content import values

_SEPARATORS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Ends of line to scripts, though not to JSON."""


def json_in_script(tree: values.Json) -> markupsafe.Markup:
    r"""Return canonical JSON to stand in a script element, where templates leave it as it is.

    The characters `<`, `>`, `&`, `'`, U+2028 and U+2029 are written as \uXXXX, so that neither `</script>` nor `<!--`
    can stand in it; a parser of JSON reads the same tree. NaN raises ValueError.
    """
    return jinja2.utils.htmlsafe_json_dumps(tree, dumps=_dumped)


def _dumped(tree: Any) -> str:
    return values.canonical(tree).decode("utf-8").translate(_SEPARATORS)
