"""Load the PDF engine on first use, and say in one command what is missing when it cannot."""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

from progress.documents.children import render_in_child
from progress.documents.failures import PdfSetupBroken, RenderFailed
from progress.documents.pdf_source import PdfSource, PrintedPdf

LIBRARIES_COMMAND = "apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
_MODULE = "progress.documents.rendering"


class Rendering(Protocol):
    """What `progress.documents.rendering` offers."""

    @staticmethod
    def render_pdf(*, source: PdfSource, tell: Callable[[str], None] | None = None) -> PrintedPdf:
        """Render one PDF."""

    @staticmethod
    def list_font_families(*, source: PdfSource) -> frozenset[str]:
        """Name the families that a document used."""

    @staticmethod
    def has_fast_subsetting() -> bool:
        """Say whether the HarfBuzz subsetter is loaded."""


def load_rendering() -> Rendering:
    """Import the render module; pages that make no PDF never pay for it.

    Returns:
        The module.

    Raises:
        PdfSetupBroken: A native library cannot be loaded.
    """
    try:
        return cast("Rendering", import_module(_MODULE))
    except OSError as error:
        reason = f"The text libraries cannot be loaded ({str(error).splitlines()[0]})."
        raise PdfSetupBroken(reason=reason, command=LIBRARIES_COMMAND) from error


def check_setup(*, source: PdfSource, families: frozenset[str]) -> None:
    """Prove that this machine makes PDFs: libraries, subsetter and packaged typefaces.

    Args:
        source: A small document that uses every packaged face.
        families: The family names it must be set in, and no others.

    Raises:
        PdfSetupBroken: Something is missing; the error carries the command that mends it.
    """
    rendering = load_rendering()
    if not rendering.has_fast_subsetting():
        reason = (
            "The HarfBuzz subsetter is missing, so PDFs would be slow and never the same twice."
        )
        raise PdfSetupBroken(reason=reason, command=LIBRARIES_COMMAND)
    try:
        # In a child, because a machine without any font ends the process with SIGSEGV.
        answer = render_in_child(render=lambda _: _name_families(rendering, source))
    except RenderFailed as failure:
        reason = f"A trial render failed: {failure.reason}"
        raise PdfSetupBroken(reason=reason, command=LIBRARIES_COMMAND) from failure
    used = frozenset(answer.decode().split("\n"))
    if used != families:
        reason = f"The trial page was set in {sorted(used)}, not in {sorted(families)}."
        raise PdfSetupBroken(reason=reason, command="uv sync --reinstall")


def _name_families(rendering: Rendering, source: PdfSource) -> bytes:
    return "\n".join(sorted(rendering.list_font_families(source=source))).encode()
