"""Addresses of all pages, one of each kind at least, for tests that look at every page; a new page is added here."""

from app.site import guide

PROCEDURES = (
    "/procedures/laser-skin-tightening",
    "/procedures/mesotherapy",
    "/procedures/micro-laser-lipo",
    "/procedures/micro-laser-peel",
)
COMPARED = "/compare?procedures=mesotherapy&procedures=laser-skin-tightening"
BY_ROUTE: dict[str, tuple[str, ...]] = {
    "/": ("/", "/?q=bruising+acutane&concern=scars", "/?q=zzqqzz"),
    "/procedures/{slug}": (*PROCEDURES, "/procedures/mesotherapy?revision=1"),
    "/compare": ("/compare", COMPARED),
    "/ask": ("/ask",),
    "/sources": ("/sources",),
    "/sources/{source}": ("/sources/mesotherapy-directory", "/sources/laser-skin-tightening-risks-article"),
    "/concepts/{concept}": (
        "/concepts/bruising",
        "/concepts/isotretinoin",
        "/concepts/face",
        "/concepts/acne",
    ),
    "/corrections": ("/corrections",),
    "/embed": (
        "/embed",
        "/embed?procedure=mesotherapy&sections=how&sections=uses&theme=dark&text=&background=777777&accent=red",
    ),
    "/about": ("/about",),
    # Chapters are alike: one stands for them here, tests/site/test_guide.py looks at each.
    **{path: (path,) if path == "/guide/offers" else () for path, _ in guide.LISTED},
}
"""For each route, without the prefix of a language, addresses that it answers."""
PAGES = tuple(address for addresses in BY_ROUTE.values() for address in addresses)
"""Pages that answer 200 to GET, in every language."""
CANONICAL = tuple(address for address in PAGES if "?" not in address)
"""Those that search engines may list."""
