"""The believable plan, printed once for all tests that only read it."""

import io

import pypdf
import pytest

from progress.documents.career_plan import render_career_plan
from tests.factories.career_plan_content import make_career_plan_content


@pytest.fixture(scope="session")
def plan_pdf():
    """The bytes of the 45-milestone plan on A4."""
    return render_career_plan(make_career_plan_content(), page_size="A4")


@pytest.fixture(scope="session")
def plan_reader(plan_pdf):
    """The same plan, opened."""
    return pypdf.PdfReader(io.BytesIO(plan_pdf))


@pytest.fixture(scope="session")
def plan_text(plan_reader):
    """Everything the plan says, with white space flattened."""
    return " ".join(" ".join(page.extract_text() for page in plan_reader.pages).split())
