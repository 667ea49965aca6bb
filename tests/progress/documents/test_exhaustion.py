"""What a learner could type to wear the printer out is refused, or printed within the limits."""

import resource
from dataclasses import replace

import pytest

from progress.documents import content as plans
from progress.documents.career_plan import print_career_plan_in_child
from progress.documents.children import ChildLimits
from progress.documents.limits import PlanTooLarge
from tests.factories.career_plan_content import (
    make_empty_plan_content,
    make_long_plan_content,
    make_milestone,
    rename_learner,
)

CPU_SECONDS = ChildLimits().cpu_seconds


def make_note(text):
    """A plan whose one milestone carries a learner's note."""
    milestone = replace(make_milestone(1), note=text)
    stage = plans.PlanStage(title="Core", milestones=(milestone,))
    return replace(make_empty_plan_content(), stages=(stage,))


def measure(content):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = print_career_plan_in_child(content)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return printed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


REFUSED = {
    "a long note": ("x " * 300, "note has"),
    "an unbroken word of 20,000 letters": ("x" * 20_000, "note has"),
    "a million characters": ("word " * 200_000, "note has"),
    "6,000 emoji": ("🚀" * 6000, "emoji; at most 40"),
    "41 emoji": ("🚀" * 41, "emoji; at most 40"),
    "20,000 ideographs": ("".join(map(chr, range(0x4E00, 0x4E00 + 20_000))), "note has"),
    "nested markup": ("<div>" * 1000, "note has"),
}
PRINTED = {
    "an unbroken word": "x" * 400,
    "as many ideographs as fit": "".join(map(chr, range(0x4E00, 0x4E00 + 400))),
    "mixed directions": "abc אבג ابج " * 30,
    "40 emoji": "🚀" * 40,
    "a tower of marks": "a" + "\u0301" * 390,
    "controls and overrides": "\u202e\u2066\x00\x1b" * 90 + "end",
    "zero-width characters": "\u200b\u200d" * 190 + "end",
    "private use": "\ue000" * 390 + "end",
    "markup and entities": "<table><td colspan=65534>&lol;<!ENTITY x 'y'>]]>" * 8,
    "a style and a picture": "</p><style>@import url(http://x)</style><img src=file:///etc/passwd>"
    * 5,
    "an SVG use bomb": "<svg><use href='#a'/><use href='#a'/></svg>" * 9,
}


class TestWhatALearnerMayType:
    @pytest.mark.parametrize("case", REFUSED)
    def test_is_refused_with_the_number_found_and_allowed(self, case):
        text, words = REFUSED[case]
        with pytest.raises(PlanTooLarge, match=words):
            print_career_plan_in_child(make_note(text))

    @pytest.mark.parametrize("case", PRINTED)
    def test_is_printed_well_within_the_limits(self, case):
        printed, seconds = measure(make_note(PRINTED[case]))
        assert printed.page_count < 15
        assert seconds < CPU_SECONDS / 2

    def test_names_of_any_length_are_refused_or_kept_on_the_cover(self):
        with pytest.raises(PlanTooLarge, match="learner_name"):
            print_career_plan_in_child(rename_learner(make_empty_plan_content(), "M" * 121))
        printed, _ = measure(rename_learner(make_empty_plan_content(), "M" * 120))
        assert printed.pages["summary"] == 2

    @pytest.mark.slow
    def test_the_largest_plan_of_all_stays_within_the_limits(self):
        printed, seconds = measure(make_long_plan_content())
        assert printed.page_count > 12
        assert seconds < CPU_SECONDS / 2

    def test_more_milestones_than_that_are_refused(self):
        milestones = tuple(make_milestone(number) for number in range(1, 122))
        stage = plans.PlanStage(title="Core", milestones=milestones)
        with pytest.raises(PlanTooLarge, match="121 milestones; at most 120"):
            print_career_plan_in_child(replace(make_empty_plan_content(), stages=(stage,)))
