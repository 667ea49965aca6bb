"""Tables of the catalogue."""

from tracks.models.draft_milestones import DraftDecision, DraftMilestone
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
from tracks.models.link_checks import LinkCheck
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
from tracks.models.removals import ReleaseRemoval, Removal
from tracks.models.revisions import Revision, RevisionStep
from tracks.models.roles import LadderRung, Role, RolePlacement
from tracks.models.salaries import SalaryBand
from tracks.models.salary_statistics import SalaryStatistic
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
    "DraftDecision",
    "DraftMilestone",
    "ExchangeRate",
    "ImportRun",
    "ImportedRow",
    "Insight",
    "JobZone",
    "LadderRung",
    "LinkCheck",
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
    "ReleaseRemoval",
    "ReleaseStage",
    "Removal",
    "Resource",
    "Revision",
    "RevisionStep",
    "Role",
    "RolePlacement",
    "SalaryBand",
    "SalaryStatistic",
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
