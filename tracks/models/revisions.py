"""Proposed changes of curated rows, and what became of each."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracks.choices import RevisionAction, RevisionState

OPEN_STATES = (RevisionState.DRAFT, RevisionState.IN_REVIEW)
# A superseded revision was published once.
PUBLISHED_STATES = (RevisionState.PUBLISHED, RevisionState.SUPERSEDED)


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Filters that screens and operations share."""

    def open(self) -> Self:
        """Keep what is not decided yet."""
        return self.filter(state__in=OPEN_STATES)

    def of_row(self, *, kind: str, key: str) -> Self:
        """Keep what is about one row."""
        return self.filter(kind=kind, key=key)

    def published(self) -> Self:
        """Keep what was published, also what later changes have superseded."""
        return self.filter(state__in=PUBLISHED_STATES)

    def proposals(self) -> Self:
        """Leave out what was written at once, without being proposed to anybody."""
        return self.exclude(state__in=PUBLISHED_STATES, submitted_at__isnull=True)

    def waiting_for(self, user_pk: int, *, is_alone: bool = False) -> Self:
        """Keep what this person could decide: in review, and not their own unless alone."""
        waiting = self.filter(state=RevisionState.IN_REVIEW)
        return waiting if is_alone else waiting.exclude(author=user_pk)


class Revision(models.Model):
    """A change of one row that a curator proposes and a second person publishes (ADR 0013).

    The row is named by kind and key, because it may not exist yet. `base` is what the row
    said when the draft began (null for a new row) and `proposed` what it shall say (empty
    when it shall go), both as records of the content engine. DRAFT -> IN_REVIEW -> PUBLISHED -> SUPERSEDED when a
    later revision of the same row is published; or DECLINED by the reviewer, WITHDRAWN by
    the author. A change that needs no second person is PUBLISHED from the start and was never
    submitted (ADR 0013). Only operations move it; it is never deleted. There is no approval before
    publishing: publishing is the approval.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    # What people call the row; it may be gone, or not be there yet.
    title = models.CharField(max_length=200)
    base = models.JSONField(null=True)
    # Digest of the base; blank for a new row.
    base_fingerprint = models.CharField(max_length=64, blank=True)
    proposed = models.JSONField()
    state = models.CharField(
        max_length=10, choices=RevisionState, default=RevisionState.DRAFT, db_index=True
    )
    # Null once the account is deleted; the steps then say only what was done.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Published by its author, where the installation has a single curator.
    is_unreviewed = models.BooleanField("published without a second person", default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    # When it was published, declined or withdrawn.
    decided_at = models.DateTimeField(null=True)
    # The row of the figure's own history that publishing wrote.
    history_id = models.BigIntegerField("number in the row’s history", null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "proposed change"
        permissions = (("review_revision", "Can publish or decline changes of others"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=PUBLISHED_STATES) | Q(decided_at__isnull=False),
                name="tracks_revision_published_says_when",
            ),
            # Four eyes: nobody publishes a change of their own and calls it reviewed.
            models.CheckConstraint(
                condition=~Q(state__in=PUBLISHED_STATES)
                | Q(is_unreviewed=True)
                | Q(author__isnull=True)
                | Q(reviewer__isnull=True)
                | ~Q(author=F("reviewer")),
                name="tracks_revision_second_person",
            ),
            # Saving the form again goes on with the same draft.
            models.UniqueConstraint(
                fields=["kind", "key", "author"],
                condition=Q(state__in=OPEN_STATES),
                name="tracks_revision_one_open_per_author",
            ),
        )
        indexes = (
            # "What was proposed for this row?"
            models.Index(fields=["kind", "key"], name="tracks_revision_row"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in OPEN_STATES

    @property
    def is_direct(self) -> bool:
        """Whether it was written at once, because such rows need no second person."""
        return self.state in PUBLISHED_STATES and self.submitted_at is None

    @property
    def is_new_row(self) -> bool:
        """Whether the row did not exist when the draft began."""
        return self.base is None

    @property
    def is_removal(self) -> bool:
        """Whether the row shall go."""
        return not self.proposed


class RevisionStep(models.Model):
    """Something that somebody did with a revision; written once, never changed."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=10, choices=RevisionAction)
    # Null once the account is deleted.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField()
    comment = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.get_action_display()
