import pytest

from tests.factories.references import make_draft
from tests.factories.tracks import make_milestone
from tests.screens import find_url, make_staff, read_errors, read_messages, send_form, sign_in
from tracks.choices import DraftState
from tracks.models import Milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return sign_in(make_staff("curator"))


class TestTheQueue:
    def test_makes_a_milestone(self, client):
        draft = make_draft(title="Learn Containers")
        response = send_form(
            client, find_url(draft, "change"), decision="NEW", outcome="Can run containers."
        )
        assert "Made the milestone “Learn Containers”" in read_messages(response)
        draft.refresh_from_db()
        assert draft.milestone == Milestone.objects.get(key="learn-containers")
        page = client.get(find_url(draft.milestone, "history")).text
        assert "Accepted from" in page

    def test_adds_a_link_to_a_milestone(self, client):
        draft, milestone = make_draft(), make_milestone()
        url = find_url(draft, "change")
        response = send_form(client, url, decision="LINK", existing=milestone.pk)
        assert f"Its link now teaches “{milestone}”" in read_messages(response)

    def test_declines_with_a_reason(self, client):
        draft = make_draft()
        send_form(client, find_url(draft, "change"), decision="DECLINE", why="Too broad.")
        draft.refresh_from_db()
        assert (draft.state, draft.reason) == (DraftState.DECLINED, "Too broad.")

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({}, "decision", "required"),
            ({"decision": "NEW", "outcome": "Knows"}, "outcome", "beginning with"),
            ({"decision": "NEW", "new_key": None}, "new_key", "Choose a key"),
            ({"decision": "NEW", "new_title": None}, "new_title", "Give the milestone a title"),
            ({"decision": "NEW", "new_key": "taken"}, "new_key", "There is a milestone"),
            ({"decision": "LINK"}, "existing", "Choose the milestone"),
            ({"decision": "DECLINE", "why": " "}, "why", "Say why"),
        ],
    )
    def test_asks_at_the_field_for_what_an_answer_needs(self, client, changes, field, words):
        make_milestone(key="taken")
        response = send_form(client, find_url(make_draft(), "change"), **changes)
        assert words in str(read_errors(response)[field])

    def test_shows_what_became_of_a_decided_draft_and_takes_nothing_more(self, client):
        draft = make_draft(state=DraftState.DECLINED, reason="Too broad.")
        response = client.get(find_url(draft, "change"))
        assert "Too broad." in response.text
        assert "Your decision" not in response.text
        assert client.post(find_url(draft, "change"), {"decision": "LINK"}).status_code == 403

    def test_is_closed_to_who_may_only_look(self):
        client = sign_in(make_staff("approver"))
        draft = make_draft()
        assert client.get(find_url(draft, "change")).status_code == 200
        assert client.post(find_url(draft, "change"), {"decision": "LINK"}).status_code == 403

    def test_stands_on_the_board(self, client):
        make_draft()
        assert "draft milestones waiting" in client.get("/admin/").text
