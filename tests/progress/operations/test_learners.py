from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from certifications.choices import CertificationStatus
from progress.models import Learner, PlannedCertification
from progress.operations.learners import (
    CertificationNotPlannable,
    drop_certification,
    get_or_create_learner,
    override_assumptions,
    plan_certification,
    save_circumstances,
)
from progress.roi.assumptions import AssumptionOutOfRange, AssumptionUnknown
from tests.factories.certifications import make_certification
from tests.factories.progress import NOW, make_learner, make_user

pytestmark = pytest.mark.django_db


class TestGetOrCreateLearner:
    def test_makes_one_row_a_person(self):
        user = make_user()

        assert get_or_create_learner(user=user) == get_or_create_learner(user=user)


class TestSaveCircumstances:
    def test_keeps_answers_that_are_not_named(self):
        user = make_user()
        save_circumstances(user=user, now=NOW, current_pay=Decimal(60_000))

        save_circumstances(user=user, now=NOW + timedelta(days=1), hours_per_week=Decimal(6))

        learner = Learner.objects.get(user=user)
        assert (learner.current_pay, learner.hours_per_week) == (Decimal(60_000), Decimal(6))
        assert learner.onboarded_at == NOW

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"current_pay": Decimal(-5)}, "at least 1,000"),
            ({"current_pay": Decimal(1_000_000)}, "below 1,000,000"),
            ({"hours_per_week": Decimal(200)}, "More than 80 hours"),
            ({"hours_per_week": Decimal(0)}, "at least half an hour"),
            ({"employer_share": Decimal("1.5")}, "less than or equal to 1"),
            ({"current_rung": 7}, "not a valid choice"),
            ({"goal": "x" * 401}, "At most 400"),
        ],
    )
    def test_stores_nothing_when_an_answer_is_impossible(self, answers, words):
        learner = make_learner(current_pay=Decimal(52_000))

        with pytest.raises(ValidationError, match=words):
            save_circumstances(user=learner.user, now=NOW, **{"current_role": "New", **answers})

        stored = Learner.objects.get()
        assert (stored.current_pay, stored.current_role) == (
            Decimal(52_000),
            "Support technician",
        )

    def test_refuses_names_that_are_no_circumstance(self):
        with pytest.raises(TypeError, match="user_id"):
            save_circumstances(user=make_user(), now=NOW, user_id=5)


class TestOverrideAssumptions:
    def test_replaces_what_was_changed_before(self):
        user = make_user()
        override_assumptions(user=user, track_key="linux", changes={"tax_rate": 0.2})

        learner = override_assumptions(
            user=user, track_key="linux", changes={"real_discount_rate": 0.05}
        )

        assert learner.assumption_overrides == {"real_discount_rate": 0.05}
        assert override_assumptions(user=user, track_key="linux", changes={}).pk == learner.pk
        assert Learner.objects.get().assumption_overrides == {}

    def test_names_the_range_of_a_value_outside_it(self):
        with pytest.raises(AssumptionOutOfRange, match=r"from 0 to 0\.5"):
            override_assumptions(user=make_user(), track_key="linux", changes={"tax_rate": 0.9})

    def test_refuses_an_unknown_key(self):
        with pytest.raises(AssumptionUnknown):
            override_assumptions(user=make_user(), track_key="linux", changes={"luck": 1.0})


class TestPlanCertification:
    def test_adds_it_once(self):
        user, certification = make_user(), make_certification()

        assert plan_certification(user=user, certification=certification, now=NOW)
        assert not plan_certification(user=user, certification=certification, now=NOW)
        assert PlannedCertification.objects.get().certification == certification

    @pytest.mark.parametrize(
        "status",
        [s for s in CertificationStatus if s not in ("ACTIVE", "UNVERIFIED")],
    )
    def test_refuses_what_nobody_can_earn(self, status):
        with pytest.raises(CertificationNotPlannable, match="cannot be planned"):
            plan_certification(
                user=make_user(), certification=make_certification(status=status), now=NOW
            )

        assert not PlannedCertification.objects.exists()


class TestDropCertification:
    def test_takes_out_only_the_learners_own(self):
        user, other, certification = make_user(), make_user(), make_certification()
        for person in (user, other):
            plan_certification(user=person, certification=certification, now=NOW)

        assert drop_certification(user=user, certification=certification)
        assert not drop_certification(user=user, certification=certification)
        assert PlannedCertification.objects.get().user == other
