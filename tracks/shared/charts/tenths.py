"""Ten marks for ten futures: how many come out ahead, told by shape and place as well as colour."""

from dataclasses import dataclass

from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.drawing import Box, Drawing, Paint, Point
from tracks.shared.charts.themes import PAGE, Theme

BEHIND = Paint(fill="surface", stroke="warn", stroke_width=1.6)
AHEAD = Paint(fill="accent", stroke="accent")
MARK = 5.0
STEP = 13.0
TEN = 10


@dataclass(frozen=True)
class Tenths:
    """A share from 0 to 1 of futures that come out ahead."""

    title: str
    share: float

    @property
    def ahead_count(self) -> int:
        """Whole futures out of ten."""
        return count_tenths(self.share)


def count_tenths(share: float) -> int:
    """Give the whole futures out of ten that a share stands for, halves up."""
    return min(TEN, max(0, int(share * TEN + 0.5)))


def draw_ten_marks(*, drawing: Drawing, ahead_count: int, at: Point) -> None:
    """Draw hollow squares for futures behind, then discs for futures ahead, in a row.

    Args:
        drawing: Where to draw.
        ahead_count: Futures ahead, 0 to 10.
        at: Centre of the first mark.
    """
    for place in range(TEN):
        x, y = at[0] + place * STEP, at[1]
        if place < TEN - ahead_count:
            side = MARK * 0.85
            drawing.rect(Box(x - side, y - side, side * 2, side * 2), BEHIND)
        else:
            drawing.circle((x, y), MARK, AHEAD)


def draw_tenths(*, chart: Tenths, prefix: str, theme: Theme = PAGE) -> str:
    """Draw the ten marks alone, to stand beside the sentence that says the same.

    Args:
        chart: The share.
        prefix: Start of the ids; must differ between charts of one page.
        theme: Page or print.

    Returns:
        SVG text.
    """
    edge = MARK + 1
    drawing = Drawing(width=(TEN - 1) * STEP + edge * 2, height=edge * 2, theme=theme)
    draw_ten_marks(drawing=drawing, ahead_count=chart.ahead_count, at=(edge, edge))
    summary = describe_tenths(chart=chart).summary
    return drawing.finish(kind="tenths", prefix=prefix, title=chart.title, description=summary)


def describe_tenths(*, chart: Tenths) -> ChartDescription:
    """Say both frames: how many end ahead and how many behind.

    Args:
        chart: The share.

    Returns:
        Summary and one row per side.
    """
    ahead = chart.ahead_count
    summary = f"{ahead} of {TEN} futures end ahead, {TEN - ahead} behind."
    rows = (("ahead", str(ahead)), ("behind", str(TEN - ahead)))
    return ChartDescription(summary, ("Side", f"Futures of {TEN}"), rows)
