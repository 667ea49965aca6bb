"""The keys to the API that a person holds: listed, made and shown once, revoked."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import TokenScope
from accounts.forms import TokenForm
from accounts.models import User
from accounts.operations.tokens import (
    MadeToken,
    TooManyTokens,
    make_token,
    revoke_all_tokens,
    revoke_token,
)
from accounts.queries.tokens import list_tokens


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # no types there
def edit_tokens(request: HttpRequest) -> HttpResponseBase:
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = _make(request, form) if form.is_valid() else None
    context = {
        "form": TokenForm() if made else form,
        "made": made,
        "tokens": list_tokens(user=_get_user(request)),
        "section": "account",
    }
    # The text of a token is in this one answer: after a redirect nobody could know it.
    status = 422 if form.is_bound and not made else 200
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
@login_required
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    if not revoke_token(user=_get_user(request), uuid=token_id):
        raise Http404
    messages.success(request, "Revoked: what used this token is refused from now on.")
    return redirect("api-tokens")


@require_POST
@login_required
def revoke_all(request: HttpRequest) -> HttpResponse:
    count = revoke_all_tokens(user=_get_user(request))
    messages.success(request, f"{count} {'token' if count == 1 else 'tokens'} revoked.")
    return redirect("api-tokens")


def _make(request: HttpRequest, form: TokenForm) -> MadeToken | None:
    """Make the token that the form asks for; a refusal becomes an error of the form."""
    try:
        return make_token(
            user=_get_user(request),
            name=form.cleaned_data["name"],
            scope=TokenScope(form.cleaned_data["scope"]),
            valid_for=timedelta(days=form.cleaned_data["days"]),
        )
    except TooManyTokens as refusal:
        form.add_error(None, str(refusal))
        return None


def _get_user(request: HttpRequest) -> User:
    return cast(User, request.user)
