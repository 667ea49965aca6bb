import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from config.api import answer_not_found, answer_server_error


class Stage(serializers.Serializer):
    hours = serializers.IntegerField(min_value=1)


class Plan(serializers.Serializer):
    name = serializers.CharField(max_length=5)
    stages = Stage(many=True)

    def validate(self, attrs):
        if attrs["name"] == "never":
            raise serializers.ValidationError("Not that one.", code="forbidden_name")
        return attrs


def answer(raised=None, data=None):
    """Call an endpoint that raises, or that validates the data."""

    class Endpoint(APIView):
        authentication_classes = []
        permission_classes = []
        throttle_classes = []

        def post(self, request):
            if raised:
                raise raised
            Plan(data=request.data).is_valid(raise_exception=True)
            return Response({})

    response = Endpoint.as_view()(APIRequestFactory().post("/", data or {}, format="json"))
    response.render()
    return response


class TestProblems:
    @pytest.mark.parametrize(
        ("raised", "status", "code"),
        [
            (Http404(), 404, "not_found"),
            (PermissionDenied(), 403, "permission_denied"),
            (exceptions.NotAuthenticated(), 401, "not_authenticated"),
            (exceptions.Throttled(wait=12), 429, "throttled"),
            (exceptions.UnsupportedMediaType("text/xml"), 415, "unsupported_media_type"),
        ],
    )
    def test_have_one_shape(self, raised, status, code):
        response = answer(raised)
        body = json.loads(response.content)
        # Without a scheme to log in with, the framework answers 403 to a missing login.
        status = 403 if status == 401 else status
        assert response["Content-Type"] == "application/problem+json"
        assert (response.status_code, body["status"], body["code"]) == (status, status, code)
        assert set(body) == {"type", "title", "status", "detail", "code"}

    def test_say_when_to_come_back(self):
        assert answer(exceptions.Throttled(wait=12.3))["Retry-After"] == "13"

    def test_point_at_each_field(self):
        body = json.loads(
            answer(data={"name": "too long", "stages": [{"hours": 1}, {"hours": 0}]}).content
        )
        assert {(error["pointer"], error["code"]) for error in body["errors"]} == {
            ("/name", "max_length"),
            ("/stages/1/hours", "min_value"),
        }

    def test_point_at_the_whole_body_where_no_field_is_to_blame(self):
        body = json.loads(answer(data={"name": "never", "stages": []}).content)
        assert body["errors"] == [
            {"pointer": "", "code": "forbidden_name", "detail": "Not that one."}
        ]

    def test_leave_faults_of_ours_alone(self):
        with pytest.raises(ZeroDivisionError):
            answer(ZeroDivisionError())


class TestFallbacks:
    def test_answer_a_fault_below_the_api_with_a_problem(self, rf):
        response = answer_server_error(rf.get("/api/v1/tracks"))
        assert response.status_code == 500
        assert json.loads(response.content)["code"] == "server_error"

    def test_leave_pages_to_django(self, rf):
        response = answer_not_found(rf.get("/somewhere"), Http404())
        assert response.status_code == 404
        assert response["Content-Type"].startswith("text/html")
