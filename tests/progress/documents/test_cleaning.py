"""Cleaning user text."""

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.choices import MilestoneStatus
from progress.documents import content as plans
from progress.documents.cleaning import clean_content, clean_text, replace_characters
from tests.factories.career_plan_content import make_career_plan_content


class TestCleanText:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("Zoe\u0308", "Zoë"),
            ("a\x00b\x9fc", "abc"),
            ("a\ud800b\ue000c\U000e1234\uffff", "abc"),
            ("two\nlines\tand more", "two lines and more"),
            ("evil\u202egnp.exe\u2066\u2069", "evilgnp.exe"),
            ("x" + "\u0301" * 9, "x" + "\u0301" * 4),
            ("a\u200b\u200b\u200db", "a\u200bb"),
            ("  edges  ", "edges"),
            ("ليلى کرد\u200cها", "ليلى کرد\u200cها"),
        ],
    )
    def test_drops_what_breaks_or_disguises_a_page(self, text, cleaned):
        assert clean_text(text) == cleaned

    @given(st.text(st.characters()))
    def test_gives_text_that_can_be_encoded_and_stays_clean(self, text):
        cleaned = clean_text(text)
        cleaned.encode()
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in cleaned)


@dataclass(frozen=True)
class Inner:
    words: str
    status: MilestoneStatus = MilestoneStatus.DONE


@dataclass(frozen=True)
class Outer:
    inner: tuple[Inner, ...]
    number: int = 3


class TestCleanContent:
    def test_reaches_every_depth_and_keeps_codes(self):
        cleaned = clean_content(Outer((Inner("a\x00"),)))
        assert cleaned == Outer((Inner("a"),))
        assert type(cleaned.inner[0].status) is MilestoneStatus

    def test_leaves_clean_content_equal(self):
        assert clean_content(make_career_plan_content()) == make_career_plan_content()


class TestReplaceCharacters:
    def test_puts_the_stand_in_into_every_text_at_any_depth(self):
        milestone = plans.PlanMilestone(
            number=1, title="a山b", outcome="田", status=MilestoneStatus.TODO, needs=("山",)
        )
        stage = plans.PlanStage(title="none here", milestones=(milestone,))
        shown = replace_characters(stage, characters="山田", by="■")
        assert shown.title == stage.title
        assert shown.milestones[0].title == "a■b"
        assert (shown.milestones[0].outcome, shown.milestones[0].needs) == ("■", ("■",))
        assert shown.milestones[0].status is MilestoneStatus.TODO
