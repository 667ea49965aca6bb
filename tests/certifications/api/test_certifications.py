from decimal import Decimal

import pytest

from certifications.choices import ClaimField, RequirementKind
from tests.factories.api import get_code, make_visitor
from tests.factories.certifications import (
    make_certification,
    make_claim,
    make_issuer,
    make_requirement,
)
from tests.factories.tracks import make_milestone, make_source, make_track

pytestmark = pytest.mark.django_db
URL = "/api/v1/certifications/"


def price(certification, amount, **overrides):
    return make_claim(
        certification=certification,
        is_preferred=True,
        amount_low=Decimal(amount),
        amount_high=Decimal(amount),
        **overrides,
    )


class TestCertifications:
    def test_are_listed_and_narrowed(self):
        track, milestone = make_track(), make_milestone()
        row = make_certification(tracks=[(track, 2)], covers=[milestone])
        make_certification()

        for query in ({"track": track.key}, {"issuer": row.issuer.key}, {"covers": milestone.key}):
            body = make_visitor().get(URL, query).json()
            assert [one["key"] for one in body["results"]] == [row.key]
        assert body["results"][0]["tracks"] == [{"track": track.key, "rung": 2}]
        assert get_code(make_visitor().get(URL, {"status": "GONE"})) == (400, "invalid")

    def test_show_every_claim_with_its_papers_side_by_side(self):
        row = make_certification(covers=[make_milestone()])
        sources = make_source(), make_source()
        price(row, 395, source=sources[0])
        make_claim(certification=row, source=sources[1], amount_low=300, amount_high=300)
        make_claim(certification=row, field=ClaimField.VALIDITY, months=None, does_not_expire=True)

        body = make_visitor().get(f"{URL}{row.key}/").json()

        fees = [one for one in body["claims"] if one["field"] == "FEE"]
        assert {(one["amount_low"], one["papers"]["key"]) for one in fees} == {
            ("395.00", sources[0].key),
            ("300.00", sources[1].key),
        }
        assert [one["is_preferred"] for one in fees].count(True) == 1
        assert len(body["covers"]) == 1
        [validity] = [one for one in body["claims"] if one["field"] == "VALIDITY"]
        assert (validity["does_not_expire"], validity["months"]) == (True, None)

    def test_add_up_the_fees_of_the_path_with_their_papers(self):
        first, second = make_certification(), make_certification()
        make_requirement(certification=second, required=first, kind=RequirementKind.ALL)
        claim = price(first, 100)
        price(second, 250)

        path = make_visitor().get(f"{URL}{second.key}/").json()["path_cost"]

        assert (path["low"], path["high"], path["currency"]) == ("350.00", "350.00", "USD")
        assert [part["certification"] for part in path["parts"]] == [first.key, second.key]
        assert path["parts"][0]["papers"][0]["key"] == claim.source.key

    def test_do_not_make_a_sum_of_what_is_unknown(self):
        first, second = make_certification(), make_certification()
        make_requirement(certification=second, required=first)
        price(second, 250)

        path = make_visitor().get(f"{URL}{second.key}/").json()["path_cost"]

        assert (path["low"], path["high"]) == (None, None)
        assert path["parts"][0]["fee_low"] is None
        assert path["parts"][0]["papers"] == []

    def test_cost_the_same_for_few_and_for_many(self, django_assert_num_queries):
        make_certification(tracks=[(make_track(), 1)])
        with django_assert_num_queries(4):
            make_visitor().get(URL)
        for _ in range(4):
            make_certification(tracks=[(make_track(), 1)])
        with django_assert_num_queries(4):
            assert make_visitor().get(URL).json()["count"] == 5

    def test_are_not_written_here(self):
        row = make_certification()

        assert get_code(make_visitor().delete(f"{URL}{row.key}/")) == (405, "method_not_allowed")
        assert get_code(make_visitor().get(f"{URL}nothing/")) == (404, "not_found")


class TestIssuers:
    def test_are_listed_by_key(self):
        second, first = make_issuer(key="b"), make_issuer(key="a")

        rows = make_visitor().get("/api/v1/issuers/").json()["results"]

        assert [row["key"] for row in rows] == [first.key, second.key]
