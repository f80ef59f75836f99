"""A replay of what WordPress does to the oEmbed answer of a provider it does not know, and to the frame in it."""

import re
from html import escape
from html.parser import HTMLParser

KEPT = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"},
}
"""The elements that it keeps, and their attributes."""
HOST = """
window.addEventListener('message', function (event) {
  const data = event.data;
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  for (const quote of document.querySelectorAll('blockquote[data-secret="' + data.secret + '"]')) {
    quote.style.display = 'none';
  }
  for (const frame of document.querySelectorAll('iframe[data-secret="' + data.secret + '"]')) {
    if (event.source !== frame.contentWindow) continue;
    frame.removeAttribute('style');
    if (data.message === 'height') {
      let height = parseInt(data.value, 10);
      if (height > 1000) height = 1000;
      else if (~~height < 200) height = 200;
      frame.height = height;
    }
    if (data.message === 'link') {
      const ours = new URL(frame.getAttribute('src')).host, wanted = new URL(data.value).host;
      if (ours === wanted && document.activeElement === frame) window.top.location.href = data.value;
    }
  }
});
window.addEventListener('load', function () {
  for (const frame of document.querySelectorAll('iframe.wp-embedded-content[data-secret]')) {
    frame.contentWindow.postMessage({message: 'ready', secret: frame.dataset.secret}, '*');
  }
});
"""
"""What its script does in the page, written anew."""


class _Stripped(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.made = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in KEPT:
            kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if name in KEPT[tag])
            self.made += f"<{tag}{kept}>"

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT:
            self.made += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        self.made += data

    def handle_entityref(self, name: str) -> None:
        self.made += f"&{name};"

    def handle_charref(self, name: str) -> None:
        self.made += f"&#{name};"


def filtered(html: str, *, secret: str) -> str | None:
    """Return what of an answer's html reaches the page; None where nothing does."""
    stripped = _Stripped()
    stripped.feed(html)
    stripped.close()
    found = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", stripped.made, re.DOTALL)
    if found is None:
        return None
    quote, frame = found[1] or "", found[2]
    frame = re.sub(
        r' src="(.*?)"',
        lambda source: f' src="{source[1]}#?secret={secret}" data-secret="{secret}"',
        frame,
        count=1,
    )
    if quote:
        quote = quote.replace(
            "<blockquote", f'<blockquote class="wp-embedded-content" data-secret="{secret}"'
        )
        frame = frame.replace(
            "<iframe", '<iframe style="position: absolute; clip: rect(1px, 1px, 1px, 1px);"'
        )
    frame = frame.replace(
        "<iframe", '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    )
    return quote + frame
