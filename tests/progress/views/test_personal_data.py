import json

from django.urls import reverse

from accounts.models import User
from tests.factories.progress import PASSWORD


class TestExport:
    def test_gives_everything_as_a_file(self, page, enrolment):
        answer = page.get(reverse("personal-data-export"))

        assert answer.headers["Content-Disposition"].startswith(
            'attachment; filename="milepost-data-'
        )
        data = json.loads(answer.content)
        assert data["account"]["email"] == enrolment.user.email
        assert data["tracks"][0]["track"] == enrolment.track.key


class TestDelete:
    def test_deletes_after_password_and_consent(self, page):
        answer = page.post(
            reverse("account-delete"), {"password": PASSWORD, "is_sure": "on"}, follow=True
        )

        assert "is deleted" in answer.content.decode()
        assert not User.objects.exists()
        assert page.get(reverse("dashboard")).status_code == 302

    def test_keeps_everything_without_either(self, page):
        for data in (
            {"password": "wrong", "is_sure": "on"},
            {"password": PASSWORD},
            {"email": "x@example.org", "is_sure": "on"},
        ):
            assert page.post(reverse("account-delete"), data).status_code == 422

        assert User.objects.exists()

    def test_asks_for_the_address_where_there_is_no_password(self, page, enrolment):
        user = enrolment.user
        user.set_unusable_password()
        user.save()
        page.force_login(user)

        wrong = page.post(reverse("account-delete"), {"email": "x@example.org", "is_sure": "on"})
        assert "not the address of your account" in wrong.content.decode()
        page.post(reverse("account-delete"), {"email": user.email.upper(), "is_sure": "on"})

        assert not User.objects.exists()
