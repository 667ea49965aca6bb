"""Render a career plan: check and clean the content, draw it, print it, attach it as data."""

import dataclasses
import gc
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial

from django.template.loader import render_to_string

from progress.documents.children import ChildLimits, render_in_child
from progress.documents.cleaning import clean_content, replace_characters
from progress.documents.content import CareerPlanContent
from progress.documents.failures import RenderFailed
from progress.documents.limits import check_limits
from progress.documents.loading import check_setup, load_rendering
from progress.documents.pages import list_sections, make_page_context
from progress.documents.pdf_source import Asset, PdfSource, PrintedPdf
from progress.documents.plan_charts import draw_plan_charts
from progress.documents.typefaces import SANS, SERIF, read_typefaces, write_face_rules
from tracks.shared.charts import PRINT, MarkState, draw_mark_icon

SCHEMA = "milepost.career-plan/1"
ATTACHMENT_NAME = "plan.json"
# Stands for a character that no typeface here has; the packaged ones have this.
STAND_IN = "\u25a0"
_TEMPLATE = "progress/career_plan/document.html"
_STYLES = "progress/career_plan/document.css"
# Width and height in millimetres.
_PAGES = {"A4": (210.0, 297.0), "LETTER": (215.9, 279.4)}


def render_career_plan(content: CareerPlanContent, *, page_size: str = "A4") -> bytes:
    """Print a career plan as one PDF that is PDF/UA-1 and PDF/A-3a, with plan.json attached.

    Takes about a second of CPU in a warm process; use `print_career_plan_in_child` where input
    is not trusted to end.

    Args:
        content: The plan.
        page_size: "A4" or "LETTER".

    Returns:
        The PDF; the same bytes for the same content on the same machine.

    Raises:
        ValueError: The page size is unknown.
        PlanTooLarge: The content breaks a limit.
        PdfSetupBroken: A native library or typeface is missing.
        RenderFailed: The render did not end well.
    """
    source = make_pdf_source(content=content, page_size=page_size)
    pdf = _render(source, {}, partial(make_pdf_source, content=content, page_size=page_size)).pdf
    # Boxes point at each other; without this a worker would hold several documents at once.
    gc.collect()
    return pdf


def print_career_plan_in_child(
    content: CareerPlanContent,
    *,
    page_size: str = "A4",
    limits: ChildLimits | None = None,
    known_pages: Mapping[str, int] | None = None,
    watch: Callable[[str], None] | None = None,
) -> PrintedPdf:
    """Print a career plan in a child process with hard limits of time and memory.

    Args:
        content: The plan.
        page_size: "A4" or "LETTER".
        limits: What the child may use.
        known_pages: Page by chapter of an earlier print of nearly the same plan. Right numbers
            save laying out the contents twice; wrong ones are noticed and cost a second print.
        watch: Called with the stage ("drawing", "laying out", "writing") when it changes and
            every few seconds; what it raises stops the print.

    Returns:
        The same bytes as `render_career_plan`, with page count and the page of each chapter.

    Raises:
        ValueError: The page size is unknown.
        PlanTooLarge: The content breaks a limit.
        RenderFailed: The render did not end well, or was stopped.
    """
    load_rendering()
    if watch:
        watch("drawing")
    chapters = [section.anchor for section in list_sections(content=content)]
    known = known_pages or {}
    known = {name: known[name] for name in chapters if name in known}
    make_source = partial(make_pdf_source, content=content, page_size=page_size)
    # Made here, where templates stay loaded; the child makes another only where this one fails.
    source = make_source(known_pages=known)

    def render(tell: Callable[[str], None]) -> bytes:
        return _pack(_render(source, known, make_source, tell))

    return _unpack(render_in_child(render=render, limits=limits, watch=watch))


def _render(
    source: PdfSource,
    known: Mapping[str, int],
    make_source: Callable[..., PdfSource],
    tell: Callable[[str], None] | None = None,
) -> PrintedPdf:
    """Render, and once more where known pages were wrong or a typeface is missing."""
    rendering = load_rendering()
    printed = rendering.render_pdf(source=source, tell=tell)
    missing = printed.missing
    if missing or any(printed.pages.get(name) != page for name, page in known.items()):
        printed = rendering.render_pdf(source=make_source(missing=missing), tell=tell)
    if printed.missing:
        codes = write_code_points(printed.missing)
        raise RenderFailed(reason=f"No typeface here has {codes}, not even its stand-in.")
    return replace(printed, missing=missing)


def _pack(printed: PrintedPdf) -> bytes:
    """Put a print into one piece for the pipe: a line of JSON, then the file."""
    head = json.dumps(
        {
            "page_count": printed.page_count,
            "pages": dict(printed.pages),
            "missing": printed.missing,
        }
    )
    return head.encode() + b"\n" + printed.pdf


def _unpack(piece: bytes) -> PrintedPdf:
    head, _, pdf = piece.partition(b"\n")
    return PrintedPdf(pdf, **json.loads(head))


def plan_json(content: CareerPlanContent) -> bytes:
    """Write the plan as canonical JSON: sorted keys, no spaces, UTF-8, one line end.

    Amounts are decimal strings, dates ISO 8601, unknown is null. The document says its schema in
    `schema`.

    Args:
        content: The plan; cleaned here, so the data says what the pages say.

    Returns:
        The bytes that are attached and hashed.
    """
    body = {"schema": SCHEMA, "plan": dataclasses.asdict(clean_content(content))}
    text = json.dumps(
        body, default=_write_json_value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return f"{text}\n".encode()


def hash_plan(content: CareerPlanContent) -> str:
    """Give the SHA-256 of the plan's canonical JSON, as printed on its last page.

    Args:
        content: The plan.

    Returns:
        64 hexadecimal digits.
    """
    return hashlib.sha256(plan_json(content)).hexdigest()


def make_pdf_source(
    *,
    content: CareerPlanContent,
    page_size: str,
    known_pages: Mapping[str, int] | None = None,
    missing: str = "",
) -> PdfSource:
    """Prepare everything the PDF is made from, without touching WeasyPrint.

    Args:
        content: The plan.
        page_size: "A4" or "LETTER".
        known_pages: Page by chapter, for a table of contents that need not be counted.
        missing: Characters that no typeface here has. The pages show a stand-in and say so; the
            attached data keeps them.

    Returns:
        HTML, styles, charts, typefaces and the attachment.

    Raises:
        ValueError: The page size is unknown.
        PlanTooLarge: The content breaks a limit.
    """
    if page_size not in _PAGES:
        message = f"A plan is printed on {' or '.join(_PAGES)}, not on {page_size!r}."
        raise ValueError(message)
    cleaned = clean_content(content)
    check_limits(content=cleaned)
    data = plan_json(cleaned)
    shown = replace_characters(cleaned, characters=missing, by=STAND_IN)
    charts = draw_plan_charts(content=shown)
    context = make_page_context(
        content=shown,
        charts=charts,
        content_hash=hashlib.sha256(data).hexdigest(),
        known_pages=known_pages,
    )
    context["missing"] = write_code_points(missing)
    return PdfSource(
        html=render_to_string(_TEMPLATE, context),
        css=_read_styles(page_size),
        assets={chart.url: _svg_asset(chart.svg) for chart in charts},
        lasting=_read_lasting_assets(),
        attachment_name=ATTACHMENT_NAME,
        attachment=data,
        issued_at=cleaned.issued_at,
    )


def write_code_points(characters: str) -> str:
    """Write characters by their numbers, for those who cannot see them.

    Args:
        characters: Any characters.

    Returns:
        For example "U+5C71, U+7530".
    """
    return ", ".join(f"U+{ord(character):04X}" for character in characters)


def warm_up() -> None:
    """Load libraries, typefaces and styles by rendering a small page.

    For a worker that will fork a child per plan: the children then start with all of it.

    Raises:
        PdfSetupBroken: A native library or typeface is missing.
    """
    rendering = load_rendering()
    for page_size in _PAGES:
        rendering.list_font_families(source=_make_trial_source(page_size))
    # What is loaded now stays for good: later collections need not look at it again.
    gc.collect()
    gc.freeze()


def self_check() -> None:
    """Prove that this machine can print plans; takes about a second.

    Raises:
        PdfSetupBroken: Something is missing; `command` mends it.
    """
    families = frozenset({SANS, SERIF})
    check_setup(source=_make_trial_source("A4"), families=families)


def _make_trial_source(page_size: str) -> PdfSource:
    text = "<p>Aa 1</p><p><em>Aa</em></p><p><strong>Aa</strong></p><h1>Aa</h1><blockquote>Aa</blockquote>"
    return PdfSource(
        html=f"<html lang=en><title>Trial</title><body>{text}",
        css=_read_styles(page_size),
        assets={},
        lasting=_read_lasting_assets(),
        attachment_name=ATTACHMENT_NAME,
        attachment=b"{}",
        issued_at=datetime(2000, 1, 1, tzinfo=UTC),
    )


@cache
def _read_styles(page_size: str) -> str:
    width, height = _PAGES[page_size]
    return write_face_rules() + render_to_string(_STYLES, {"width": width, "height": height})


@cache
def _read_lasting_assets() -> dict[str, Asset]:
    assets = {url: Asset(body, "font/ttf") for url, body in read_typefaces().items()}
    for state in MarkState:
        name = state.value.lower().replace("_", "-")
        assets[f"asset:mark-{name}.svg"] = _svg_asset(draw_mark_icon(state=state, theme=PRINT))
    return assets


def _svg_asset(svg: str) -> Asset:
    return Asset(svg.encode(), "image/svg+xml")


def _write_json_value(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


__all__ = [
    "RenderFailed",
    "hash_plan",
    "plan_json",
    "print_career_plan_in_child",
    "render_career_plan",
    "self_check",
    "warm_up",
]
