from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from certifications.choices import CertificationStatus, ClaimField, FeeUnit
from tests.factories.certifications import (
    make_certification,
    make_claim,
    make_issuer,
    make_requirement,
)
from tests.factories.tracks import make_cost_range, make_milestone, make_source, make_track
from tracks.choices import EvidenceState

pytestmark = pytest.mark.django_db


def show(client, certification):
    response = client.get(reverse("certification-detail", args=[certification.key]))
    assert response.status_code == 200
    return response.content.decode()


class TestCertificationList:
    def test_shows_fees_and_unknowns(self, client):
        priced = make_certification(short_name="RHCE")
        make_claim(certification=priced, is_preferred=True)
        make_certification(short_name="CKA")
        page = client.get(reverse("certification-list")).content.decode()
        assert "2 certifications" in page
        assert "$450" in page
        assert "unknown" in page

    def test_filters_by_address(self, client):
        track = make_track()
        issuer = make_issuer(name="Red Hat")
        make_certification(short_name="RHCE", issuer=issuer, tracks=[(track, 3)])
        make_certification(short_name="CKA")
        address = reverse("certification-list")
        chosen = {"track": track.key, "issuer": issuer.key, "status": "ACTIVE", "q": "rh"}
        page = client.get(address, chosen).content.decode()
        assert "RHCE" in page
        assert "CKA" not in page
        assert "No certification matches" in client.get(address, {"q": "zz"}).content.decode()

    def test_refuses_a_filter_that_does_not_exist(self, client):
        response = client.get(reverse("certification-list"), {"track": "nothing"})
        assert response.status_code == 400
        assert "not one of the available choices" in response.content.decode()


class TestCertificationDetail:
    def test_shows_claims_side_by_side_with_state_and_date(self, client):
        row = make_certification()
        source = make_source(title="The old list")
        make_claim(
            certification=row,
            source=source,
            state=EvidenceState.DISPUTED,
            as_of="2024",
            amount_low=Decimal(800),
            amount_high=Decimal(800),
        )
        make_claim(certification=row, is_preferred=True, is_retake_included=True)
        make_claim(certification=row, field=ClaimField.VALIDITY, months=None, does_not_expire=True)
        make_claim(certification=row, field=ClaimField.PREP_HOURS)
        make_claim(certification=row, field=ClaimField.RENEWAL)
        page = show(client, row)
        for words in ("$800", "$450", "The old list", "sources disagree", "used in budgets"):
            assert words in page
        for words in ("does not expire", "80–140 h", "Every 36 months", "one retake included"):
            assert words in page

    def test_says_that_no_claim_is_relied_on(self, client):
        row = make_certification()
        make_claim(certification=row)
        assert "in budgets the fee is unknown" in show(client, row)

    def test_shows_a_subscription_as_one(self, client):
        row = make_certification()
        make_claim(certification=row, unit=FeeUnit.PER_MONTH, is_preferred=True)
        assert "$450 per month" in show(client, row)

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (CertificationStatus.DOES_NOT_EXIST, "This certification does not exist."),
            (CertificationStatus.RETIRED, "Retired on 1 May 2024: it can no longer be earned."),
            (CertificationStatus.RENAMED, "Renamed on 1 May 2024."),
            (CertificationStatus.UNVERIFIED, "Not verified."),
        ],
    )
    def test_says_what_became_of_it(self, client, status, words):
        successor = make_certification(short_name="Newer")
        row = make_certification(
            status=status, status_date=date(2024, 5, 1), successor=successor, issuer=None
        )
        page = show(client, row)
        assert words in page
        assert reverse("certification-detail", args=[successor.key]) in page

    def test_adds_up_the_path_or_says_that_it_is_unknown(self, client):
        first, second, third = (make_certification() for _ in range(3))
        make_requirement(certification=second, required=first)
        make_requirement(certification=third, required=second)
        for row in (first, second):
            make_claim(certification=row, is_preferred=True)
        assert "$900" in show(client, second)
        assert "A sum with an unknown part would mislead" in show(client, third)

    def test_lists_the_milestones_it_covers(self, client):
        milestone = make_milestone(title="Pipes")
        make_track(milestones=[milestone])
        assert "Pipes" in show(client, make_certification(covers=[milestone]))

    def test_answers_404_for_an_unknown_key(self, client):
        address = reverse("certification-detail", args=["nothing"])
        assert client.get(address).status_code == 404


class TestTrackCertifications:
    def test_groups_by_rung_and_shows_the_sources_range(self, client):
        track = make_track()
        make_certification(short_name="RHCE", tracks=[(track, 3)])
        make_cost_range(track=track, note="Wrong at both ends.")
        page = client.get(reverse("track-certifications", args=[track.key])).content.decode()
        for words in ("Towards senior", "RHCE", "$300–$1,500", "Wrong at both ends."):
            assert words in page

    def test_answers_404_for_a_draft(self, client):
        draft = make_track(is_published=False)
        assert client.get(reverse("track-certifications", args=[draft.key])).status_code == 404
