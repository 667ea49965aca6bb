"""The command that prints a plan: what it writes, what it says, how it refuses."""

from io import StringIO

import page
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from progress.choices import JobState, PageSize
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


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo learner's plan on both papers, from this project's own content."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder / "media", DATA_DIR=folder),
        transaction.atomic(),
    ):
        quiet = {"stdout": StringIO(), "stderr": StringIO()}
        call_command("load_content", apply=True, publish=True, **quiet)
        for paper in PageSize.values:
            output = str(folder / f"{paper}.pdf")
            call_command("render_career_plan", demo=True, page_size=paper, output=output, **quiet)
        transaction.set_rollback(True)
    return folder


class TestDemo:
    @pytest.mark.slow
    @pytest.mark.parametrize("paper", PageSize.values)
    @pytest.mark.parametrize(
        "profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]
    )
    def test_prints_a_plan_that_is_accessible_and_archival(self, demo, paper, profile):
        report = page.validate_pdf_bytes((demo / f"{paper}.pdf").read_bytes(), profile=profile)
        # A stream whose last byte is CR is a known false alarm.
        assert [one for one in report.failures if "Length" not in one.message] == []

    @pytest.mark.slow
    def test_prints_every_chapter(self, demo):
        reader = pypdf.PdfReader(demo / "A4.pdf")
        names = {one["/Title"] for one in reader.outline if not isinstance(one, list)}
        assert names >= {
            "Summary",
            "What to do next",
            "Path map",
            "Milestones",
            "Certifications and budget",
            "Salary ladder",
            "What it is worth",
            "Assumptions",
            "Sources",
            "Verification",
            "Glossary",
        }
        text = " ".join(sheet.extract_text() for sheet in reader.pages)
        assert "Ada Demo" in text
        assert "unsourced" in text
        assert "shows no projection" not in text
        assert "plan.json" in reader.attachments
