"""Limits of what can be printed."""

from dataclasses import replace

import pytest

from progress.documents import content as plans
from progress.documents.limits import PlanTooLarge, check_limits
from tests.factories.career_plan_content import (
    make_career_plan_content,
    make_empty_plan_content,
    make_long_plan_content,
    make_milestone,
    rename_learner,
)


def find_problems(content):
    with pytest.raises(PlanTooLarge) as caught:
        check_limits(content=content)
    return caught.value.problems


class TestCheckLimits:
    @pytest.mark.parametrize(
        "make", [make_career_plan_content, make_empty_plan_content, make_long_plan_content]
    )
    def test_lets_plans_of_every_allowed_size_pass(self, make):
        check_limits(content=make())

    def test_counts_milestones_over_all_stages(self):
        rows = tuple(make_milestone(number) for number in range(61))
        stages = (
            plans.PlanStage(title="a", milestones=rows),
            plans.PlanStage(title="b", milestones=rows),
        )
        problems = find_problems(make_empty_plan_content(stages=stages))
        assert problems == ("The plan has 122 milestones; at most 120 can be printed.",)

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("certifications", (plans.PlanCertification(name="c"),) * 41, "41 certifications"),
            ("sources", (plans.PlanSource(number=1, title="s", state="x"),) * 61, "61 sources"),
            ("glossary", (plans.GlossaryEntry(term="t", meaning="m"),) * 81, "81 glossary"),
            ("next_steps", (plans.NextStep(title="t"),) * 13, "13 next steps"),
        ],
    )
    def test_counts_each_list(self, field, value, words):
        assert words in find_problems(make_empty_plan_content(**{field: value}))[0]

    def test_names_the_text_that_is_too_long(self):
        stage = plans.PlanStage(title="t" * 161, summary="s" * 401)
        problems = find_problems(make_empty_plan_content(stages=(stage,)))
        assert problems[0].startswith("stages[0].title has 161 characters; at most 160")
        assert problems[1].startswith("stages[0].summary has 401 characters; at most 400")

    def test_counts_emoji_and_all_text_together(self):
        assert (
            "41 emoji"
            in find_problems(rename_learner(make_empty_plan_content(), "\U0001f600" * 41))[0]
        )
        content = make_empty_plan_content(
            glossary=(plans.GlossaryEntry(term="t" * 160, meaning="m" * 400),) * 80
        )
        long = replace(content, ladder_note="n" * 400, no_projection_because=("r" * 400,) * 40)
        assert "characters of text; at most 60000" in find_problems(long)[-1]
