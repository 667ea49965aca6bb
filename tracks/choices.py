"""Stored codes of the catalogue."""

from django.db.models import IntegerChoices, TextChoices

from tracks.shared.provenance import EvidenceState

__all__ = [
    "AcceleratorHorizon",
    "DemandLevel",
    "Derivation",
    "DraftState",
    "EvidenceState",
    "FactorKind",
    "ImportStage",
    "InsightKind",
    "LinkState",
    "MatchQuality",
    "ResourceKind",
    "Rung",
    "SourceKind",
    "StageLevel",
    "Statistic",
    "TimeLevel",
]


class Rung(IntegerChoices):
    """A step of a career ladder; pay bands and stages name the rung they belong to."""

    JUNIOR = 1, "Junior"
    MID = 2, "Mid-level"
    SENIOR = 3, "Senior"
    ARCHITECT = 4, "Architect"


class SourceKind(TextChoices):
    """What sort of place a fact comes from."""

    SEED = "SEED", "Founding document"
    DATASET = "DATASET", "Data set"
    STATISTICS = "STATISTICS", "Official statistics"
    VENDOR = "VENDOR", "Vendor"
    SECONDARY = "SECONDARY", "Third-party page"
    EDITORIAL = "EDITORIAL", "Our estimate"


class Statistic(TextChoices):
    """What the numbers of a pay band mean."""

    RANGE = "RANGE", "Published range"
    PERCENTILES = "PERCENTILES", "Percentiles"


class Derivation(TextChoices):
    """Who worked a figure out."""

    PUBLISHED = "PUBLISHED", "As published by the source"
    COMPUTED = "COMPUTED", "Computed by us from the source's data"


class PayLevel(TextChoices):
    """Levels of the job-board salary files, which are not the rungs of a ladder."""

    EN = "EN", "Entry"
    MI = "MI", "Mid"
    SE = "SE", "Senior"
    EX = "EX", "Executive"


class PayScheme(TextChoices):
    """By what a data set groups the people whose pay it states."""

    ROLE_FAMILY = "ROLE_FAMILY", "Role family"
    SOC = "SOC", "Occupation (SOC)"
    DEVELOPER_TYPE = "DEVELOPER_TYPE", "Developer type"


class PayVariant(TextChoices):
    """How the rows of a data set are read; readings are kept apart."""

    AS_IS = "AS_IS", "Rows as they stand"
    EXACT_DUPLICATES_DROPPED = "EXACT_DUPLICATES_DROPPED", "Exact repeats dropped"
    PAIR_MIDPOINT = "PAIR_MIDPOINT", "Pairs at their midpoint"
    PLAUSIBLE = "PLAUSIBLE", "Implausible answers left out"
    PUBLISHED = "PUBLISHED", "As published"


class StageLevel(TextChoices):
    """How far along a track a stage stands."""

    START = "START", "Start"
    FOUNDATION = "FOUNDATION", "Foundation"
    CORE = "CORE", "Core competency"
    ADVANCED = "ADVANCED", "Advanced"
    EXPERT = "EXPERT", "Expert"
    GURU = "GURU", "Guru"


class TimeLevel(TextChoices):
    """The two levels for which the founding documents state months or years."""

    CORE = "CORE", "Core competency"
    GURU = "GURU", "Guru"


class ResourceKind(TextChoices):
    """What sort of teaching material a link leads to."""

    OFFICIAL_DOCS = "OFFICIAL_DOCS", "Official documentation"
    OPEN_COURSE = "OPEN_COURSE", "Open course"
    BOOK = "BOOK", "Book"
    TUTORIAL = "TUTORIAL", "Tutorial"
    REFERENCE = "REFERENCE", "Reference"


class DemandLevel(TextChoices):
    """Demand in a sector, in the words of the founding documents."""

    VERY_HIGH = "VERY_HIGH", "Very high"
    HIGH = "HIGH", "High"
    MEDIUM = "MEDIUM", "Medium"
    GROWING = "GROWING", "Growing"


class InsightKind(TextChoices):
    """What an insight about a track says."""

    STRENGTH = "STRENGTH", "Strength"
    PRO = "PRO", "For"
    CON = "CON", "Against"
    EMERGING_TREND = "EMERGING_TREND", "Emerging trend"
    FOCUS = "FOCUS", "Increasing focus"
    EMERGING_TECHNOLOGY = "EMERGING_TECHNOLOGY", "Emerging technology"
    GROWTH_AREA = "GROWTH_AREA", "Growth area"
    MARKET_TREND = "MARKET_TREND", "Market trend"


class LinkState(TextChoices):
    """What the last look at a web address said."""

    UNCHECKED = "UNCHECKED", "Not looked at yet"
    ALIVE = "ALIVE", "Alive"
    MOVED = "MOVED", "Alive, moved for good"
    CLOSED = "CLOSED", "Answers, but not to machines"
    FAILING = "FAILING", "Failing"
    DEAD = "DEAD", "Dead"


class AcceleratorHorizon(TextChoices):
    """When an accelerator is said to pay."""

    SHORT_TERM = "SHORT_TERM", "Short-term booster"
    LONG_TERM = "LONG_TERM", "Long-term multiplier"


class FactorKind(TextChoices):
    """Which hidden return a factor belongs to."""

    JOB_SECURITY = "JOB_SECURITY", "Job security"
    CAREER_MOBILITY = "CAREER_MOBILITY", "Career mobility"


class MatchQuality(TextChoices):
    """How near an occupation of the US classification comes to one of our roles."""

    EXACT_TITLE = "EXACT_TITLE", "Same title"
    ALTERNATE_TITLE = "ALTERNATE_TITLE", "Listed as another title"
    NEAR = "NEAR", "Nearest, by our judgement"
    NONE = "NONE", "No occupation fits"


class DraftState(TextChoices):
    """What became of a milestone that a roadmap suggests."""

    WAITING = "WAITING", "Waiting"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"


class RevisionState(TextChoices):
    """How far a proposed change of a curated row has come."""

    DRAFT = "DRAFT", "Draft"
    IN_REVIEW = "IN_REVIEW", "In review"
    PUBLISHED = "PUBLISHED", "Published"
    SUPERSEDED = "SUPERSEDED", "Superseded"
    DECLINED = "DECLINED", "Declined"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class RevisionAction(TextChoices):
    """One step in the life of a proposed change."""

    SAVED = "SAVED", "Saved"
    SUBMITTED = "SUBMITTED", "Sent for review"
    REBASED = "REBASED", "Brought up to date with the row"
    PUBLISHED = "PUBLISHED", "Published"
    SUPERSEDED = "SUPERSEDED", "Superseded by a later change"
    DECLINED = "DECLINED", "Declined"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class ImportStage(TextChoices):
    """How far a file went."""

    PLANNED = "PLANNED", "Planned"
    APPLIED = "APPLIED", "Applied"
    ROLLED_BACK = "ROLLED_BACK", "Rolled back"
