"""Stored codes of the certification catalogue."""

from django.db.models import TextChoices


class CertificationKind(TextChoices):
    """What has to be passed."""

    EXAM = "EXAM", "Exam"
    COURSE = "COURSE", "Course certificate"


class CertificationStatus(TextChoices):
    """Whether it can be earned today."""

    ACTIVE = "ACTIVE", "Active"
    RETIRED = "RETIRED", "Retired"
    RENAMED = "RENAMED", "Renamed"
    DOES_NOT_EXIST = "DOES_NOT_EXIST", "Does not exist"
    UNVERIFIED = "UNVERIFIED", "Not verified"


class ClaimField(TextChoices):
    """What a claim is about."""

    FEE = "FEE", "Fee"
    VALIDITY = "VALIDITY", "Validity"
    RENEWAL = "RENEWAL", "Renewal"
    PREREQUISITE = "PREREQUISITE", "Prerequisite"
    PREP_HOURS = "PREP_HOURS", "Preparation time"
    STATUS = "STATUS", "Status"


class FeeUnit(TextChoices):
    """What a fee buys."""

    ONE_OFF = "ONE_OFF", "once"
    PER_EXAM = "PER_EXAM", "per exam"
    PER_MONTH = "PER_MONTH", "per month"


class RequirementKind(TextChoices):
    """How a required certification counts among its siblings."""

    ALL = "ALL", "Required"
    ANY = "ANY", "One of these"
