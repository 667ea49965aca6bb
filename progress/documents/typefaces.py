"""The packaged typefaces as assets and @font-face rules; static files, so output is stable."""

from functools import cache
from importlib import resources

from progress.documents.failures import PdfSetupBroken

SANS = "Milepost Sans"
SERIF = "Milepost Serif"
# Family, weight, style, package and file.
_FACES = (
    (SANS, 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    (SANS, 400, "italic", "font_source_sans_pro", "SourceSansPro-It.ttf"),
    (SANS, 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    (SANS, 700, "normal", "font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    (SERIF, 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    (SERIF, 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
INSTALL_COMMAND = "uv sync"


@cache
def read_typefaces() -> dict[str, bytes]:
    """Read the font files from their packages.

    Returns:
        Asset URL to file bytes; read once per process.

    Raises:
        PdfSetupBroken: A font package is not installed.
    """
    faces = {}
    for _, _, _, package, name in _FACES:
        try:
            file = resources.files(package) / "files" / name
            faces[f"asset:{name}"] = file.read_bytes()
        except (ModuleNotFoundError, FileNotFoundError) as error:
            reason = f"The typeface {name} of {package} is not installed."
            raise PdfSetupBroken(reason=reason, command=INSTALL_COMMAND) from error
    return faces


def write_face_rules() -> str:
    """Write the @font-face rules of the packaged faces.

    Returns:
        CSS text with asset URLs.
    """
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
        f"src:url(asset:{name})}}\n"
        for family, weight, style, _, name in _FACES
    )
