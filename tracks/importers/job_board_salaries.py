"""Salary files of ai-jobs.net and infosec-jobs.com: two data sets of the same shape."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tracks.choices import PayScheme, PayVariant, SourceKind
from tracks.importers.job_board_files import read_pay_file
from tracks.importers.job_board_tables import Cell, PayTable, compute_cells
from tracks.importers.kinds import SOURCES
from tracks.importers.salary_records import (
    SALARY_STATISTICS,
    Dataset,
    Snapshot,
    Subject,
    find_day,
    make_source,
    make_statistic,
)
from tracks.importers.salary_statistics import COLUMNS, FEWEST_ROWS, write_family_name
from tracks.shared.content_rows import Incoming
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile, ignore_progress
from tracks.shared.imports import Position, Problem

AI_JOBS = Dataset(
    key="ai-jobs",
    title="ai-jobs.net salaries",
    publisher="Foorilla",
    kind=SourceKind.DATASET,
    url="https://github.com/foorilla/ai-jobs-net-salaries",
    licence="CC0-1.0",
    attribution=(
        "Salary data: ai-jobs.net (Foorilla), dedicated to the public domain under CC0 1.0."
    ),
)
INFOSEC_JOBS = Dataset(
    key="infosec-jobs",
    title="infosec-jobs.com salaries",
    publisher="Foorilla",
    kind=SourceKind.DATASET,
    url="https://github.com/foorilla/infosec-jobs-com-salaries",
    licence="CC0-1.0",
    attribution=(
        "Salary data: infosec-jobs.com (Foorilla), dedicated to the public domain under CC0 1.0."
    ),
)
# Sources of snapshots are named like those of content/sources.yaml.
_SOURCE_NAMES = {AI_JOBS.key: "aijobs", INFOSEC_JOBS.key: "infosec"}
OVERLAP = (
    "ai-jobs.net and infosec-jobs.com share rows (1,521 of those for 2024 in the snapshots of "
    "2025-01-12 and 2024-12-29): their counts are never added."
)
# Problems named when a file is refused because most of its rows are wrong.
_EXAMPLES = 20


def parse_ai_jobs(path: Path, as_of: str = "", report: Report = ignore_progress) -> ParsedFile:
    """Read an ai-jobs.net file; one whose name says infosec is read as infosec-jobs.com.

    Raises:
        UnusableFile: See `parse_job_board`.
    """
    dataset = INFOSEC_JOBS if "infosec" in path.name.lower() else AI_JOBS
    return parse_job_board(path, dataset=dataset, as_of=as_of, report=report)


def parse_infosec_jobs(path: Path, as_of: str = "", report: Report = ignore_progress) -> ParsedFile:
    """Read an infosec-jobs.com file.

    Raises:
        UnusableFile: See `parse_job_board`.
    """
    return parse_job_board(path, dataset=INFOSEC_JOBS, as_of=as_of, report=report)


def parse_job_board(
    path: Path, *, dataset: Dataset, as_of: str = "", report: Report = ignore_progress
) -> ParsedFile:
    """Read every cell of a job-board salary file under the three readings of its rows.

    Args:
        path: A CSV file in UTF-8 with the eleven columns.
        dataset: Which of the two it is; the files do not say.
        as_of: Day of the snapshot; blank takes it from the name of the file.
        report: Receives progress.

    Raises:
        UnusableFile: No such file, no CSV in UTF-8 with the eleven columns, no day, cut
            off, two snapshots in one, or most rows wrong.
    """
    day = _find_snapshot_day(path, as_of)
    table = read_pay_file(path, report)
    _refuse_broken_file(table)
    _refuse_later_years(table, day)
    source = f"{_SOURCE_NAMES[dataset.key]}-{day}"
    snapshot = Snapshot(dataset.key, source, day, Position(path.name))
    records = [_make_source(dataset, snapshot)]
    records += [_make_record(snapshot, cell) for cell in compute_cells(table)]
    counts = count_rows(table)
    return ParsedFile(
        origin=dataset.key,
        records=tuple(records),
        kinds=(SOURCES, SALARY_STATISTICS),
        as_of=day,
        counts=counts,
        rejected=tuple(table.list_problems()),
        flagged=tuple(_flag_open_end(table)),
        remarks=_write_remarks(counts),
    )


def _make_source(dataset: Dataset, snapshot: Snapshot) -> Incoming:
    day = date.fromisoformat(snapshot.as_of)
    return make_source(
        dataset,
        key=snapshot.source,
        title=f"{dataset.title}, snapshot of {day:%-d %B %Y}",
        published=snapshot.as_of,
        edition=snapshot.as_of,
        position=snapshot.position,
    )


def _make_record(snapshot: Snapshot, cell: Cell) -> Incoming:
    group, statistics = cell.group, cell.statistics
    code, name = group.family.replace("_", "-"), write_family_name(group.family)
    return make_statistic(
        snapshot,
        Subject(PayScheme.ROLE_FAMILY, code, name),
        variant=PayVariant[cell.variant.name],
        level=group.level,
        country=group.country,
        year=group.year,
        n=statistics.n,
        percentiles=statistics.percentiles,
    )


def _find_snapshot_day(path: Path, as_of: str) -> str:
    day = as_of or find_day(path.name)
    try:
        date.fromisoformat(day)
    except ValueError as error:
        reason = (
            f"{as_of!r} is not a day; write --as-of 2025-01-12"
            if as_of
            else "neither the file nor its name says the day of the snapshot; add --as-of 2025-01-12"
        )
        raise UnusableFile(Problem(Position(path.name), "as of", reason)) from error
    return day


def _refuse_broken_file(table: PayTable) -> None:
    """Raise for a file whose rows cannot be those of one whole snapshot."""
    rows = len(table.places)
    if not rows:
        raise UnusableFile(Problem(Position(table.file), "", "has a header and no rows"))
    for number in table.list_bad_rows():
        if tuple(table.read_row(number)) == COLUMNS:
            line = int(table.lines[(table.places == number).argmax()])
            reason = "the header stands here again: two files in one; import them one by one"
            raise UnusableFile(Problem(Position(table.file, line), "header", reason))
    half, odd = divmod(rows, 2)
    if not odd and half >= FEWEST_ROWS and (table.places[:half] == table.places[half:]).all():
        line = int(table.lines[half])
        reason = (
            f"from here the {half:,} rows above stand in the file once more: a snapshot that was "
            "put together with itself; remove one of the two"
        )
        raise UnusableFile(Problem(Position(table.file, line), "", reason))
    bad = int((~table.is_good[table.places]).sum())
    if table.is_cut_off and not table.is_good[table.places[-1]]:
        line = int(table.lines[-1])
        reason = "the file ends inside this row: it was cut off; fetch it again"
        raise UnusableFile(Problem(Position(table.file, line), "", reason))
    if bad * 2 > rows:
        reason = f"{bad:,} of {rows:,} rows are wrong, the first of them as follows"
        first = Problem(Position(table.file), "", reason)
        raise UnusableFile(first, *table.list_problems(limit=_EXAMPLES))


def _refuse_later_years(table: PayTable, day: str) -> None:
    good = table.is_good & table.is_present
    years = [int(table.cells["work_year"][code]) for code in set(table.codes["work_year"][good])]
    latest = max(years, default=0)
    if latest > int(day[:4]):
        reason = f"has rows for {latest}, which a snapshot of {day} cannot have; check --as-of"
        raise UnusableFile(Problem(Position(table.file), "as of", reason))


def _flag_open_end(table: PayTable) -> list[Problem]:
    if not table.is_cut_off:
        return []
    reason = "the last line has no end; compare the number of rows with the publisher's"
    return [Problem(Position(table.file, int(table.lines[-1])), "", reason)]


def count_rows(table: PayTable) -> dict[str, int]:
    """Count the rows by what became of them."""
    good = table.is_good[table.places]
    used = good & table.is_full_time[table.places] & table.has_family[table.places]
    return {
        "rows read": len(table.places),
        "rows used": int(used.sum()),
        "rows left out because something is wrong": int((~good).sum()),
        "rows that are not full time": int((good & ~table.is_full_time[table.places]).sum()),
        "full-time rows of no role family": int(
            (good & table.is_full_time[table.places] & ~table.has_family[table.places]).sum()
        ),
        "rows that repeat an earlier row exactly": int(
            good.sum() - (table.is_good & table.is_present).sum()
        ),
        "pairs of neighbours alike in all but pay": int(table.second_of_pair.sum()),
    }


def _write_remarks(counts: Mapping[str, int]) -> tuple[str, ...]:
    rows = counts["rows read"]
    repeats = counts["rows that repeat an earlier row exactly"]
    pairs = counts["pairs of neighbours alike in all but pay"]
    return (
        f"{repeats:,} of {rows:,} rows repeat an earlier row exactly. They are kept in the reading "
        "“as is” and dropped in “exact duplicates dropped”; the file has no id that "
        "could tell which is right.",
        f"{pairs:,} pairs of neighbours are alike in all but pay: both ends of one advertised "
        "range. The reading “pair midpoint” counts each once, at its middle.",
        OVERLAP,
    )
