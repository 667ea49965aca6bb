from decimal import Decimal

import pytest

from certifications.choices import CertificationStatus
from certifications.queries.track_fees import add_fees, compare_fees
from tests.factories.certifications import make_certification, make_claim
from tests.factories.tracks import make_track
from tracks.choices import Rung

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracks():
    return make_track(), make_track()


def make_priced(amount, **overrides):
    certification = make_certification(**overrides)
    make_claim(
        certification=certification,
        amount_low=Decimal(amount),
        amount_high=Decimal(amount),
        is_preferred=True,
    )
    return certification


class TestCompareFees:
    def test_tells_shared_from_single_ones(self, tracks):
        left, right = tracks
        both = make_priced(100, tracks=[(left, 1), (right, 2)])
        first, second = make_priced(200, tracks=[(left, 1)]), make_priced(300, tracks=[(right, 3)])
        make_priced(400, tracks=[(make_track(), 1)])

        fees = compare_fees(left=left, right=right)

        assert [one.cost.certification for one in fees.rows] == [both, first, second]
        assert (fees.both[0].left_rung, fees.both[0].right_rung) == (Rung.JUNIOR, Rung.MID)
        assert fees.left_only[0].right_rung is None

    def test_leaves_out_what_cannot_be_earned_any_more(self, tracks):
        left, right = tracks
        make_priced(100, tracks=[(left, 1)], status=CertificationStatus.RETIRED)

        assert compare_fees(left=left, right=right).rows == ()


class TestAddFees:
    def test_counts_what_nobody_states_apart(self, tracks):
        left, right = tracks
        make_priced(100, tracks=[(left, 1)])
        make_priced(250, tracks=[(left, 2)])
        make_certification(tracks=[(left, 1)])

        [total] = add_fees(one.cost for one in compare_fees(left=left, right=right).left_only)

        assert (total.amount, total.known_count, total.unknown_count) == (Decimal(350), 2, 1)
