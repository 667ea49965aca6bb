"""Who may see the learner's pages: signed in, and only what is one's own."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from progress.models import Enrolment
from progress.queries.enrolments import find_active_enrolment

P = ParamSpec("P")


class LearnerRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    htmx: HtmxDetails


class EnrolledRequest(LearnerRequest):
    """A request of somebody who follows a track."""

    enrolment: Enrolment


def learner_page(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Ask visitors to sign in, and show days and times in the learner's time zone."""

    @login_required
    def with_time_zone(
        request: LearnerRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return view(request, *args, **kwargs)

    @wraps(view)
    def with_learner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if _is_for_a_part(request) and not request.user.is_authenticated:
            # The form to sign in is no part of this page: have the whole page fetched again.
            return HttpResponseClientRefresh()
        return with_time_zone(request, *args, **kwargs)  # type: ignore[arg-type]  # or sent to sign in

    return with_learner  # type: ignore[return-value]  # the wrapped view takes a narrower request


def track_page(
    view: Callable[Concatenate[EnrolledRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Send learners who follow no track to the choice of one; else add the enrolment."""

    @learner_page  # type: ignore[arg-type]  # the wrapper takes the wider request
    @wraps(view)
    def with_enrolment(
        request: LearnerRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        enrolment = find_active_enrolment(user=request.user)
        if enrolment is None:
            if _is_for_a_part(request):
                return HttpResponseClientRefresh()
            return redirect("track-choices")
        enrolled = cast(EnrolledRequest, request)
        enrolled.enrolment = enrolment
        return view(enrolled, *args, **kwargs)

    return with_enrolment


def _is_for_a_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which would put a page that it is sent on to inside the present one."""
    return bool(getattr(request, "htmx", False))
