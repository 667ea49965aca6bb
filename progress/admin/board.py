"""What background work has for the curator's board."""

from progress.choices import JobState
from progress.models import CareerPlan, Projection
from tracks.shared.board import Board, BoardTask, register_board

FAILED = f"job_state__exact={JobState.FAILED}"


def make_progress_board() -> Board:
    """Count failed background work."""
    projections = Projection.objects.filter(job_state=JobState.FAILED).count()
    plans = CareerPlan.objects.filter(job_state=JobState.FAILED).count()
    why = "Look at the reason, then try again from the list."
    return Board(
        tasks=(
            BoardTask(Projection, projections, "failed projections", why, FAILED),
            BoardTask(CareerPlan, plans, "failed career plans", why, FAILED),
        )
    )


register_board(name="progress", board=make_progress_board)
