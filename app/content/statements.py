"""The kinds of statement and the typed fields of each; a statement is one claim in our own plain words."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.content import durations, values
from app.content.evidence import Evidence

Rank = Literal["preferred", "normal", "deprecated"]
Grade = Literal["high", "medium", "low"]
Worded = values.Label | Literal["unknown"]
"""The source's own word for it, or `unknown` where our sources do not say."""
Phase = Literal["before", "during", "after"]


class Review(values.Value):
    """Say whether a person has checked a statement, who by role, when, and when it is due again."""

    state: Literal["unreviewed", "reviewed", "disputed"] = "unreviewed"
    role: values.Label | None = None
    on: values.Day | None = None
    next_due: values.Day | None = None

    @model_validator(mode="after")
    def _is_honest(self) -> Self:
        if self.state == "unreviewed" and (self.role or self.on or self.next_due):
            raise ValueError("an unreviewed statement has no reviewer's role and no date")
        if self.state != "unreviewed" and not (self.role and self.on):
            raise ValueError("a review needs the reviewer's role and the day")
        return self


class Claim(values.Value):
    """Carry what every claim has: an id that is never reused, plain words, hedge, rank, review, evidence."""

    id: values.StatementId
    text: values.Text
    hedge: values.Label | None = None
    """The hedge as the source words it (usually, may, generally); absent where the source does not hedge."""
    rank: Rank = "normal"
    rank_reason: values.Text | None = None
    review: Review = Review()
    evidence: tuple[Evidence, ...] = ()
    grade: Grade | None = None
    """The grade of the best supporting evidence; worked out when the document is published."""


class _About(Claim):
    concept: values.Slug
    """The vocabulary's concept that the statement is about."""


class Indication(_About):
    """Say what the procedure is used for."""

    kind: Literal["indication"] = "indication"
    degree: Worded = "unknown"
    """How marked the concern is, as the source words it (mild to moderate)."""


class Contraindication(_About):
    """Say who should not have it, or should ask first."""

    kind: Literal["contraindication"] = "contraindication"
    strength: Literal["avoid", "ask_first"]


class Precaution(_About):
    """Say what to be careful about."""

    kind: Literal["precaution"] = "precaution"
    strength: Literal["avoid", "ask_first"]


class Interaction(_About):
    """Say which medicine or class of medicines acts together with the procedure, how, and what to do."""

    kind: Literal["interaction"] = "interaction"
    mechanism: values.Text | Literal["unknown"] = "unknown"
    what_to_do: values.Text | Literal["unknown"] = "unknown"


class SideEffect(_About):
    """Say what can go wrong or be felt, how marked, how often, when, for how long, and what to do."""

    kind: Literal["side_effect"] = "side_effect"
    severity: Worded = "unknown"
    frequency: Worded = "unknown"
    onset: Worded = "unknown"
    duration: durations.HealingLength = durations.Unstated(
        words="Our sources do not say how long this lasts."
    )
    what_to_do: values.Text | Literal["unknown"] = "unknown"


class WarningSign(Claim):
    """Say when to seek help, and from whom."""

    kind: Literal["warning_sign"] = "warning_sign"
    concept: values.Slug | None = None
    ask: values.Label
    """Whom to ask."""


class Outcome(Claim):
    """Say what result can be expected, when it shows, and how long it lasts."""

    kind: Literal["outcome"] = "outcome"
    concept: values.Slug | None = None
    lasts: durations.Length = durations.Unstated(words="Our sources do not say how long this result lasts.")


class Mechanism(Claim):
    """Say how the procedure is thought to work."""

    kind: Literal["mechanism"] = "mechanism"
    concept: values.Slug | None = None


class _Advice(Claim):
    concept: values.Slug | None = None
    action: Literal["do", "avoid", "not_needed"]
    """`not_needed`: a source says that it need not be done, which is not the same as avoiding it."""
    phase: Phase
    until: durations.Until = durations.Unstated(words="Our sources do not say until when.")


class Preparation(_Advice):
    """Say what to do or avoid before."""

    kind: Literal["preparation"] = "preparation"


class Aftercare(_Advice):
    """Say what to do or avoid afterwards."""

    kind: Literal["aftercare"] = "aftercare"


class Recovery(Claim):
    """Say when a milestone of recovery is reached."""

    kind: Literal["recovery"] = "recovery"
    milestone: Literal["daily_life", "skin_healed", "results_visible"]
    duration: durations.Length = durations.Unstated(words="Our sources do not say how long this takes.")


class SessionPlan(Claim):
    """Say how many sessions, how far apart, or when to repeat: one aspect a statement."""

    kind: Literal["session_plan"] = "session_plan"
    aspect: Literal["number", "spacing", "repeat_after"]
    number: durations.Number | None = None
    spacing: durations.Length | None = None
    repeat_after: durations.Length | None = None

    @model_validator(mode="after")
    def _holds_its_aspect(self) -> Self:
        held = {name for name in ("number", "spacing", "repeat_after") if getattr(self, name) is not None}
        if held != {self.aspect}:
            raise ValueError(f"a session plan about {self.aspect} holds the field {self.aspect} and no other")
        return self


class SessionDuration(Claim):
    """Say how long one session takes."""

    kind: Literal["duration"] = "duration"
    length: durations.Length


class Anaesthesia(Claim):
    """Say which anaesthesia is used, needed or offered."""

    kind: Literal["anaesthesia"] = "anaesthesia"
    concept: values.Slug | None = None
    type: Literal["none", "topical", "local", "regional", "sedation", "general"]


class Pain(Claim):
    """Say how much it hurts, as the source words it."""

    kind: Literal["pain"] = "pain"
    level: Worded = "unknown"


class _Other(Claim):
    concept: values.Slug | None = None
    procedure: values.Slug | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.concept is None) == (self.procedure is None):
            raise ValueError("name either a concept or another procedure, and only one of them")
        return self


class Alternative(_Other):
    """Name another way to treat the same concern."""

    kind: Literal["alternative"] = "alternative"


class Combination(_Other):
    """Name what can be done together with it."""

    kind: Literal["combination"] = "combination"


class CostFactor(Claim):
    """Say what the price depends on."""

    kind: Literal["cost_factor"] = "cost_factor"


class Alias(Claim):
    """Record another name of the procedure and what sort of name it is."""

    kind: Literal["alias"] = "alias"
    label: values.Label
    type: Literal["brand", "synonym", "abbreviation", "lay"]


class Invasiveness(Claim):
    """Say how far into the body the procedure goes."""

    kind: Literal["invasiveness"] = "invasiveness"
    value: Literal["non_surgical", "minimally_invasive", "surgical"]


class BodyArea(_About):
    """Name a part of the body on which it is used."""

    kind: Literal["body_area"] = "body_area"


class Category(_About):
    """Place the procedure in a category, a technique type or an energy of the vocabulary."""

    kind: Literal["category"] = "category"


class TechniqueUse(Claim):
    """Say when a technique is used."""

    kind: Literal["technique_use"] = "technique_use"
    status: Literal["stated"] = "stated"


class Step(Claim):
    """Describe one ordered action of a technique."""

    kind: Literal["step"] = "step"
    phase: Phase
    title: values.Label | None = None


Statement = Annotated[
    Indication
    | Contraindication
    | Precaution
    | Interaction
    | SideEffect
    | WarningSign
    | Outcome
    | Mechanism
    | Preparation
    | Aftercare
    | Recovery
    | SessionPlan
    | SessionDuration
    | Anaesthesia
    | Pain
    | Alternative
    | Combination
    | CostFactor,
    Field(discriminator="kind"),
]

SAFETY_KINDS = frozenset({"contraindication", "precaution", "interaction", "side_effect", "warning_sign"})
"""The kinds whose loss could hurt somebody; nothing may drop one of these unseen."""
