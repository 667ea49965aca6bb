"""The command as an operator meets it: what it says, what it writes, how it ends."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certifications.models import Certification, Claim
from config.management.commands.load_content import KINDS
from tests.factories.certifications import make_claim
from tests.factories.content import RECORD_COUNT, edit, make_content
from tracks.models import (
    ImportRun,
    Insight,
    Milestone,
    ReleasePlacement,
    ReleaseRemoval,
    Role,
    SalaryBand,
    Source,
    Track,
    TrackRelease,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WRITES = ("INSERT", "UPDATE", "DELETE")
# The fee's source and the beginning of its date.
ONCE = 'unit: ONE_OFF, source: survey, as_of: "'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path)


def load(root: Path, **options: Any) -> str:
    out = StringIO()
    call_command("load_content", root, stdout=out, **{"apply": True, **options})
    return out.getvalue()


def load_badly(root: Path, **options: Any) -> tuple[int, list[str], str]:
    """Return exit status, problems and last words of a load that has to fail."""
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(
            "load_content", root, stdout=StringIO(), stderr=err, **{"apply": True, **options}
        )
    return caught.value.returncode, err.getvalue().splitlines(), str(caught.value)


def read_effects(root: Path, **options: Any) -> dict[str, str]:
    """Return what a load does to each row that it does not leave unchanged."""
    try:
        text = load(root, json=True, **options)
    except CommandError:
        pytest.fail("the load was not clean")
    return {f"{one['kind']} {one['key']}": one["effect"] for one in json.loads(text)["changes"]}


def snapshot() -> dict[str, Any]:
    """Return every row of every table of the catalogue."""
    tables = {kind.model for kind in KINDS} | {Claim, ReleasePlacement}
    tables |= {child.model for kind in KINDS for child in kind.children}
    return {str(table): list(table._default_manager.order_by("pk").values()) for table in tables}


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


class TestThreeWays:
    def test_updates_a_row_whose_file_changed(self, content: Path) -> None:
        load(content)
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        assert read_effects(content) == {"salary band ops-junior": "changed"}
        assert SalaryBand.objects.get().high == 120_000
        assert SalaryBand.history.count() == 2
        assert read_effects(content) == {}

    def test_keeps_a_row_that_was_edited_here(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        for _ in range(2):
            assert read_effects(content) == {"salary band ops-junior": "kept as edited here"}
        assert SalaryBand.objects.get().high == 130_000

    def test_leaves_a_conflicting_row_alone_writes_the_rest_and_exits_1(
        self, content: Path
    ) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "low: 80000", "low: 90000")
        edit(content, "roles.yaml", "title: Junior Engineer", "title: Junior")
        status, _, words = load_badly(content)
        assert (status, words[:6]) == (1, "1 rows")
        band = SalaryBand.objects.get()
        assert (band.low, band.high) == (80_000, 130_000)
        assert Role.objects.get().title == "Junior"
        assert load_badly(content)[0] == 1

    def test_shows_the_fields_of_a_conflict(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 90000")
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("load_content", content, stdout=out)
        assert "conflicting: salary band ops-junior" in out.getvalue()
        assert "high: Decimal('130000.00') → Decimal('90000')" in out.getvalue()

    def test_lets_the_file_win_a_conflict_when_told(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "low: 80000", "low: 90000")
        assert read_effects(content, theirs=True) == {"salary band ops-junior": "changed"}
        band = SalaryBand.objects.get()
        assert (band.low, band.high) == (90_000, 110_000)
        assert read_effects(content) == {}

    def test_keeps_the_edit_in_a_conflict_for_good_when_told(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=130_000)
        edit(content, "salaries/bands.yaml", "low: 80000", "low: 90000")
        for options in ({"ours": True}, {}):
            effects = read_effects(content, **options)
            assert effects == {"salary band ops-junior": "kept as edited here"}
        assert SalaryBand.objects.get().low == 80_000

    def test_forgets_the_difference_when_both_came_to_the_same(self, content: Path) -> None:
        load(content)
        SalaryBand.objects.update(high=120_000)
        edit(content, "salaries/bands.yaml", "high: 110000", "high: 120000")
        assert read_effects(content) == {}
        assert SalaryBand.history.count() == 1
        edit(content, "salaries/bands.yaml", "high: 120000", "high: 125000")
        assert read_effects(content) == {"salary band ops-junior": "changed"}

    def test_adopts_a_row_made_here_that_says_the_same(self, content: Path) -> None:
        source = Source.objects.create(key="survey", title="A survey", kind="DATASET")
        assert "source survey" not in read_effects(content)
        source.refresh_from_db()
        assert source.content_fingerprint

    def test_does_not_overwrite_a_row_made_here_that_says_something_else(
        self, content: Path
    ) -> None:
        Source.objects.create(key="survey", title="Mine", kind="DATASET")
        assert load_badly(content)[0] == 1
        assert Source.objects.get(key="survey").title == "Mine"

    def test_reports_what_is_gone_and_never_deletes_it(self, content: Path) -> None:
        load(content)
        Role.objects.create(key="made-here", title="Made here")
        (content / "salaries/bands.yaml").unlink()
        edit(
            content,
            "facts/insights.yaml",
            "  - {key: first, track: ops, kind: PRO, title: First, source: survey}\n",
            "",
        )
        effects = read_effects(content)
        assert effects == {
            "salary band ops-junior": "gone from the files",
            "insight first": "gone from the files",
        }
        assert SalaryBand.objects.count() == 1
        assert Insight.objects.count() == 2

    def test_moves_rows_that_follow_a_new_one_without_calling_edits_conflicts(
        self, content: Path
    ) -> None:
        load(content)
        Insight.objects.filter(key="second").update(title="Edited")
        edit(
            content,
            "facts/insights.yaml",
            "insights:\n",
            "insights:\n  - {key: zeroth, track: ops, kind: PRO, title: Zero, source: survey}\n",
        )
        assert read_effects(content) == {
            "insight zeroth": "new",
            "insight first": "changed",
            "insight second": "kept as edited here",
        }
        assert Insight.objects.get(key="second").title == "Edited"
        assert Insight.objects.get(key="first").position == 2

    def test_matches_sets_and_children_to_the_file(self, content: Path) -> None:
        load(content)
        edit(content, "facts/insights.yaml", "tools: [git, bash]", "tools: [git]")
        edit(content, "tracks/ops.yaml", "milestones: [step-1]}", "milestones: [step-1, step-2]}")
        edit(content, "tracks/ops.yaml", "milestones: [step-2]}", "milestones: [step-3]}")
        edit(
            content,
            "tracks/ops.yaml",
            "milestones: [step-3]}\n  - {key: expert",
            "milestones: [step-4]}\n  - {key: expert",
        )
        edit(
            content,
            "tracks/ops.yaml",
            "rung: 3, milestones: [step-4]",
            "rung: 3, milestones: [step-5]",
        )
        edit(
            content,
            "tracks/ops.yaml",
            "    milestones:\n      - {key: step-5, optional: true}\n",
            "    milestones: [extra]\n",
        )
        path = content / "milestones/steps.yaml"
        path.write_text(
            path.read_text()
            + path.read_text()
            .partition("  - key: step-2")[0]
            .partition("\n")[2]
            .replace("step-1", "extra")
        )
        load(content)
        assert [tool.key for tool in Insight.objects.get(key="second").tools.all()] == ["git"]
        start, *_, guru = Track.objects.get().stages.order_by("position")
        assert [one.milestone.key for one in start.placements.order_by("position")] == [
            "step-1",
            "step-2",
        ]
        assert guru.placements.get().milestone.key == "extra"


class TestClaims:
    """A certification's claims are many facts of many sources; each keeps its own papers."""

    def edit_claim(self, **values: Any) -> None:
        claim = Claim.objects.get(field="VALIDITY")
        for name, value in values.items():
            setattr(claim, name, value)
        claim.save()

    def test_keeps_an_edited_claim_when_its_sibling_changes_in_the_file(
        self, content: Path
    ) -> None:
        load(content)
        self.edit_claim(months=24)
        edit(content, "certifications/body.yaml", "amount_low: 450", "amount_low: 500")
        assert read_effects(content) == {
            "claim cert-one-fee-ex1-survey-2024": "changed",
            "claim cert-one-validity-survey-2024": "kept as edited here",
        }
        assert Claim.objects.get(field="VALIDITY").months == 24
        assert Claim.objects.get(field="FEE").amount_low == 500

    def test_leaves_the_certification_alone_when_a_claim_is_added_here(self, content: Path) -> None:
        load(content)
        certification = Certification.objects.get(key="cert-one")
        make_claim(certification=certification, source=Source.objects.get(key="survey"))
        edit(content, "certifications/body.yaml", "name: Certificate One", "name: The First")
        assert read_effects(content) == {"certification cert-one": "changed"}
        assert Claim.objects.count() == 3

    def test_touches_only_the_claim_that_changed(self, content: Path) -> None:
        load(content)
        edit(content, "certifications/body.yaml", "amount_low: 450", "amount_low: 500")
        assert read_effects(content) == {"claim cert-one-fee-ex1-survey-2024": "changed"}
        fee, validity = Claim.objects.order_by("position")
        assert (fee.amount_low, fee.amount_high) == (Decimal(500), Decimal(500))
        assert (fee.history.count(), validity.history.count()) == (2, 1)

    def test_leaves_who_checked_a_claim_with_that_claim_when_another_is_put_before_it(
        self, content: Path, django_user_model: Any
    ) -> None:
        load(content)
        curator = django_user_model.objects.create_user("curator@example.org")
        self.edit_claim(checked_by=curator)
        edit(
            content,
            "certifications/body.yaml",
            "    claims:\n",
            "    claims:\n      - {field: PREREQUISITE, text: None, source: survey, state: UNSOURCED}\n",
        )
        load(content)
        assert [claim.field for claim in Claim.objects.order_by("position")] == [
            "PREREQUISITE",
            "FEE",
            "VALIDITY",
        ]
        assert Claim.objects.get(checked_by=curator).field == "VALIDITY"

    def test_keeps_two_claims_of_one_source_about_one_field_apart(self, content: Path) -> None:
        fee = "      - {field: FEE, amount_low: 400, currency: USD, unit: PER_EXAM, source: survey, state: DISPUTED}\n"
        edit(content, "certifications/body.yaml", "    claims:\n", "    claims:\n" + fee + fee)
        load(content)
        first = list(Claim.objects.order_by("position").values_list("pk", flat=True))
        assert len(first) == 4
        assert read_effects(content) == {}
        path = content / "certifications/body.yaml"
        path.write_text(path.read_text().replace(fee, fee.replace("400", "410"), 1))
        load(content)
        assert list(Claim.objects.order_by("position").values_list("pk", flat=True)) == first
        assert [int(one.amount_low or 0) for one in Claim.objects.order_by("position")][:2] == [
            410,
            400,
        ]

    def test_keeps_a_claim_that_the_file_dropped_but_out_of_budgets(self, content: Path) -> None:
        load(content)
        edit(content, "certifications/body.yaml", f"{ONCE}2024", f"{ONCE}2025")
        gone = {"claim cert-one-fee-ex1-survey-2024": "gone from the files"}
        fee = {"claim cert-one-fee-ex1-survey-2025": "new"}
        assert read_effects(content, apply=False) == gone | fee
        assert read_effects(content) == gone | fee
        old, new = Claim.objects.filter(field="FEE").order_by("as_of")
        assert (old.is_preferred, new.is_preferred) == (False, True)
        assert read_effects(content) == gone
        assert old.history.count() == 2

    def test_uses_a_claim_again_that_the_file_brings_back(self, content: Path) -> None:
        load(content)
        edit(content, "certifications/body.yaml", f"{ONCE}2024", f"{ONCE}2025")
        load(content)
        edit(content, "certifications/body.yaml", f"{ONCE}2025", f"{ONCE}2024")
        assert read_effects(content) == {
            "claim cert-one-fee-ex1-survey-2024": "changed",
            "claim cert-one-fee-ex1-survey-2025": "gone from the files",
        }
        assert Claim.objects.get(field="FEE", is_preferred=True).as_of == "2024"


def add_milestones(root: Path, *keys: str) -> None:
    """Append milestones that need nothing to the file of the steps."""
    path = root / "milestones/steps.yaml"
    text = path.read_text(encoding="utf-8")
    first = text.partition("  - key: step-2")[0].partition("\n")[2]
    text += "".join(first.replace("step-1", key).replace("Step 1", key) for key in keys)
    path.write_text(text, encoding="utf-8")


def retire(root: Path, key: str, words: str) -> None:
    """Say of a milestone that it is retired."""
    edit(
        root,
        "milestones/steps.yaml",
        f"  - key: {key}\n",
        f"  - key: {key}\n    retired: {words}\n",
    )


class TestRetirement:
    def test_publishes_a_release_without_what_the_files_retire(self, content: Path) -> None:
        load(content, publish=True)
        # What replaces stands after the replaced in the file, and is loaded before it.
        add_milestones(content, "step-6")
        retire(content, "step-5", "{on: 2026-05-01, successor: step-6}")
        edit(content, "tracks/ops.yaml", "{key: step-5, optional: true}", "step-6")

        text = load(content, publish=True)

        assert "published Ops release 2" in text
        step = Milestone.objects.select_related("successor").get(key="step-5")
        assert step.retired_at == datetime(2026, 5, 1, tzinfo=UTC)
        assert str(step.successor) == "step-6"
        removal = ReleaseRemoval.objects.get()
        assert (removal.milestone, removal.successor) == (step, step.successor)
        assert read_effects(content, publish=True) == {}

    def test_publishes_what_leaves_one_track_and_stays_in_the_catalogue(
        self, content: Path
    ) -> None:
        load(content, publish=True)
        add_milestones(content, "step-6")
        edit(content, "tracks/ops.yaml", "{key: step-5, optional: true}", "step-6")
        status, _, words = load_badly(content, publish=True)
        assert (status, "“Step 5” was in the last release and is gone." in words) == (1, True)

        with (content / "tracks/ops.yaml").open("a", encoding="utf-8") as file:
            file.write("removals:\n  - {milestone: step-5, reason: Nobody asks for it.}\n")

        assert "published Ops release 2" in load(content, publish=True)
        assert Milestone.objects.get(key="step-5").retired_at is None
        removal = ReleaseRemoval.objects.get()
        assert (removal.successor, removal.reason) == (None, "Nobody asks for it.")
        assert read_effects(content, publish=True) == {}

    def test_of_a_curator_is_kept_and_that_of_the_files_taken_back_with_them(
        self, content: Path
    ) -> None:
        retire(content, "step-5", "{on: 2026-05-01, reason: Out of date.}")
        edit(
            content,
            "tracks/ops.yaml",
            "      - {key: step-5, optional: true}\n",
            "      - step-6\n",
        )
        add_milestones(content, "step-6")
        load(content)
        Milestone.objects.filter(key="step-1").update(retired_at=NOW, retired_reason="Here.")
        edit(
            content,
            "milestones/steps.yaml",
            "    retired: {on: 2026-05-01, reason: Out of date.}\n",
            "",
        )

        assert read_effects(content) == {
            "milestone step-1": "kept as edited here",
            "milestone step-5": "changed",
        }
        assert Milestone.objects.get(key="step-1").retired_reason == "Here."
        step = Milestone.objects.get(key="step-5")
        assert (step.retired_at, step.retired_reason) == (None, "")


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
