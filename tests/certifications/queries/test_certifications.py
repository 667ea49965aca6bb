import pytest

from certifications.choices import CertificationStatus, ClaimField, RequirementKind
from certifications.models import Certification
from certifications.queries.certifications import (
    get_certification_page,
    list_certifications,
    list_covering,
    list_issuers,
    list_track_certifications,
    make_card,
    search_certifications,
)
from tests.factories.certifications import (
    make_certification,
    make_claim,
    make_issuer,
    make_requirement,
)
from tests.factories.tracks import make_milestone, make_track
from tracks.choices import EvidenceState

pytestmark = pytest.mark.django_db


def names(cards):
    return [card.certification.short_name for card in cards]


class TestListCertifications:
    def test_puts_what_can_be_earned_first_and_then_orders_by_name(self):
        make_certification(short_name="Gone", status=CertificationStatus.RETIRED)
        make_certification(short_name="Myth", status=CertificationStatus.DOES_NOT_EXIST)
        make_certification(short_name="B")
        make_certification(short_name="A")
        assert names(list_certifications()) == ["A", "B", "Gone", "Myth"]

    def test_filters_by_track_issuer_status_and_text(self):
        track = make_track()
        issuer = make_issuer(name="Red Hat")
        wanted = make_certification(
            short_name="RHCE", issuer=issuer, tracks=[(track, 3)], exam_codes=("EX294", "EX295")
        )
        make_certification(short_name="CKA", status=CertificationStatus.RETIRED)
        for chosen in (
            {"track_key": track.key},
            {"issuer_key": issuer.key},
            {"status": "ACTIVE"},
            {"text": "red hat ex29"},
        ):
            assert [card.certification for card in list_certifications(**chosen)] == [wanted]
        assert list_certifications(text="nothing like it") == []

    def test_asks_the_same_number_of_times_for_many(self, django_assert_num_queries):
        milestone, track = make_milestone(), make_track()
        for _ in range(4):
            row = make_certification(tracks=[(track, 1)], covers=[milestone])
            make_claim(certification=row)
        with django_assert_num_queries(5):
            list_certifications()


class TestMakeCard:
    def test_shows_preferred_validity_and_disagreement(self):
        row = make_certification(covers=[make_milestone()])
        make_claim(certification=row, field=ClaimField.VALIDITY, months=24)
        good = make_claim(certification=row, field=ClaimField.VALIDITY, is_preferred=True)
        make_claim(certification=row, state=EvidenceState.DISPUTED)
        card = make_card(row)
        assert (card.validity, card.is_disputed, card.covered_count) == (good, True, 1)
        assert card.fee is None


class TestListIssuers:
    def test_lists_each_issuer_with_a_certification_once(self):
        issuer = make_issuer(name="B")
        make_certification(issuer=issuer)
        make_certification(issuer=issuer)
        other = make_certification(issuer=make_issuer(name="A")).issuer
        make_issuer(name="Idle")
        assert list(list_issuers()) == [other, issuer]


class TestListTrackCertifications:
    def test_groups_by_rung(self):
        track, other = make_track(), make_track()
        high = make_certification(tracks=[(track, 3)])
        low = make_certification(tracks=[(other, 2), (track, 1)])
        by_rung = list_track_certifications(track=track)
        assert {
            rung: [card.certification for card in cards] for rung, cards in by_rung.items()
        } == {
            1: [low],
            3: [high],
        }
        assert list(by_rung) == [1, 3]

    def test_is_empty_for_a_track_without_any(self):
        assert list_track_certifications(track=make_track()) == {}


class TestListCovering:
    def test_lists_what_shows_a_milestone_by_name(self):
        milestone = make_milestone()
        second = make_certification(short_name="B", covers=[milestone])
        first = make_certification(short_name="A", covers=[milestone])
        make_certification(covers=[make_milestone()])
        cards = list_covering(milestone=milestone)
        assert [card.certification for card in cards] == [first, second]


class TestGetCertificationPage:
    def test_puts_the_preferred_claim_of_a_field_first(self):
        row = make_certification()
        old = make_claim(certification=row, state=EvidenceState.DISPUTED)
        new = make_claim(certification=row, is_preferred=True)
        text = make_claim(certification=row, field=ClaimField.PREREQUISITE)
        fee, prerequisite = get_certification_page(key=row.key).groups
        assert (fee.field, fee.claims) == (ClaimField.FEE, (new, old))
        assert (fee.is_disputed, fee.has_preferred) == (True, True)
        assert (prerequisite.claims, prerequisite.has_preferred) == ((text,), False)

    def test_names_what_comes_before_and_after(self):
        row, needed, either, later = (make_certification() for _ in range(4))
        old = make_certification(successor=row, status=CertificationStatus.RENAMED)
        make_requirement(certification=row, required=needed)
        make_requirement(certification=row, required=either, kind=RequirementKind.ANY)
        make_requirement(certification=later, required=row)
        page = get_certification_page(key=row.key)
        assert (page.required_all, page.required_any) == ((needed,), (either,))
        assert (page.required_by, page.replaces) == ((later,), (old,))

    def test_leaves_out_milestones_that_no_track_places(self):
        placed = make_milestone()
        make_track(milestones=[placed])
        row = make_certification(covers=[placed, make_milestone()])
        assert get_certification_page(key=row.key).covered == (placed,)

    def test_refuses_an_unknown_key(self):
        with pytest.raises(Certification.DoesNotExist):
            get_certification_page(key="nothing")


class TestSearchCertifications:
    def test_finds_by_name_and_exam_code_in_any_letter_case(self):
        make_certification(
            short_name="RHCE", name="Red Hat Certified Engineer", exam_codes=("EX294",)
        )
        make_certification(short_name="CKA", name="Kubernetes Administrator", exam_codes=("CKA",))
        for text in ("rhce", "ex294", "certified engineer"):
            [group] = search_certifications(text=text)
            assert [hit.title for hit in group.hits] == ["RHCE: Red Hat Certified Engineer"]

    @pytest.mark.parametrize("text", ["", "  ", "nothing like it"])
    def test_finds_nothing(self, text):
        make_certification()
        assert search_certifications(text=text) == []
