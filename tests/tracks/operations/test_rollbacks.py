"""Taking an import back: as one unit, or not at all."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from tests.factories.import_files import FORMAT, ROWS, write_rows
from tracks.importers.kinds import MILESTONES, SALARY_BANDS, SKILL_GROUPS, SKILLS, SOURCES, TRACKS
from tracks.models import ImportRun, Milestone, Role, SalaryBand, Skill, Source, Tool, Track
from tracks.operations.imports import ImportRequest, apply_import, apply_parsed
from tracks.operations.rollbacks import RollbackRefused, plan_rollback, roll_back_import
from tracks.shared.content_rows import Incoming
from tracks.shared.file_digests import FileDigest
from tracks.shared.import_formats import ParsedFile
from tracks.shared.imports import Position

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "tools.csv", *ROWS)


def apply(path: Path, **options: Any) -> ImportRun:
    run = apply_import(request=ImportRequest(path, FORMAT, **options), now=NOW).run
    assert run is not None
    return run


def load(*records: tuple[Any, dict[str, Any]], name: str = "own") -> ImportRun:
    """Load records of several kinds as one file."""
    incoming = tuple(Incoming(kind, record, Position(name, 1)) for kind, record in records)
    parsed = ParsedFile(origin="own", records=incoming, kinds=())
    file = FileDigest(name, "0" * 64, 1)
    result = apply_parsed(parsed=parsed, file=file, format_name="own", now=NOW)
    assert result.run is not None
    return result.run


SOURCE = {"key": "survey", "title": "A survey", "kind": "DATASET", "retrieved_date": "2025-01-01"}
TRACK = {
    "key": "ops",
    "name": "Ops",
    "tagline": "T",
    "summary": "S",
    "colour": "teal",
    "position": 1,
    "time_investment": [
        {"level": "CORE", "low_months": 1, "high_months": 2, "source": "survey"},
    ],
    "stages": [
        {
            "key": "start",
            "title": "Start",
            "level": "START",
            "rung": 1,
            "milestones": [{"milestone": "step", "is_optional": False}],
        }
    ],
}
BAND = {
    "key": "band",
    "track": "ops",
    "source": "survey",
    "year": 2024,
    "country": "US",
    "currency": "USD",
    "statistic": "RANGE",
    "high_is_open": False,
    "derivation": "PUBLISHED",
    "state": "UNSOURCED",
    "low": Decimal("80000.50"),
    "high": Decimal(90000),
}
GROUP = {"key": "tools", "name": "Tools", "source": "survey", "tracks": ["ops"], "position": 1}
SKILL = {"key": "git", "name": "Git", "group": "tools", "source": "survey", "position": 1}
STEP = {
    "key": "step",
    "title": "Step",
    "outcome": "Can step",
    "description": "D",
    "proof_idea": "P",
    "hours_source": "survey",
    "skills": ["git"],
}
EVERYTHING = (
    (SOURCES, SOURCE),
    (TRACKS, TRACK),
    (SKILL_GROUPS, GROUP),
    (SKILLS, SKILL),
    (MILESTONES, STEP),
    (SALARY_BANDS, BAND),
)


class TestRollBack:
    def test_deletes_what_was_new_and_says_who_and_when(self, file: Path) -> None:
        curator = User.objects.create_user(email="curator@example.org", password="x")
        run = apply(file)
        rollback = roll_back_import(run=run, now=NOW, rolled_back_by=curator)
        assert sorted(rollback.deleted) == [
            "role operator",
            "source survey",
            "tool bash",
            "tool git",
        ]
        assert not Tool.objects.exists()
        run.refresh_from_db()
        assert (run.stage, run.rolled_back_at, run.rolled_back_by) == ("ROLLED_BACK", NOW, curator)
        assert run.rows.count() == 4

    def test_restores_what_was_changed_and_keeps_the_rest(self, file: Path) -> None:
        first = apply(file)
        Tool.objects.create(key="mine", name="Mine")
        write_rows(file, "tool,git,Git,New words", *ROWS[1:], "tool,vi,Vi,An editor")
        before = list(Tool.objects.order_by("pk").values())
        rollback = roll_back_import(run=apply(file), now=NOW)
        assert (rollback.deleted, rollback.restored) == (("tool vi",), ("tool git",))
        assert list(Tool.objects.order_by("pk").values()) == before
        first.refresh_from_db()
        assert first.stage == "APPLIED"
        write_rows(file, *ROWS)
        assert apply_import(request=ImportRequest(file, FORMAT), now=NOW).is_repeat

    def test_takes_everything_of_a_file_back_whatever_refers_to_what(self) -> None:
        run = load(*EVERYTHING)
        roll_back_import(run=run, now=NOW)
        for model in (Source, Track, Skill, Milestone, SalaryBand):
            assert not model.objects.exists()

    def test_restores_amounts_dates_sets_and_children(self) -> None:
        load(*EVERYTHING)
        load(
            (SOURCES, SOURCE | {"retrieved_date": "2026-01-01"}),
            (TRACKS, TRACK | {"time_investment": [], "stages": []}),
            (SKILL_GROUPS, GROUP | {"position": 7}),
            (SKILLS, SKILL),
            (MILESTONES, STEP | {"skills": []}),
            (SALARY_BANDS, BAND | {"low": Decimal(1), "high": Decimal(2)}),
            name="newer",
        )
        roll_back_import(run=ImportRun.objects.get(file_name="newer"), now=NOW)
        assert Source.objects.get().retrieved_date == date(2025, 1, 1)
        track = Track.objects.get()
        assert track.time_investments.get().high_months == 2
        assert track.stages.get().placements.get().milestone.key == "step"
        assert track.skill_groups.get().position == 1
        assert Milestone.objects.get().skills.get().key == "git"
        band = SalaryBand.objects.get()
        assert (band.low, band.high) == (Decimal("80000.50"), 90000)
        assert band.history.count() == 3
        # The rows know again what the first file said: loading it changes nothing.
        before = ImportRun.objects.count()
        parsed = ParsedFile(
            "own", tuple(Incoming(kind, one, Position("own", 1)) for kind, one in EVERYTHING), ()
        )
        result = apply_parsed(
            parsed=parsed, file=FileDigest("own", "0" * 64, 1), format_name="own", now=NOW
        )
        assert result.changes_nothing
        assert ImportRun.objects.count() == before

    def test_gives_back_rows_that_it_only_adopted(self, file: Path) -> None:
        Tool.objects.create(key="git", name="Git", summary="Versions")
        run = apply(file)
        assert Tool.objects.get(key="git").content_origin == "tools"
        roll_back_import(run=run, now=NOW)
        tool = Tool.objects.get()
        assert (tool.content_origin, tool.content_fingerprint) == ("", "")


class TestRefusal:
    def test_names_every_row_that_was_changed_since(self, file: Path) -> None:
        run = apply(file)
        Tool.objects.filter(key="git").update(summary="Edited")
        Role.objects.filter(key="operator").update(title="Edited")
        before = list(Tool.objects.order_by("pk").values())
        with pytest.raises(RollbackRefused) as caught:
            roll_back_import(run=run, now=NOW)
        assert caught.value.reasons == [
            "tool git was changed since.",
            "role operator was changed since.",
        ]
        assert list(Tool.objects.order_by("pk").values()) == before
        run.refresh_from_db()
        assert run.stage == "APPLIED"

    def test_asks_to_take_the_newer_import_back_first(self, file: Path) -> None:
        first = apply(file)
        write_rows(file, "tool,git,Git,New words", *ROWS[1:])
        second = apply(file)
        with pytest.raises(RollbackRefused, match="tool git was changed since"):
            roll_back_import(run=first, now=NOW)
        roll_back_import(run=second, now=NOW)
        roll_back_import(run=first, now=NOW)
        assert not Tool.objects.exists()

    def test_names_new_rows_that_others_use(self, file: Path) -> None:
        run = apply(file)
        source = Source.objects.get(key="survey")
        track = Track.objects.create(key="ops", name="Ops", position=1)
        SalaryBand.objects.create(key="mine", track=track, source=source, year=2024, low=1, high=2)
        milestone = Milestone.objects.create(key="m", title="M")
        milestone.tools.add(Tool.objects.get(key="git"))
        with pytest.raises(RollbackRefused) as caught:
            roll_back_import(run=run, now=NOW)
        assert caught.value.reasons == [
            "source survey is used by 1 salary bands.",
            "tool git is used by 1 milestones.",
        ]
        assert Tool.objects.filter(key="git").exists()

    def test_says_when_a_changed_row_is_gone(self, file: Path) -> None:
        apply(file)
        write_rows(file, "tool,git,Git,New words", *ROWS[1:])
        run = apply(file)
        Tool.objects.filter(key="git").delete()
        with pytest.raises(RollbackRefused, match="tool git was deleted since"):
            roll_back_import(run=run, now=NOW)

    def test_happens_once(self, file: Path) -> None:
        run = apply(file)
        roll_back_import(run=run, now=NOW)
        with pytest.raises(RollbackRefused, match="It is rolled back, not applied"):
            roll_back_import(run=run, now=NOW)


class TestPlan:
    def test_says_the_same_and_keeps_nothing(self, file: Path) -> None:
        run = apply(file)
        assert len(plan_rollback(run=run).deleted) == 4
        assert Tool.objects.count() == 2
        run.refresh_from_db()
        assert run.stage == "APPLIED"
        Tool.objects.filter(key="git").update(summary="Edited")
        assert plan_rollback(run=run).reasons == ("tool git was changed since.",)
