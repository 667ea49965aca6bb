"""Releases of the followed track: what a newer one would change, moving, staying, undoing."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.shared.api import Conflict
from progress.api.access import get_enrolment, get_learner
from progress.api.outlines import CountSerializer, DueRangeSerializer, read_due
from progress.choices import MilestoneStatus
from progress.models import Enrolment, ReleaseMove
from progress.operations.release_moves import (
    MoveNotUndoable,
    ReleaseNotAhead,
    move_to_release,
    stay_with_release,
    undo_release_move,
)
from progress.queries.release_differences import (
    ReleasePreview,
    compare_finish,
    find_newer_release,
    find_undoable_move,
    list_release_moves,
    preview_release,
)
from tracks.models import TrackRelease


class FollowedReleaseSerializer(serializers.Serializer[Any]):
    """Which release is followed, and whether there is a newer one."""

    track = serializers.SlugField()
    release = serializers.IntegerField(help_text="The release that is followed.")
    newest = serializers.IntegerField(help_text="The newest release of the track.")
    declined = serializers.IntegerField(
        allow_null=True, help_text="The newest release that the learner chose not to move to."
    )
    undoable_move = serializers.IntegerField(
        allow_null=True, help_text="The move that can be taken back, or null."
    )


class PreviewedMilestoneSerializer(serializers.Serializer[Any]):
    """A milestone of either release and where the learner stands or would stand in it."""

    key = serializers.SlugField(source="milestone.key")
    title = serializers.CharField(source="milestone.title")
    status = serializers.ChoiceField(choices=MilestoneStatus.choices)
    through: Any = serializers.SerializerMethodField(
        help_text="Keys of the ticked milestones through which it is done."
    )

    def get_through(self, row: Any) -> list[str]:
        """Return keys."""
        return [one.key for one in row.through]


class NewMilestoneSerializer(serializers.Serializer[Any]):
    """A milestone that would be new."""

    stage = serializers.SlugField(source="added.stage.key")
    is_optional = serializers.BooleanField(source="added.placed.is_optional")
    after = PreviewedMilestoneSerializer()


class ReplacedMilestoneSerializer(NewMilestoneSerializer):
    """A milestone that takes the place of others; two or more of them are merged."""

    before = PreviewedMilestoneSerializer(many=True)


class RetiredMilestoneSerializer(serializers.Serializer[Any]):
    """A milestone that would go; its tick stays in the record."""

    before = PreviewedMilestoneSerializer()
    reason = serializers.CharField(source="departure.reason", allow_blank=True)
    successor = serializers.SlugField(
        source="departure.successor.key",
        allow_null=True,
        default=None,
        help_text="What takes its place outside the track, or null.",
    )


class MovedMilestoneSerializer(serializers.Serializer[Any]):
    """A milestone that stands in another stage."""

    key = serializers.SlugField(source="milestone.key")
    from_stage = serializers.SlugField(source="from_stage.key")
    to_stage = serializers.SlugField(source="to_stage.key")


class ReleasePreviewSerializer(serializers.Serializer[Any]):
    """What moving to a newer release would change; nothing is written by asking."""

    release = serializers.IntegerField(source="release.number")
    summary = serializers.CharField(help_text="The difference in counts, in words.")
    notes = serializers.CharField(source="release.notes", allow_blank=True)
    is_declined = serializers.BooleanField()
    counts_before = CountSerializer(source="count_before")
    counts_after = CountSerializer(source="count_after")
    finish_before = serializers.SerializerMethodField(help_text="Null while the pace is unknown.")
    finish_after = serializers.SerializerMethodField(help_text="Null while the pace is unknown.")
    new = NewMilestoneSerializer(many=True)
    replaced = ReplacedMilestoneSerializer(many=True)
    retired = RetiredMilestoneSerializer(many=True)
    moved = MovedMilestoneSerializer(source="difference.moved", many=True)
    carried = PreviewedMilestoneSerializer(
        many=True, help_text="What is done now and stays done in the newer release."
    )

    @extend_schema_field(DueRangeSerializer(allow_null=True))
    def get_finish_before(self, preview: ReleasePreview) -> Any:
        """Return when the track is finished as things are."""
        return self._write_finish(0)

    @extend_schema_field(DueRangeSerializer(allow_null=True))
    def get_finish_after(self, preview: ReleasePreview) -> Any:
        """Return when it would be finished after the move."""
        return self._write_finish(1)

    def _write_finish(self, index: int) -> Any:
        finish = self.context["finish"][index]
        return DueRangeSerializer(finish).data if finish else None


class ReleaseMoveSerializer(serializers.ModelSerializer[ReleaseMove]):
    """A move from one release to a newer one; `undone_at` is null while it holds."""

    track = serializers.SlugField(source="enrolment.track.key")
    from_release = serializers.IntegerField(source="from_release.number")
    to_release = serializers.IntegerField(source="to_release.number")

    class Meta:
        model = ReleaseMove
        fields = ("id", "track", "from_release", "to_release", "moved_at", "undone_at")


class FollowedRelease(APIView):
    """The release that the caller follows."""

    conflicts = ("GET",)

    @extend_schema(responses=FollowedReleaseSerializer)
    def get(self, request: Request) -> Response:
        """Return it, and the newest one; 409 while no track is followed."""
        return Response(_describe(get_enrolment(request)))


class PreviewedRelease(APIView):
    """A newer release of the followed track, as it would be for the caller."""

    conflicts = ("GET",)

    @extend_schema(responses=ReleasePreviewSerializer)
    def get(self, request: Request, number: int) -> Response:
        """Return what would change; 404 unless the release is ahead of the one followed."""
        enrolment = get_enrolment(request)
        release = _get_release(enrolment, number)
        if release.number <= enrolment.release.number:
            raise Http404
        preview = preview_release(enrolment=enrolment, release=release)
        finish = compare_finish(preview=preview, schedule=read_due)
        return Response(ReleasePreviewSerializer(preview, context={"finish": finish}).data)


class ReleaseMoveTo(APIView):
    """Moving to a newer release."""

    conflicts = ("POST",)

    @extend_schema(
        request=None, responses={200: FollowedReleaseSerializer, 201: ReleaseMoveSerializer}
    )
    def post(self, request: Request, number: int) -> Response:
        """Follow the release from now on: 201 with the move, 200 when it is followed already.

        Ticks stay as they are. 409 when the release is older than the one followed.
        """
        enrolment = get_enrolment(request)
        release = _get_release(enrolment, number)
        try:
            move = move_to_release(enrolment=enrolment, release=release, now=timezone.now())
        except ReleaseNotAhead as refusal:
            raise Conflict(str(refusal), "not_ahead") from refusal
        if move is None:
            return Response(_describe(enrolment))
        return Response(ReleaseMoveSerializer(move).data, status=status.HTTP_201_CREATED)


class DeclinedRelease(APIView):
    """Staying with the release that is followed."""

    conflicts = ("POST",)

    @extend_schema(request=None, responses=FollowedReleaseSerializer)
    def post(self, request: Request, number: int) -> Response:
        """Remember that the caller does not want this release; it can be moved to all the same.

        409 when the release is not ahead of the one followed.
        """
        enrolment = get_enrolment(request)
        release = _get_release(enrolment, number)
        try:
            stay_with_release(enrolment=enrolment, release=release)
        except ReleaseNotAhead as refusal:
            raise Conflict(str(refusal), "not_ahead") from refusal
        return Response(_describe(enrolment))


class ReleaseMoves(generics.ListAPIView[ReleaseMove]):
    """Every move of the caller, the newest first, also those that were undone."""

    serializer_class = ReleaseMoveSerializer
    queryset = ReleaseMove.objects.none()

    def get_queryset(self) -> Any:
        """Return the caller's own."""
        return list_release_moves(user=get_learner(self.request))


class UndoneReleaseMove(APIView):
    """Taking a move back."""

    conflicts = ("POST",)

    @extend_schema(request=None, responses=ReleaseMoveSerializer)
    def post(self, request: Request, move_id: int) -> Response:
        """Follow again what was followed before the last move; 409 for any other move."""
        move = get_object_or_404(list_release_moves(user=get_learner(request)), pk=move_id)
        try:
            undo_release_move(move=move, now=timezone.now())
        except MoveNotUndoable as refusal:
            raise Conflict(str(refusal), "not_undoable") from refusal
        return Response(ReleaseMoveSerializer(move).data)


def _get_release(enrolment: Enrolment, number: int) -> TrackRelease:
    releases = TrackRelease.objects.select_related("track")
    return get_object_or_404(releases, track=enrolment.track_id, number=number)


def _describe(enrolment: Enrolment) -> dict[str, Any]:
    newest = find_newer_release(enrolment=enrolment) or enrolment.release
    declined, move = enrolment.declined_release, find_undoable_move(enrolment=enrolment)
    return dict(
        FollowedReleaseSerializer(
            {
                "track": enrolment.track.key,
                "release": enrolment.release.number,
                "newest": newest.number,
                "declined": declined.number if declined else None,
                "undoable_move": move.pk if move else None,
            }
        ).data
    )
