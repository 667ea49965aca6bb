"""The command as an operator meets it: what it says, what it writes, how it ends."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certifications.models import Certification, Claim
from tests.factories.content import RECORD_COUNT, edit, make_content
from tests.factories.content_loads import load, load_badly, snapshot
from tracks.models import (
    ImportRun,
    Milestone,
    Role,
    SalaryBand,
    Source,
    Track,
    TrackRelease,
)

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path)


def is_empty() -> bool:
    return not any(snapshot().values())


class TestFirstLoad:
    def test_writes_everything_and_says_so(self, content: Path) -> None:
        assert f"{RECORD_COUNT} new, 0 changed" in load(content)
        assert Track.objects.get().stages.count() == 5
        assert Milestone.objects.get(key="step-2").prerequisites.get().key == "step-1"
        assert Certification.objects.get(key="cert-two").successor == Certification.objects.get(
            key="cert-one"
        )

    def test_writes_one_history_row_for_each_row(self, content: Path) -> None:
        load(content)
        assert SalaryBand.history.count() == SalaryBand.objects.count() == 1
        assert Certification.history.count() == Certification.objects.count() == 2
        assert Claim.history.count() == Claim.objects.count() == 2

    def test_plans_without_writing_unless_told_to_apply(self, content: Path) -> None:
        text = load(content, apply=False)
        assert f"{RECORD_COUNT} new" in text
        assert "Nothing was written. Add --apply to write this." in text
        assert is_empty()

    def test_publishes_a_release_of_each_track_when_told(self, content: Path) -> None:
        assert "published Ops release 1" in load(content, publish=True)
        assert "published" not in load(content, publish=True)
        assert TrackRelease.objects.count() == 1

    def test_names_new_rows_when_asked_for_more(self, content: Path) -> None:
        assert "new: salary band ops-junior" in load(content, verbosity=2)


class TestSecondLoad:
    def test_writes_nothing_at_all(self, content: Path) -> None:
        load(content, publish=True)
        before = snapshot()
        histories = [model.history.count() for model in (SalaryBand, Certification, Claim, Role)]
        with CaptureQueriesContext(connection) as queries:
            text = load(content, publish=True)
        assert f"0 new, 0 changed, {RECORD_COUNT} unchanged" in text
        assert not [q["sql"] for q in queries if q["sql"].startswith(WRITES)]
        assert snapshot() == before
        assert histories == [
            model.history.count() for model in (SalaryBand, Certification, Claim, Role)
        ]

    def test_needs_no_more_queries_for_more_rows(self, content: Path) -> None:
        load(content)
        with CaptureQueriesContext(connection) as few:
            load(content)
        rows = "".join(
            f"  - {{key: extra-{n}, track: ops, kind: PRO, title: T{n}, source: survey}}\n"
            for n in range(40)
        )
        path = content / "facts/insights.yaml"
        path.write_text(path.read_text() + rows)
        load(content)
        with CaptureQueriesContext(connection) as many:
            load(content)
        assert len(many) == len(few)
        assert len(few) < 90


class TestRuns:
    def test_record_a_load_that_changed_something_and_no_other(self, content: Path) -> None:
        load(content, apply=False)
        assert not ImportRun.objects.exists()
        load(content)
        first = ImportRun.objects.get()
        assert (first.format, first.origin, first.file_name) == ("content", "content", "content")
        assert first.effects == {"new": RECORD_COUNT}
        size = sum(path.stat().st_size for path in content.rglob("*.yaml"))
        assert (first.byte_size, len(first.sha256)) == (size, 64)
        load(content)
        (content / "roles.yaml").write_text((content / "roles.yaml").read_text() + "# A remark\n")
        load(content)
        assert ImportRun.objects.count() == 1
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        load(content)
        second = ImportRun.objects.get(effects__changed=1)
        assert second.sha256 != first.sha256

    def test_can_be_rolled_back(self, content: Path) -> None:
        load(content)
        before = snapshot()
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        load(content)
        for newest in ImportRun.objects.order_by("-pk"):
            call_command("roll_back_import", str(newest.pk), apply=True, stdout=StringIO())
            if newest.effects.get("changed"):
                assert snapshot() == before
        assert is_empty()


class TestBadInput:
    def test_reports_everything_wrong_in_all_files_at_once_and_writes_nothing(
        self, content: Path
    ) -> None:
        edit(content, "sources.yaml", "kind: DATASET", "kind: RUMOUR")
        edit(content, "tracks/ops.yaml", "[step-1]", "[step-one]")
        edit(content, "certifications/body.yaml", "covers: [step-1]", "covers: [step-9]")
        (content / "roles.yaml").write_text("roles: [\n")
        (content / "tools/seed.yaml").write_bytes(b"tools: \xff\n")
        status, lines, words = load_badly(content)
        assert status == 2
        assert [line.partition(": ")[0] for line in lines] == [
            "content/roles.yaml:2:1",
            "content/sources.yaml:2:36",
            "content/tools/seed.yaml:1",
        ]
        assert words == "3 problems; nothing was written."
        assert is_empty()

    def test_reports_unknown_names_beside_wrong_records(self, content: Path) -> None:
        edit(content, "sources.yaml", "kind: DATASET", "kind: RUMOUR")
        edit(content, "tracks/ops.yaml", "[step-1]", "[step-one]")
        edit(content, "certifications/body.yaml", "covers: [step-1]", "covers: [step-9]")
        _, lines, _ = load_badly(content)
        # Nothing is said of the records that cite the wrong source: it is declared.
        assert [line.split(": ")[0] for line in lines] == [
            "content/certifications/body.yaml:12:14",
            "content/sources.yaml:2:36",
            "content/tracks/ops.yaml:10:68",
            "content/tracks/ops.yaml:11:71",
        ]

    def test_leaves_a_filled_database_as_it_was(self, content: Path) -> None:
        load(content)
        before = snapshot()
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        edit(content, "sources.yaml", "kind: DATASET", "kind: RUMOUR")
        assert load_badly(content)[0] == 2
        assert snapshot() == before

    def test_undoes_the_load_when_a_release_is_refused(self, content: Path) -> None:
        load(content, publish=True)
        before = snapshot()
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        edit(
            content, "tracks/ops.yaml", "      - {key: step-5, optional: true}\n", "      - extra\n"
        )
        path = content / "milestones/steps.yaml"
        extra = path.read_text().partition("  - key: step-2")[0].partition("\n")[2]
        path.write_text(path.read_text() + extra.replace("step-1", "extra"))
        status, _, words = load_badly(content, publish=True)
        assert status == 1
        assert "“Step 5” was in the last release and is gone." in words
        assert "Nothing was written." in words
        assert snapshot() == before

    def test_undoes_the_load_when_the_database_refuses_half_way(self, content: Path) -> None:
        load(content)
        # PostgreSQL changes no table while checks of foreign keys are waiting.
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX one_title_for_tests ON certifications_certification (kind)"
                " WHERE status = 'ACTIVE'"
            )
        before = snapshot()
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        edit(content, "certifications/body.yaml", "status: RETIRED", "status: ACTIVE")
        with pytest.raises(Exception, match=r"(?i)unique"):
            load(content)
        assert snapshot() == before

    def test_refuses_a_folder_without_content(self, tmp_path: Path) -> None:
        status, lines, _ = load_badly(tmp_path)
        assert status == 2
        assert lines == [f"{tmp_path}: holds no content files. Check the path."]

    def test_refuses_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        status, _, words = load_badly(tmp_path / "nowhere")
        assert status == 2
        assert "is not a folder" in words

    def test_refuses_to_publish_without_applying(self, content: Path) -> None:
        assert load_badly(content, publish=True, apply=False)[0] == 2

    def test_refuses_a_text_that_does_not_fit_its_column(self, content: Path) -> None:
        edit(content, "sources.yaml", "title: A survey", "title: " + "x" * 201)
        edit(content, "certifications/body.yaml", "name: Exam one", "name: " + "x" * 161)
        edit(content, "tracks/ops.yaml", "key: core, title: Core", "key: core, title: " + "x" * 81)
        _, lines, _ = load_badly(content)
        assert lines == [
            "content/certifications/body.yaml:4:5: exams.name: is 161 characters long; "
            "160 fit. Shorten it.",
            "content/sources.yaml:2:5: title: is 201 characters long; 200 fit. Shorten it.",
            "content/tracks/ops.yaml:1:1: stages.title: is 81 characters long; 80 fit. Shorten it.",
        ]


class TestPrepare:
    def test_goes_on_with_what_it_has_when_a_row_conflicts(self) -> None:
        Source.objects.create(key="editorial", title="Edited here", kind="EDITORIAL")
        err = StringIO()
        call_command("prepare", stdout=StringIO(), stderr=err)
        assert "1 rows were changed both in the files and here" in err.getvalue()
        assert Source.objects.get(key="editorial").title == "Edited here"
        assert Track.objects.count() == TrackRelease.objects.count() == 4
