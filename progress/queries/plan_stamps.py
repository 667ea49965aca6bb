"""Tell cheaply whether anything that a career plan shows has changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Model

from accounts.models import User
from certifications.models import (
    Certification,
    CertificationRequirement,
    CertificationTrack,
    Claim,
    Coverage,
    Exam,
    Issuer,
)
from progress.documents.print_versions import get_print_version
from progress.models import (
    Enrolment,
    Learner,
    MilestoneState,
    PlannedCertification,
    Projection,
    StudyLogEntry,
)
from tracks.models import (
    ExchangeRate,
    LadderRung,
    Milestone,
    ReleasePlacement,
    ReleaseStage,
    Role,
    RolePlacement,
    SalaryBand,
    Source,
    Track,
    TrackRelease,
)

_APPS = ("accounts", "certifications", "progress", "tracks")
_STAGES = "SELECT id FROM tracks_releasestage WHERE release_id = %(release)s"
_PLACED = f"SELECT milestone_id FROM tracks_releaseplacement WHERE stage_id IN ({_STAGES})"  # noqa: S608  # no input
_PLANNED = "SELECT certification_id FROM progress_plannedcertification WHERE user_id = %(user)s"
_TARGET = "SELECT target_role_id FROM progress_learner WHERE user_id = %(user)s"


@dataclass(frozen=True)
class ShownRows:
    """The rows of one table that a plan can show: all columns, unless some are named."""

    model: type[Model]
    where: str = ""
    columns: tuple[str, ...] = ()


# What a plan is made from. A test reads the queries of gathering and fails when one of their
# tables is missing here; another edits every column that shows.
SHOWN_ROWS = (
    # A sign-in changes the account's row too, and is no change of the plan.
    ShownRows(
        User,
        "id = %(user)s",
        ("id", "email", "first_name", "last_name", "display_name", "time_zone"),
    ),
    ShownRows(Learner, "user_id = %(user)s"),
    ShownRows(Enrolment, "id = %(enrolment)s"),
    ShownRows(MilestoneState, "user_id = %(user)s"),
    ShownRows(StudyLogEntry, "user_id = %(user)s"),
    ShownRows(PlannedCertification, "user_id = %(user)s"),
    ShownRows(
        Projection,
        "id = (SELECT id FROM progress_projection WHERE enrolment_id = %(enrolment)s"
        " AND job_state = 'READY' ORDER BY requested_at DESC, id DESC LIMIT 1)",
    ),
    ShownRows(Track),
    ShownRows(TrackRelease, "id = %(release)s"),
    ShownRows(ReleaseStage, "release_id = %(release)s"),
    ShownRows(ReleasePlacement, f"stage_id IN ({_STAGES})"),
    ShownRows(
        Milestone,
        f"id IN ({_PLACED}) OR id IN (SELECT to_milestone_id FROM tracks_milestone_prerequisites"  # noqa: S608  # no input
        f" WHERE from_milestone_id IN ({_PLACED}))",
    ),
    ShownRows(Milestone.prerequisites.through, f"from_milestone_id IN ({_PLACED})"),
    ShownRows(LadderRung, "track_id = %(track)s"),
    ShownRows(Role, f"id = ({_TARGET})"),
    ShownRows(RolePlacement, f"role_id = ({_TARGET})"),
    ShownRows(
        SalaryBand,
        "track_id = %(track)s AND country = COALESCE(NULLIF((SELECT country FROM progress_learner"
        " WHERE user_id = %(user)s), ''), 'US')",
    ),
    ShownRows(Source),
    ShownRows(Certification, f"id IN ({_PLANNED})"),
    ShownRows(
        Issuer,
        f"id IN (SELECT issuer_id FROM certifications_certification WHERE id IN ({_PLANNED}))",  # noqa: S608  # no input
    ),
    ShownRows(CertificationTrack, f"certification_id IN ({_PLANNED})"),
    ShownRows(Claim, f"certification_id IN ({_PLANNED})"),
    ShownRows(Exam, f"certification_id IN ({_PLANNED})"),
    ShownRows(Coverage, f"certification_id IN ({_PLANNED})"),
    # What a path's fee holds already, and rates for fees in other currencies.
    ShownRows(CertificationRequirement),
    ShownRows(
        ExchangeRate,
        f"currency IN (SELECT currency FROM certifications_claim WHERE certification_id IN ({_PLANNED}))",  # noqa: S608  # no input
    ),
)


def get_plan_stamp(*, enrolment: Enrolment, page_size: str, today: date) -> str:
    """Give a digest that differs when anything differs that a plan would show; one query.

    The database writes out every row that the plan is made from, so that no writer can go
    unnoticed, whether it keeps a history or not. Code, templates, address of the site, paper
    and day count too. Equal stamps mean the same plan; different ones may.
    """
    digest = hashlib.sha256(
        f"{get_code_version()} {settings.SITE_URL} {page_size} {today}".encode()
    )
    for row in sorted(_read_rows(enrolment)):
        digest.update(row.encode())
        digest.update(b"\x00")
    return digest.hexdigest()


def _read_rows(enrolment: Enrolment) -> Iterator[str]:
    keys = {
        "user": enrolment.user_id,
        "enrolment": enrolment.pk,
        "track": enrolment.track_id,
        "release": enrolment.release_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_write_query(connection.vendor), keys)
        for (row,) in cursor.fetchall():
            yield row


@cache
def _write_query(vendor: str) -> str:
    """Write one SELECT for all tables; every row comes as a text that starts with its table."""
    return " UNION ALL ".join(_write_select(shown, vendor) for shown in SHOWN_ROWS)


def _write_select(shown: ShownRows, vendor: str) -> str:
    table = shown.model._meta.db_table
    columns = shown.columns or tuple(
        field.column for field in shown.model._meta.concrete_fields if field.column
    )
    # Both write any value unmistakably: null, "" and "null" differ.
    make = "json_array" if vendor == "sqlite" else "jsonb_build_array"
    values = ", ".join(f'"{column}"' for column in columns)
    select = f"SELECT '{table} ' || CAST({make}({values}) AS text) FROM {table}"  # noqa: S608  # our own names
    return f"{select} WHERE {shown.where}" if shown.where else select


@cache
def get_code_version() -> str:
    """Give a digest of all code that gathers, words and prints a plan; read once per process."""
    digest = hashlib.sha256(get_print_version().encode())
    for app in _APPS:
        for file in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
