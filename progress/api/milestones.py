"""One milestone of the followed track, and the log of all changes."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import Conflict, StrictSerializer
from progress.api.access import get_enrolment, get_learner
from progress.api.outlines import LearnerMilestoneSerializer, read_outline
from progress.choices import MilestoneStatus
from progress.models import Enrolment, MilestoneEvent
from progress.operations.milestones import (
    LINK_LIMIT,
    NOTE_LIMIT,
    MilestoneNotInTrack,
    NothingToUndo,
    save_note,
    set_milestone_status,
    undo_milestone_event,
)
from progress.queries.milestone_events import list_milestone_events
from tracks.models import Milestone


class StatusBody(StrictSerializer):
    """The state to move to."""

    status = serializers.ChoiceField(choices=MilestoneStatus.choices)


class NoteBody(StrictSerializer):
    """The learner's own words and proof; a field left out stays."""

    note = serializers.CharField(max_length=NOTE_LIMIT, allow_blank=True, required=False)
    links: Any = serializers.ListField(
        child=serializers.CharField(max_length=300, help_text="An https address."),
        max_length=LINK_LIMIT,
        required=False,
    )


class MilestoneChangeSerializer(serializers.Serializer[Any]):
    """The milestone after a change, and the number of the change for undoing it."""

    milestone = LearnerMilestoneSerializer()
    event = serializers.IntegerField(allow_null=True, help_text="Null when nothing changed.")


class LearnerMilestone(APIView):
    """A milestone as the learner has it."""

    conflicts = ("GET", "PUT", "PATCH")

    @extend_schema(responses=LearnerMilestoneSerializer)
    def get(self, request: Request, key: str) -> Response:
        """Return one milestone; 409 when the followed track does not place it."""
        milestone = get_object_or_404(Milestone, key=key)
        return Response(_describe(get_enrolment(request), milestone))

    @extend_schema(request=StatusBody, responses=MilestoneChangeSerializer)
    def put(self, request: Request, key: str) -> Response:
        """Move it to a state; sending the same state again changes nothing."""
        milestone = get_object_or_404(Milestone, key=key)
        enrolment = get_enrolment(request)
        body = StatusBody(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            event = set_milestone_status(
                enrolment=enrolment,
                milestone=milestone,
                status=MilestoneStatus(body.validated_data["status"]),
                now=timezone.now(),
            )
        except MilestoneNotInTrack as refusal:
            raise Conflict(str(refusal), "not_in_track") from refusal
        number = event.pk if event else None
        return Response({"milestone": _describe(enrolment, milestone), "event": number})

    @extend_schema(request=NoteBody, responses=LearnerMilestoneSerializer)
    def patch(self, request: Request, key: str) -> Response:
        """Change the note or the links."""
        milestone = get_object_or_404(Milestone, key=key)
        enrolment = get_enrolment(request)
        body = NoteBody(data=request.data)
        body.is_valid(raise_exception=True)
        present = _describe(enrolment, milestone)
        kept = {name: present[name] for name in ("note", "links")}
        save_note(
            enrolment=enrolment,
            milestone=milestone,
            now=timezone.now(),
            **{**kept, **body.validated_data},
        )
        return Response(_describe(enrolment, milestone))


def _describe(enrolment: Enrolment, milestone: Milestone) -> dict[str, Any]:
    outline, context = read_outline(enrolment)
    for row in outline.milestones:
        if row.milestone.pk == milestone.pk:
            return dict(LearnerMilestoneSerializer(row, context=context).data)
    message = f"“{milestone}” is not part of {enrolment.release}."
    raise Conflict(message, "not_in_track")


class MilestoneEventSerializer(serializers.ModelSerializer[MilestoneEvent]):
    """One change of a milestone's state."""

    milestone: Any = serializers.SlugRelatedField("key", read_only=True)
    track: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)
    undoes: Any = serializers.PrimaryKeyRelatedField(
        read_only=True, allow_null=True, help_text="The change that this one takes back, or null."
    )
    is_undoable = serializers.BooleanField(help_text="Whether it can still be taken back.")

    class Meta:
        model = MilestoneEvent
        fields = (
            "id",
            "milestone",
            "from_status",
            "to_status",
            "at",
            "track",
            "undoes",
            "is_undoable",
        )


class MilestoneEvents(generics.ListAPIView[MilestoneEvent]):
    """Every change, the newest first."""

    serializer_class = MilestoneEventSerializer
    queryset = MilestoneEvent.objects.none()

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_milestone_events(user=get_learner(self.request))


class UndoneMilestoneEvent(APIView):
    """Taking a change back."""

    conflicts = ("POST",)

    @extend_schema(request=None, responses={201: MilestoneEventSerializer})
    def post(self, request: Request, event_id: int) -> Response:
        """Take back the newest change of a milestone; 409 when a newer one stands on top."""
        user = get_learner(request)
        events = list_milestone_events(user=user)
        event = get_object_or_404(events, pk=event_id)
        try:
            undone = undo_milestone_event(user=user, event=event, now=timezone.now())
        except NothingToUndo as refusal:
            raise Conflict(str(refusal), "nothing_to_undo") from refusal
        answer = MilestoneEventSerializer(events.get(pk=undone.pk))
        return Response(answer.data, status=status.HTTP_201_CREATED)
