from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.progress import make_user
from tests.factories.references import make_draft
from tests.factories.tracks import make_milestone
from tracks.choices import DraftState
from tracks.importers.reference_kinds import DRAFT_MILESTONES
from tracks.models import DraftMilestone, Milestone
from tracks.operations.content import apply_records
from tracks.operations.draft_milestones import (
    DraftDecided,
    KeyTaken,
    ReasonMissing,
    accept_as_milestone,
    accept_into_milestone,
    decline_draft,
    describe_origin,
)
from tracks.shared.content_rows import Incoming, read_record_of
from tracks.shared.imports import Position

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def who():
    return {"decided_by": make_user(), "now": NOON}


def accept(draft, who, **overrides):
    values = {"key": "learn-it", "title": "Learn it", "outcome": "Can do it."}
    return accept_as_milestone(draft_id=draft.pk, **{**values, **overrides}, **who)


class TestAcceptAsMilestone:
    def test_makes_an_attributed_milestone_with_the_stated_hours(self, who):
        links = [
            {"title": "Free", "url": "https://example.org/free", "tag": "FREE book"},
            {"title": "Paid", "url": "https://example.org/paid", "tag": "book"},
        ]
        draft = make_draft(links=links)
        milestone = accept(draft, who)
        draft.refresh_from_db()
        assert (draft.state, draft.milestone) == (DraftState.ACCEPTED, milestone)
        decision = draft.decision
        assert (decision.decided_by, decision.decided_at) == (who["decided_by"], NOON)
        assert (milestone.hours_low, milestone.hours_likely, milestone.hours_high) == (50, 60, 70)
        assert milestone.hours_source == draft.source
        assert draft.source.title in milestone.description
        assert "(MIT)" in milestone.description
        urls = milestone.resources.order_by("position").values_list("url", flat=True)
        assert list(urls) == [draft.url, "https://example.org/free"]

    def test_leaves_unknown_hours_unknown(self, who):
        milestone = accept(make_draft(hours_low=None, hours_high=None), who)
        assert (milestone.hours_likely, milestone.hours_source) == (None, None)

    def test_refuses_a_key_that_is_taken(self, who):
        make_milestone(key="learn-it")
        draft = make_draft()
        with pytest.raises(KeyTaken, match="'learn-it'"):
            accept(draft, who)
        draft.refresh_from_db()
        assert draft.state == DraftState.WAITING

    def test_refuses_a_title_that_is_too_long_and_writes_nothing(self, who):
        with pytest.raises(ValidationError):
            accept(make_draft(), who, title="x" * 81)
        assert not Milestone.objects.exists()

    def test_refuses_a_draft_that_is_decided(self, who):
        draft = make_draft()
        accept(draft, who)
        with pytest.raises(DraftDecided, match="was accepted before"):
            accept(draft, who, key="again")


class TestAcceptIntoMilestone:
    def test_adds_the_link_once(self, who):
        milestone = make_milestone(resource_count=2)
        draft = make_draft()
        accept_into_milestone(draft_id=draft.pk, milestone_id=milestone.pk, **who)
        other = make_draft(url=draft.url)
        accept_into_milestone(draft_id=other.pk, milestone_id=milestone.pk, **who)
        assert milestone.resources.filter(url=draft.url, position=3).count() == 1
        assert milestone.resources.count() == 3
        linked = DraftMilestone.objects.filter(milestone=milestone).order_by("pk")
        assert list(linked) == [draft, other]

    def test_refuses_a_retired_milestone(self, who):
        retired = make_milestone(retired_at=NOON, retired_reason="gone")
        with pytest.raises(Milestone.DoesNotExist):
            accept_into_milestone(draft_id=make_draft().pk, milestone_id=retired.pk, **who)


class TestDeclineDraft:
    def test_keeps_the_reason(self, who):
        draft = make_draft()
        decline_draft(draft_id=draft.pk, reason=" Too broad. ", **who)
        draft.refresh_from_db()
        assert (draft.state, draft.reason) == (DraftState.DECLINED, "Too broad.")

    def test_needs_one(self, who):
        with pytest.raises(ReasonMissing):
            decline_draft(draft_id=make_draft().pk, reason=" ", **who)

    def test_outlives_another_import_of_the_roadmap(self, who):
        draft = make_draft()
        record = {**read_record_of(DRAFT_MILESTONES, draft), "position": 7, "section": "Moved"}
        decline_draft(draft_id=draft.pk, reason="Too broad.", **who)
        apply_records(records=[Incoming(DRAFT_MILESTONES, record, Position("README.md", 1))])
        draft.refresh_from_db()
        assert (draft.state, draft.reason) == (DraftState.DECLINED, "Too broad.")


class TestDescribeOrigin:
    def test_names_source_licence_link_and_attribution(self):
        draft = make_draft(url="https://example.org/course")
        assert describe_origin(draft) == (
            f"Drafted from {draft.source.title} (MIT): https://example.org/course. By somebody."
        )


class TestConstraints:
    @pytest.mark.parametrize(
        "changes",
        [
            {"state": DraftState.DECLINED, "reason": ""},
            {"state": DraftState.ACCEPTED},
            {"hours_low": 9, "hours_high": 8},
            {"hours_low": None},
        ],
    )
    def test_keep_decisions_and_hours_whole(self, changes):
        draft = make_draft()
        with pytest.raises(IntegrityError), transaction.atomic():
            DraftMilestone.objects.filter(pk=draft.pk).update(**changes)
