from decimal import Decimal

import pytest

from tests.factories.progress import make_user
from tests.factories.revisions import make_revision, publish, publish_all
from tests.factories.tracks import make_role, make_salary_band, make_source
from tests.screens import find_url, make_staff, read_messages, send_form, sign_in
from tracks.models import Revision, Role, SalaryBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return make_staff("curator")


@pytest.fixture
def client(curator):
    return sign_in(curator)


def find_version_url(row, version):
    return f"{find_url(row, 'history')}{version}/"


class TestHistoryOfAReviewedRow:
    def test_says_who_proposed_and_who_published_and_leads_to_the_change(self, client):
        curator, approver = make_user(display_name="Grace"), make_user(display_name="Alan")
        band = make_salary_band()
        revision = publish(make_revision(band=band, author=curator, low=85_000), by=approver)
        page = client.get(find_url(band, "history")).text
        assert "80,000 → 85,000" in page
        assert "Grace" in page
        assert "published by Alan" in page
        assert find_url(revision, "change") in page

    def test_restores_a_version_as_a_draft(self, client, curator):
        band = make_salary_band()
        first = band.history.get()
        publish(make_revision(band=band, low=85_000))
        url = find_version_url(band, first.pk)
        assert "Restore as a draft" in client.get(url).text
        response = client.post(url, follow=True)
        revision = Revision.objects.latest("pk")
        band.refresh_from_db()
        assert band.low == Decimal(85_000)
        assert (revision.author, revision.proposed["low"]) == (curator, "80000")
        assert response.redirect_chain[-1][0] == find_url(revision, "change")
        publish_all()
        band.refresh_from_db()
        assert band.low == Decimal(80_000)

    def test_asks_for_a_new_check_of_restored_values(self, client):
        checked = make_user()
        band = make_salary_band(state="VERIFIED", checked_by=checked)
        first = band.history.get()
        publish(make_revision(band=band, low=85_000, state="ATTRIBUTED"))
        client.post(find_version_url(band, first.pk))
        assert Revision.objects.latest("pk").proposed["state"] == "ATTRIBUTED"

    def test_brings_a_removed_row_back_as_a_draft(self, client):
        band = make_salary_band()
        pk, first = band.pk, band.history.get()
        band.delete()
        response = client.post(f"/admin/tracks/salaryband/{pk}/history/{first.pk}/", follow=True)
        assert "are a draft now" in read_messages(response)
        publish_all()
        assert SalaryBand.objects.get().key == first.key

    def test_says_that_there_is_nothing_to_restore(self, client):
        band = make_salary_band()
        response = client.post(find_version_url(band, band.history.get().pk), follow=True)
        assert "says all of that already" in read_messages(response)
        assert not Revision.objects.exists()

    def test_is_not_for_those_who_may_only_look(self):
        band = make_salary_band()
        publish(make_revision(band=band, low=85_000))
        approver = sign_in(make_staff("approver"))
        url = find_version_url(band, band.history.last().pk)
        assert "Restore as a draft" not in approver.get(url).text
        assert approver.post(url).status_code == 403
        assert sign_in(make_staff()).get(url).status_code == 403


class TestHistoryOfOtherRows:
    def test_restores_a_version_at_once_and_says_so(self, client, curator):
        role = make_role(title="Keeper")
        first = role.history.get()
        send_form(client, find_url(role, "change"), title="Guard")
        response = client.post(find_version_url(role, first.pk), follow=True)
        role.refresh_from_db()
        newest = role.history.first()
        assert role.title == "Keeper"
        assert "is again what it was" in read_messages(response)
        assert newest.history_user == curator
        assert newest.history_change_reason.startswith("Restored the version of")

    def test_keeps_what_the_loader_notes(self, client):
        role = make_role(title="Keeper")
        first = role.history.get()
        Role.objects.update(title="Guard", content_fingerprint="f" * 64, content_origin="content")
        client.post(find_version_url(role, first.pk))
        role.refresh_from_db()
        assert (role.title, role.content_origin) == ("Keeper", "content")

    def test_refuses_a_version_that_breaks_a_rule(self, client):
        role = make_role()
        first = role.history.get()
        type(first).objects.filter(pk=first.pk).update(title="")
        response = client.post(find_version_url(role, first.pk), follow=True)
        assert "Not restored." in read_messages(response)


class TestTwoVersions:
    def test_shows_what_changed_between_any_two(self, client):
        band = make_salary_band()
        for low in (85_000, 86_000):
            publish(make_revision(band=band, low=low))
        numbers = list(band.history.order_by("pk").values_list("pk", flat=True))
        url = f"{find_url(band, 'history')}compare/"
        response = client.get(url, {"older": numbers[2], "newer": numbers[0]})
        assert response.context["differences"] == [
            {"label": "Low", "before": "80,000", "after": "86,000"}
        ]

    def test_says_when_a_version_is_not_there(self, client):
        band = make_salary_band()
        other = make_salary_band().history.get()
        for number in (other.pk, 999_999, "x"):
            assert client.get(find_version_url(band, number)).status_code == 404
        assert client.get("/admin/tracks/salaryband/999999/history/1/").status_code == 404

    def test_names_what_is_gone(self, client):
        source = make_source()
        band = make_salary_band(source=source)
        first = band.history.get()
        SalaryBand.objects.update(source=make_source())
        source.delete()
        assert "(not there any more)" in client.get(find_version_url(band, first.pk)).text
        response = client.post(find_version_url(band, first.pk), follow=True)
        assert "is not there any more" in read_messages(response)
