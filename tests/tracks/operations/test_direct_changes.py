"""Direct saves are recorded, and what rows said comes back exactly."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.progress import make_user
from tests.factories.tracks import (
    make_demand_indicator,
    make_milestone,
    make_resource,
    make_salary_band,
    make_skill,
    make_source,
    make_tool,
)
from tracks.importers.kinds import TOOLS
from tracks.models import Milestone, Revision, Tool
from tracks.operations.content import apply_records, plan_records
from tracks.operations.direct_changes import (
    ReviewNeeded,
    record_direct_changes,
    restore_record,
)
from tracks.operations.publications import PublishRefused
from tracks.operations.revisions import NothingProposed, RowChangedSince
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Incoming, read_record_of
from tracks.shared.imports import Effect, Position
from tracks.shared.kept_records import find_root, read_kept_row

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def read(row):
    return read_kept_row(find_root(row)).record


def change(row, **columns):
    """Change columns as a form does, and record it."""
    name = find_root(row)
    before = {name: read_kept_row(name)}
    type(row).objects.filter(pk=row.pk).update(**columns)
    return record_direct_changes(before=before, author=make_user(), now=NOW)


def restore(row, record):
    return restore_record(
        name=find_root(row), record=record, seen=read(row), restored_by=make_user(), now=NOW
    )


class TestRecord:
    def test_is_published_at_once_and_nobody_reviewed_it(self):
        tool = make_tool(name="Git")
        (revision,) = change(tool, name="Jujutsu")
        assert (revision.base["name"], revision.proposed["name"]) == ("Git", "Jujutsu")
        assert (revision.state, revision.reviewer, revision.is_direct) == ("PUBLISHED", None, True)
        assert not Revision.objects.proposals().exists()

    def test_a_later_one_takes_its_place(self):
        tool = make_tool()
        (first,) = change(tool, name="Jujutsu")
        (second,) = change(tool, name="Fossil")
        first.refresh_from_db()
        assert (first.state, second.state) == ("SUPERSEDED", "PUBLISHED")
        assert first.is_direct

    def test_needs_a_difference(self):
        assert change(make_tool(name="Git"), name="Git") == []
        assert not Revision.objects.exists()

    def test_goes_with_the_transaction(self):
        tool = make_tool()
        with transaction.atomic():
            change(tool, name="Jujutsu")
            transaction.set_rollback(True)
        assert not Revision.objects.exists()

    def test_is_not_for_what_a_second_person_publishes(self):
        with pytest.raises(ReviewNeeded):
            change(make_salary_band(), low=1)


class TestRestore:
    def test_is_refused_when_the_row_moved(self):
        tool = make_tool(name="Git")
        seen = read(tool)
        Tool.objects.update(name="Fossil")
        with pytest.raises(RowChangedSince) as moved:
            restore_record(
                name=find_root(tool),
                record={**seen, "name": "Darcs"},
                seen=seen,
                restored_by=make_user(),
                now=NOW,
            )
        assert moved.value.fields == ("name",)
        assert not Revision.objects.exists()

    def test_is_refused_when_there_is_nothing_to_restore(self):
        tool = make_tool()
        with pytest.raises(NothingProposed):
            restore(tool, read(tool))

    def test_is_refused_when_it_breaks_a_rule(self):
        tool = make_tool()
        with pytest.raises(PublishRefused, match="name is 500 characters long; 80 fit"):
            restore(tool, {**read(tool), "name": "x" * 500})

    def test_is_not_for_what_a_second_person_publishes(self):
        band = make_salary_band()
        with pytest.raises(ReviewNeeded):
            restore(band, {**read(band), "low": "1"})

    def test_makes_a_row_again_that_is_gone(self):
        tool = make_tool()
        name, record = find_root(tool), read(tool)
        tool.delete()
        restore_record(name=name, record=record, seen=None, restored_by=make_user(), now=NOW)
        assert read_kept_row(name).record == record

    def test_asks_for_a_new_check_of_old_values(self):
        row = make_demand_indicator(state="VERIFIED", sector="Banks")
        old = read(row)
        change(row, sector="Shops", state="ATTRIBUTED")
        restore(row, old)
        row.refresh_from_db()
        assert (row.sector, row.state) == ("Banks", "ATTRIBUTED")

    def test_the_loader_sees_it_as_an_edit(self):
        def file(summary):
            record = {"key": "git", "name": "Git", "summary": summary, "url": "https://a.example/"}
            return [Incoming(TOOLS, record, Position("tools.yaml", 1))]

        def plan(summary):
            return plan_records(records=file(summary)).changes[0].effect

        apply_records(records=file("One"))
        tool = Tool.objects.get()
        first = read(tool)
        apply_records(records=file("Two"))
        restore(tool, first)
        tool.refresh_from_db()
        assert tool.summary == "One"
        assert plan("Two") is Effect.KEPT
        assert plan("Three") is Effect.CONFLICT
        assert plan("One") is Effect.UNCHANGED


# Each: which part changes, and a number that says how.
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["title", "hours", "prerequisites", "skills", "resource", "less", "order", "retire"]
        ),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=6,
)


class TestAnyMilestone:
    @settings(
        max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(edits=EDITS)
    def test_says_exactly_what_it_said_at_any_time(self, edits):
        with transaction.atomic():
            self.run_edits(edits)
            transaction.set_rollback(True)

    def run_edits(self, edits):
        others = [make_milestone(resource_count=0) for _ in range(3)]
        skills = [make_skill() for _ in range(2)]
        milestone = make_milestone(skills=skills[:1], hours_source=make_source())
        name = find_root(milestone)
        versions = [read(milestone)]
        kind_record = [read_record_of_now(milestone)]
        for what, number in edits:
            before = {name: read_kept_row(name)}
            edit(milestone, what, number, others, skills)
            recorded = record_direct_changes(before=before, author=make_user(), now=NOW)
            assert len(recorded) == (before[name].record != read(milestone))
            versions.append(read(milestone))
            kind_record.append(read_record_of_now(milestone))
        for record, whole in zip(reversed(versions), reversed(kind_record), strict=True):
            with suppress(NothingProposed):
                restore(milestone, record)
            assert read(milestone) == record
            assert read_record_of_now(milestone) == whole
        base = Revision.objects.of_row(kind=name.kind, key=name.key).order_by("pk").first()
        assert base is None or base.base == versions[0]


def read_record_of_now(milestone):
    return read_record_of(get_kind("milestone"), Milestone.objects.get(pk=milestone.pk))


def edit(milestone, what, number, others, skills):
    if what == "prerequisites":
        milestone.prerequisites.set(others[:number])
    elif what == "skills":
        milestone.skills.set(skills[:number])
    elif what in {"resource", "less", "order"}:
        edit_resources(milestone, what, number)
    else:
        Milestone.objects.filter(pk=milestone.pk).update(**make_columns(what, number, others))


def edit_resources(milestone, what, number):
    resources = list(milestone.resources.order_by("position"))
    if what == "resource":
        make_resource(milestone=milestone, title=f"Book {number}")
    elif what == "less" and resources:
        resources[number % len(resources)].delete()
    elif what == "order":
        for place, one in enumerate(resources[::-1], start=1):
            one.position = place
            one.save()


def make_columns(what, number, others):
    if what == "title":
        return {"title": f"Title {number}"}
    if what == "hours":
        return dict.fromkeys(("hours_low", "hours_likely", "hours_high"), number or None)
    is_on = number % 2
    successor = others[0] if is_on and number > 2 else None
    return {"retired_at": NOW if is_on else None, "successor": successor}
