from decimal import Decimal

from django.urls import reverse

from certifications.choices import CertificationStatus
from progress.models import PlannedCertification
from progress.operations.learners import plan_certification
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import NOW, make_user


class TestShowPlanned:
    def test_says_which_fees_are_known_and_which_are_not(self, page, enrolment):
        known = make_certification(tracks=[(enrolment.track, 1)])
        make_claim(certification=known, is_preferred=True)
        make_claim(certification=known, amount_low=Decimal(500), amount_high=Decimal(500))
        unknown = make_certification(tracks=[(enrolment.track, 1)])
        for certification in (known, unknown):
            plan_certification(user=enrolment.user, certification=certification, now=NOW)

        text = page.get(reverse("planned-certifications")).content.decode()

        assert "<dt>Known fees</dt><dd>$450</dd>" in text
        assert "<dt>Without a known one-off fee</dt><dd>1</dd>" in text
        assert "$500" in text
        assert "<dt>Fee</dt><dd>unknown</dd>" in text


class TestAdd:
    def test_plans_a_certification(self, page, enrolment):
        certification = make_certification()
        address = reverse("certification-plan", args=[certification.key])

        first = page.post(address, follow=True).content.decode()
        second = page.post(address, follow=True).content.decode()

        assert "is in your plan now" in first
        assert "was in your plan already" in second
        assert PlannedCertification.objects.get().user == enrolment.user

    def test_says_why_it_cannot_be_planned(self, page):
        certification = make_certification(status=CertificationStatus.RETIRED)

        answer = page.post(reverse("certification-plan", args=[certification.key]), follow=True)

        assert "cannot be planned: retired" in answer.content.decode()


class TestRemove:
    def test_takes_it_out(self, page, enrolment):
        certification = make_certification()
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        page.post(reverse("certification-drop", args=[certification.key]))

        assert not PlannedCertification.objects.exists()

    def test_does_not_find_what_only_others_plan(self, page):
        certification = make_certification()
        plan_certification(user=make_user(), certification=certification, now=NOW)

        answer = page.post(reverse("certification-drop", args=[certification.key]))

        assert answer.status_code == 404
        assert PlannedCertification.objects.exists()
