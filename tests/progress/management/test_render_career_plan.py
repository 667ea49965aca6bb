"""The command that prints a plan: what it writes, what it says, how it refuses."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from progress.choices import JobState
from tests.factories.progress import make_career_plan

pytestmark = pytest.mark.django_db


class TestRenderCareerPlan:
    def test_writes_any_plan_and_leaves_its_row_alone(self, tmp_path):
        plan, out = make_career_plan(), StringIO()
        path = tmp_path / "plan.pdf"
        call_command("render_career_plan", plan=str(plan.uuid), output=str(path), stdout=out)
        assert path.read_bytes().startswith(b"%PDF-1.7")
        assert "pages" in out.getvalue()
        plan.refresh_from_db()
        assert (plan.job_state, plan.file.name) == (JobState.QUEUED, "")

    @pytest.mark.parametrize("name", ["12", "00000000-0000-4000-8000-000000000000"])
    def test_refuses_a_plan_that_is_not_there(self, name, tmp_path):
        with pytest.raises(CommandError, match=r"not a plan's id|There is no plan"):
            call_command("render_career_plan", plan=name, output=str(tmp_path / "plan.pdf"))

    def test_wants_to_know_which_plan(self, tmp_path):
        with pytest.raises(CommandError, match="required"):
            call_command("render_career_plan", "--output", str(tmp_path / "plan.pdf"))

    def test_says_when_the_file_cannot_be_written(self, tmp_path):
        plan = make_career_plan()
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("render_career_plan", plan=str(plan.uuid), output=str(tmp_path))
