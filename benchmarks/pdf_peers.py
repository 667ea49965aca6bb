"""Print the benchmark's plan with Typst and ReportLab, warm, beside this project's own way.

Needs the group "benchmarks":  uv sync --inexact --group benchmarks
Run from the project's root:  .venv/bin/python benchmarks/pdf_peers.py [--rounds 9] [--keep FOLDER]

The same chapters, words, tables and typefaces on A4. Typst also gets the charts and writes
PDF/UA-1 and PDF/A-3a with the attachment; ReportLab cannot draw SVG and knows no tags, so it
prints neither. No layout is the same to the millimetre.
"""

import argparse
import sys
import tempfile
from importlib import resources
from io import BytesIO
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from xml.sax.saxutils import escape

import typst
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from benchmarks.pdf import CONTENT, compare
from benchmarks.plan_tables import Chapter, Chart, Table, list_chapters
from progress.documents.career_plan import plan_json, render_career_plan, warm_up
from progress.documents.content import CareerPlanContent
from tests.factories.career_plan_content import rename_learner

SANS = resources.files("font_source_sans_pro") / "files"
SERIF = resources.files("font_source_serif_pro") / "files"
_numbers = count(1)
TYPST_HEAD = """
#set document(title: "Career plan", author: "{name}", date: datetime(year: 2026, month: 11, day: 22))
#set page(paper: "a4", margin: (x: 18mm, top: 24mm, bottom: 21mm), numbering: "1 of 1", header: [Career plan])
#set text(font: "Source Sans Pro", size: 9.6pt, lang: "en")
#show heading: set text(font: "Source Serif Pro", size: 22pt)
#set table(stroke: (x: none, y: 0.5pt + rgb("#dde2ea")), inset: (x: 0pt, y: 4pt))
#show table: set text(size: 8.6pt)
#pdf.attach("plan.json", relationship: "data", mime-type: "application/json", description: "The plan as data")
#page(fill: rgb("#131c2e"), header: none, numbering: none)[#set text(fill: white)
  #text(size: 33pt, font: "Source Serif Pro")[{title}] \\ Prepared for {name}]
#outline()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write one PDF of each here")
    options = parser.parse_args()
    warm_up()
    for face in ("Regular", "Semibold"):
        pdfmetrics.registerFont(TTFont(f"Sans-{face}", str(SANS / f"SourceSansPro-{face}.ttf")))
    ways = {
        "this project, PDF/A-3a and PDF/UA-1": lambda: render_career_plan(make_content()),
        "Typst, PDF/A-3a and PDF/UA-1": lambda: print_with_typst(make_content()),
        "ReportLab, no charts, no tags": lambda: print_with_reportlab(make_content()),
    }
    for name, way in ways.items():
        pdf = way()
        print(f"{name}: {len(pdf) / 1024:.0f} KiB")
        if options.keep:
            (options.keep / f"{name.partition(',')[0].replace(' ', '-')}.pdf").write_bytes(pdf)
    compare(ways, rounds=options.rounds)


def make_content() -> CareerPlanContent:
    """Another learner every time, so that nobody may answer from memory."""
    return rename_learner(CONTENT, f"Learner number {next(_numbers)}")


def print_with_typst(content: CareerPlanContent) -> bytes:
    """Write markup, charts and data to a folder and compile it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "plan.json").write_bytes(plan_json(content))
        words = {"name": content.cover.learner_name, "title": quote(content.cover.track_title)}
        text = [TYPST_HEAD.format(**words)]
        for chapter in list_chapters(content):
            text.append(write_typst(chapter, root))
        (root / "plan.typ").write_text("\n".join(text), encoding="utf-8")
        pdf: bytes = typst.compile(
            str(root / "plan.typ"),
            root=str(root),
            font_paths=[str(SANS), str(SERIF)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-3a"],
        )
        return pdf


def write_typst(chapter: Chapter, root: Path) -> str:
    lines = [f"= {quote(chapter.title)}"]
    for part in chapter.parts:
        if isinstance(part, Chart):
            (root / f"{part.name}.svg").write_text(part.svg, encoding="utf-8")
            lines.append(f'#image("{part.name}.svg", width: 100%, alt: "{part.name}")')
        elif isinstance(part, Table):
            widths = ", ".join(f"{width}mm" for width in part.widths)
            head = ", ".join(f"[{quote(cell)}]" for cell in part.head)
            rows = "\n".join(
                ", ".join(f"[{quote(cell)}]" for cell in row) + "," for row in part.rows
            )
            lines.append(f"#table(columns: ({widths}), table.header({head}),\n{rows})")
        elif part:
            lines.append(f"{quote(part)}\n")
    return "\n".join(lines)


def quote(text: str) -> str:
    """Take the meaning from Typst's signs."""
    for sign in "\\#*_`$<>@[]~=-+/'\"":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " \\\n")


def print_with_reportlab(content: CareerPlanContent) -> bytes:
    """Lay the chapters out one after the other."""
    body = ParagraphStyle("body", fontName="Sans-Regular", fontSize=9.6, leading=13.4)
    cell = ParagraphStyle("cell", body, fontSize=8.6, leading=11.8, alignment=TA_LEFT)
    head = ParagraphStyle("head", body, fontName="Sans-Semibold", fontSize=22, leading=27)
    story: list[Flowable] = [
        Paragraph(escape(content.cover.track_title), head),
        Paragraph(f"Prepared for {escape(content.cover.learner_name)}", body),
        PageBreak(),
    ]
    for chapter in list_chapters(content):
        story.append(Paragraph(escape(chapter.title), head))
        for part in chapter.parts:
            if isinstance(part, Table):
                rows = [
                    [Paragraph(escape(text).replace("\n", "<br/>"), cell) for text in row]
                    for row in (part.head, *part.rows)
                ]
                grid = Grid(rows, colWidths=[width * mm for width in part.widths], repeatRows=1)
                grid.setStyle(
                    [
                        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.lightgrey),
                        ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ]
                )
                story.append(grid)
            elif isinstance(part, str) and part:
                story.append(Paragraph(escape(part), body))
        story.append(Spacer(1, 20))
    out = BytesIO()
    SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=24 * mm,
        bottomMargin=21 * mm,
    ).build(story, onLaterPages=number_page)
    return out.getvalue()


def number_page(canvas: object, document: object) -> None:
    canvas.setFont("Sans-Regular", 8)  # type: ignore[attr-defined]  # the library has no types
    canvas.drawString(18 * mm, 12 * mm, f"Page {canvas.getPageNumber()}")  # type: ignore[attr-defined]  # as above


if __name__ == "__main__":
    main()
