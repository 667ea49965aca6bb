"""The account's own page: name, time zone, colours, and where the rest is set."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.choices import Theme
from accounts.forms import PreferencesForm
from accounts.models import User
from accounts.operations.preferences import save_preferences


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_settings(request: HttpRequest) -> HttpResponseBase:
    user = User.objects.get(pk=cast(User, request.user).pk)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        save_preferences(
            user=user,
            display_name=form.cleaned_data["display_name"],
            time_zone=form.cleaned_data["time_zone"],
            theme=Theme(form.cleaned_data["theme"]),
        )
        messages.success(request, "Saved.")
        return redirect("account-settings")
    context = {"form": form, "section": "account"}
    return render(request, "accounts/settings.html", context, status=422 if form.is_bound else 200)
