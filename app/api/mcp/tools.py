"""The tools that assistants have: what each is called, what it says of itself, what it takes and returns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.api.mcp import answering, asking, schemas
from app.http import bodies, dependencies
from app.renderings import assistant_told

Tree = dict[str, Any]

INSTRUCTIONS = """\
Candour holds what named sources say about aesthetic procedures, and says plainly where they say nothing. All tools \
only read. Rules for what they return:
1. Silence is not safety. Coverage “not_addressed” means that our sources are silent: tell the person that nothing is \
known here, never that there is no risk. “stated” never means complete: there may be more. “stated_none” is what one \
source says, in its words.
2. Keep every hedge as worded: “usually fades within a week” is not “fades within a week”. An open bound is no number.
3. Say where each statement comes from: its source, with kind and grade, and that no clinician has reviewed it where \
that is said. Many sources here gain from selling the procedure.
4. Show both sides of a contradiction. What is deprecated or withdrawn no longer holds.
5. No verdicts: no tool says whether something is right for somebody. Give what is said, name what is not said, and \
point to the professional who treats the person. Somebody in an emergency needs help, not this.
For a person's medicines, conditions or plans use screen; to find a procedure use search; then get_procedure, which \
always holds everything about safety.
"""
"""What a model is told before it asks anything."""
_COVERAGE = (
    " Every statement comes with its source, the phrase in it, hedge, grade, review, revision and the coverage of "
    "its section. “not_addressed” means that our sources are silent, not that there is no risk."
)


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A tool; `answer` looks at the catalogue and is run in a thread, `text` words what it returned."""

    name: str
    title: str
    description: str
    model: type[bodies.Body]
    output_schema: Tree
    answer: Callable[[dependencies.Service, Any], Tree]
    text: Callable[[Tree], str]

    @property
    def input_schema(self) -> Tree:
        """Return the JSON Schema of the arguments."""
        return schemas.of_arguments(self.model)


TOOLS = (
    Tool(
        name="search",
        title="Find procedures",
        description="Find aesthetic procedures by any words: names, brands, concerns, side effects, medicines, "
        "misspellings. Returns each with the statements that brought it and what is held about its safety. Finding "
        "nothing is no evidence of safety." + _COVERAGE,
        model=asking.Search,
        output_schema=schemas.SEARCH,
        answer=answering.search,
        text=assistant_told.search,
    ),
    Tool(
        name="get_procedure",
        title="Read about a procedure",
        description="What a procedure is, with everything about safety in full: contraindications, precautions, "
        "interactions, side effects and when to seek help, each also where our sources are silent; contradictions "
        "and withdrawals. The other sections are named with their coverage; read them with get_section."
        + _COVERAGE,
        model=asking.GetProcedure,
        output_schema=schemas.PROCEDURE,
        answer=answering.get_procedure,
        text=assistant_told.procedure,
    ),
    Tool(
        name="get_section",
        title="Read one section",
        description="One section of a procedure in full, such as recovery, aftercare, outcomes, session_plan, pain, "
        "techniques (with their steps) or cost_factors." + _COVERAGE,
        model=asking.GetSection,
        output_schema=schemas.SECTION,
        answer=answering.get_section,
        text=assistant_told.section,
    ),
    Tool(
        name="compare",
        title="Compare procedures",
        description="Two to six procedures side by side, the same rows for each: what they rest on and everything "
        "about safety, and the groups asked for. A procedure with fewer entries is not safer: its sources may only "
        "say less." + _COVERAGE,
        model=asking.Compare,
        output_schema=schemas.COMPARISON,
        answer=answering.compare,
        text=assistant_told.compare,
    ),
    Tool(
        name="screen",
        title="Look up circumstances, medicines and concerns",
        description="What the documents say about a person's circumstances (pregnancy, pacemaker, sunbathing), "
        "medicines and concerns, for each procedure, and what they do not address. A search, never a verdict: "
        "whether somebody may have a procedure is not answered. Terms that are not known are not looked up, and the "
        "nearest are named. Nothing of the question is kept or logged; leave out names and whatever else is not "
        "needed." + _COVERAGE,
        model=asking.Screen,
        output_schema=schemas.SCREENING,
        answer=answering.screen,
        text=assistant_told.screen,
    ),
    Tool(
        name="sources",
        title="Read what it rests on",
        description="The sources: what each is, how old, who gains if readers follow it, and what evidence from it "
        "is worth (grade high, medium or low). Of one procedure with the ids of the statements that stand on each, "
        "or of all.",
        model=asking.Sources,
        output_schema=schemas.SOURCES,
        answer=answering.sources,
        text=assistant_told.sources,
    ),
)
BY_NAME = {tool.name: tool for tool in TOOLS}
NAMES = ", ".join(BY_NAME)
