"""What background work has for the curator's board."""

from progress.choices import JobState
from progress.models import CareerPlan, Projection, SweepRun
from tracks.shared.board import Board, BoardPage, BoardTask, register_board

PREDICTIONS = BoardPage(
    "How well predictions held",
    "What projections said of finishing beside what happened, once a year has passed.",
    "backtest",
)
FAILED = f"job_state__exact={JobState.FAILED}"


def make_progress_board() -> Board:
    """Count failed background work, and point to the record of predictions."""
    projections = Projection.objects.filter(job_state=JobState.FAILED).count()
    plans = CareerPlan.objects.filter(job_state=JobState.FAILED).count()
    sweeps = SweepRun.objects.filter(job_state=JobState.FAILED).count()
    why = "Look at the reason, then try again from the list."
    lag = "Some learners’ stored figures are older than the catalogue. Read why, then run it again."
    return Board(
        tasks=(
            BoardTask(Projection, projections, "failed projections", why, FAILED),
            BoardTask(CareerPlan, plans, "failed career plans", why, FAILED),
            BoardTask(SweepRun, sweeps, "failed sweeps of learners’ figures", lag, FAILED),
        ),
        pages=(PREDICTIONS,),
    )


register_board(name="progress", board=make_progress_board)
