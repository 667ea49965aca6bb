"""Certifications and budget as printed: unknown is never zero, and it says who pays."""

from datetime import date
from decimal import Decimal

import pytest

from progress.documents import content as plans
from progress.documents.money_pages import (
    list_budget_rows,
    list_certifications,
    say_single_quarter,
)
from progress.documents.plan_charts import draw_plan_charts
from tests.factories.career_plan_content import make_career_plan_content, make_empty_plan_content


def print_one(**values):
    certification = plans.PlanCertification(name="c", **values)
    return list_certifications(content=make_empty_plan_content(certifications=(certification,)))[0]


class TestListCertifications:
    def test_says_unknown_and_what_an_employer_pays(self):
        blocks = list_certifications(content=make_career_plan_content())
        facts = dict(blocks[1].facts)
        assert facts["Counted fee"] == "$150, newest dated claim; employer pays $75"
        assert facts["Five-year cost"] == "unknown"
        assert dict(blocks[3].facts)["Exam window"] == "no date"
        assert blocks[2].claims[1].papers == "stale, 1 Jul 2024"
        assert [len(pair) for pair in blocks[0].fact_pairs] == [2, 2, 2]

    def test_writes_an_exam_window_with_one_end(self):
        certification = plans.PlanCertification(name="c", window_end=date(2027, 1, 2))
        block = list_certifications(
            content=make_empty_plan_content(certifications=(certification,))
        )[0]
        assert dict(block.facts)["Exam window"] == "2 Jan 2027"

    def test_numbers_them_as_the_path_map_does(self):
        blocks = list_certifications(content=make_career_plan_content())
        assert [block.number for block in blocks] == [1, 2, 3, 4]

    def test_says_so_where_no_exam_is_stated_and_nothing_is_known(self):
        facts = dict(print_one().facts)
        assert (facts["Exams"], facts["Exam window"]) == ("not stated", "no date")
        assert (facts["Counted fee"], facts["Five-year cost"]) == ("unknown", "unknown")

    def test_gives_a_claim_without_a_date_only_its_state(self):
        claim = plans.FeeClaim(words="$300 per exam", state="unsourced")
        (line,) = print_one(fee_claims=(claim,)).claims
        assert (line.words, line.papers) == ("$300 per exam", "unsourced")


class TestListBudgetRows:
    def test_never_writes_an_unknown_price_as_zero(self):
        rows = list_budget_rows(content=make_career_plan_content())
        assert [(row.amount, row.own) for row in rows if "renewal" in row.label] == [
            ("unknown", "unknown")
        ]
        line = plans.BudgetLine(label="x", amount=Decimal(10), employer_pays=Decimal(4))
        row = list_budget_rows(
            content=make_empty_plan_content(budget=plans.PlanBudget(lines=(line,)))
        )[0]
        assert (row.amount, row.employer, row.own) == ("$10", "$4", "$6")


class TestSaySingleQuarter:
    @pytest.mark.parametrize(
        ("amounts", "words"),
        [
            pytest.param((), "", id="none"),
            pytest.param((Decimal(350),), "$350 falls due in quarter 2 of 2027.", id="one"),
            pytest.param(
                (None,), "An amount that is not known falls due in quarter 2 of 2027.", id="unknown"
            ),
            pytest.param((Decimal(1), Decimal(2)), "", id="several have a chart"),
        ],
    )
    def test_takes_the_place_of_a_chart_of_one_bar(self, amounts, words):
        quarters = tuple(
            plans.QuarterSpending(year=2027, quarter=number, amount=amount)
            for number, amount in enumerate(amounts, start=2)
        )
        content = make_empty_plan_content(budget=plans.PlanBudget(quarters=quarters))
        assert say_single_quarter(content=content) == words
        drawn = {chart.name for chart in draw_plan_charts(content=content)}
        assert ("spending" in drawn) is (len(amounts) > 1)
