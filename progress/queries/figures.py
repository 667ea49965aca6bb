"""Tell whether figures that projections use have changed."""

from django.db.models import Max

from certifications.models import Certification, Claim
from progress.roi.draws import MODEL_VERSION
from tracks.models import SalaryBand


def get_figures_stamp() -> str:
    """Return a text that differs whenever a band, a claim or a certification changed.

    Three queries. Every change of those tables writes a history row, so the newest ids are
    enough; a certification counts because a fee can be due for each of its exams.
    """
    bands = SalaryBand.history.aggregate(last=Max("history_id"))["last"]
    claims = Claim.history.aggregate(last=Max("history_id"))["last"]
    certifications = Certification.history.aggregate(last=Max("history_id"))["last"]
    return f"{MODEL_VERSION}:{bands}:{claims}:{certifications}"
