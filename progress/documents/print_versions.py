"""Name everything besides the content that decides what a printed plan looks like."""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from django.template.loader import get_template

from progress.documents.typefaces import read_typefaces
from tracks.shared import charts

TEMPLATES = ("progress/career_plan/document.html", "progress/career_plan/document.css")
_LIBRARIES = ("weasyprint", "pydyf", "fonttools", "segno")


@cache
def get_print_version() -> str:
    """Give a digest of templates, drawing code, typefaces and libraries.

    A plan printed under another digest may look different, so it is not reused. System
    libraries are left out: reading their versions would load them into every web process.

    Returns:
        16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for folder in (Path(__file__).parent, Path(charts.__file__).parent):
        for file in sorted(folder.glob("*.py")):
            digest.update(file.read_bytes())
    for name in TEMPLATES:
        digest.update(get_template(name).template.source.encode())  # type: ignore[attr-defined]  # Django's own engine
    for name, face in sorted(read_typefaces().items()):
        digest.update(name.encode() + hashlib.sha256(face).digest())
    for name in _LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}".encode())
    return digest.hexdigest()[:16]
