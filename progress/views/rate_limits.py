"""Limit how often one address may open a public page."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from rest_framework.throttling import SimpleRateThrottle

P = ParamSpec("P")


class VerifyThrottle(SimpleRateThrottle):
    """Count visits by address, of people signed in and others alike."""

    scope = "verify"

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        """Name where the visits of this address are counted."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}  # type: ignore[arg-type]  # reads META alone


def rate_limited(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Answer 429 with the seconds to wait once an address has asked too often."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        throttle = VerifyThrottle()
        if throttle.allow_request(request, view):  # type: ignore[arg-type]  # it asks for META alone
            return view(request, *args, **kwargs)
        response = render(request, "429.html", status=429)
        response.headers["Retry-After"] = str(math.ceil(throttle.wait() or 60))
        return response

    return guarded
