import pytest
from django.urls import reverse

from tests.factories.tracks import (
    make_salary_band,
    make_salary_statistic,
    make_source,
    make_track,
)
from tracks.choices import PayScheme, PayVariant

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("p10", "p25", "p50", "p75", "p90"))


@pytest.fixture
def track():
    return make_track(key="devops", name="DevOps")


def read(client, track):
    response = client.get(reverse("track-pay", args=[track.key]))
    assert response.status_code == 200
    return response.content.decode()


class TestPayPage:
    def test_says_nothing_of_data_sets_that_were_not_imported(self, client, track):
        assert "Held against data sets" not in read(client, track)

    def test_draws_the_range_behind_the_distribution_and_says_how_they_differ(self, client, track):
        seed = make_source(title="The founding document")
        make_salary_band(track=track, rung=2, low=120_000, high=160_000, source=seed)
        source = make_source(title="A job board", licence="CC0-1.0", attribution="Thanks to them.")
        make_salary_statistic(source=source)

        page = read(client, track)

        assert "Held against data sets" in page
        assert "range and data disagree" in page
        assert (
            "The founding document states $120k–$160k. Half of the 76 rows of ai-jobs, as they "
            "stand, lie between $97.3k and $174k: they begin $22.7k below the range and end "
            "$14.2k above it."
        ) in page
        assert "n 76 · as it stands" in page
        assert "Stated range: $120k to $160k" in page
        assert "A job board" in page
        assert "CC0-1.0" in page
        assert "Thanks to them." in page

    @pytest.mark.parametrize(
        ("low", "high", "words", "disagrees"),
        [
            (90_000, 180_000, "inside the stated range.", False),
            (10_000, 20_000, "not one of that half is inside the stated range.", True),
            (90_000, 160_000, "they end $14.2k above it.", True),
        ],
    )
    def test_finds_the_words_for_every_gap(self, client, track, low, high, words, disagrees):
        make_salary_band(track=track, rung=2, low=low, high=high)
        make_salary_statistic()
        page = read(client, track)
        assert words in page
        assert ("range and data disagree" in page) is disagrees

    def test_counts_too_few_rows_and_draws_nothing(self, client, track):
        make_salary_band(track=track, rung=2, low=120_000, high=160_000)
        make_salary_statistic(n=4, **NOTHING)
        make_salary_statistic(
            scheme=PayScheme.DEVELOPER_TYPE,
            subject="devops-engineer-or-professional",
            subject_name="DevOps engineer or professional",
            level="",
            n=7,
            **NOTHING,
        )
        page = read(client, track)
        assert "ai-jobs, as it stands: n = 4." in page
        assert "the data sets have too few rows to hold it against" in page
        assert "DevOps engineer or professional, as it stands: n = 7." in page
        assert "full-time pay in 2024" not in page

    def test_marks_a_reading_with_too_few_rows_beside_others(self, client, track):
        make_salary_statistic()
        make_salary_statistic(variant=PayVariant.PAIR_MIDPOINT, n=9, **NOTHING)
        page = read(client, track)
        assert "No source states a range for this rung" in page
        assert "Too few answers to show" in page

    def test_says_that_both_job_boards_share_rows(self, client, track):
        make_salary_statistic()
        assert "share rows" not in read(client, track)
        make_salary_statistic(dataset="infosec-jobs")
        assert "share rows" in read(client, track)

    def test_writes_open_ends_with_a_plus(self, client, track):
        make_salary_statistic(
            scheme=PayScheme.SOC,
            subject="15-1252",
            subject_name="Software Developers",
            dataset="bls-oews",
            variant=PayVariant.PUBLISHED,
            level="",
            n=None,
            top=201_750,
            open_from="p90",
        )
        page = read(client, track)
        assert "2024: Software Developers" in page
        assert "$202k+" in page
        assert "n not stated · as published" in page

    def test_shows_the_notice_of_the_open_database_licence(self, client, track):
        make_salary_statistic(source=make_source(licence="ODbL-1.0", attribution="From a survey."))
        page = read(client, track)
        assert "From a survey. The figures derived from it here are shared under the same" in page


class TestSourcePages:
    def test_list_statistics_of_a_source(self, client):
        source = make_source(title="A job board")
        make_salary_statistic(source=source, top=201_750, open_from="p90")
        make_salary_statistic(source=source, level="SE", n=4, **NOTHING)

        page = client.get(reverse("source-detail", args=[source.key])).content.decode()

        assert "Pay statistics" in page
        assert "What rests on it" not in page
        assert "DevOps, mid, US 2024" in page
        assert "$201,750+" in page
        assert 'data-label="Cells">2<' in page
        listed = client.get(reverse("source-list")).content.decode()
        assert 'data-label="Facts">2<' in listed
