import pytest

from tests.factories.tracks import make_milestone, make_salary_band, make_skill, make_track
from tracks.choices import Statistic
from tracks.queries.comparisons import compare_tracks
from tracks.queries.outlines import get_outline
from tracks.queries.salaries import get_pay_page
from tracks.queries.skills import list_skill_groups
from tracks.views.drawings import (
    draw_distributions,
    draw_outline,
    draw_pay_comparison,
    draw_pay_ladder,
    draw_skills,
)

pytestmark = pytest.mark.django_db

EMPTY = dict.fromkeys(("p10", "p25", "p50", "p75", "p90"))


class TestDrawPayLadder:
    def test_has_a_row_for_every_band_that_says_something(self):
        track = make_track()
        make_salary_band(track=track, rung=1)
        make_salary_band(track=track, rung=1, statistic=Statistic.PERCENTILES)
        make_salary_band(
            track=track, rung=1, statistic=Statistic.PERCENTILES, sample_size=3, **EMPTY
        )
        make_salary_band(track=track, rung=3)
        make_salary_band(track=track, rung=None)
        rows = draw_pay_ladder(page=get_pay_page(track=track)).description.rows
        assert [row[0] for row in rows] == [
            "Junior",
            "Junior",
            "Mid-level",
            "Senior",
            "Architect",
            "Beside the ladder",
        ]
        assert rows[2][2].startswith("Derived by us")
        assert rows[4][1] == "no band on record"

    def test_draws_a_second_picture_for_phones_with_ids_of_its_own(self):
        track = make_track()
        make_salary_band(track=track)
        figure = draw_pay_ladder(page=get_pay_page(track=track))
        assert "pay-narrow" in figure.narrow_svg
        assert "pay-narrow" not in figure.svg


class TestDrawDistributions:
    def test_draws_nothing_when_all_samples_are_too_small(self):
        small = make_salary_band(statistic=Statistic.PERCENTILES, sample_size=3, **EMPTY)
        assert draw_distributions(title="Pay", bands=[small], prefix="strips") is None
        assert draw_distributions(title="Pay", bands=[], prefix="strips") is None

    def test_keeps_a_small_sample_visible_beside_a_large_one(self):
        small = make_salary_band(statistic=Statistic.PERCENTILES, sample_size=3, **EMPTY)
        large = make_salary_band(statistic=Statistic.PERCENTILES)
        figure = draw_distributions(title="Pay", bands=[small, large], prefix="strips")
        assert len(figure.description.rows) == 2


class TestDrawSkills:
    def test_links_each_skill_to_a_track_that_needs_it(self):
        first, second = make_track(name="A"), make_track(name="B")
        skill = make_skill(tracks=[second])
        groups = list_skill_groups(tracks=(first, second))
        figure = draw_skills(title="Skills", tracks=(first, second), groups=groups)
        assert f"/tracks/{second.key}/skills/#skill-{skill.key}" in figure.svg
        assert "A and B" in figure.svg


class TestDrawOutline:
    def test_links_milestones_and_names_what_they_need(self):
        first = make_milestone(title="Pipes")
        second = make_milestone(title="Filters", prerequisites=[first])
        figure = draw_outline(outline=get_outline(track=make_track(milestones=[first, second])))
        assert f"/milestones/{second.key}/" in figure.svg
        assert figure.description.rows[1][-1] == "Pipes"


class TestDrawPayComparison:
    def test_puts_both_tracks_under_each_rung(self):
        left, right = make_track(name="A"), make_track(name="B")
        make_salary_band(track=left, rung=1)
        for rung in (1, 3):
            make_salary_band(track=right, rung=rung)
        words = draw_pay_comparison(comparison=compare_tracks(left=left, right=right)).description
        rows = words.rows
        assert words.summary.startswith("Junior: A $80k to $110k, B $80k to $110k. Mid-level: B ")
        assert words.summary.endswith("Architect: no band on record.")
        assert [row[2].split(":")[0] for row in rows[:3]] == ["A", "B", "B"]
        assert rows[2][2] == "B: derived"
