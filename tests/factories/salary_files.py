"""Small salary files, as the publishers shape them, made for tests."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from tracks.importers.salary_statistics import COLUMNS

OEWS_COLUMNS = (
    "AREA",
    "I_GROUP",
    "OCC_CODE",
    "OCC_TITLE",
    "O_GROUP",
    "TOT_EMP",
    "PCT_RPT",
    "A_MEAN",
    "H_PCT10",
    "A_PCT10",
    "A_PCT25",
    "A_MEDIAN",
    "A_PCT75",
    "A_PCT90",
    "ANNUAL",
    "HOURLY",
)
DESCRIPTIONS = (
    "May 2023 OEWS Estimates",
    "*  = indicates that a wage estimate is not available",
    "#  = indicates a wage equal to or greater than $115.00 per hour or $239,200 per year ",
)
SURVEY_COLUMNS = (
    "ResponseId",
    "DevType",
    "Country",
    "Currency",
    "CompTotal",
    "SOTagsWant Entry",
    "ConvertedCompYearly",
)


def make_job_row(pay: object = 100_000, **overrides: object) -> list[str]:
    """Return the cells of a full-time DevOps engineer in the United States."""
    cells: dict[str, object] = {
        "work_year": 2024,
        "experience_level": "MI",
        "employment_type": "FT",
        "job_title": "DevOps Engineer",
        "salary": pay,
        "salary_currency": "USD",
        "salary_in_usd": pay,
        "employee_residence": "US",
        "remote_ratio": 0,
        "company_location": "US",
        "company_size": "M",
    }
    return [str(value) for value in (cells | overrides).values()]


def write_job_file(
    folder: Path,
    rows: Sequence[Sequence[str]],
    *,
    name: str = "aijobs_salaries_2025-01-12.csv",
    header: Sequence[str] = COLUMNS,
    line_end: str = "\r\n",
) -> Path:
    """Write rows as a file of a job board."""
    path = folder / name
    text = line_end.join([",".join(header), *(",".join(row) for row in rows), ""])
    path.write_bytes(text.encode())
    return path


def make_occupation(code: str = "15-1252", **overrides: object) -> dict[str, object]:
    """Return one row of a wage workbook by column."""
    return {
        "AREA": "99",
        "I_GROUP": "cross-industry",
        "OCC_CODE": code,
        "OCC_TITLE": "Software Developers",
        "O_GROUP": "detailed",
        "TOT_EMP": 1_000,
        "PCT_RPT": "~",
        "A_MEAN": 138_110,
        "H_PCT10": 37.03,
        "A_PCT10": 77_020,
        "A_PCT25": 101_200,
        "A_MEDIAN": 132_270,
        "A_PCT75": 167_540,
        "A_PCT90": 208_620,
        "ANNUAL": "",
        "HOURLY": "",
    } | overrides


def make_group(code: str = "15-0000", employment: object = 1_000) -> dict[str, object]:
    """Return the row of a major group."""
    title = "Computer and Mathematical Occupations"
    return make_occupation(code, OCC_TITLE=title, O_GROUP="major", TOT_EMP=employment)


def write_workbook(
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    name: str = "national_M2023_dl.xlsx",
    columns: Sequence[str] = OEWS_COLUMNS,
    descriptions: Sequence[str] | None = DESCRIPTIONS,
) -> Path:
    """Write rows as a national wage workbook; without descriptions it has one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(columns))
    for row in rows:
        by_name = {key.lower(): value for key, value in row.items()}
        sheet.append([by_name.get(column.lower()) for column in columns])
    if descriptions is not None:
        notes = book.create_sheet("Field Descriptions")
        for text in descriptions:
            notes.append([text])
    path = folder / name
    book.save(path)
    return path


def make_answer(number: int, pay: object = 100_000, **overrides: object) -> list[str]:
    """Return the cells of one respondent."""
    cells: dict[str, object] = {
        "ResponseId": number,
        "DevType": '"Developer, back-end"',
        "Country": "Germany",
        "Currency": "EUR European Euro",
        "CompTotal": pay,
        "SOTagsWant Entry": "NA",
        "ConvertedCompYearly": pay,
    }
    return [str(value) for value in (cells | overrides).values()]


def write_survey(
    folder: Path,
    rows: Sequence[Sequence[str]],
    *,
    name: str = "survey_2025.csv",
    columns: Sequence[str] = SURVEY_COLUMNS,
) -> Path:
    """Write respondents as a survey file with a byte order mark."""
    path = folder / name
    lines = [",".join(columns), *(",".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path
