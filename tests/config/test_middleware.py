import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse


@pytest.fixture
def curator(db):
    return get_user_model().objects.create_user(
        email="curator@example.org", password="a long password", is_staff=True
    )


class TestHeaders:
    def test_refuse_inline_scripts_and_frames(self, client):
        policy = client.get(reverse("livez"))["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy

    def test_switch_off_what_pages_never_use(self, client):
        answer = client.get(reverse("livez"))
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


class TestRefusedMethods:
    def test_are_explained_to_who_comes_to_a_form_s_address_without_one(self, client):
        answer = client.get(reverse("scenario-save"))

        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "go back to the page of the form" in answer.content.decode()

    def test_stay_problems_in_the_api(self, client):
        assert client.delete(reverse("api-track-list")).json()["status"] == 405


@pytest.mark.django_db
class TestPrivateResponses:
    def test_stay_out_of_caches(self, client, curator):
        client.force_login(curator)
        answer = client.get(reverse("api-docs"))
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]

    def test_leave_public_pages_cacheable(self, client):
        assert not client.get(reverse("api-docs")).has_header("Cache-Control")


@pytest.mark.django_db
class TestStaffSecondFactor:
    def test_is_asked_for_before_the_admin_opens(self, client, curator, settings):
        settings.REQUIRE_STAFF_MFA = True
        client.force_login(curator)
        answer = client.get(reverse("admin:index"))
        assert answer.status_code == 302
        assert answer.url == reverse("mfa_index")

    def test_is_not_asked_for_where_the_operator_says_so(self, client, curator, settings):
        settings.REQUIRE_STAFF_MFA = False
        client.force_login(curator)
        assert client.get(reverse("admin:index")).status_code == 200

    def test_lets_staff_with_one_pass(self, client, curator, settings):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        settings.REQUIRE_STAFF_MFA = True
        TOTP.activate(curator, generate_totp_secret())
        client.force_login(curator)
        assert client.get(reverse("admin:index")).status_code == 200
