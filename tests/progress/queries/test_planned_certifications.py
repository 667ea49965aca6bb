from datetime import timedelta
from decimal import Decimal

import pytest

from certifications.queries.fees import get_certification_cost
from progress.operations.learners import drop_certification, plan_certification
from progress.queries.planned_certifications import list_planned_certifications
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import NOW, make_user

pytestmark = pytest.mark.django_db


def plan(user, *certifications, now=NOW):
    for certification in certifications:
        plan_certification(user=user, certification=certification, now=now)


def list_keys(user):
    return [row.certification.key for row in list_planned_certifications(user=user)]


class TestListPlannedCertifications:
    def test_is_empty_for_somebody_without_a_plan(self):
        plan(make_user(), make_certification())

        assert list_keys(make_user()) == []

    def test_follows_the_order_of_planning(self):
        user = make_user()
        zebra, apple, mango = (make_certification(key=key) for key in ("zebra", "apple", "mango"))
        plan(user, mango, now=NOW + timedelta(days=2))
        plan(user, zebra, now=NOW)
        plan(user, apple, now=NOW + timedelta(days=1))

        assert list_keys(user) == ["zebra", "apple", "mango"]

    def test_follows_the_order_of_entry_within_one_moment(self):
        user = make_user()
        plan(user, make_certification(key="second"), make_certification(key="first"))

        assert list_keys(user) == ["second", "first"]

    def test_moves_what_was_dropped_and_planned_again_to_the_end(self):
        user = make_user()
        first, second = make_certification(), make_certification()
        plan(user, first, second)
        drop_certification(user=user, certification=first)
        assert list_keys(user) == [second.key]

        plan(user, first, now=NOW + timedelta(days=1))

        assert list_keys(user) == [second.key, first.key]

    @pytest.mark.parametrize("count", [1, 3])
    def test_brings_costs_and_papers_in_four_queries(self, count, django_assert_num_queries):
        user = make_user()
        for _ in range(count):
            certification = make_certification()
            make_claim(certification=certification, is_preferred=True)
            plan(user, certification)

        with django_assert_num_queries(4):
            rows = list(list_planned_certifications(user=user))
            costs = [get_certification_cost(certification=row.certification) for row in rows]
            assert [cost.fee for cost in costs] == [Decimal(450)] * count
            assert all(cost.chosen[0].source.title for cost in costs)
            assert all(row.certification.issuer.name for row in rows)
