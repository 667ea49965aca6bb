"""What if: ask, keep the question, lay two answers side by side."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import Conflict, StrictSerializer
from progress.api.access import get_enrolment, get_learner, get_today, refuse_missing
from progress.api.scenario_bodies import (
    OutlookSerializer,
    ProjectedSerializer,
    SettingsBody,
    SettingsSerializer,
    read_body,
    require_figures,
    show_projection,
)
from progress.models import Enrolment, Scenario
from progress.operations.scenarios import (
    ScenarioNameTaken,
    TooManyScenarios,
    delete_scenario,
    replace_scenario,
    save_scenario,
)
from progress.queries.enrolments import find_active_enrolment
from progress.queries.scenario_settings import ScenarioSettings, read_settings
from progress.queries.scenario_words import is_pace_a_guess, say_change, say_standing
from progress.queries.scenarios import (
    ScenarioFigures,
    WhatIfGround,
    get_scenario_figures,
    get_what_if_ground,
    list_scenarios,
)

OWN = "own"
OWN_NAME = "As you are"
_NOT_KEPT = (
    "No scenario of the followed track has this id. me/scenarios lists those that are kept; in a "
    "comparison `own` is the plan as it is."
)
_SENTENCE = "One sentence: what it moves, or where the learner stands when nothing differs."


class WhatIfSerializer(serializers.Serializer[Any]):
    """The answer to a what-if, beside how the learner stands; nothing of it is stored."""

    settings = SettingsSerializer()
    differences = serializers.ListField(
        child=serializers.CharField(), help_text="What differs from the learner's own, in words."
    )
    words = serializers.CharField(help_text=_SENTENCE)
    own = OutlookSerializer()
    asked = OutlookSerializer()


class ScenarioBody(StrictSerializer):
    """A what-if to keep."""

    name = serializers.CharField(max_length=60)
    settings = SettingsBody()


class ScenarioSerializer(ProjectedSerializer):
    """A kept what-if with today's figures."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    saved_at = serializers.DateTimeField()
    settings = SettingsSerializer()
    differences = serializers.ListField(child=serializers.CharField())


class ComparedScenarioSerializer(ProjectedSerializer):
    """One side of a comparison; `id` is null for the learner's own plan."""

    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    settings = SettingsSerializer()
    differences = serializers.ListField(child=serializers.CharField())


class ScenarioPairSerializer(serializers.Serializer[Any]):
    """Two scenarios side by side, played with the same luck."""

    first = ComparedScenarioSerializer()
    second = ComparedScenarioSerializer()
    words = serializers.CharField(
        allow_blank=True, help_text="What the second moves; blank when either has no figures."
    )


class WhatIf(APIView):
    """A question about the learner's own plan."""

    conflicts = ("POST",)

    @extend_schema(request=SettingsBody, responses=WhatIfSerializer)
    def post(self, request: Request) -> Response:
        """Answer with figures; 409 while something is missing for a number.

        Both are played with the same futures, so that what differs is only what was changed.
        """
        body = SettingsBody(data=request.data)
        body.is_valid(raise_exception=True)
        ground = _get_ground(request, get_enrolment(request))
        settings = read_body(body.validated_data, ground=ground)
        own = get_scenario_figures(ground=ground, settings=ScenarioSettings(), name=OWN_NAME)
        asked = get_scenario_figures(ground=ground, settings=settings, name="")
        require_figures(own.projection)
        require_figures(asked.projection)
        answer = {
            "settings": settings,
            "differences": asked.differences,
            "words": _say(own, asked),
            "own": show_projection(own.projection)["figures"],
            "asked": show_projection(asked.projection)["figures"],
        }
        return Response(WhatIfSerializer(answer).data)


class Scenarios(generics.ListAPIView[Scenario]):
    """What the caller keeps for the followed track, at most twelve."""

    serializer_class = ScenarioSerializer
    queryset = Scenario.objects.none()
    conflicts = ("POST",)

    def get(self, request: Request) -> Response:
        """Return the kept scenarios, the newest first; none while no track is followed."""
        enrolment = find_active_enrolment(user=get_learner(request))
        kept = list_scenarios(enrolment=enrolment) if enrolment else []
        page: Any = self.paginate_queryset(kept)
        rows = []
        if enrolment and page:
            ground = get_what_if_ground(enrolment=enrolment, today=get_today(get_learner(request)))
            rows = [_show_scenario(one, ground) for one in page]
        return self.get_paginated_response(ScenarioSerializer(rows, many=True).data)

    @extend_schema(
        request=ScenarioBody, responses={200: ScenarioSerializer, 201: ScenarioSerializer}
    )
    def post(self, request: Request) -> Response:
        """Keep settings under a name: 201, or 200 when the same name is replaced.

        409 while twelve are kept, or something is missing for a number.
        """
        enrolment = get_enrolment(request)
        name, settings, ground = _read_scenario(request, enrolment)
        is_new = all(one.name != name for one in list_scenarios(enrolment=enrolment))
        try:
            scenario = save_scenario(
                enrolment=enrolment, name=name, settings=settings, now=timezone.now()
            )
        except TooManyScenarios as refused:
            raise Conflict(str(refused), "too_many_scenarios") from refused
        return Response(
            ScenarioSerializer(_show_scenario(scenario, ground)).data,
            status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
        )


class ScenarioDetail(APIView):
    """One kept scenario of the followed track."""

    conflicts = ("GET", "PUT", "DELETE")

    @extend_schema(responses=ScenarioSerializer)
    def get(self, request: Request, scenario_id: int) -> Response:
        """Return it with today's figures."""
        enrolment = get_enrolment(request)
        scenario = _get_scenario(enrolment, scenario_id)
        ground = get_what_if_ground(enrolment=enrolment, today=get_today(get_learner(request)))
        return Response(ScenarioSerializer(_show_scenario(scenario, ground)).data)

    @extend_schema(request=ScenarioBody, responses=ScenarioSerializer)
    def put(self, request: Request, scenario_id: int) -> Response:
        """Replace its name and settings; 409 when another has the name."""
        enrolment = get_enrolment(request)
        _get_scenario(enrolment, scenario_id)
        name, settings, ground = _read_scenario(request, enrolment)
        try:
            scenario = replace_scenario(
                enrolment=enrolment,
                pk=scenario_id,
                name=name,
                settings=settings,
                now=timezone.now(),
            )
        except ScenarioNameTaken as refused:
            raise Conflict(str(refused), "name_taken") from refused
        except Scenario.DoesNotExist as gone:
            raise NotFound(_NOT_KEPT) from gone
        return Response(ScenarioSerializer(_show_scenario(scenario, ground)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, scenario_id: int) -> Response:
        """Forget it."""
        if not delete_scenario(enrolment=get_enrolment(request), pk=scenario_id):
            raise NotFound(_NOT_KEPT)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ComparedScenarios(APIView):
    """Two scenarios side by side."""

    conflicts = ("GET",)

    @extend_schema(responses=ScenarioPairSerializer)
    def get(self, request: Request, first: str, second: str) -> Response:
        """Return the figures of both; each is the id of a kept scenario, or `own`."""
        enrolment = get_enrolment(request)
        kept = {str(one.pk): one for one in list_scenarios(enrolment=enrolment)}
        if not {first, second} <= {OWN, *kept}:
            raise NotFound(_NOT_KEPT)
        ground = _get_ground(request, enrolment)
        pair = [_work_out(kept.get(one), ground) for one in (first, second)]
        answer = {
            "first": _show_side(pair[0]),
            "second": _show_side(pair[1]),
            "words": _say(*pair),
        }
        return Response(ScenarioPairSerializer(answer).data)


def _get_ground(request: Request, enrolment: Enrolment) -> WhatIfGround:
    """Read what all what-ifs share, or answer 409 with what is missing."""
    ground = get_what_if_ground(enrolment=enrolment, today=get_today(get_learner(request)))
    if ground.own.inputs is None:
        raise refuse_missing(ground.own.missing)
    return ground


def _read_scenario(
    request: Request, enrolment: Enrolment
) -> tuple[str, ScenarioSettings, WhatIfGround]:
    """Return what a body keeps; it is worked out first, so that only what can be is kept."""
    body = ScenarioBody(data=request.data)
    body.is_valid(raise_exception=True)
    name, values = body.validated_data["name"], body.validated_data["settings"]
    ground = _get_ground(request, enrolment)
    settings = read_body(values, ground=ground, prefix="settings")
    require_figures(get_scenario_figures(ground=ground, settings=settings, name=name).projection)
    return name, settings, ground


def _get_scenario(enrolment: Enrolment, pk: int) -> Scenario:
    for one in list_scenarios(enrolment=enrolment):
        if one.pk == pk:
            return one
    raise NotFound(_NOT_KEPT)


def _work_out(scenario: Scenario | None, ground: WhatIfGround) -> ScenarioFigures:
    if scenario is None:
        return get_scenario_figures(ground=ground, settings=ScenarioSettings(), name=OWN_NAME)
    return get_scenario_figures(
        ground=ground,
        settings=read_settings(scenario.settings),
        name=scenario.name,
        pk=scenario.pk,
    )


def _show_scenario(scenario: Scenario, ground: WhatIfGround) -> dict[str, Any]:
    return {**_show_side(_work_out(scenario, ground)), "saved_at": scenario.saved_at}


def _show_side(one: ScenarioFigures) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "settings": one.settings,
        "differences": one.differences,
        **show_projection(one.projection),
    }


def _say(before: ScenarioFigures, after: ScenarioFigures) -> str:
    was, now = before.projection.figures, after.projection.figures
    if was is None or now is None:
        return ""
    is_guess = is_pace_a_guess(after.projection.inputs)
    if before.differences == after.differences:
        return say_standing(now, is_guess=is_guess)
    return say_change(before=was, after=now, is_guess=is_guess)
