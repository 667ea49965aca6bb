"""What certifications have for the curator's board."""

from certifications.admin.certifications import GAPS
from certifications.models import Certification, Claim
from tracks.shared.board import Board, BoardTask, count_evidence, register_board


def _count_gap(gap: str, words: str, why: str) -> BoardTask:
    count = Certification.objects.filter(GAPS[gap][1]).distinct().count()
    return BoardTask(Certification, count, words, why, f"gap={gap}")


def make_certification_board() -> Board:
    """Count open claims and gaps of certifications."""
    return Board(
        evidence=count_evidence((Claim,)),
        tasks=(
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
