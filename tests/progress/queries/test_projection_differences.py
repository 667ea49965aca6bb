from decimal import Decimal

import pytest

from progress.operations.learners import save_circumstances
from progress.queries.projection_differences import explain_difference
from tests.factories.progress import NOW, make_log_entry, make_projection
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_projection()


def compare(first):
    return explain_difference(before=first, after=make_projection(enrolment=first.enrolment))


class TestExplainDifference:
    def test_names_cause_and_effect_in_one_sentence(self, first):
        SalaryBand.objects.filter(rung=1).update(low=Decimal(60_000), high=Decimal(70_000))

        told = compare(first)

        name = first.enrolment.track.name
        assert told.lead.startswith("The average went from $")
        assert told.lead.endswith(
            f" because the {name} junior band changed from $80,000–$110,000 to $60,000–$70,000."
        )
        assert told.effects[0].startswith("Average: $")
        assert told.cause_lines[0].endswith("on average.")

    def test_speaks_of_break_even_first(self, first):
        save_circumstances(user=first.enrolment.user, now=NOW, hours_per_week=Decimal(1))

        told = compare(first)

        assert told.lead.startswith("Break-even moved from month ")
        assert told.lead.endswith(" because your planned study time fell from 8 to 1 hours a week.")
        assert any(line.startswith("Break-even: month ") for line in told.effects)

    def test_lists_the_learners_own_changes_beside_the_curated_ones(self, first):
        user = first.enrolment.user
        SalaryBand.objects.filter(rung=2).update(high=Decimal(170_000))
        save_circumstances(user=user, now=NOW, hours_per_week=Decimal(12))
        make_log_entry(user=user, days_ago=20, hours=Decimal(10))

        told = compare(first)

        keys = {one.cause.key: one.cause.is_own for one in told.causes}
        assert keys == {"band_2": False, "planned_hours_per_week": True, "pace": True}
        assert " and " in told.lead

    def test_counts_what_the_sentence_has_no_room_for(self, first):
        SalaryBand.objects.filter(rung__lte=3).update(high=Decimal(300_000))
        save_circumstances(
            user=first.enrolment.user,
            now=NOW,
            hours_per_week=Decimal(12),
            current_pay=Decimal(40_000),
        )

        told = compare(first)

        assert len(told.causes) == 5
        assert told.lead.endswith("and 2 other things changed.")

    def test_says_nothing_where_nothing_changed(self, first):
        told = explain_difference(before=first, after=first)

        assert (told.lead, told.causes, told.effects) == ("", (), ())

    def test_keeps_the_causes_of_a_result_of_another_version(self, first):
        save_circumstances(user=first.enrolment.user, now=NOW, current_pay=Decimal(40_000))
        after = make_projection(enrolment=first.enrolment)
        first.result = {"of": "another version"}

        told = explain_difference(before=first, after=after)

        assert (told.lead, len(told.causes)) == ("", 1)
