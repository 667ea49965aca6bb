"""Tables of the catalogue."""

from tracks.models.draft_milestones import DraftMilestone
from tracks.models.imports import ImportedRow, ImportRun, RejectedRow
from tracks.models.insights import (
    Accelerator,
    ComparisonDimension,
    ComparisonEntry,
    CostRange,
    DemandIndicator,
    Insight,
    MeetingPoint,
    QualitativeFactor,
    Synergy,
    Transition,
)
from tracks.models.milestones import Milestone, Resource
from tracks.models.money import Currency, ExchangeRate, PriceIndex, PriceParity
from tracks.models.occupations import (
    JobZone,
    Occupation,
    OccupationMatch,
    OccupationTechnologies,
    OccupationTitles,
    OccupationZone,
    PreparationCategory,
)
from tracks.models.questionnaire import OptionEffect, Question, QuestionOption
from tracks.models.roles import LadderRung, Role, RolePlacement
from tracks.models.salaries import SalaryBand
from tracks.models.skills import Skill, SkillGroup, Tool
from tracks.models.sources import Source
from tracks.models.tracks import (
    Placement,
    ReleasePlacement,
    ReleaseStage,
    Stage,
    TimeInvestment,
    Track,
    TrackRelease,
)

__all__ = [
    "Accelerator",
    "ComparisonDimension",
    "ComparisonEntry",
    "CostRange",
    "Currency",
    "DemandIndicator",
    "DraftMilestone",
    "ExchangeRate",
    "ImportRun",
    "ImportedRow",
    "Insight",
    "JobZone",
    "LadderRung",
    "MeetingPoint",
    "Milestone",
    "Occupation",
    "OccupationMatch",
    "OccupationTechnologies",
    "OccupationTitles",
    "OccupationZone",
    "OptionEffect",
    "Placement",
    "PreparationCategory",
    "PriceIndex",
    "PriceParity",
    "QualitativeFactor",
    "Question",
    "QuestionOption",
    "RejectedRow",
    "ReleasePlacement",
    "ReleaseStage",
    "Resource",
    "Role",
    "RolePlacement",
    "SalaryBand",
    "Skill",
    "SkillGroup",
    "Source",
    "Stage",
    "Synergy",
    "TimeInvestment",
    "Tool",
    "Track",
    "TrackRelease",
    "Transition",
]
