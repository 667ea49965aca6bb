"""The command that brings a plan into an account: success and refusals in words."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from progress.documents.career_plan import plan_json
from progress.models import Enrolment
from progress.queries.career_plan_content import get_career_plan_content
from tests.factories.progress import make_career_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(plan_json(get_career_plan_content(plan=make_career_plan())))
    return path


class TestImportPlan:
    def test_says_what_the_account_follows_now(self, file):
        user, out = make_user(), StringIO()
        call_command("import_plan", str(file), email=user.email.upper(), stdout=out)
        assert Enrolment.objects.filter(user=user).count() == 1
        assert "with 6 milestones and 0 planned certifications" in out.getvalue()

    def test_refuses_an_address_that_nobody_has(self, file):
        with pytest.raises(CommandError, match="Nobody has signed up"):
            call_command("import_plan", str(file), email="nobody@example.org")

    def test_refuses_a_second_import(self, file):
        user = make_user()
        call_command("import_plan", str(file), email=user.email, stdout=StringIO())
        with pytest.raises(CommandError, match="progress of its own"):
            call_command("import_plan", str(file), email=user.email)

    def test_refuses_files_that_are_no_plan(self, tmp_path):
        user, path = make_user(), tmp_path / "other.json"
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_plan", str(path), email=user.email)
        path.write_text("{}")
        with pytest.raises(CommandError, match="Field required"):
            call_command("import_plan", str(path), email=user.email)
