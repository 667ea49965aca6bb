from decimal import Decimal

import pytest

from progress.queries.current_worth import describe_worth
from tests.factories.progress import (
    TODAY,
    make_log_entry,
    make_projectable_enrolment,
    make_summary,
)

pytestmark = pytest.mark.django_db


def describe(enrolment):
    return describe_worth(
        enrolment=enrolment, summary=make_summary(enrolment=enrolment), today=TODAY
    )


class TestDescribeWorth:
    def test_has_a_headline_after_two_weeks_of_log(self):
        enrolment = make_projectable_enrolment()
        make_log_entry(user=enrolment.user, days_ago=13, hours=Decimal(12))

        worth = describe(enrolment)

        assert worth.headline.ahead.startswith("Of 10 people in your position")
        assert worth.reasons == ()

    def test_leaves_only_the_range_before(self):
        worth = describe(make_projectable_enrolment())

        assert worth.headline is None
        assert worth.range_words.startswith("Eight futures in ten end between")
        assert [reason.key for reason in worth.reasons] == ["log_too_short"]
        assert worth.updated_with == []

    def test_asks_for_what_is_missing_without_figures(self):
        enrolment = make_projectable_enrolment(current_pay=None)

        worth = describe_worth(enrolment=enrolment, summary=None, today=TODAY)

        assert [one.field for one in worth.missing] == ["current_pay"]
        assert (worth.headline, worth.range_words, worth.updated_with) == (None, "", [])
