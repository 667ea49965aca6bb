"""Leave with everything: export all data, delete the account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from progress.forms.personal_data import DeleteAccountForm
from progress.operations.personal_data import delete_learner
from progress.queries.exports import KEYS, export_learner_data
from progress.views.access import LearnerRequest, learner_page


@require_safe
@learner_page
def show_data(request: LearnerRequest) -> HttpResponse:
    context = {"section": "account", "keys": KEYS}
    return render(request, "progress/personal_data.html", context)


@require_safe
@learner_page
def export(request: LearnerRequest) -> HttpResponseBase:
    response = JsonResponse(export_learner_data(user=request.user), json_dumps_params={"indent": 2})
    name = f"milepost-data-{timezone.localdate():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@learner_page
def delete(request: LearnerRequest) -> HttpResponseBase:
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        delete_learner(user=request.user)
        logout(request)
        messages.success(request, "Your account and everything in it is deleted.")
        return redirect("home")
    context = {"form": form, "section": "account"}
    return render(
        request, "progress/account_delete.html", context, status=422 if form.is_bound else 200
    )
