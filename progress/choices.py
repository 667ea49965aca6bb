"""Stored codes of a learner's progress."""

from django.db.models import IntegerChoices, TextChoices

from tracks.shared.job_rows import JobState

__all__ = ["EnrolmentState", "JobState", "MilestoneStatus", "PageSize", "PlansKept"]


class EnrolmentState(TextChoices):
    """Whether a learner follows the track now."""

    ACTIVE = "ACTIVE", "Active"
    DORMANT = "DORMANT", "Resting"


class MilestoneStatus(TextChoices):
    """Where a learner stands with a milestone."""

    TODO = "TODO", "To do"
    IN_PROGRESS = "IN_PROGRESS", "In progress"
    DONE = "DONE", "Done"
    SKIPPED = "SKIPPED", "Skipped"


class PageSize(TextChoices):
    """Paper of a career plan."""

    A4 = "A4", "A4"
    LETTER = "LETTER", "US Letter"


class PlansKept(IntegerChoices):
    """How many finished career plans of a track keep their file; null stands for all."""

    ONE = 1, "Only the newest"
    THREE = 3, "The newest 3"
    TEN = 10, "The newest 10"
