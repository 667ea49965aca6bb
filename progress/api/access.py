"""What the endpoints of a learner share: whose day it is, and the track that is followed."""

from collections.abc import Iterable
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from rest_framework.request import Request

from accounts.models import User
from accounts.shared.api import Conflict
from progress.models import Enrolment
from progress.queries.enrolments import NotEnrolled, get_active_enrolment
from progress.queries.roi_inputs import MissingInput


def get_learner(request: Request) -> User:
    """Return the caller, who is signed in: permissions saw to that."""
    return cast(User, request.user)


def get_today(user: User) -> date:
    """Return the date where the learner is."""
    return timezone.localdate(timezone=ZoneInfo(user.time_zone))


def get_enrolment(request: Request) -> Enrolment:
    """Return the enrolment that the caller follows, or answer 409."""
    try:
        return get_active_enrolment(user=get_learner(request))
    except NotEnrolled as missing:
        raise Conflict(str(missing), "not_enrolled") from missing


def refuse_missing(missing: Iterable[MissingInput]) -> Conflict:
    """Return the answer that says what must be told before there can be a number."""
    errors = [
        {
            "pointer": f"/{one.field}" if one.field else "",
            "code": "missing",
            "detail": one.reason,
        }
        for one in missing
    ]
    message = "Something is missing for a number; `errors` names fields of me/circumstances."
    return Conflict(message, "inputs_missing", errors)
