"""Routes of this app's API."""

from django.urls import path

from accounts.api import profiles, tokens

urlpatterns = [
    path("me/", profiles.Profile.as_view(), name="api-profile"),
    path("tokens/", tokens.Tokens.as_view(), name="api-token-list"),
    path("tokens/<uuid:token_id>/", tokens.TokenDetail.as_view(), name="api-token-detail"),
]
