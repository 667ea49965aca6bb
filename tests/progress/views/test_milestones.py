import pytest
from django.urls import reverse

from progress.choices import MilestoneStatus
from progress.models import MilestoneEvent, MilestoneState
from progress.operations.enrolments import choose_track
from progress.operations.milestones import set_milestone_status
from tests.factories.progress import NOW, list_milestones
from tests.factories.tracks import make_track

HTMX = {"HX-Request": "true"}


@pytest.fixture
def milestone(enrolment):
    return list_milestones(enrolment)[0]


@pytest.fixture
def address(milestone):
    return reverse("milestone-state", args=[milestone.key])


class TestSetState:
    def test_returns_to_the_milestone_with_an_offer_to_undo(self, page, milestone, address):
        answer = page.post(address, {"status": "DONE"})

        event = MilestoneEvent.objects.get()
        assert answer.url == f"{reverse('outline')}?undo={event.pk}#m-{milestone.key}"
        text = page.get(answer.url).content.decode()
        assert f"“{milestone.title}” is done now." in text
        assert reverse("milestone-undo", args=[event.pk]) in text

    def test_sends_htmx_only_what_changed(self, page, milestone, address):
        text = page.post(address, {"status": "DONE"}, headers=HTMX).content.decode()

        assert "<html" not in text
        assert text.lstrip().startswith(
            f'<li class="milestone step step-done" id="m-{milestone.key}"'
        )
        assert 'id="track-summary"' in text
        assert "1 of 6" in text
        assert 'hx-swap-oob="innerHTML:#toast"' in text

    def test_refuses_a_state_that_does_not_exist(self, page, address):
        assert page.post(address, {"status": "MASTERED"}).status_code == 404
        assert page.get(address).status_code == 405
        assert not MilestoneState.objects.exists()


class TestUndo:
    def move(self, enrolment, milestone, status=MilestoneStatus.DONE):
        return set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=status, now=NOW
        )

    def test_takes_the_change_back(self, page, enrolment, milestone):
        event = self.move(enrolment, milestone)

        answer = page.post(
            reverse("milestone-undo", args=[event.pk]), {"back": "dashboard"}, follow=True
        )

        assert answer.redirect_chain == [(reverse("dashboard"), 302)]
        assert "is to do again" in answer.content.decode()
        assert MilestoneState.objects.get().status == MilestoneStatus.TODO

    def test_says_when_a_newer_change_stands_on_top(self, page, enrolment, milestone):
        event = self.move(enrolment, milestone)
        self.move(enrolment, milestone, MilestoneStatus.SKIPPED)
        address = reverse("milestone-undo", args=[event.pk])

        plain = page.post(address, follow=True)
        quick = page.post(address, headers=HTMX)

        assert "a newer one stands on top" in plain.content.decode()
        assert "a newer one stands on top" in quick.content.decode()
        assert MilestoneState.objects.get().status == MilestoneStatus.SKIPPED

    def test_works_for_a_track_that_rests(self, page, enrolment, milestone):
        event = self.move(enrolment, milestone)
        choose_track(user=enrolment.user, track=make_track(), now=NOW)

        answer = page.post(reverse("milestone-undo", args=[event.pk]), headers=HTMX)

        assert answer.status_code == 204
        assert MilestoneState.objects.get().status == MilestoneStatus.TODO


class TestEditNote:
    def test_stores_and_escapes_what_is_written(self, page, milestone):
        address = reverse("milestone-note", args=[milestone.key])

        answer = page.post(
            address,
            {"note": "<script>alert(1)</script>", "links": "https://example.org/a\n\n"},
            follow=True,
        )

        text = answer.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<script>alert(1)" not in text
        assert MilestoneState.objects.get().links == ["https://example.org/a"]
        assert "https://example.org/a" in page.get(address).content.decode()

    def test_keeps_the_form_with_its_error(self, page, milestone):
        address = reverse("milestone-note", args=[milestone.key])
        data = {"note": "", "links": "javascript:alert(1)"}

        plain = page.post(address, data)
        quick = page.post(address, data, headers=HTMX)

        assert "is not an https address" in plain.content.decode()
        assert "<html" not in quick.content.decode()
        assert quick.headers["HX-Retarget"] == f"#note-{milestone.key}"
        assert quick.status_code == 422
        assert not MilestoneState.objects.exists()
