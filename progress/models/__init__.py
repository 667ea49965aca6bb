"""Tables of a learner's progress."""

from progress.models.career_plans import CareerPlan
from progress.models.contexts import ContextVersion, ProjectionContext, ProjectionSummary
from progress.models.enrolments import Enrolment
from progress.models.learners import Learner, PlannedCertification
from progress.models.milestones import MilestoneEvent, MilestoneState, StudyLogEntry
from progress.models.projections import Projection
from progress.models.release_moves import ReleaseMove
from progress.models.scenarios import Scenario
from progress.models.sweeps import SweepChunk, SweepRun

__all__ = [
    "CareerPlan",
    "ContextVersion",
    "Enrolment",
    "Learner",
    "MilestoneEvent",
    "MilestoneState",
    "PlannedCertification",
    "Projection",
    "ProjectionContext",
    "ProjectionSummary",
    "ReleaseMove",
    "Scenario",
    "StudyLogEntry",
    "SweepChunk",
    "SweepRun",
]
