"""How each sort of content record maps to a table of this app, in the order of loading."""

from typing import Any

from tracks import models
from tracks.shared.content_rows import Child, Kind, Link

SOURCE = Link(models.Source)
TRACK = Link(models.Track)
PAPERS = ("as_of", "state", "note")

SOURCES = Kind(
    "source",
    models.Source,
    columns=(
        "title",
        "publisher",
        "kind",
        "url",
        "licence",
        "attribution",
        "published",
        "retrieved_date",
        "note",
    ),
    is_shared=True,
)
TOOLS = Kind("tool", models.Tool, columns=("name", "url", "summary"))
MILESTONES = Kind(
    "milestone",
    models.Milestone,
    columns=(
        "title",
        "outcome",
        "description",
        "hours_low",
        "hours_likely",
        "hours_high",
        "proof_idea",
        "retired_at",
        "retired_reason",
    ),
    links={"hours_source": SOURCE, "successor": Link(models.Milestone)},
    sets={"prerequisites": models.Milestone, "skills": models.Skill, "tools": models.Tool},
    children=(
        Child("resources", models.Resource, "milestone", ("url",), ("title", "url", "kind")),
    ),
)
ROLES = Kind("role", models.Role, columns=("title", "summary", "aliases", "soc_code"))
OCCUPATION_MATCHES = Kind(
    "occupation match",
    models.OccupationMatch,
    columns=(
        "quality",
        "occupation_code",
        "occupation_title",
        "reason",
        "decided_by",
        "decided_on",
    ),
    links={"role": Link(models.Role)},
    is_numbered=True,
)
TRACKS = Kind(
    "track",
    models.Track,
    columns=("name", "tagline", "summary", "description", "colour", "position"),
    children=(
        Child(
            "removals",
            models.Removal,
            "track",
            ("milestone",),
            ("reason",),
            {"milestone": Link(models.Milestone), "successor": Link(models.Milestone)},
            is_ordered=False,
        ),
        Child(
            "time_investment",
            models.TimeInvestment,
            "track",
            ("level", "source"),
            ("level", "low_months", "high_months", *PAPERS),
            {"source": SOURCE},
            is_ordered=False,
        ),
        Child(
            "stages",
            models.Stage,
            "track",
            ("key",),
            ("key", "title", "summary", "level", "rung"),
            children=(
                Child(
                    "milestones",
                    models.Placement,
                    "stage",
                    ("milestone",),
                    ("is_optional",),
                    {"milestone": Link(models.Milestone)},
                ),
            ),
        ),
        Child(
            "ladder",
            models.LadderRung,
            "track",
            ("rung",),
            ("rung", "name", *PAPERS),
            {"source": SOURCE},
            children=(
                Child(
                    "roles",
                    models.RolePlacement,
                    "ladder_rung",
                    ("role",),
                    links={"role": Link(models.Role)},
                ),
            ),
            is_ordered=False,
        ),
    ),
)
SKILL_GROUPS = Kind(
    "skill group",
    models.SkillGroup,
    columns=("name",),
    links={"source": SOURCE},
    sets={"tracks": models.Track},
    is_numbered=True,
)
SKILLS = Kind(
    "skill",
    models.Skill,
    columns=("name", "summary"),
    links={"source": SOURCE, "group": Link(models.SkillGroup)},
    sets={"tools": models.Tool, "tracks": models.Track},
    is_numbered=True,
)
SALARY_BANDS = Kind(
    "salary band",
    models.SalaryBand,
    columns=(
        "rung",
        "country",
        "currency",
        "year",
        "statistic",
        "low",
        "high",
        "high_is_open",
        "p10",
        "p25",
        "p50",
        "p75",
        "p90",
        "sample_size",
        "derivation",
        "dispute",
        *PAPERS,
    ),
    links={"track": TRACK, "role": Link(models.Role), "source": SOURCE},
)


def _fact(name: str, model: Any, *columns: str, **relations: Any) -> Kind:
    links = {"source": SOURCE, **relations.pop("links", {"track": TRACK})}
    return Kind(
        name, model, columns=(*PAPERS, *columns), links=links, is_numbered=True, **relations
    )


DEMAND = _fact("demand indicator", models.DemandIndicator, "sector", "level")
INSIGHTS = _fact(
    "insight", models.Insight, "kind", "title", "body", "period", sets={"tools": models.Tool}
)
SYNERGIES = _fact("synergy", models.Synergy, "text", links={}, sets={"tracks": models.Track})
ACCELERATORS = _fact("accelerator", models.Accelerator, "horizon", "name", "description")
FACTORS = _fact("hidden factor", models.QualitativeFactor, "kind", "text")
TRANSITIONS = _fact(
    "transition",
    models.Transition,
    "to_field",
    "description",
    links={"from_track": TRACK, "to_track": TRACK},
)
COST_RANGES = Kind(
    "cost range",
    models.CostRange,
    columns=("low", "high", "currency", *PAPERS),
    links={"track": TRACK, "source": SOURCE},
)
DIMENSIONS = Kind(
    "comparison dimension",
    models.ComparisonDimension,
    columns=("name", "question"),
    is_numbered=True,
    children=(
        Child(
            "entries",
            models.ComparisonEntry,
            "dimension",
            ("track",),
            ("text", *PAPERS),
            {"track": TRACK, "source": SOURCE},
            is_ordered=False,
        ),
    ),
)
MEETING_POINTS = _fact(
    "meeting point",
    models.MeetingPoint,
    "name",
    "category",
    "description",
    links={},
    sets={"tracks": models.Track, "tools": models.Tool},
)
QUESTIONS = Kind(
    "question",
    models.Question,
    columns=("text", "help_text"),
    is_numbered=True,
    children=(
        Child(
            "options",
            models.QuestionOption,
            "question",
            ("key",),
            ("key", "text"),
            children=(
                Child(
                    "effects",
                    models.OptionEffect,
                    "option",
                    ("track",),
                    ("weight", "reason"),
                    {"track": TRACK},
                    is_ordered=False,
                ),
            ),
        ),
    ),
)

# Every kind in the order of loading: what is linked to comes first.
ALL_KINDS = (
    SOURCES,
    TOOLS,
    TRACKS,
    SKILL_GROUPS,
    SKILLS,
    ROLES,
    OCCUPATION_MATCHES,
    MILESTONES,
    SALARY_BANDS,
    DEMAND,
    INSIGHTS,
    SYNERGIES,
    ACCELERATORS,
    FACTORS,
    TRANSITIONS,
    COST_RANGES,
    DIMENSIONS,
    MEETING_POINTS,
    QUESTIONS,
)
