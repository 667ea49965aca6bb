"""Fees, when two tracks are compared."""

from datetime import date

from django.db.models import Model

from certifications.queries.track_fees import add_fees, compare_fees
from tracks.models import Track
from tracks.shared.comparison_parts import ComparisonPart


def make_fees_part(left: Model, right: Model, _today: date) -> ComparisonPart | None:
    """Lay the certifications of two tracks side by side; None when neither has any."""
    assert isinstance(left, Track)  # noqa: S101 - the page compares tracks
    assert isinstance(right, Track)  # noqa: S101 - the same
    fees = compare_fees(left=left, right=right)
    if not fees.rows:
        return None
    context = {
        "left": left,
        "right": right,
        "fees": fees,
        "both": add_fees(one.cost for one in fees.both),
        "left_only": add_fees(one.cost for one in fees.left_only),
        "right_only": add_fees(one.cost for one in fees.right_only),
    }
    return ComparisonPart("fees", "Fees", "certifications/_fees_part.html", context)
