"""Addresses of all pages, one of each kind at least, for tests that look at every page; a new page is added here."""

PROCEDURES = (
    "/procedures/laser-skin-tightening",
    "/procedures/mesotherapy",
    "/procedures/micro-laser-lipo",
    "/procedures/micro-laser-peel",
)
BY_ROUTE: dict[str, tuple[str, ...]] = {
    "/procedures/{slug}": PROCEDURES,
    "/corrections": ("/corrections",),
}
"""For each route, without the prefix of a language, addresses that it answers."""
PAGES = tuple(address for addresses in BY_ROUTE.values() for address in addresses)
"""Pages that answer 200 to GET, in every language."""
