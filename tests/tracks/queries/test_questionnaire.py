import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.tracks import make_question, make_track
from tracks.models import OptionEffect, QuestionOption
from tracks.queries.questionnaire import (
    AskedOption,
    AskedQuestion,
    Effect,
    ImpossibleAnswer,
    list_questions,
    suggest_tracks,
)

TRACKS = ("devops", "mlops", "linux")
QUESTIONS = (
    AskedQuestion(
        "afternoon",
        "A free afternoon?",
        "",
        (
            AskedOption(
                "models",
                "Teach a model",
                (
                    Effect("mlops", 2, "MLOps brings models to production."),
                    Effect("linux", -1, "Linux work has few models."),
                ),
            ),
            AskedOption("chores", "Automate chores", (Effect("devops", 2, "It automates."),)),
        ),
    ),
    AskedQuestion(
        "start",
        "Where do you start?",
        "",
        (AskedOption("operations", "Operations", (Effect("devops", 1, "It bridges both."),)),),
    ),
)


def suggest(**answers):
    return suggest_tracks(questions=QUESTIONS, answers=answers, track_keys=TRACKS)


class TestSuggestTracks:
    def test_lists_the_facts_that_raised_and_lowered_each_track(self):
        scores = {score.track_key: score for score in suggest(afternoon="models").scores}
        assert (scores["mlops"].points, scores["linux"].points) == (2, -1)
        [raised] = scores["mlops"].raised
        assert raised.text == "MLOps brings models to production."
        assert (raised.question, raised.answer) == ("A free afternoon?", "Teach a model")
        assert scores["mlops"].lowered == ()
        assert [reason.text for reason in scores["linux"].lowered] == ["Linux work has few models."]

    def test_puts_the_most_points_first(self):
        suggestion = suggest(afternoon="chores", start="operations")
        assert [score.track_key for score in suggestion.scores] == ["devops", "mlops", "linux"]
        assert suggestion.leaders == ("devops",)
        assert not suggestion.is_tie
        assert suggestion.scores[0].points == 3
        assert [reason.weight for reason in suggestion.scores[0].raised] == [2, 1]

    def test_says_so_when_tracks_are_level(self):
        suggestion = suggest(afternoon="models")
        level = suggest_tracks(
            questions=QUESTIONS, answers={"start": "operations"}, track_keys=("mlops", "linux")
        )
        assert suggestion.leaders == ("mlops",)
        assert level.leaders == ("mlops", "linux")
        assert level.is_tie

    def test_suggests_nothing_without_an_answer(self):
        suggestion = suggest()
        assert suggestion.leaders == ()
        assert suggestion.answered_count == 0

    def test_refuses_an_answer_that_cannot_be_given(self):
        with pytest.raises(ImpossibleAnswer, match="not an answer to"):
            suggest(afternoon="sleep")

    def test_refuses_a_question_that_was_not_asked(self):
        with pytest.raises(ImpossibleAnswer, match="no question"):
            suggest(breakfast="eggs")

    @given(
        st.fixed_dictionaries(
            {},
            optional={
                "afternoon": st.sampled_from(["models", "chores"]),
                "start": st.just("operations"),
            },
        )
    )
    def test_points_are_the_sum_of_the_reasons_shown(self, answers):
        first, second = suggest(**answers), suggest(**dict(reversed(answers.items())))
        assert first == second
        for score in first.scores:
            assert score.points == sum(r.weight for r in (*score.raised, *score.lowered))


@pytest.mark.django_db
class TestListQuestions:
    def test_reads_questions_with_effects_on_published_tracks_only(self, django_assert_num_queries):
        shown, hidden = make_track(), make_track(is_published=False)
        question = make_question(position=1)
        option = QuestionOption.objects.create(
            question=question, key="an-answer", text="An answer", position=9
        )
        for track in (shown, hidden):
            OptionEffect.objects.create(option=option, track=track, weight=1, reason="Because.")
        with django_assert_num_queries(3):
            [asked] = list_questions()
        assert asked.key == question.key
        assert asked.options[-1].effects == (Effect(shown.key, 1, "Because."),)

    def test_is_empty_without_questions(self):
        assert list_questions() == ()
