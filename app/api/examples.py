"""Real answers, kept in a file, for the OpenAPI description; a test holds them equal to what is answered."""

import importlib.resources
import json
from typing import Any

REQUESTS = {
    "list_procedures": "/v1/procedures?concern=wrinkles&limit=1",
    "search": "/v1/search?q=smartlipo+numbness&limit=1",
    "suggest": "/v1/suggest?q=las",
    "read_procedure": "/v1/procedures/micro-laser-lipo",
    "list_revisions": "/v1/procedures/micro-laser-lipo/revisions",
    "read_timeline": "/v1/procedures/mesotherapy/timeline",
    "read_steps": "/v1/procedures/micro-laser-peel/steps",
    "read_sources": "/v1/procedures/mesotherapy/sources",
    "read_indications": "/v1/procedures/micro-laser-lipo/indications",
    "read_contraindications": "/v1/procedures/laser-skin-tightening/contraindications",
    "read_precautions": "/v1/procedures/mesotherapy/precautions",
    "read_interactions": "/v1/procedures/micro-laser-peel/interactions",
    "read_side_effects": "/v1/procedures/mesotherapy/side-effects",
    "read_warning_signs": "/v1/procedures/mesotherapy/warning-signs",
    "read_outcomes": "/v1/procedures/micro-laser-lipo/outcomes",
    "read_mechanisms": "/v1/procedures/mesotherapy/mechanisms",
    "read_preparation": "/v1/procedures/mesotherapy/preparation",
    "read_aftercare": "/v1/procedures/laser-skin-tightening/aftercare",
    "read_recovery": "/v1/procedures/micro-laser-peel/recovery",
    "read_session_plan": "/v1/procedures/laser-skin-tightening/session-plan",
    "read_duration": "/v1/procedures/micro-laser-peel/duration",
    "read_anaesthesia": "/v1/procedures/micro-laser-peel/anaesthesia",
    "read_pain": "/v1/procedures/micro-laser-peel/pain",
    "read_alternatives": "/v1/procedures/laser-skin-tightening/alternatives",
    "read_combinations": "/v1/procedures/micro-laser-peel/combinations",
    "read_cost_factors": "/v1/procedures/micro-laser-peel/cost-factors",
    "list_side_effects": "/v1/side-effects?concept=bruising&limit=1",
    "list_contraindications": "/v1/contraindications?concept=pregnancy",
    "list_interactions": "/v1/interactions?concept=Accutane",
    "list_indications": "/v1/indications?concept=wrinkles&limit=1",
    "list_steps": "/v1/steps?procedure=micro-laser-lipo&limit=2",
    "compare_procedures": "/v1/compare?procedures=micro-laser-lipo,mesotherapy",
    "list_sources": "/v1/sources?limit=1",
    "read_source": "/v1/sources/mesotherapy-directory",
    "read_coverage": "/v1/sources/micro-laser-lipo-article/coverage",
    "list_concepts": "/v1/concepts?label=Accutane",
    "read_concept": "/v1/concepts/isotretinoin",
    "list_corrections": "/v1/corrections",
    "read_clinic": "/v1/clinics/glow-clinic",
}
"""The request that each operation's example answers."""
QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "screen": (
        "/v1/screen",
        {
            "circumstances": ["pregnancy"],
            "medicines": ["Accutane", "acutane"],
            "procedures": ["laser-skin-tightening"],
        },
    ),
}
"""The question that the example of each operation with a body answers: its address and the body."""
_FILE = importlib.resources.files("app.api") / "examples.json"
_PLACE = "https://candour.example"
"""The public address in the file; the one of the installation stands in its place."""


def answers(public_url: str) -> dict[str, Any]:
    """Return the example answer of each operation, with the addresses of this installation."""
    found: dict[str, Any] = json.loads(_FILE.read_text("utf-8").replace(_PLACE, public_url))
    return found
