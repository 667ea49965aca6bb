"""The followed track as the learner stands in it."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from progress.api.access import get_enrolment, get_today
from progress.choices import MilestoneStatus
from progress.models import Enrolment
from progress.operations.learners import get_or_create_learner
from progress.queries.outlines import MilestoneProgress, Outline, get_outline
from progress.queries.schedules import DueRange, find_finish, get_due_ranges
from tracks.choices import StageLevel


class DueRangeSerializer(serializers.Serializer[Any]):
    """The day something is done if every estimate before it is low, likely or high."""

    earliest = serializers.DateField()
    likely = serializers.DateField()
    latest = serializers.DateField()


class CountSerializer(serializers.Serializer[Any]):
    """Milestones that count; skipped ones and optional ones not started are left out."""

    done = serializers.IntegerField()
    in_progress = serializers.IntegerField()
    total = serializers.IntegerField()
    skipped = serializers.IntegerField()
    hours_left = serializers.IntegerField(help_text="Likely hours of what is not done.")
    percent = serializers.IntegerField()


class LearnerMilestoneSerializer(serializers.Serializer[Any]):
    """A placed milestone as the learner has it."""

    number = serializers.IntegerField(help_text="Place in the release, from 1.")
    key = serializers.SlugField(source="milestone.key")
    title = serializers.CharField(source="milestone.title")
    status = serializers.ChoiceField(choices=MilestoneStatus.choices)
    is_optional = serializers.BooleanField()
    changed_at = serializers.DateTimeField(allow_null=True)
    carried_from = serializers.CharField(
        allow_blank=True, help_text="Name of the other track under which it was done."
    )
    through = serializers.SerializerMethodField(
        help_text="Keys of ticked milestones that it replaced and through which it is done."
    )
    waits_for = serializers.SerializerMethodField(help_text="Keys of open prerequisites.")
    also_in: Any = serializers.ListField(child=serializers.CharField())
    hours_low = serializers.IntegerField(source="milestone.hours_low", allow_null=True)
    hours_likely = serializers.IntegerField(source="milestone.hours_likely", allow_null=True)
    hours_high = serializers.IntegerField(source="milestone.hours_high", allow_null=True)
    due = serializers.SerializerMethodField(help_text="Null while the pace is unknown, or closed.")
    note = serializers.CharField(allow_blank=True)
    links: Any = serializers.ListField(child=serializers.CharField())

    def get_waits_for(self, row: MilestoneProgress) -> list[str]:
        """Return keys."""
        return [needed.key for needed in row.waits_for]

    def get_through(self, row: MilestoneProgress) -> list[str]:
        """Return keys."""
        return [one.key for one in row.through]

    @extend_schema_field(DueRangeSerializer(allow_null=True))
    def get_due(self, row: MilestoneProgress) -> Any:
        """Return the range that the view worked out for all milestones at once."""
        due = self.context["due"].get(row.milestone.pk)
        return DueRangeSerializer(due).data if due else None


class LearnerStageSerializer(serializers.Serializer[Any]):
    """A stage with its milestones in order."""

    key = serializers.SlugField(source="stage.key")
    title = serializers.CharField(source="stage.title")
    level = serializers.ChoiceField(source="stage.level", choices=StageLevel.choices)
    rung = serializers.IntegerField(source="stage.rung")
    counts = CountSerializer(source="count")
    milestones = LearnerMilestoneSerializer(many=True)


class OutlineSerializer(serializers.Serializer[Any]):
    """The release that the learner follows."""

    track = serializers.SlugField(source="enrolment.track.key")
    release = serializers.IntegerField(source="enrolment.release.number")
    started_at = serializers.DateTimeField(source="enrolment.started_at")
    counts = CountSerializer(source="count")
    finish = serializers.SerializerMethodField(help_text="Null while the pace is unknown.")
    next = serializers.SerializerMethodField(help_text="Keys of what to do next, best first.")
    stages = LearnerStageSerializer(many=True)

    @extend_schema_field(DueRangeSerializer(allow_null=True))
    def get_finish(self, outline: Outline) -> Any:
        """Return when the last milestone falls due."""
        finish = find_finish(self.context["due"])
        return DueRangeSerializer(finish).data if finish else None

    def get_next(self, outline: Outline) -> list[str]:
        """Return keys."""
        return [one.milestone.key for one in outline.list_next()]


def read_due(outline: Outline) -> dict[int, DueRange]:
    """Work out due ranges at the learner's pace from the learner's today."""
    user = outline.enrolment.user
    return get_due_ranges(
        milestones=outline.milestones,
        user=user,
        planned=get_or_create_learner(user=user).hours_per_week,
        today=get_today(user),
    )


def read_outline(enrolment: Enrolment) -> tuple[Outline, dict[str, Any]]:
    """Return the outline, and the context that its serializers need."""
    outline = get_outline(enrolment=enrolment)
    return outline, {"due": read_due(outline)}


class LearnerOutline(APIView):
    """Stages, milestones, states and dates of the followed track."""

    conflicts = ("GET",)

    @extend_schema(responses=OutlineSerializer)
    def get(self, request: Request) -> Response:
        """Return the outline; 409 while no track is followed."""
        outline, context = read_outline(get_enrolment(request))
        return Response(OutlineSerializer(outline, context=context).data)
