"""Measure making career plans: ratios of process CPU time from one run, rounds interleaved.

Run from the project's root:  .venv/bin/python benchmarks/pdf.py [--rounds 9] [--memory 200]
Add --cache to time an unchanged plan of the demo learner in the configured database, --section
for how much less work only one changed chapter would be, and --chromium PATH to compare cold
processes with a browser that prints the same page.
"""

import argparse
import base64
import gc
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import pydyf  # noqa: F401  # loaded before the clock starts, as in a warm worker
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from progress.documents import rendering
from progress.documents.career_plan import (
    make_pdf_source,
    print_career_plan_in_child,
    render_career_plan,
    warm_up,
)
from progress.documents.pdf_source import PdfSource
from tests.factories.career_plan_content import (
    make_career_plan_content,
    make_empty_plan_content,
    rename_learner,
)

CONTENT = make_career_plan_content()


def main() -> None:
    options = read_options()
    if options.once:
        render_career_plan(CONTENT)
        return
    warm_up()
    printed = print_career_plan_in_child(CONTENT)
    print(f"document: {printed.page_count} pages, {len(printed.pdf) / 1024:.0f} KiB")
    compare(list_ways(dict(printed.pages)), rounds=options.rounds)
    if options.section:
        compare_section(rounds=options.rounds)
    if options.cache:
        measure_cache()
    if options.chromium:
        compare_cold(options.chromium, rounds=max(3, options.rounds // 2))
    if options.memory:
        measure_memory(count=options.memory)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--memory", type=int, default=0, metavar="PLANS")
    parser.add_argument("--cache", action="store_true")
    parser.add_argument("--section", action="store_true")
    parser.add_argument("--chromium", metavar="PATH")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def list_ways(pages: dict[str, int]) -> dict[str, Callable[[], object]]:
    """Name each way to the same document; the first is what the others are divided by."""

    def print_like_the_tutorial() -> None:
        print_naively(inline_charts(make_pdf_source(content=CONTENT, page_size="A4")))

    def print_here() -> None:
        source = make_pdf_source(content=CONTENT, page_size="A4", known_pages=pages)
        rendering.render_pdf(source=source)
        gc.collect()

    def print_in_child() -> None:
        print_career_plan_in_child(CONTENT, known_pages=pages)

    return {
        "naive: new fonts, inline style, charts in the page": print_like_the_tutorial,
        "warm, without the archival variant": lambda: print_plainly(print_here),
        "warm, PDF/A-3a and PDF/UA-1, contents counted": lambda: render_career_plan(CONTENT),
        "warm, PDF/A-3a and PDF/UA-1, contents known": print_here,
        "the same in a child process": print_in_child,
        "in a child process, without the archival variant": lambda: print_plainly(print_in_child),
    }


def inline_charts(source: PdfSource) -> PdfSource:
    """Put each chart into the page, as most programs do."""
    from re import sub

    def read(match: object) -> str:
        return source.assets[match[1]].body.decode()  # type: ignore[index]  # a match

    return replace(source, html=sub(r'<img src="(asset:[^"]+)"[^>]*/>', read, source.html))


def print_naively(source: PdfSource) -> None:
    """Use the library as its tutorial shows, with a fetcher for the fonts."""
    fetcher = rendering.AssetFetcher({**source.lasting, **source.assets})
    html = source.html.replace("</head>", f"<style>{source.css}</style></head>")
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    page.write_pdf(font_config=FontConfiguration())


def print_plainly(work: Callable[[], None]) -> None:
    """Leave tags and archive metadata out."""
    variant = rendering._VARIANT
    setattr(rendering, "_VARIANT", None)  # noqa: B010  # a constant that only this benchmark changes
    try:
        work()
    finally:
        rendering._VARIANT = variant


def measure_cpu(work: Callable[[], object]) -> float:
    """Return CPU seconds of this process and of children that ended, in user and system mode."""
    before = read_cpu()
    work()
    return read_cpu() - before


def read_cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, kinds))


def compare(ways: Mapping[str, Callable[[], object]], *, rounds: int) -> None:
    """Run every way once a round, each round in another order, and print medians and ratios."""
    names = list(ways)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            gc.collect()
            # Only our worker sets what it has loaded apart from what it collects.
            gc.unfreeze() if name.startswith("naive") else gc.freeze()
            spent = measure_cpu(ways[name])
            # The first round only warms caches.
            if number:
                seconds[name].append(spent)
    base = statistics.median(seconds[names[0]])
    print(f"{rounds} rounds, median CPU ms (low to high) and ratio of medians")
    for name in names:
        times = seconds[name]
        middle = statistics.median(times)
        spread = f"{min(times) * 1000:.0f} to {max(times) * 1000:.0f}"
        print(f"  {name:55} {middle * 1000:6.0f}  ({spread})  {middle / base:.2f}")


def measure_cache() -> None:
    """Time the answer to an unchanged plan beside gathering its content, and count renders."""
    from django.utils import timezone

    from progress.choices import JobState, PageSize
    from progress.models import CareerPlan, Enrolment
    from progress.operations.career_plans import record_plan_request, render_career_plan_file
    from progress.operations.demo import LEARNER_EMAIL
    from progress.queries.career_plan_content import get_career_plan_content

    def ask() -> CareerPlan:
        # Read anew, as every request does; reading who asks is not part of the answer.
        enrolment = Enrolment.objects.select_related("user").get(pk=pk)
        before = read_cpu()
        answer = record_plan_request(enrolment=enrolment, page_size=PageSize.A4, now=timezone.now())
        spent.append(read_cpu() - before)
        return answer.plan

    spent: list[float] = []
    pk = Enrolment.objects.get(user__email=LEARNER_EMAIL, state="ACTIVE").pk
    plan = ask()
    if plan.job_state != JobState.READY:
        render_career_plan_file(pk=plan.pk)
    count = CareerPlan.objects.count()
    answers = {(answer.pk, answer.job_state) for answer in (ask() for _ in range(51))}
    gathered = [measure_cpu(lambda: get_career_plan_content(plan=plan)) for _ in range(9)]
    times = sorted(spent[2:])
    print(f"unchanged plan, {len(times)} answers: {statistics.median(times) * 1000:.1f} ms CPU ")
    print(f"  ({times[0] * 1000:.1f} to {times[-1] * 1000:.1f}); gathering instead takes ")
    print(
        f"  {statistics.median(gathered) * 1000:.0f} ms. New rows: {CareerPlan.objects.count() - count}; answers: {answers}"
    )


def compare_cold(chromium: str, *, rounds: int) -> None:
    """Compare whole processes that start cold: ours, and a browser that prints the same page."""
    source = make_pdf_source(content=CONTENT, page_size="A4")
    assets = {**source.lasting, **source.assets}
    html = source.html.replace("</head>", f"<style>{source.css}</style></head>")
    for url in sorted(assets, key=len, reverse=True):
        data = base64.b64encode(assets[url].body).decode()
        html = html.replace(url, f"data:{assets[url].media_type};base64,{data}")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "plan.html")
        page.write_text(html, encoding="utf-8")
        browser = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/plan.pdf", str(page),
        ]  # fmt: skip
        commands = {
            "cold process, this project": [sys.executable, str(Path(__file__)), "--once"],
            "cold process, Chromium": browser,
        }
        ways = {name: partial(run, line) for name, line in commands.items()}
        compare(ways, rounds=rounds)


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603  # our own


def measure_memory(*, count: int) -> None:
    """Print different small plans, in children as a worker does and then here, and watch this process."""
    ways: dict[str, Callable[..., object]] = {
        "in children": print_career_plan_in_child,
        "in this process": render_career_plan,
    }
    small = make_empty_plan_content()
    for name, way in ways.items():
        for number in range(1, count + 1):
            way(rename_learner(small, f"Learner number {number}"))
            if number % 20 == 0 or number == count:
                print(f"  {name}, after {number:4} plans: {read_resident_mib():.1f} MiB")


def compare_section(*, rounds: int) -> None:
    """Lay out the milestones alone and join them with pages that are in memory already.

    The chapters start pages of their own here, which they do not in a plan; the joined file has
    wrong page numbers in its feet and contents. So this is a bound, not a way to print.
    """
    # Links to other chapters lead nowhere here, and the library says so each time.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    source = make_pdf_source(content=CONTENT, page_size="A4")
    fetcher = rendering.AssetFetcher({**source.lasting, **source.assets})
    head, first, rest = source.html.partition('<section class="cover">')
    body, foot, end = (first + rest).partition("</body>")
    before, mark, after = body.partition('<section class="chapter follows" id="milestones">')
    chapter, other, others = (mark + after).partition('<section class="chapter follows" id="cert')

    def lay_out(part: str) -> weasyprint.Document:
        return rendering._lay_out(replace(source, html=head + part + foot + end), fetcher)

    kept = lay_out(before), lay_out(other + others)

    def print_whole() -> None:
        rendering.render_pdf(source=source)
        gc.collect()

    def print_section() -> None:
        gc.disable()
        fresh = lay_out(chapter)
        joined = kept[0].copy([*kept[0].pages, *fresh.pages, *kept[1].pages])
        rendering._write(joined, source, fetcher)
        gc.enable()
        gc.collect()

    def print_nothing_new() -> None:
        gc.disable()
        joined = kept[0].copy([*kept[0].pages, *kept[1].pages])
        rendering._write(joined, source, fetcher)
        gc.enable()
        gc.collect()

    compare(
        {
            "whole plan": print_whole,
            "milestones laid out, other pages from memory": print_section,
            "nothing laid out, other pages from memory": print_nothing_new,
        },
        rounds=rounds,
    )


def read_resident_mib() -> float:
    """Return what this process holds in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


if __name__ == "__main__":
    main()
