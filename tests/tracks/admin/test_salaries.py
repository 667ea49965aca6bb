from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.factories.progress import make_enrolment, make_learner, make_projection
from tests.factories.revisions import publish_all
from tests.factories.tracks import make_ladder_rung, make_role, make_salary_band
from tests.screens import (
    find_url,
    make_staff,
    read_errors,
    read_messages,
    run_action,
    send_form,
    sign_in,
)
from tracks.models import Revision, SalaryBand
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db
PERCENTILES = {"p10": 10_000, "p25": 20_000, "p50": 30_000, "p75": 40_000, "p90": 50_000}


@pytest.fixture
def curator():
    return make_staff("curator")


@pytest.fixture
def client(curator) -> Client:
    return sign_in(curator)


@pytest.fixture
def approver() -> Client:
    return sign_in(make_staff("approver"))


class TestSalaryBandForm:
    def test_makes_a_draft_and_leaves_the_row(self, client, curator):
        band = make_salary_band()
        before = band.history.count()
        response = send_form(client, find_url(band, "change"), low="85000", _comment="Page 3.")
        band.refresh_from_db()
        revision = Revision.objects.get()
        assert band.low == Decimal(80_000)
        assert band.history.count() == before
        assert (revision.author, revision.state) == (curator, "DRAFT")
        assert (revision.base["low"], revision.proposed["low"]) == ("80000", "85000")
        assert revision.steps.get().comment == "Page 3."
        assert "is saved as a draft" in read_messages(response)
        assert response.redirect_chain[-1][0] == find_url(revision, "change")
        assert not LogEntry.objects.exists()

    def test_sends_it_for_review_at_once(self, client):
        response = send_form(client, find_url(make_salary_band(), "change"), low="85000", _send="1")
        assert Revision.objects.get().state == "IN_REVIEW"
        assert "is in review" in read_messages(response)

    def test_goes_on_with_the_draft_that_it_shows(self, client):
        band = make_salary_band()
        url = find_url(band, "change")
        send_form(client, url, low="85000")
        page = client.get(url)
        assert page.context["adminform"].form["low"].value() == Decimal(85_000)
        assert "This is your draft." in page.text
        send_form(client, url, high="120000")
        revision = Revision.objects.get()
        assert (revision.proposed["low"], revision.proposed["high"]) == ("85000", "120000")

    def test_shows_the_row_and_a_word_to_others(self, client, curator):
        band = make_salary_band()
        url = find_url(band, "change")
        send_form(client, url, low="85000")
        other = sign_in(make_staff("curator"))
        page = other.get(url)
        assert page.context["adminform"].form["low"].value() == Decimal(80_000)
        assert f"<strong>{curator}</strong> proposes a change" in page.text

    def test_says_that_nothing_changed(self, client):
        response = send_form(client, find_url(make_salary_band(), "change"))
        assert "Nothing changed" in read_messages(response)
        assert not Revision.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"low": "120000"}, "low", "above the high end"),
            ({"high": None}, "high", "needs its high end"),
            ({"country": "usa"}, "country", "at most 2 characters"),
            ({"country": "QQ"}, "country", "not a country code"),
            ({"currency": "XQX"}, "currency", "not a currency code"),
            ({"year": "1066"}, "year", "between 1990"),
            ({"state": "DISPUTED"}, "dispute", "Name the dispute"),
            ({"state": "VERIFIED"}, "state", "not one of the available choices"),
            ({"p10": "5"}, "p25", "all five percentiles or none"),
            ({**PERCENTILES, "p75": "5"}, "p75", "P75 is below P50"),
            ({"statistic": "PERCENTILES"}, "low", "have no ends"),
            (
                {"statistic": "PERCENTILES", "low": None, "high": None},
                "p10",
                "Give all five percentiles",
            ),
            (
                {
                    "statistic": "PERCENTILES",
                    "low": None,
                    "high": None,
                    "sample_size": 4,
                    **PERCENTILES,
                },
                "sample_size",
                "too few",
            ),
            (
                {"statistic": "PERCENTILES", "high_is_open": "on"},
                "high_is_open",
                "Only a published range",
            ),
        ],
    )
    def test_answers_at_the_field_and_writes_nothing(self, client, changes, field, words):
        band = make_salary_band()
        before = band.history.count()
        response = send_form(client, find_url(band, "change"), **changes)
        assert words in " ".join(read_errors(response)[field])
        assert band.history.count() == before
        assert not LogEntry.objects.exists()

    def test_takes_an_open_bound(self, client):
        band = make_salary_band()
        send_form(client, find_url(band, "change"), high_is_open="on")
        publish_all()
        band.refresh_from_db()
        assert band.high_is_open
        assert "110,000+ USD" in client.get(find_url(SalaryBand, "changelist")).text

    def test_takes_a_sample_that_is_too_small_without_percentiles(self, client):
        band = make_salary_band()
        changes = {"statistic": "PERCENTILES", "low": None, "high": None, "sample_size": 4}
        send_form(client, find_url(band, "change"), **changes)
        publish_all()
        assert "too few (4)" in client.get(find_url(SalaryBand, "changelist")).text

    def test_never_changes_a_key(self, client):
        band = make_salary_band(key="a-key")
        send_form(client, find_url(band, "change"), key="another-key", low="85000")
        publish_all()
        band.refresh_from_db()
        assert band.key == "a-key"

    def test_proposes_a_new_band(self, client, curator):
        model = make_salary_band()
        changes = {
            "key": "a-new-band",
            "track": model.track_id,
            "year": 2025,
            "low": 1000,
            "high": 2000,
            "source": model.source_id,
            "as_of": "2025",
        }
        send_form(client, find_url(SalaryBand, "add"), **changes)
        revision = Revision.objects.get()
        assert not SalaryBand.objects.filter(key="a-new-band").exists()
        again = f"{find_url(SalaryBand, 'add')}?revision={revision.pk}"
        page = client.get(again)
        assert page.context["adminform"].form["high"].value() == Decimal(2000)
        send_form(client, again, high="3000")
        assert Revision.objects.get().proposed["high"] == "3000"
        publish_all()
        band = SalaryBand.objects.get(key="a-new-band")
        assert band.high == Decimal(3000)
        assert band.history.get().history_user == curator

    def test_warns_when_a_verified_figure_changes(self, client):
        band = make_salary_band(state=EvidenceState.VERIFIED)
        response = send_form(client, find_url(band, "change"), low="85000")
        assert "not be verified any more" in read_messages(response)
        publish_all()
        band.refresh_from_db()
        assert band.state == EvidenceState.ATTRIBUTED


class TestWhatChanges:
    def test_counts_projections_and_roles_before_saving_and_publishing(self, client):
        enrolment = make_projection().enrolment
        band = enrolment.track.salary_bands.get(rung=1)
        make_ladder_rung(track=enrolment.track, roles=[make_role(), make_role()])
        url = find_url(band, "change")
        page = client.get(url).text
        assert "1 learner’s projection — recomputed in the background once it is published" in page
        assert "2 roles whose pages show it" in page
        response = send_form(client, url, low="85000")
        assert [impact.count for impact in response.context["trial"].impacts] == [1, 2]

    def test_counts_learners_once(self, client):
        first = make_projection().enrolment
        second = make_enrolment(user=make_learner().user, track=first.track)
        make_projection(enrolment=second)
        band = first.track.salary_bands.get(rung=1)
        assert "2 learners’ projections" in client.get(find_url(band, "change")).text

    def test_counts_the_role_that_the_band_names(self, client):
        band = make_salary_band(role=make_role(), rung=None)
        assert "1 role whose page shows it" in client.get(find_url(band, "change")).text


class TestSalaryBandActions:
    def test_verify_asks_for_the_right(self, client):
        band = make_salary_band()
        run_action(client, SalaryBand, "verify", band)
        band.refresh_from_db()
        assert band.state == EvidenceState.UNSOURCED

    def test_verify_reports_what_it_did_and_did_not(self, approver):
        band, undated = make_salary_band(), make_salary_band(as_of="")
        response = run_action(approver, SalaryBand, "verify", band, undated)
        band.refresh_from_db()
        assert band.state == EvidenceState.VERIFIED
        assert "1 verified." in read_messages(response)
        assert "no as-of date" in read_messages(response)

    def test_withdraw_and_restore_keep_history(self, client, curator):
        band = make_salary_band()
        assert "1 withdrawn" in read_messages(run_action(client, SalaryBand, "withdraw", band))
        listed = client.get(find_url(SalaryBand, "changelist"), {"use": "withdrawn"})
        assert list(listed.context["cl"].queryset) == [band]
        run_action(client, SalaryBand, "restore", band)
        band.refresh_from_db()
        assert band.withdrawn_at is None
        reasons = [row.history_change_reason for row in band.history.all()[:2]]
        assert reasons == ["Restored.", "Withdrawn."]

    def test_an_approver_cannot_change_a_figure(self, approver):
        band = make_salary_band()
        assert approver.post(find_url(band, "change"), {"low": "1"}).status_code == 403


class TestSalaryBandHistory:
    def test_shows_who_changed_what(self, client, curator):
        band = make_salary_band()
        send_form(client, find_url(band, "change"), low="85000")
        publish_all()
        page = client.get(find_url(band, "history")).text
        assert str(curator) in page
        assert "80,000 → 85,000" in page


class TestRoleScreen:
    def test_saves_the_role_and_drafts_its_band(self, client, curator):
        role = make_role()
        band = make_salary_band(role=role, rung=None)
        response = send_form(
            client,
            find_url(role, "change"),
            **{"aliases": "Site engineer\n\nPlatform engineer ", "salary_bands-0-low": "85000"},
        )
        role.refresh_from_db()
        band.refresh_from_db()
        assert role.aliases == ["Site engineer", "Platform engineer"]
        assert role.history.first().history_user == curator
        assert band.low == Decimal(80_000)
        assert Revision.objects.get().proposed["low"] == "85000"
        assert "is saved as a draft" in read_messages(response)

    def test_writes_neither_role_nor_band_when_the_band_is_wrong(self, client):
        role = make_role(title="Keeper")
        make_salary_band(role=role, rung=None)
        changes = {"title": "Changed", "salary_bands-0-low": "900000"}
        response = send_form(client, find_url(role, "change"), **changes)
        assert "above the high end" in str(read_errors(response)["salary_bands-0-low"])
        role.refresh_from_db()
        assert role.title == "Keeper"

    def test_never_changes_the_key_of_a_band(self, client):
        role = make_role()
        band = make_salary_band(role=role, rung=None, key="a-key")
        changes = {"salary_bands-0-key": "another-key", "salary_bands-0-low": "85000"}
        send_form(client, find_url(role, "change"), **changes)
        publish_all()
        band.refresh_from_db()
        assert (band.key, band.low) == ("a-key", Decimal(85_000))

    def test_lets_a_superuser_propose_to_remove_a_band(self):
        boss = sign_in(make_staff(is_superuser=True))
        role = make_role()
        band = make_salary_band(role=role, rung=None)
        send_form(boss, find_url(role, "change"), **{"salary_bands-0-DELETE": "on"})
        assert SalaryBand.objects.exists()
        publish_all()
        assert not SalaryBand.objects.exists()
        gone = SalaryBand.history.get(id=band.pk, history_type="-")
        assert gone.history_id == Revision.objects.get().history_id

    def test_saves_who_stands_on_a_rung(self, client):
        rung = make_ladder_rung(roles=[make_role()])
        send_form(client, find_url(rung, "change"), name="First step")
        rung.refresh_from_db()
        assert rung.name == "First step"


class TestSourcedScreens:
    def test_note_who_verified_a_statement(self, client, curator, clock):
        rung = make_ladder_rung()
        send_form(client, find_url(rung, "change"), state="VERIFIED")
        rung.refresh_from_db()
        assert rung.checked_by == curator
        assert rung.checked_at == datetime(2026, 6, 1, 12, tzinfo=UTC)

    def test_ask_for_a_new_look_when_the_statement_changes(self, client, curator):
        rung = make_ladder_rung(state=EvidenceState.VERIFIED, checked_by=curator)
        send_form(client, find_url(rung, "change"), name="First step")
        rung.refresh_from_db()
        assert rung.state == EvidenceState.ATTRIBUTED
        assert rung.checked_by is None
