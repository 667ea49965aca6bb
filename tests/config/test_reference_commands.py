"""import_occupations, import_money and import_milestones as an operator meets them."""

import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.management.commands.import_milestones import find_page
from tests.factories.tracks import make_milestone
from tests.tracks.importers.workbooks import write_workbook
from tracks.models import (
    Currency,
    DraftMilestone,
    ExchangeRate,
    ImportRun,
    Occupation,
    OccupationZone,
    PriceIndex,
    PriceParity,
    Source,
)
from tracks.operations.draft_milestones import accept_into_milestone, decline_draft
from tracks.operations.imports import RollbackRefused, roll_back_import

pytestmark = pytest.mark.django_db

CODE = "O*NET-SOC Code"
OCCUPATIONS = [
    [CODE, "Title", "Description"],
    ["15-1252.00", "Software Developers", "Develop software."],
    ["15-1244.00", "Network and Computer Systems Administrators", "Run systems."],
]
ZONES = [
    [CODE, "Title", "Job Zone", "Date", "Domain Source"],
    ["15-1244.00", "x", 4, "08/2023", "A"],
]
RATES = "Date,Country,Exchange rate\n2023-01-01,Euro,0.9245\n2024-01-01,Euro,0.9242\n"
INDEX = (
    "a month, 1-2 hours each day\n* [Day 0](00.md) - **A server**: x\n* [Day 1](01.md) - **Look**\n"
)
TABLES = (Currency, DraftMilestone, ExchangeRate, ImportRun, Occupation, PriceIndex, PriceParity)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(command: str, *files: Path, **options: Any) -> tuple[int, str]:
    """Return the exit status and everything that was said."""
    out = StringIO()
    try:
        call_command(command, *files, stdout=out, stderr=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def count_rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


class TestWorkbooks:
    def test_can_be_loaded_together_or_one_by_one_and_again(self, tmp_path):
        occupations = write_workbook(tmp_path / "Occupation Data.xlsx", OCCUPATIONS)
        zones = write_workbook(tmp_path / "Job Zones.xlsx", ZONES)
        assert run("import_occupations", zones, occupations)[0] == 0
        assert not Occupation.objects.exists()
        status, text = run("import_occupations", zones, occupations, apply=True)
        assert status == 0
        assert text.count("Written as import") == 2
        assert (Occupation.objects.count(), OccupationZone.objects.count()) == (2, 1)
        status, text = run("import_occupations", occupations, zones, apply=True)
        assert status == 0
        assert text.count("Nothing changed") == 2

    def test_report_what_a_newer_one_does_not_have_any_more(self, tmp_path):
        path = tmp_path / "Occupation Data.xlsx"
        run("import_occupations", write_workbook(path, OCCUPATIONS), apply=True)
        status, text = run("import_occupations", write_workbook(path, OCCUPATIONS[:2]), apply=True)
        assert status == 0
        assert "gone from the files: occupation onet-15-1244-00" in text
        assert Occupation.objects.count() == 2

    def test_can_be_taken_back_as_one(self, tmp_path):
        path = write_workbook(tmp_path / "Occupation Data.xlsx", OCCUPATIONS)
        run("import_occupations", path, apply=True)
        roll_back_import(run=ImportRun.objects.get(), now=timezone.now())
        assert not Occupation.objects.exists()

    def test_with_macros_are_refused(self, tmp_path):
        path = write_workbook(tmp_path / "Occupation Data.xlsx", OCCUPATIONS)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"macro")
        status, text = run("import_occupations", path, apply=True)
        assert (status, "holds macros" in text) == (2, True)
        assert set(count_rows().values()) == {0}

    def test_with_a_formula_leave_that_row_out(self, tmp_path):
        rows = [*OCCUPATIONS, ["15-1254.00", '=CONCAT("Web","Developers")', "Web."]]
        path = write_workbook(tmp_path / "Occupation Data.xlsx", rows)
        status, text = run("import_occupations", path, apply=True)
        assert status == 1
        assert "Occupation Data.xlsx:4:2: Sheet!B4: holds a formula" in text
        assert Occupation.objects.count() == 2


HURTFUL = {
    "header in another language": "Datum,Land,Kurs\n2024-01-01,Euro,0.9\n",
    "cut in the middle of a row": RATES + "2025-01-01,Eu",
    "another encoding": RATES.encode() + b"2025-01-01,Cura\xe7ao,1.8\n",
    "empty": "",
    "no row": "Date,Country,Exchange rate\n",
    "a workbook by another name": b"PK\x03\x04 and so on",
}


class TestMoney:
    @pytest.mark.parametrize("content", HURTFUL.values(), ids=HURTFUL)
    def test_files_that_are_none_are_refused_whole(self, tmp_path, content):
        path = write(tmp_path / "rates.csv", content)
        status, text = run("import_money", path, format="rates", apply=True)
        assert (status, "rates.csv" in text) == (2, True)
        assert set(count_rows().values()) == {0}
        assert not Source.objects.exists()

    def test_rows_that_hurt_are_left_out_with_line_and_field(self, tmp_path):
        text = (
            "\ufeff" + RATES + "2024-01-01,Poland,3.98\n,Japan,151\n2023-01-01,Japan,\n"
            '2024-01-01,South Korea,"1,364.26"\n2024-01-01,Japan\n\n2024-01-01,Japan,151.4551\n'
        )
        path = write(tmp_path / "rates.csv", text)
        status, said = run("import_money", path, format="rates", apply=True)
        assert status == 1
        for place in (
            "rates.csv:4:2: Country: is 'Poland'",
            "rates.csv:5:1: Date: is blank",
            "rates.csv:6:3: Exchange rate: is blank",
            "rates.csv:7:3: Exchange rate: '1,364.26' has a thousands separator",
            "rates.csv:8: row: has 2 cells",
        ):
            assert place in said
        kept = ExchangeRate.objects.order_by("key").values_list("key", flat=True)
        assert list(kept) == ["eur-2023", "eur-2024", "jpy-2024"]
        assert ImportRun.objects.get().rejected_count == 5

    def test_a_snapshot_that_is_older_than_the_one_on_record_is_refused(self, tmp_path):
        newer = write(tmp_path / "rates.csv", RATES)
        run("import_money", newer, format="rates", apply=True)
        older = write(tmp_path / "old.csv", "Date,Country,Exchange rate\n2023-01-01,Euro,9\n")
        status, text = run("import_money", older, format="rates", apply=True)
        assert (status, "not overwritten by an older one" in text) == (2, True)
        assert ExchangeRate.objects.count() == 2

    def test_every_format_is_known_by_its_name(self, tmp_path):
        files = {
            "ppp": "Country,Country ID,Year,PPP\nNamibia,NA,2024,6.92131935400361\n",
            "cpi": "Date,Index,Inflation\n2026-05-01,335.123,0.63\n",
            "iso4217": (
                "Entity,Currency,AlphabeticCode,NumericCode,MinorUnit,WithdrawalDate\n"
                "NAMIBIA,Namibia Dollar,NAD,516,2,\n"
            ),
        }
        for name, text in files.items():
            path = write(tmp_path / f"{name}.csv", text)
            assert run("import_money", path, format=name, apply=True)[0] == 0
        assert PriceParity.objects.get().country == "NA"
        assert (PriceIndex.objects.get().month, Currency.objects.get().code) == (5, "NAD")


class TestMilestones:
    def test_are_read_from_the_folder_of_a_roadmap(self, tmp_path):
        write(tmp_path / "upskill/docs/index.md", INDEX)
        folder = tmp_path / "upskill"
        status, _ = run("import_milestones", folder, format="linuxupskill", apply=True)
        assert status == 0
        drafts = DraftMilestone.objects.order_by("position")
        assert [draft.title for draft in drafts] == ["A server", "Look"]

    def test_a_page_without_tables_is_refused(self, tmp_path):
        path = write(tmp_path / "README.md", "# Words\n\nNothing but words.\n")
        for name in ("ossu", "milanm", "linuxupskill"):
            status, text = run("import_milestones", path, format=name, apply=True)
            assert (status, "README.md" in text) == (2, True)
        assert set(count_rows().values()) == {0}

    def test_keep_what_a_curator_decided(self, tmp_path):
        path = write(tmp_path / "index.md", INDEX)
        run("import_milestones", path, format="linuxupskill", apply=True)
        draft = DraftMilestone.objects.get(key="linux-upskill-day-0")
        milestone = make_milestone()
        accept_into_milestone(
            draft_id=draft.pk, milestone_id=milestone.pk, decided_by=None, now=timezone.now()
        )
        write(path, INDEX.replace("A server", "Your own server"))
        assert run("import_milestones", path, format="linuxupskill", apply=True)[0] == 0
        draft.refresh_from_db()
        assert (draft.title, draft.milestone) == ("Your own server", milestone)

    def test_cannot_be_taken_back_once_a_curator_decided_on_one(self, tmp_path):
        path = write(tmp_path / "index.md", INDEX)
        run("import_milestones", path, format="linuxupskill", apply=True)
        draft = DraftMilestone.objects.get(key="linux-upskill-day-0")
        decline_draft(draft_id=draft.pk, reason="Known.", decided_by=None, now=timezone.now())
        with pytest.raises(
            RollbackRefused, match="linux-upskill-day-0 is used by 1 draft decision"
        ):
            roll_back_import(run=ImportRun.objects.get(), now=timezone.now())
        assert DraftMilestone.objects.count() == 2


class TestFindPage:
    def test_takes_files_as_they_are_and_the_page_of_a_folder(self, tmp_path):
        readme = write(tmp_path / "a/README.md", "x")
        index = write(tmp_path / "b/docs/index.md", "x")
        assert find_page(readme) == readme
        assert find_page(tmp_path / "a") == readme
        assert find_page(tmp_path / "b") == index
        assert find_page(tmp_path) == tmp_path
