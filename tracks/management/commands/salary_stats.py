"""Print the pay statistics of one group of a salary file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracks.importers.job_board_files import read_pay_file
from tracks.importers.job_board_tables import compute_group
from tracks.importers.salary_statistics import (
    FAMILIES,
    FEWEST_ROWS,
    LEVELS,
    Group,
    PayStatistics,
    Variant,
)
from tracks.shared.import_formats import UnusableFile
from tracks.shared.imports import Problem

_EXIT_PROBLEMS = 1
_EXIT_UNUSABLE = 2


class Command(BaseCommand):
    help = (
        "Print n and the percentiles of full-time pay in US dollars of one group of an ai-jobs "
        "or infosec-jobs salary file. Exit status: 0 clean, 1 rows left out, 2 file unusable."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the salary file (CSV)")
        parser.add_argument("--dataset", type=Path, help="the salary file, as an option")
        parser.add_argument("--family", required=True, choices=FAMILIES)
        parser.add_argument("--level", required=True, choices=LEVELS)
        parser.add_argument("--country", required=True, help="two letters, by residence")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument(
            "--variant",
            default=Variant.AS_IS.value,
            choices=[variant.value for variant in Variant],
        )
        parser.add_argument("--json", action="store_true", help="print JSON for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"] or options["dataset"]
        if path is None:
            raise CommandError("name the salary file", returncode=_EXIT_UNUSABLE)
        group = Group(
            options["family"], options["level"], options["country"].upper(), options["year"]
        )
        variant = Variant(options["variant"])
        try:
            table = read_pay_file(path)
        except UnusableFile as unusable:
            raise CommandError(str(unusable), returncode=_EXIT_UNUSABLE) from unusable
        statistics = compute_group(table, group=group, variant=variant)
        problems = table.list_problems()
        render = render_json if options["json"] else render_text
        self.stdout.write(render(path.name, group, variant, statistics, problems))
        if problems:
            message = f"problems: {len(problems)}; the rows were left out"
            if not options["json"]:
                message = "\n".join([*map(str, problems), message])
            raise CommandError(message, returncode=_EXIT_PROBLEMS)


def render_text(
    dataset: str,
    group: Group,
    variant: Variant,
    statistics: PayStatistics,
    problems: list[Problem],
) -> str:
    """Write the statistics for people; problems are printed apart."""
    lines = [
        f"{dataset}: {group.family}, {group.level}, {group.country}, {group.year}, {variant}",
        f"n    {statistics.n}",
    ]
    if statistics.is_too_few:
        lines.append(f"too few: fewer than {FEWEST_ROWS} rows give no percentiles")
    lines += [f"{name}  {figure:,.2f} USD" for name, figure in statistics.percentiles.items()]
    return "\n".join(lines)


def render_json(
    dataset: str,
    group: Group,
    variant: Variant,
    statistics: PayStatistics,
    problems: list[Problem],
) -> str:
    """Write the statistics and the problems for machines, one object."""
    return json.dumps(
        {
            "dataset": dataset,
            **group._asdict(),
            "variant": variant.value,
            "currency": "USD",
            "n": statistics.n,
            "too_few": statistics.is_too_few,
            "percentiles": {name: float(value) for name, value in statistics.percentiles.items()},
            "problems": [
                {
                    "file": problem.position.file,
                    "line": problem.position.line,
                    "column": problem.position.column,
                    "field": problem.field,
                    "reason": problem.reason,
                }
                for problem in problems
            ],
        },
        ensure_ascii=False,
    )
