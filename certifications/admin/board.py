"""What certifications have for the curator's board."""

from django.utils import timezone

from certifications.admin.certifications import GAPS
from certifications.models import Certification, Claim
from tracks.shared.board import Board, BoardTask, count_evidence, register_board
from tracks.shared.provenance import EvidenceState


def _count_gap(gap: str, words: str, why: str) -> BoardTask:
    count = Certification.objects.filter(GAPS[gap][1]).distinct().count()
    return BoardTask(Certification, count, words, why, f"gap={gap}")


def _count_used_claims(state: EvidenceState, words: str, why: str) -> BoardTask:
    count = Claim.objects.filter(is_preferred=True, state=state).count()
    return BoardTask(Claim, count, words, why, f"is_preferred__exact=1&state__exact={state}")


def make_certification_board() -> Board:
    """Count open claims and gaps of certifications."""
    return Board(
        evidence=count_evidence((Claim,), today=timezone.localdate()),
        tasks=(
            _count_used_claims(
                EvidenceState.UNSOURCED,
                "unsourced claims in budgets",
                "Budgets and projections rest on them. Name a source.",
            ),
            _count_used_claims(
                EvidenceState.DISPUTED,
                "disputed claims in budgets",
                "Another source says something else. Decide which one stands.",
            ),
            _count_gap(
                "successor",
                "certifications retired without successor",
                "Learners who planned one have nowhere to go.",
            ),
            _count_gap("fee", "certifications whose fee is unknown", "Budgets leave them out."),
            _count_gap(
                "preferred",
                "certifications with no fee chosen for budgets",
                "Sources disagree and nobody has said which claim to use.",
            ),
            _count_gap(
                "coverage",
                "certifications that cover no milestone",
                "Passing one changes nobody’s progress.",
            ),
        ),
    )


register_board(name="certifications", board=make_certification_board)
