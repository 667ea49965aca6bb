"""Routes of this app's pages."""

from django.urls import path

from accounts.views import settings, tokens

urlpatterns = [
    path("", settings.edit_settings, name="account-settings"),
    path("tokens/", tokens.edit_tokens, name="api-tokens"),
    path("tokens/revoke/", tokens.revoke_all, name="api-tokens-revoke"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="api-token-revoke"),
]
