from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from progress.models import StudyLogEntry
from progress.operations.study_log import RequestKeyReused, drop_log_entry, log_study
from tests.factories.progress import TODAY, list_milestones, make_enrolment, make_user


@pytest.fixture
def enrolment(db):
    return make_enrolment()


@pytest.fixture
def milestone(enrolment):
    return list_milestones(enrolment)[0]


def log(user, **values):
    return log_study(user=user, today=TODAY, **{"date": TODAY, "hours": Decimal(2), **values})


class TestLogStudy:
    def test_adds_hours(self, enrolment, milestone):
        entry = log_study(
            user=enrolment.user,
            date=TODAY,
            hours=Decimal("1.5"),
            today=TODAY,
            milestone=milestone,
            note="Chapter 3",
        )

        assert StudyLogEntry.objects.get() == entry
        assert (entry.hours, entry.milestone, entry.note) == (
            Decimal("1.5"),
            milestone,
            "Chapter 3",
        )

    def test_refuses_a_day_that_has_not_come(self, enrolment):
        with pytest.raises(ValidationError, match="has not come yet"):
            log_study(
                user=enrolment.user,
                date=TODAY + timedelta(days=1),
                hours=Decimal(1),
                today=TODAY,
            )

    def test_refuses_a_year_that_is_a_slip(self, enrolment):
        for day in (date(1926, 6, 1), date(26, 6, 1), date.min):
            with pytest.raises(ValidationError, match="more than ten years ago"):
                log(enrolment.user, date=day)

        assert log(enrolment.user, date=TODAY - timedelta(days=3_600)).pk

    def test_takes_no_more_than_is_left_of_a_day(self, enrolment):
        log(enrolment.user, hours=Decimal("20.5"))

        with pytest.raises(ValidationError, match=r"20.5 h are logged.*Log at most 3.5 h"):
            log(enrolment.user, hours=Decimal(4))

        log(enrolment.user, hours=Decimal("3.5"))
        with pytest.raises(ValidationError, match=r"24 h are logged.*Choose another day"):
            log(enrolment.user, hours=Decimal("0.25"))
        assert log(enrolment.user, hours=Decimal(24), date=TODAY - timedelta(days=1)).pk
        assert log(make_user(), hours=Decimal(24)).pk

    def test_knows_a_request_sent_again_although_the_day_is_full(self, enrolment):
        first = log(enrolment.user, hours=Decimal(24), request_key="k")

        assert log(enrolment.user, hours=Decimal(24), request_key="k") == first

    @pytest.mark.parametrize("hours", ["0", "-1", "24.25"])
    def test_refuses_hours_that_do_not_fit_a_day(self, enrolment, hours):
        with pytest.raises(ValidationError, match="above 0 and at most 24"):
            log_study(user=enrolment.user, date=TODAY, hours=Decimal(hours), today=TODAY)

        assert not StudyLogEntry.objects.exists()


@pytest.mark.django_db
class TestRequestKey:
    def test_adds_a_request_that_is_sent_again_once(self):
        user = make_user()

        entries = {log(user, request_key="k1", hours=hours) for hours in (2, Decimal("2.00"))}

        assert StudyLogEntry.objects.count() == len(entries) == 1

    def test_adds_again_without_a_key_and_with_another(self):
        user = make_user()

        for key in ("", "", "k1", "k2"):
            log(user, request_key=key)

        assert StudyLogEntry.objects.count() == 4

    @pytest.mark.parametrize(
        "other",
        [{"hours": Decimal(3)}, {"note": "more"}, {"date": TODAY - timedelta(days=1)}],
    )
    def test_refuses_other_hours_under_the_same_key(self, other):
        user = make_user()
        log(user, request_key="k1")

        with pytest.raises(RequestKeyReused, match="with a new key"):
            log(user, request_key="k1", **other)

        assert StudyLogEntry.objects.get().hours == 2

    def test_belongs_to_one_person(self):
        for user in (make_user(), make_user()):
            log(user, request_key="k1")

        assert StudyLogEntry.objects.count() == 2

    def test_may_come_again_once_the_entry_is_taken_out(self):
        user = make_user()
        drop_log_entry(entry=log(user, request_key="k1"))

        log(user, request_key="k1")

        assert StudyLogEntry.objects.count() == 1

    def test_is_kept_apart_by_the_database_too(self):
        entry = log(make_user(), request_key="k1")
        entry.pk = None

        with pytest.raises(IntegrityError):
            entry.save(force_insert=True)
