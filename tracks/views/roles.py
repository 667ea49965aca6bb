"""Roles and ladders."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracks.models import Role
from tracks.queries.conversion_rates import BAND_AMOUNTS, list_dollar_ranges
from tracks.queries.occupations import get_occupation_panel
from tracks.queries.roles import get_role_page, list_ladders
from tracks.views.drawings import draw_distributions


@require_safe
def list_roles(request: HttpRequest) -> HttpResponse:
    return render(request, "tracks/role_list.html", {"ladders": list_ladders()})


@require_safe
def show_role(request: HttpRequest, key: str) -> HttpResponse:
    try:
        page = get_role_page(key=key)
    except Role.DoesNotExist as error:
        message = f"There is no role “{key}”."
        raise Http404(message) from error
    bands = [*page.own_bands, *page.rung_bands]
    context = {
        "page": page,
        "occupations": get_occupation_panel(role=page.role),
        "dollar_ranges": list_dollar_ranges(bands, fields=BAND_AMOUNTS),
        "distributions": draw_distributions(
            title=f"{page.role.title}: distributions in data sets", bands=bands, prefix="strips"
        ),
    }
    return render(request, "tracks/role_detail.html", context)
