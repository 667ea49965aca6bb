"""A background job as a database row: the row is the truth, the queue only a hint.

Every kind of job has a table that inherits `JobRow`. The rules (design: reliability 1):
one unfinished row per fingerprint; a claim is one conditional UPDATE that takes a lease
and counts the attempt; whoever loses the claim stops; every store is conditional on the
lease token; the database's clock decides, never a worker's.
"""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 3


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "QUEUED", _("waiting")
    RUNNING = "RUNNING", _("being made")
    READY = "READY", _("ready")
    FAILED = "FAILED", _("failed")
    CANCELLED = "CANCELLED", _("cancelled")


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class LeaseLost(Exception):
    """Somebody else holds the job now; whatever this worker made must be thrown away."""


class JobQuerySet(models.QuerySet[Any]):
    """Filters and the conditional updates that move a job."""

    def unfinished(self) -> Self:
        """Return jobs that still have to end."""
        return self.filter(job_state__in=UNFINISHED)

    def claim(self, pk: int) -> str | None:
        """Take the job for this worker and return the lease token, or None.

        None means that the job is finished, cancelled or held by a live lease. A job whose
        lease ran out is taken again; one that used up its attempts becomes FAILED.
        """
        free = Q(job_state=JobState.QUEUED) | Q(job_state=JobState.RUNNING, lease_until__lt=Now())
        token = uuid.uuid4().hex
        taken = self.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
            job_state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_token=token,
            lease_until=Now() + LEASE,
            started_at=Now(),
        )
        if taken:
            return token
        self.filter(free, pk=pk, attempts__gte=MAX_ATTEMPTS).update(
            job_state=JobState.FAILED,
            finished_at=Now(),
            lease_token="",
            lease_until=None,
            error_public=f"This was tried {MAX_ATTEMPTS} times and did not work. Please try again.",
        )
        return None

    def report(self, pk: int, token: str, *, step: int, of: int, words: str) -> None:
        """Store progress and renew the lease.

        Raises:
            LeaseLost: When the token is not the row's any more.
        """
        self.advance(pk, token, progress_step=step, progress_of=of, progress_words=words)

    def advance(self, pk: int, token: str, **columns: object) -> None:
        """Store columns of a job that goes on and renew the lease.

        Raises:
            LeaseLost: When the token is not the row's any more.
        """
        self._fenced(pk, token, lease_until=Now() + LEASE, **columns)

    def finish(self, pk: int, token: str, **columns: object) -> None:
        """Mark the job READY and store its result in the same UPDATE.

        Raises:
            LeaseLost: When the token is not the row's any more; nothing is stored.
        """
        self._fenced(
            pk,
            token,
            job_state=JobState.READY,
            finished_at=Now(),
            progress_step=F("progress_of"),
            lease_token="",
            lease_until=None,
            error_public="",
            **columns,
        )

    def fail(self, pk: int, token: str, *, public: str, operator: str) -> None:
        """Mark the job FAILED with a reason for its owner and one for the operator.

        Raises:
            LeaseLost: When the token is not the row's any more.
        """
        self._fenced(
            pk,
            token,
            job_state=JobState.FAILED,
            finished_at=Now(),
            lease_token="",
            lease_until=None,
            error_public=public,
            error_operator=operator[:4000],
        )

    def give_back(self, pk: int, token: str, *, operator: str) -> None:
        """Return the job to the queue after a passing fault.

        Raises:
            LeaseLost: When the token is not the row's any more.
        """
        self._fenced(
            pk,
            token,
            job_state=JobState.QUEUED,
            lease_token="",
            lease_until=None,
            error_operator=operator[:4000],
        )

    def cancel(self, pk: int) -> bool:
        """Cancel an unfinished job; True when there was something to cancel."""
        return bool(
            self.filter(pk=pk, job_state__in=UNFINISHED).update(
                job_state=JobState.CANCELLED,
                finished_at=Now(),
                lease_token="",
                lease_until=None,
            )
        )

    def adrift(self, *, queued_for: timedelta) -> Self:
        """Return jobs that a sweeper should send again.

        Those queued longer than `queued_for` and those whose lease ran out.
        """
        return self.filter(
            Q(job_state=JobState.QUEUED, requested_at__lt=Now() - queued_for)
            | Q(job_state=JobState.RUNNING, lease_until__lt=Now())
        )

    def _fenced(self, pk: int, token: str, **columns: object) -> None:
        held = self.filter(pk=pk, job_state=JobState.RUNNING, lease_token=token)
        if not held.update(**columns):
            message = f"job {pk} is not held by this worker any more"
            raise LeaseLost(message)


class JobRow(models.Model):
    """One request for background work, from asked to ended.

    QUEUED by `jobs.py`; RUNNING, READY and FAILED by the worker that holds the lease;
    CANCELLED by the person who asked. Never edited by hand.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fingerprint = models.CharField(max_length=64)
    job_state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress_step = models.PositiveSmallIntegerField(default=0)
    progress_of = models.PositiveSmallIntegerField(default=1)
    progress_words = models.CharField(max_length=120, blank=True)
    error_public = models.TextField(blank=True)
    error_operator = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="%(app_label)s_%(class)s_jobs",
    )
    requested_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_unfinished(self) -> bool:
        """Whether the job still has to end."""
        return self.job_state in UNFINISHED

    @property
    def progress_percent(self) -> int:
        """Whole per cent of the steps that are done, 0 to 100."""
        return min(100, round(100 * self.progress_step / max(self.progress_of, 1)))
