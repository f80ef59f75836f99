"""What stands under a member of a model describes it, wherever its schema is shown."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field, create_model

from app.content import described

T = TypeVar("T")


class Told(described.Described):
    first: int | str
    """Said under
    it.
    """
    second: int
    third: Annotated[int | str, Field(description="Said within.")]
    """Said under it."""


class Retold(Told):
    second: int
    """Said here."""
    third: str


class Silent(Told):
    first: str


class Holding(described.Described, Generic[T]):
    held: T
    """Whatever is held."""


def _descriptions(model: type[described.Described]) -> dict[str, str | None]:
    members = model.model_json_schema()["properties"]
    return {name: member.get("description") for name, member in members.items()}


def test_a_member_is_described_by_the_text_under_it() -> None:
    assert _descriptions(Told) == {"first": "Said under\nit.", "second": None, "third": "Said within."}
    assert Told.model_fields["first"].description == "Said under\nit."


def test_what_a_model_inherits_keeps_its_text_and_what_it_declares_anew_loses_it() -> None:
    assert _descriptions(Retold) == {"first": "Said under\nit.", "second": "Said here.", "third": None}
    assert _descriptions(Silent)["first"] is None


def test_a_parametrised_generic_has_the_words_of_the_class_it_is_made_from() -> None:
    assert _descriptions(Holding[int]) == {"held": "Whatever is held."}


def test_a_model_without_a_text_describes_nothing() -> None:
    assert _descriptions(create_model("Made", __base__=described.Described, held=int)) == {"held": None}
