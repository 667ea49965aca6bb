from datetime import date

import pytest

from progress.queries.plan_sources import STATE_WORDS, SourceNumbers, parse_full_date
from tests.factories.tracks import make_source
from tracks.shared.provenance import EvidenceState


class TestParseFullDate:
    @pytest.mark.parametrize("text", ["2024", "2024-08", "", "spring 2024", "2024-13-01"])
    def test_makes_up_no_day(self, text):
        assert parse_full_date(text) is None

    def test_reads_a_day(self):
        assert parse_full_date("2024-08-09") == date(2024, 8, 9)


class TestStateWords:
    def test_has_a_word_for_every_state(self):
        assert set(STATE_WORDS) == set(EvidenceState)


@pytest.mark.django_db
class TestSourceNumbers:
    def test_numbers_sources_in_the_order_of_their_first_citation(self):
        first, second = make_source(), make_source()
        numbers = SourceNumbers()

        cited = [
            numbers.cite(source, used_for="pay", state="UNSOURCED")
            for source in (second, first, second)
        ]

        assert cited == [1, 2, 1]
        assert [source.title for source in numbers.list_sources()] == [second.title, first.title]

    def test_gathers_every_use_and_every_state_of_a_source(self):
        source = make_source()
        numbers = SourceNumbers()
        numbers.cite(source, used_for="study hours", state="UNSOURCED")
        numbers.cite(source, used_for="pay", state="STALE")
        numbers.cite(source, used_for="pay", state="STALE")

        (listed,) = numbers.list_sources()

        assert (listed.used_for, listed.state) == ("pay, study hours", "out of date, unsourced")

    def test_keeps_a_year_in_the_title_and_a_day_as_a_date(self):
        numbers = SourceNumbers()
        for published in ("2024", "2024-05-01", ""):
            source = make_source(title="Survey", published=published)
            numbers.cite(source, used_for="pay", state="VERIFIED")

        listed = numbers.list_sources()

        assert [one.title for one in listed] == ["Survey (2024)", "Survey", "Survey"]
        assert [one.as_of for one in listed] == [None, date(2024, 5, 1), None]
