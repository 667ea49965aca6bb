"""Every list and form of the admin: bounded queries, and nothing that the policy refuses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from certifications.models import Certification, Claim, Issuer
from progress.models import CareerPlan, Enrolment, Projection
from tests.factories import certifications as awards
from tests.factories import progress as learners
from tests.factories import references
from tests.factories import tracks as rows
from tests.screens import find_url, make_staff, sign_in
from tracks import models

pytestmark = pytest.mark.django_db


def make_projection() -> Projection:
    """A failed job; making a whole result would take seconds."""
    enrolment = learners.make_enrolment()
    return Projection.objects.create(
        enrolment=enrolment,
        requested_by=enrolment.user,
        fingerprint="f",
        model_version="1",
        inputs={},
        job_state="FAILED",
    )


def make_plan() -> CareerPlan:
    enrolment = learners.make_enrolment()
    return CareerPlan.objects.create(
        enrolment=enrolment, requested_by=enrolment.user, fingerprint="f", job_state="FAILED"
    )


def make_log_entry() -> LogEntry:
    return LogEntry.objects.create(
        user=learners.make_user(), object_repr="a row", action_flag=2, change_message="[]"
    )


def make_option() -> models.QuestionOption:
    return rows.make_question(effects=[(rows.make_track(milestones=[]), 1)]).options.first()


SCREENS: dict[type, Callable[[], Any]] = {
    models.Source: rows.make_source,
    models.Tool: rows.make_tool,
    models.SkillGroup: rows.make_skill_group,
    models.Skill: rows.make_skill,
    models.Role: rows.make_role,
    models.LadderRung: lambda: rows.make_ladder_rung(roles=[rows.make_role()]),
    models.SalaryBand: lambda: rows.make_salary_band(role=rows.make_role()),
    models.Milestone: rows.make_milestone,
    models.Stage: rows.make_stage,
    models.Track: lambda: rows.make_track(milestones=[rows.make_milestone()]),
    models.TrackRelease: rows.make_release,
    models.DemandIndicator: rows.make_demand_indicator,
    models.Insight: rows.make_insight,
    models.Accelerator: rows.make_accelerator,
    models.QualitativeFactor: rows.make_qualitative_factor,
    models.Transition: rows.make_transition,
    models.CostRange: rows.make_cost_range,
    models.Synergy: rows.make_synergy,
    models.MeetingPoint: rows.make_meeting_point,
    models.ComparisonDimension: lambda: rows.make_comparison_entry().dimension,
    models.Question: rows.make_question,
    models.QuestionOption: make_option,
    models.OccupationMatch: references.make_occupation_match,
    models.Occupation: references.make_occupation,
    models.OccupationZone: references.make_occupation_zone,
    models.OccupationTechnologies: references.make_technologies,
    models.OccupationTitles: references.make_titles,
    models.JobZone: references.make_job_zone,
    models.PreparationCategory: references.make_preparation_category,
    models.Currency: references.make_currency,
    models.ExchangeRate: references.make_rate,
    models.PriceParity: references.make_parity,
    models.PriceIndex: references.make_price_index,
    models.DraftMilestone: references.make_draft,
    Issuer: awards.make_issuer,
    Certification: awards.make_certification,
    Claim: awards.make_claim,
    Enrolment: learners.make_enrolment,
    Projection: make_projection,
    CareerPlan: make_plan,
    User: learners.make_user,
    LogEntry: make_log_entry,
}
SCREEN_NAMES = [model.__name__ for model in SCREENS]


@pytest.fixture
def client() -> Client:
    return sign_in(make_staff(is_superuser=True))


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def list_refused_markup(page: str) -> list[str]:
    """Return inline styles, handlers and scripts, which the security policy refuses."""
    scripts = [
        tag
        for tag in re.findall(r"<script\b[^>]*>", page)
        if "src=" not in tag and "application/json" not in tag
    ]
    return [*scripts, *re.findall(r"<style\b|\sstyle=\"|\son[a-z]+=\"", page)]


@pytest.mark.parametrize("model", SCREENS, ids=SCREEN_NAMES)
class TestEveryScreen:
    def test_lists_ten_rows_with_the_queries_of_one_and_searches_them(self, client, model):
        make_row = SCREENS[model]
        make_row()
        url = find_url(model, "changelist")
        one = count_queries(client, url)
        for _ in range(9):
            make_row()
        assert count_queries(client, url) <= one
        response = client.get(url, {"q": "no such row anywhere"})
        if response.context["cl"].search_fields:
            assert response.context["cl"].result_count == 0

    def test_opens_without_markup_that_the_policy_refuses(self, client, model):
        row = SCREENS[model]()
        for page in ("change", "history"):
            # The history of a part is that of its whole.
            response = client.get(find_url(row, page), follow=True)
            assert response.status_code == 200
            assert list_refused_markup(response.text) == []
        assert list_refused_markup(client.get(find_url(row, "changelist")).text) == []
