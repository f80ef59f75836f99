"""An address of every page, in every state that a reader may meet; a new page must be added here."""

PAGES: dict[str, tuple[str, ...]] = {
    "/procedures/{slug}": (
        "/procedures/laser-skin-tightening",
        "/procedures/mesotherapy",
        "/procedures/micro-laser-lipo",
        "/procedures/micro-laser-peel",
    ),
    "/corrections": ("/corrections",),
}
"""The addresses of each route of the pages, without the prefix of a language."""


def every() -> list[str]:
    """Return the addresses of all pages."""
    return [address for addresses in PAGES.values() for address in addresses]
