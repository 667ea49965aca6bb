import pytest

from progress.queries.projection_endings import can_tell_endings, find_ending
from tests.factories.progress import make_projection

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return make_projection()


class TestCanTellEndings:
    def test_holds_for_the_model_that_is_in_use_only(self, row):
        assert can_tell_endings(projection=row)
        row.model_version = "roi-1.0"
        assert not can_tell_endings(projection=row)


class TestFindEnding:
    def test_plays_the_stored_futures_again(self, row):
        stored = row.result

        finished = find_ending(projection=row, is_finished=True)
        other = find_ending(projection=row, is_finished=False)

        assert finished.share == pytest.approx(stored["finish"]["share"], abs=1e-6)
        assert finished.ahead_share == pytest.approx(
            stored["value"]["ahead_if_finished_share"], abs=1e-6
        )
        together = finished.share * finished.expected_usd + other.share * other.expected_usd
        assert together == pytest.approx(stored["value"]["expected_usd"], abs=0.01)
