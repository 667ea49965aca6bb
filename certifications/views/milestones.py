"""A milestone together with the certifications that cover it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certifications.queries.certifications import list_covering
from tracks.models import Milestone
from tracks.queries.milestones import get_milestone_page


@require_safe
def show_milestone(request: HttpRequest, key: str) -> HttpResponse:
    try:
        page = get_milestone_page(key=key)
    except Milestone.DoesNotExist as error:
        message = f"There is no milestone “{key}”."
        raise Http404(message) from error
    context = {
        "page": page,
        "milestone": page.milestone,
        "covering": list_covering(milestone=page.milestone),
    }
    return render(request, "certifications/milestone_detail.html", context)
