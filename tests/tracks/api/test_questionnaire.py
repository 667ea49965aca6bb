import pytest
from rest_framework.throttling import SimpleRateThrottle

from tests.factories.api import get_code, list_pointers, make_visitor
from tests.factories.tracks import make_question, make_track

pytestmark = pytest.mark.django_db
URL = "/api/v1/questionnaire/"


@pytest.fixture
def tracks():
    return make_track(position=1), make_track(position=2)


@pytest.fixture
def question(tracks):
    return make_question(effects=[(tracks[0], -1), (tracks[1], 2)])


class TestQuestionnaire:
    def test_asks_without_giving_the_answer_away(self, question):
        assert make_visitor().get(URL).json() == {
            "questions": [
                {
                    "key": question.key,
                    "text": question.text,
                    "help_text": question.help_text,
                    "options": [
                        {"key": "one", "text": "Automating"},
                        {"key": "two", "text": "None"},
                    ],
                }
            ]
        }

    def test_suggests_with_every_reason(self, tracks, question):
        body = make_visitor().post(URL, {"answers": {question.key: "one"}}).json()

        assert body["leaders"] == [tracks[1].key]
        assert body["answered_count"] == 1
        best, worst = body["scores"]
        assert (best["track"], best["points"], best["lowered"]) == (tracks[1].key, 2, [])
        assert best["raised"] == [
            {
                "weight": 2,
                "text": f"A fact about {tracks[1].name}.",
                "question": question.text,
                "answer": "Automating",
            }
        ]
        assert (worst["points"], len(worst["lowered"])) == (-1, 1)

    def test_suggests_nothing_from_no_answers(self, question):
        body = make_visitor().post(URL, {"answers": {}}).json()

        assert (body["leaders"], body["answered_count"]) == ([], 0)

    @pytest.mark.parametrize(
        ("answers", "pointer", "code"),
        [
            ({"no-such": "one"}, "/answers", "impossible_answer"),
            ({"QUESTION": "three"}, "/answers", "impossible_answer"),
            ({"QUESTION": "x" * 81}, "/answers/QUESTION", "max_length"),
            ({"QUESTION": None}, "/answers/QUESTION", "null"),
            ({f"q{number}": "one" for number in range(101)}, "/answers", "max_length"),
            ("one", "/answers", "not_a_dict"),
        ],
    )
    def test_refuses_answers_that_nobody_can_give(self, question, answers, pointer, code):
        if isinstance(answers, dict):
            answers = {key.replace("QUESTION", question.key): one for key, one in answers.items()}

        answer = make_visitor().post(URL, {"answers": answers})

        assert answer.status_code == 400
        assert list_pointers(answer) == {(pointer.replace("QUESTION", question.key), code)}

    def test_refuses_other_fields(self):
        answer = make_visitor().post(URL, {"answers": {}, "weights": {}})

        assert list_pointers(answer) == {("/weights", "unknown_field")}

    def test_slows_down_who_asks_too_often(self, monkeypatch):
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "2/min", "user": None})
        visitor = make_visitor()
        visitor.get(URL)
        visitor.get(URL)

        answer = visitor.get(URL)

        assert get_code(answer) == (429, "throttled")
        assert 0 < int(answer["Retry-After"]) <= 60
