"""Proposed changes of pay bands, at any point of their way."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from tests.factories.progress import make_user
from tests.factories.tracks import make_salary_band
from tracks.choices import RevisionState
from tracks.models import Revision, SalaryBand
from tracks.operations.publications import publish_revision
from tracks.operations.revisions import save_draft, submit_revision
from tracks.queries.revisions import read_present

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BAND = "salary band"


def propose(band: SalaryBand, *, author: User | None = None, **changes: Any) -> Revision:
    """Draft a change of a band; the low end rises to 85,000 unless told otherwise."""
    record = read_present(kind=BAND, key=band.key)
    assert record is not None
    return save_draft(
        kind=BAND,
        record={**record, **(changes or {"low": 85_000})},
        title=str(band),
        author=author or make_user(is_staff=True),
        now=NOW,
    )


def make_revision(*, band: SalaryBand | None = None, **changes: Any) -> Revision:
    """Make a change of a band that is in review."""
    revision = propose(band or make_salary_band(), **changes)
    assert revision.author
    return submit_revision(pk=revision.pk, submitted_by=revision.author, now=NOW)


def publish(revision: Revision, **options: Any) -> Revision:
    reviewer = options.pop("by", None) or make_user(is_staff=True)
    return publish_revision(pk=revision.pk, published_by=reviewer, now=NOW, **options)


def publish_all() -> None:
    """Send what is drafted and have a second person publish everything that is open."""
    for revision in Revision.objects.open().order_by("pk"):
        if revision.state == RevisionState.DRAFT and revision.author:
            submit_revision(pk=revision.pk, submitted_by=revision.author, now=NOW)
        publish(revision)
