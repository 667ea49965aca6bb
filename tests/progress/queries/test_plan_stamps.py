"""A stamp must change with everything that a plan shows, whoever writes it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from certifications.models import CertificationTrack
from progress.choices import MilestoneStatus
from progress.models import CareerPlan, Enrolment, Learner
from progress.operations.learners import plan_certification
from progress.operations.milestones import save_note, set_milestone_status
from progress.queries import plan_stamps
from progress.queries.career_plan_content import get_career_plan_content
from progress.queries.plan_stamps import SHOWN_ROWS, get_plan_stamp
from progress.queries.projections import find_latest_projection
from tests.factories.certifications import (
    make_certification,
    make_claim,
    make_coverage,
    make_exam,
    make_issuer,
    make_requirement,
)
from tests.factories.progress import (
    NOW,
    TODAY,
    list_milestones,
    make_log_entry,
    make_projectable_enrolment,
    make_projection,
)
from tests.factories.tracks import make_ladder_rung, make_role, make_source
from tracks.choices import Rung
from tracks.models import ExchangeRate

pytestmark = pytest.mark.django_db
# Gathered together with other rows, but printed nowhere: where else a milestone is placed.
NOT_SHOWN = {"tracks_stage", "tracks_placement"}


@pytest.fixture
def enrolment() -> Enrolment:
    """Somebody whose plan has something in every chapter."""
    enrolment = make_projectable_enrolment()
    first, second, *_ = list_milestones(enrolment)
    second.prerequisites.add(first)
    set_milestone_status(enrolment=enrolment, milestone=first, status=MilestoneStatus.DONE, now=NOW)
    save_note(enrolment=enrolment, milestone=second, note="mine", links=(), now=NOW)
    certification = make_certification(issuer=make_issuer())
    CertificationTrack.objects.create(
        certification=certification, track=enrolment.track, rung=Rung.MID, position=1
    )
    make_claim(certification=certification)
    make_exam(certification=certification)
    make_coverage(certification=certification, milestone=second)
    # One that stands for a path, and one that is paid in another currency.
    path, abroad = make_certification(), make_certification()
    make_claim(certification=path)
    make_requirement(certification=path, required=certification)
    make_claim(certification=abroad, currency="EUR", as_of="2025-03-01")
    make_exam(certification=abroad)
    ExchangeRate.objects.create(
        key="eur-2025",
        currency="EUR",
        area="Euro",
        year=2025,
        units_per_usd=Decimal("0.9"),
        source=make_source(),
    )
    for one in (certification, path, abroad):
        plan_certification(user=enrolment.user, certification=one, now=NOW)
    make_log_entry(user=enrolment.user, days_ago=3)
    role = make_role()
    make_ladder_rung(track=enrolment.track, rung=Rung.SENIOR, roles=(role,))
    Learner.objects.filter(user=enrolment.user).update(target_role=role, target_date=TODAY)
    make_projection(enrolment=enrolment)
    return Enrolment.objects.get(pk=enrolment.pk)


def stamp(enrolment, *, page_size="A4", today=TODAY):
    return get_plan_stamp(enrolment=enrolment, page_size=page_size, today=today)


def gather(enrolment):
    """Gather as a new request would, without rows that an earlier look left in memory."""
    fresh = Enrolment.objects.get(pk=enrolment.pk)
    plan = CareerPlan(
        enrolment=fresh,
        requested_by=fresh.user,
        projection=find_latest_projection(enrolment=fresh),
        requested_at=NOW,
        uuid="00000000-0000-0000-0000-000000000000",
    )
    return get_career_plan_content(plan=plan)


class TestShownRows:
    def test_hold_every_table_that_gathering_reads(self, enrolment):
        with CaptureQueriesContext(connection) as queries:
            gather(enrolment)

        read = {
            table
            for query in queries.captured_queries
            for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
        }
        assert len(read) > 15
        assert read <= {shown.model._meta.db_table for shown in SHOWN_ROWS} | NOT_SHOWN

    def test_have_a_row_of_each_table_here(self, enrolment):
        found = {row.partition(" ")[0] for row in plan_stamps._read_rows(enrolment)}
        assert found == {shown.model._meta.db_table for shown in SHOWN_ROWS}


class TestGetPlanStamp:
    def test_is_the_same_while_nothing_changes_and_takes_one_query(
        self, enrolment, django_assert_num_queries
    ):
        first = stamp(enrolment)
        with django_assert_num_queries(1):
            assert stamp(enrolment) == first

    def test_differs_by_paper_day_code_and_address(self, enrolment, settings, monkeypatch):
        stamps = {
            stamp(enrolment),
            stamp(enrolment, page_size="LETTER"),
            stamp(enrolment, today=TODAY + timedelta(days=1)),
        }
        settings.SITE_URL = "https://elsewhere.example"
        stamps.add(stamp(enrolment))
        monkeypatch.setattr(plan_stamps, "get_code_version", lambda: "another")
        stamps.add(stamp(enrolment))
        assert len(stamps) == 5

    def test_does_not_mind_a_sign_in(self, enrolment):
        before = stamp(enrolment)
        User.objects.update(last_login=NOW)
        assert stamp(enrolment) == before

    def test_differs_when_a_row_comes_or_goes(self, enrolment):
        stamps = [stamp(enrolment)]
        entry = make_log_entry(user=enrolment.user, days_ago=1)
        stamps.append(stamp(enrolment))
        entry.delete()
        assert stamp(enrolment) == stamps[0] != stamps[1]

    def test_differs_whenever_any_edit_changes_the_plan(self, enrolment):
        """Edit every column of rows of every table, past all history, and gather in doubt."""
        before, printed = stamp(enrolment), gather(enrolment)
        noticed = unnoticed = 0
        for edit in list_edits():
            with transaction.atomic():
                if apply(edit):
                    if stamp(enrolment) == before:
                        unnoticed += 1
                        assert gather(enrolment) == printed, edit
                    else:
                        noticed += 1
                transaction.set_rollback(True)
        # Enough of both, so that the test says something.
        assert noticed > 150
        assert unnoticed > 20


def list_edits() -> Iterator[tuple[type[models.Model], str, int, object]]:
    """Name a changed value for every plain column of the first and last row of each table."""
    for app in ("accounts", "tracks", "certifications", "progress"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            rows = model._default_manager.order_by("pk")
            for row in {row.pk: row for row in (rows.first(), rows.last()) if row}.values():
                for field in model._meta.concrete_fields:
                    if not field.primary_key and not field.is_relation:
                        value = change(getattr(row, field.attname), field)
                        if value is not None:
                            yield model, field.attname, row.pk, value


def change(value: Any, field: "models.Field[Any, Any]") -> object:
    """Give another value of the same type, or None where there is no plain one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float | Decimal):
        return value + 1
    if isinstance(value, datetime | date):
        return value + timedelta(days=2)
    if isinstance(value, str):
        choices = [code for code, _ in field.flatchoices if code != value]
        return choices[0] if choices else f"{value[: (field.max_length or 300) - 1]}z"
    return None


def apply(edit: tuple[type[models.Model], str, int, object]) -> bool:
    """Make the edit behind the back of models and history; False when the database refuses."""
    model, column, pk, value = edit
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=pk).update(**{column: value}))
    except IntegrityError:
        return False
