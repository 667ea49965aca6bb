"""The path on the cover."""

from dataclasses import replace

from progress.documents import content as plans
from progress.documents.cover_art import describe_cover_path, draw_cover_path
from tests.factories.career_plan_content import (
    make_career_plan_content,
    make_empty_plan_content,
    make_milestone,
)
from tests.tracks.shared.charts.test_drawing import find_outside, read_texts


class TestDrawCoverPath:
    def test_shows_stages_with_dates_inside_the_frame(self):
        svg = draw_cover_path(content=make_career_plan_content())
        assert find_outside(svg) == []
        assert {"Start", "done", "Core competency", "Guru"} <= set(read_texts(svg))

    def test_shows_six_of_many_stages_with_the_first_and_last(self):
        stages = tuple(
            plans.PlanStage(title=f"Stage{n}", milestones=(replace(make_milestone(20), due=None),))
            for n in range(15)
        )
        svg = draw_cover_path(content=make_empty_plan_content(stages=stages))
        texts = read_texts(svg)
        assert len(texts) == 6
        assert {"Stage0", "Stage14"} <= set(texts)
        assert find_outside(svg) == []

    def test_draws_a_line_without_stages(self):
        assert read_texts(draw_cover_path(content=make_empty_plan_content())) == []


class TestDescribeCoverPath:
    def test_names_the_stages_in_order(self):
        words = describe_cover_path(content=make_career_plan_content())
        assert words.startswith("The path: Start (done), Foundation (about 21 Nov 2026)")

    def test_says_that_there_are_none(self):
        assert (
            describe_cover_path(content=make_empty_plan_content()) == "The path has no stages yet."
        )
