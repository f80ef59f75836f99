"""What a made-up procedure speaks of: which sections, how much in each, and what its sources are silent on."""

from collections.abc import Mapping
from typing import Any

from app.authoring.invented import claims, sentences, words
from app.content import document, vocabulary

Tree = dict[str, Any]
_SIZES = (0.5, 0.65, 0.75, 0.8, 0.85, 0.85, 0.9, 0.9, 0.95, 0.95, 1.0, 1.0, 1.1, 1.2, 1.5, 2.6)
"""How much a procedure has to say, compared with a usual one: most are alike, a few are far longer."""
_USUAL: Mapping[str, tuple[float, int, int]] = {
    "invasiveness": (0.8, 1, 1),
    "technique_use": (0.4, 1, 1),
    "steps": (0.9, 3, 7),
    "indications": (0.97, 2, 7),
    "contraindications": (0.55, 2, 6),
    "precautions": (0.55, 2, 4),
    "interactions": (0.45, 1, 5),
    "side_effects": (0.93, 4, 11),
    "warning_signs": (0.35, 1, 4),
    "outcomes": (0.85, 2, 6),
    "mechanisms": (0.8, 3, 6),
    "preparation": (0.6, 2, 6),
    "aftercare": (0.7, 3, 7),
    "recovery": (0.55, 1, 4),
    "session_plan": (0.7, 1, 3),
    "duration": (0.7, 1, 1),
    "anaesthesia": (0.55, 1, 2),
    "pain": (0.6, 1, 2),
    "alternatives": (0.5, 1, 4),
    "combinations": (0.3, 1, 3),
    "cost_factors": (0.3, 1, 4),
}
"""How likely the sources speak about a section, and how many statements it then usually has, from and to."""
_ALONE = frozenset({"invasiveness", "duration", "technique_use"})
"""Sections that hold one statement however much there is to say."""
_MAY_BE_NONE = frozenset({"preparation", "aftercare", "combinations", "anaesthesia", "pain", "cost_factors"})
"""Sections of which a made-up source may say that there is nothing, or that may not apply: none is about safety."""
_NONE, _NOT_APPLICABLE = 0.12, 0.04
_IN_CONFLICT = 0.4
_MADE_UP_GROUPS: tuple[tuple[vocabulary.Scheme, float], ...] = (
    ("technique_type", 0.7),
    ("category", 0.8),
    ("energy", 0.4),
)
_MENTIONS_SOMETHING_REAL = 0.04
_REAL = (
    "bruising",
    "swelling",
    "redness",
    "itching",
    "numbness",
    "lidocaine",
    "vitamins",
    "pregnancy",
    "scars",
    "wrinkles",
)
"""What is real and mentioned in passing, in words only: who looks for it must find what is really about it first."""


def outline(author: claims.Author, *, word: str, brand: str) -> Tree:
    """Return all of a procedure but its slug and its name."""
    return _Outline(author, word=word, brand=brand).tree()


class _Outline:
    def __init__(self, author: claims.Author, *, word: str, brand: str) -> None:
        self._author, self._draw = author, author.draw
        self._word, self._brand = word, brand
        self._size = self._draw.pick(_SIZES)

    def tree(self) -> Tree:
        made: Tree = {
            "aliases": self._aliases(),
            "invasiveness": self._section("invasiveness"),
            "body_areas": self._placed("body_area", claims.BODY_AREAS, probability=0.75),
            "categories": self._categories(),
            "techniques": self._techniques(),
            "sections": {name: self._section(name) for name in document.SECTION_KINDS},
        }
        if self._draw.chance(_MENTIONS_SOMETHING_REAL):
            self._mention_something_real(made)
        made["summary"] = self._summary(made)
        made["conflicts"] = self._conflicts(made)
        return made

    def _section(self, name: str) -> Tree:
        likely, low, high = _USUAL[name]
        if not self._draw.chance(likely):
            return self._absent(name)
        count = 1 if name in _ALONE else max(1, round(self._draw.between(low, high) * self._size))
        return _stated([claims.MAKERS[name](self._author) for _ in range(count)])

    def _absent(self, name: str) -> Tree:
        if name in _MAY_BE_NONE:
            if self._draw.chance(_NONE):
                return {"coverage": "stated_none", "finding": self._author.claim("absence")}
            if self._draw.chance(_NOT_APPLICABLE):
                return {"coverage": "not_applicable"}
        return {"coverage": "not_addressed"}

    def _aliases(self) -> list[Tree]:
        count = self._draw.pick((0, 0, 0, 0, 1, 1, 2, 3, 4))
        made = [claims.MAKERS["aliases"](self._author) for _ in range(count - 1)]
        if count:
            label = self._brand.capitalize()
            branded = self._author.claim("alias", quote=label, given={"c": label}, label=label, type="brand")
            made.insert(0, branded)
        return made

    def _placed(self, kind: str, table: tuple[str, ...], *, probability: float) -> Tree:
        if not self._draw.chance(probability):
            return {"coverage": "not_addressed"}
        found = self._draw.some(table, self._draw.between(1, 3))
        return _stated([self._author.real(kind, name, name.replace("-", " ")) for name in found])

    def _categories(self) -> Tree:
        if not self._draw.chance(0.92):
            return {"coverage": "not_addressed"}
        found = self._draw.some(claims.CATEGORIES, self._draw.between(1, 2))
        found += self._draw.some(claims.ENERGIES, self._draw.between(0, 2))
        made = [self._author.real("category", name, "this group") for name in found]
        for scheme, likely in _MADE_UP_GROUPS:
            if self._draw.chance(likely):
                made.append(self._author.about("category", scheme))
        return _stated(made)

    def _techniques(self) -> Tree:
        if not self._draw.chance(0.9):
            return {"coverage": "not_addressed"}
        names = [self._word, *(words.rare(self._draw) for _ in range(self._draw.below(3)))]
        return _stated([self._technique(name) for name in dict.fromkeys(names)])

    def _technique(self, word: str) -> Tree:
        named = self._author.claim(
            "technique",
            given={"c": f"{word} method"},
            slug=f"{word}-method",
            name=f"{word.capitalize()} method (generated)",
        )
        steps = self._section("steps")
        listed = steps.get("statements", ())
        for place, step in enumerate(listed):
            step["phase"] = ("before", "during", "during", "after")[place * 4 // len(listed)]
        return {**named, "use": self._section("technique_use"), "steps": steps}

    def _mention_something_real(self, made: Tree) -> None:
        """Name something real in passing, so that a search for it finds this too, behind what is really about it."""
        aftercare, techniques = made["sections"]["aftercare"], made["techniques"].get("statements", ())
        said = self._draw.pick(_REAL)
        if techniques and self._draw.chance(0.5):
            step = self._author.claim("step", pattern="mention", given={"c": said}, phase="after")
            _add(techniques[0], "steps", step)
        elif aftercare["coverage"] != "stated_none":
            advice = self._author.claim(
                "aftercare", pattern="mention", given={"c": said}, action="do", phase="after"
            )
            _add(made["sections"], "aftercare", advice)

    def _summary(self, made: Tree) -> Tree:
        named = [
            item["id"] for section in made["sections"].values() for item in section.get("statements", ())
        ]
        named += [
            item["id"] for name in ("categories", "techniques") for item in made[name].get("statements", ())
        ]
        if not named:
            made["invasiveness"] = _stated([claims.MAKERS["invasiveness"](self._author)])
            named = [made["invasiveness"]["statements"][0]["id"]]
        about = f"{sentences.SAYS_SO} the {self._word} is not a real procedure."
        more = [self._author.speaker.say("mechanism", q=self._author.speaker.phrase()) for _ in range(3)]
        return {"text": " ".join([about, *more]), "statements": self._draw.some(named, 12)}

    def _conflicts(self, made: Tree) -> Tree:
        rivals = made["sections"]["recovery"].get("statements", ())
        if len(rivals) < 2 or not self._draw.chance(_IN_CONFLICT):
            return {}
        text = f"{sentences.SAYS_SO} these two lengths were drawn apart and disagree."
        return {
            "conflicts": [
                {
                    "id": self._author.name("cf"),
                    "text": text,
                    "statements": [rivals[0]["id"], rivals[1]["id"]],
                }
            ]
        }


def _stated(statements: list[Tree]) -> Tree:
    return {"coverage": "stated", "statements": statements}


def _add(held: Tree, name: str, statement: Tree) -> None:
    """Add a statement to a section, which then speaks of something."""
    held[name] = _stated([*held[name].get("statements", ()), statement])
