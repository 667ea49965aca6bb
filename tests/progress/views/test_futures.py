"""All futures, or only those that finish or do not: plain addresses, no script needed."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from progress.models import Projection
from tests.factories.progress import NOW, make_log_entry, make_projection


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def row(enrolment):
    make_log_entry(user=enrolment.user, days_ago=13, hours=Decimal(12))
    return make_projection(enrolment=enrolment)


def read(page, **query):
    text = page.get(reverse("projection"), query).content.decode()
    return text.split('<section class="section" id="futures"')[1].split("</section>")[0]


class TestShowFutures:
    def test_shows_all_at_first_and_offers_the_parts_as_links(self, page, row):
        text = read(page)

        assert 'aria-current="true">All futures</a>' in text
        assert f'href="{reverse("projection")}?futures=finish#futures"' in text
        assert f'href="{reverse("projection")}?futures=stop#futures"' in text
        assert "These are only" not in text

    @pytest.mark.parametrize(
        ("wanted", "label", "words"),
        [
            ("finish", "If you finish", "in which you finish the plan: "),
            (
                "stop",
                "If you do not finish",
                "in which the plan stays unfinished because you stop: ",
            ),
        ],
    )
    def test_shows_the_futures_of_one_end_and_says_which_and_how_many(
        self, page, row, wanted, label, words
    ):
        everything, part = read(page), read(page, futures=wanted)

        assert f'aria-current="true">{label}</a>' in part
        assert f"These are only the futures {words}" in part
        assert "out ahead and" in part
        assert "of these futures" in part
        assert f"Twenty equally likely futures, {label[0].lower()}{label[1:]}" in part
        # Another picture, with the same parts to it.
        assert part.count("<svg") == everything.count("<svg")
        assert part.split("<figure")[1] != everything.split("<figure")[1]

    def test_shows_all_for_an_end_that_there_is_none_of(self, page, row):
        assert read(page, futures="luck") == read(page)

    def test_says_that_too_few_end_so_and_shows_all(self, page, row):
        rungs = [{**rung, "remaining_hours": 9_000.0} for rung in row.inputs["rungs"]]
        Projection.objects.update(inputs={**row.inputs, "rungs": rungs})

        text = read(page, futures="finish")

        assert "So few futures end this way" in text
        assert "These are only" not in text

    def test_offers_no_parts_of_a_projection_of_an_older_model(self, page, row):
        Projection.objects.update(model_version="roi-1.0")

        text = read(page, futures="finish")

        assert "All futures" not in text
        assert "These are only" not in text
        assert "Twenty equally likely futures" in text

    def test_has_a_table_whose_rows_stack_on_a_phone(self, page, row):
        table = read(page).split('<table class="table table-cards table-cells">')[1]

        assert '<th scope="row">After 1 year</th><td data-label="1 in 10 below">' in table
