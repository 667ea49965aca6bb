"""Tables of a learner's progress."""

from progress.models.career_plans import CareerPlan
from progress.models.enrolments import Enrolment
from progress.models.learners import Learner, PlannedCertification
from progress.models.milestones import MilestoneEvent, MilestoneState, StudyLogEntry
from progress.models.projections import Projection
from progress.models.release_moves import ReleaseMove
from progress.models.scenarios import Scenario

__all__ = [
    "CareerPlan",
    "Enrolment",
    "Learner",
    "MilestoneEvent",
    "MilestoneState",
    "PlannedCertification",
    "Projection",
    "ReleaseMove",
    "Scenario",
    "StudyLogEntry",
]
