"""Routes of this app's pages."""

from django.urls import path

from accounts.views import settings

urlpatterns = [path("", settings.edit_settings, name="account-settings")]
