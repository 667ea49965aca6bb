from django.urls import reverse

from tests.factories.progress import make_paid_track
from tests.factories.tracks import make_track


def read(client, left, right):
    return client.get(reverse("comparison-detail", args=[left.key, right.key])).content.decode()


class TestWorthPart:
    def test_shows_a_typical_starter_on_both_tracks_without_an_account(self, client, db):
        left, right = make_paid_track(), make_paid_track()

        text = read(client, left, right)

        assert "What it may be worth" in text
        assert "who earns $48,060 a year" in text
        assert "Ten futures on each track" in text

    def test_says_which_side_has_no_number(self, client, db):
        left, right = make_paid_track(), make_track()

        text = read(client, left, right)

        assert f"{right.name}: no number." in text
