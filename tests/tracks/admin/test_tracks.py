import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.factories.tracks import make_milestone, make_track
from tests.screens import find_url, make_staff, read_messages, run_action, send_form, sign_in
from tracks.models import Track, TrackRelease

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver() -> Client:
    return sign_in(make_staff("approver"))


@pytest.fixture
def curator() -> Client:
    return sign_in(make_staff("curator"))


def find_preview(track: Track) -> str:
    return f"/admin/tracks/track/{track.pk}/release/"


class TestPublishARelease:
    def test_publishes_and_says_so(self, approver):
        track = make_track(is_published=False, name="Linux")
        response = approver.post(find_preview(track), {"notes": ""}, follow=True)
        release = track.releases.get()
        assert release.published_by.groups.get().name == "approver"
        assert "Linux: release 1 is published" in read_messages(response)
        assert LogEntry.objects.get().object_repr == str(release)

    def test_shows_every_refusal_and_publishes_nothing(self, approver):
        needed = make_milestone(title="The first step")
        track = make_track(
            milestones=[
                make_milestone(
                    prerequisites=[needed], hours_low=None, hours_likely=None, hours_high=None
                )
            ],
            is_published=False,
        )
        said = read_messages(approver.post(find_preview(track), follow=True))
        assert "needs “The first step”, which is not placed before it" in said
        assert "has no hours" in said
        assert not track.releases.exists()

    def test_says_when_nothing_changed(self, approver):
        track = make_track()
        said = read_messages(approver.post(find_preview(track), follow=True))
        assert "nothing changed since the last release" in said
        assert track.releases.count() == 1


class TestPublishFromTheList:
    def test_leads_to_the_preview_and_publishes_nothing(self, approver):
        track = make_track(is_published=False)
        response = run_action(approver, Track, "publish", track)
        assert response.redirect_chain[-1][0] == find_preview(track)
        assert "Publish this release" in response.text
        assert not track.releases.exists()

    def test_shows_several_one_below_the_other_each_with_its_button(self, approver):
        ready, settled = make_track(is_published=False, position=1), make_track(position=2)
        faulty = make_track(position=3)
        faulty.stages.get(key="guru").placements.first().delete()
        text = run_action(approver, Track, "publish", faulty, settled, ready).text
        assert f'action="{find_preview(ready)}"' in text
        assert text.count("Publish this release") == 2  # what is shown, and its accessible name
        assert "Nothing changed since the last release." in text
        assert "was in the last release and is gone" in text
        assert not ready.releases.exists()

    def test_is_not_a_curators(self, curator):
        track = make_track(is_published=False)
        response = run_action(curator, Track, "publish", track)
        assert "Publish this release" not in response.text
        assert curator.post(find_preview(track)).status_code == 403
        assert not track.releases.exists()


class TestReleases:
    def test_cannot_be_edited_by_anybody(self):
        boss = sign_in(make_staff(is_superuser=True))
        release = make_track().releases.get()
        assert boss.post(find_url(release, "change"), {"notes": "x"}).status_code == 403
        assert boss.post(find_url(release, "delete"), {"post": "yes"}).status_code == 403
        assert boss.get(find_url(TrackRelease, "add")).status_code == 403

    def test_show_what_was_published(self, curator):
        milestone = make_milestone(title="Say <hello>")
        release = make_track(milestones=[milestone]).releases.get()
        assert "Say &lt;hello&gt;<br>" in curator.get(find_url(release, "change")).text


class TestDraft:
    def test_filter_shows_tracks_with_unpublished_changes(self, curator):
        make_track(name="Settled")
        changed = make_track(name="Changed")
        changed.stages.filter(key="start").update(title="Another start")
        new = make_track(is_published=False)
        url = find_url(Track, "changelist")
        listed = curator.get(url, {"draft": "changed"}).context["cl"].queryset
        assert set(listed) == {changed, new}
        assert curator.get(url).context["cl"].result_count == 3

    def test_can_be_edited_without_touching_the_release(self, curator):
        track = make_track()
        changes = {"stages-0-title": "Another start", "stages-0-key": "another-key"}
        send_form(curator, find_url(track, "change"), **changes)
        stage = track.stages.order_by("position").first()
        assert (stage.key, stage.title) == ("start", "Another start")
        frozen = track.releases.get().stages.order_by("position").first()
        assert frozen.title != "Another start"

    def test_takes_a_milestone_out_of_a_stage(self, curator):
        stage = make_track().stages.get(key="guru")
        before = stage.placements.count()
        send_form(curator, find_url(stage, "change"), **{"placements-0-DELETE": "on"})
        assert stage.placements.count() == before - 1


class TestNextRelease:
    def test_shows_notes_and_refusals_and_publishes_with_own_words(self, approver, curator):
        track = make_track()
        stage = track.stages.get(key="guru")
        stage.placements.create(milestone=make_milestone(title="Say hello"), position=9)
        url = f"/admin/tracks/track/{track.pk}/release/"
        assert "New: Say hello." in curator.get(url).text
        assert curator.post(url).status_code == 403
        approver.post(url, {"notes": "Greetings matter."})
        release = track.releases.get(number=2)
        assert (release.notes, release.has_own_notes) == ("Greetings matter.", True)
        assert "Nothing changed since" in approver.get(url).text

    def test_says_what_stands_in_the_way(self, approver):
        track = make_track()
        track.stages.get(key="guru").placements.first().delete()
        url = f"/admin/tracks/track/{track.pk}/release/"
        page = approver.get(url).text
        assert "was in the last release and is gone" in page
        assert "Publish this release" not in page
        approver.post(url, {"notes": ""})
        assert track.releases.count() == 1
