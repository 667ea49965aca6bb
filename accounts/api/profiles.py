"""The caller's own account."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.authentication import get_caller
from accounts.choices import Theme
from accounts.operations.profiles import save_profile
from accounts.shared.api import StrictSerializer


class ProfileBody(StrictSerializer):
    """What can be changed; fields left out stay."""

    display_name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    time_zone = serializers.CharField(
        max_length=64, required=False, help_text="IANA name, such as Europe/Berlin or UTC."
    )
    theme = serializers.ChoiceField(choices=Theme.choices, required=False)


class ProfileSerializer(serializers.Serializer[Any]):
    """An account as its owner sees it."""

    email = serializers.EmailField(help_text="Changed on the account pages only.")
    display_name = serializers.CharField(allow_blank=True)
    time_zone = serializers.CharField()
    theme = serializers.ChoiceField(choices=Theme.choices)


class Profile(APIView):
    """E-mail, name, time zone and theme."""

    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        """Return the caller's account."""
        return Response(ProfileSerializer(request.user).data)

    @extend_schema(request=ProfileBody, responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        """Change what is named."""
        body = ProfileBody(data=request.data)
        body.is_valid(raise_exception=True)
        person = save_profile(user=get_caller(request), **body.validated_data)
        return Response(ProfileSerializer(person).data)
