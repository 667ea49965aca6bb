"""Milestones whose hours went missing after they were published; a release refuses them before."""

from tracks.models import Milestone


def forget_hours(milestone: Milestone) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(
        hours_low=None, hours_likely=None, hours_high=None
    )
