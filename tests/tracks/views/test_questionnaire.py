import pytest
from django.urls import reverse

from tests.factories.tracks import make_question, make_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    first = make_track(name="DevOps", position=1)
    second = make_track(name="MLOps", position=2)
    return make_question(key="free-time", effects=[(first, -1), (second, 2)])


def ask(client, **answers):
    return client.get(reverse("questionnaire"), answers)


class TestQuestionnaire:
    def test_asks_every_question(self, client, question):
        page = ask(client).content.decode()
        assert question.text in page
        assert "fits your answers best" not in page

    def test_lists_the_facts_behind_the_suggestion(self, client, question):
        page = ask(client, **{"free-time": "one"}).content.decode()
        assert "MLOps fits your answers best" in page
        assert "A fact about MLOps." in page
        assert "A fact about DevOps." in page
        assert "What spoke against it" in page
        assert "−1" in page

    def test_says_so_when_tracks_are_level(self, client, question):
        page = ask(client, **{"free-time": "two"}).content.decode()
        assert "speak equally for DevOps and MLOps" in page

    def test_refuses_an_impossible_answer(self, client, question):
        response = ask(client, **{"free-time": "three"})
        assert response.status_code == 400
        assert "is not one of the answers" in response.content.decode()

    def test_asks_for_an_answer_when_none_was_given(self, client, question):
        assert "No question was answered yet" in ask(client, **{"free-time": ""}).content.decode()

    def test_gives_the_same_page_for_the_same_address(self, client, question):
        first, second = (ask(client, **{"free-time": "one"}) for _ in range(2))
        assert first.context["suggestion"] == second.context["suggestion"]
