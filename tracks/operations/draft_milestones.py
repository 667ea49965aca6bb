"""Decide what becomes of milestones that open roadmaps suggest."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tracks.choices import DraftState, ResourceKind
from tracks.models import DraftDecision, DraftMilestone, Milestone, Resource, Source
from tracks.operations.direct_changes import record_direct_changes
from tracks.shared.kept_records import RowName, read_kept_row

# A new milestone gets the roadmap's own link and so many of those that it names as free.
MAX_FREE_LINKS = 4


class DraftDecided(Exception):
    """Somebody accepted or declined the draft before."""


class KeyTaken(Exception):
    """A milestone with the wanted key exists; its meaning never changes."""


class ReasonMissing(Exception):
    """A draft is declined without saying why."""


def accept_as_milestone(
    *, draft_id: int, key: str, title: str, outcome: str, decided_by: Any, now: datetime
) -> Milestone:
    """Make a milestone of a draft, attributed to its roadmap, for a curator to complete.

    Stated hours come along with the middle as the likely figure; unknown hours stay
    unknown. It stands in no track until a curator places it.

    Raises:
        DraftDecided: If the draft is not waiting any more.
        KeyTaken: If there is a milestone with this key.
        ValidationError: If a field does not hold what it should.
    """
    with transaction.atomic():
        draft = _claim(draft_id)
        if Milestone.objects.filter(key=key).exists():
            message = f"There is a milestone {key!r}. Choose another key, or link the draft to it."
            raise KeyTaken(message)
        milestone = Milestone(
            key=key, title=title, outcome=outcome, description=describe_origin(draft)
        )
        if draft.hours_low is not None and draft.hours_high is not None:
            milestone.hours_low = draft.hours_low
            milestone.hours_likely = (draft.hours_low + draft.hours_high) // 2
            milestone.hours_high = draft.hours_high
            milestone.hours_source = draft.source
        milestone.full_clean()
        milestone.save()
        _add_resources(milestone, draft, with_free_links=True)
        name = RowName("milestone", key)
        comment = f"Accepted from {draft.source.title}."
        record_direct_changes(before={name: None}, author=decided_by, now=now, comment=comment)
        _close(draft, DraftState.ACCEPTED, decided_by, now, milestone=milestone)
    return milestone


def accept_into_milestone(
    *, draft_id: int, milestone_id: int, decided_by: Any, now: datetime
) -> Milestone:
    """Let a draft teach a milestone that exists: its link becomes a resource of it.

    A link that the milestone has already is not added again.

    Raises:
        DraftDecided: If the draft is not waiting any more.
        Milestone.DoesNotExist: If there is no such milestone in use.
    """
    with transaction.atomic():
        draft = _claim(draft_id)
        milestone = Milestone.objects.select_for_update().get(
            pk=milestone_id, retired_at__isnull=True
        )
        name = RowName("milestone", milestone.key)
        before = {name: read_kept_row(name)}
        _add_resources(milestone, draft, with_free_links=False)
        comment = f"A link from {draft.source.title}."
        record_direct_changes(before=before, author=decided_by, now=now, comment=comment)
        _close(draft, DraftState.ACCEPTED, decided_by, now, milestone=milestone)
    return milestone


def decline_draft(*, draft_id: int, reason: str, decided_by: Any, now: datetime) -> None:
    """Decline a draft; loading the roadmap again leaves it declined.

    Raises:
        DraftDecided: If the draft is not waiting any more.
        ReasonMissing: If no reason is given.
    """
    if not reason.strip():
        message = "Say why, so that the next curator need not ask again."
        raise ReasonMissing(message)
    with transaction.atomic():
        _close(_claim(draft_id), DraftState.DECLINED, decided_by, now, reason=reason.strip())


def describe_origin(draft: DraftMilestone) -> str:
    """Say from where a milestone was drafted, under which licence, as the licence asks."""
    source: Source = draft.source
    licence = f" ({source.licence})" if source.licence else ""
    link = f": {draft.url}" if draft.url else ""
    attribution = f" {source.attribution}" if source.attribution else ""
    return f"Drafted from {source.title}{licence}{link}.{attribution}"


def _claim(draft_id: int) -> DraftMilestone:
    """Lock a draft that is still waiting."""
    draft = DraftMilestone.objects.select_for_update().get(pk=draft_id)
    if draft.state != DraftState.WAITING:
        message = f"“{draft.title}” was {draft.get_state_display().lower()} before."
        raise DraftDecided(message)
    draft.source = Source.objects.get(pk=draft.source_id)
    return draft


def _close(
    draft: DraftMilestone,
    state: DraftState,
    decided_by: Any,
    now: datetime,
    *,
    milestone: Milestone | None = None,
    reason: str = "",
) -> None:
    draft.state = state
    draft.milestone = milestone
    draft.reason = reason
    draft.save(update_fields=["state", "milestone", "reason"])
    DraftDecision.objects.create(draft=draft, decided_by=decided_by, decided_at=now)


def _add_resources(milestone: Milestone, draft: DraftMilestone, *, with_free_links: bool) -> None:
    wanted = [(draft.title, draft.url, ResourceKind.OPEN_COURSE)] if draft.url else []
    if with_free_links:
        free = [link for link in draft.links if link["tag"].upper().startswith("FREE")]
        wanted += [
            (link["title"], link["url"], ResourceKind.REFERENCE) for link in free[:MAX_FREE_LINKS]
        ]
    present = set(milestone.resources.values_list("url", flat=True))
    last = milestone.resources.count()
    for title, url, kind in wanted:
        if url in present:
            continue
        present.add(url)
        last += 1
        resource = Resource(
            milestone=milestone, title=title[:160], url=url, kind=kind, position=last
        )
        resource.full_clean()
        resource.save()
