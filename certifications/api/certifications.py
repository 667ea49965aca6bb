"""Certifications with everything that sources say of them."""

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from certifications.models import (
    Certification,
    CertificationRequirement,
    CertificationTrack,
    Claim,
    Exam,
    Issuer,
)
from certifications.queries.certifications import list_notices
from certifications.queries.disputes import group_claims
from certifications.queries.fees import get_certification_cost
from certifications.queries.path_costs import PathCost, get_path_cost
from tracks.shared.api import CatalogueViewSet, PapersSerializer, SourcedSerializer


class IssuerSerializer(serializers.ModelSerializer[Issuer]):
    """Who awards."""

    class Meta:
        model = Issuer
        fields = ("key", "name", "url")


class Issuers(CatalogueViewSet):
    """Organisations that award certifications."""

    queryset = Issuer.objects.order_by("key")
    serializer_class = IssuerSerializer


class ExamSerializer(serializers.ModelSerializer[Exam]):
    """One sitting."""

    class Meta:
        model = Exam
        fields = ("code", "name")


class TrackLinkSerializer(serializers.ModelSerializer[CertificationTrack]):
    """A track that the certification belongs to."""

    track: Any = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = CertificationTrack
        fields = ("track", "rung")


class RequirementSerializer(serializers.ModelSerializer[CertificationRequirement]):
    """A certification that must be held first."""

    required: Any = serializers.SlugRelatedField("key", read_only=True)

    class Meta:
        model = CertificationRequirement
        fields = ("required", "kind")


class ClaimSerializer(SourcedSerializer):
    """What one source says about one field; unknown is an absent claim."""

    exam: Any = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Claim
        fields = (
            "key",
            "field",
            "exam",
            "scope",
            "amount_low",
            "amount_high",
            "currency",
            "unit",
            "exam_count",
            "is_retake_included",
            "months",
            "does_not_expire",
            "earned_from_date",
            "hours_low",
            "hours_high",
            "text",
            "url",
            "is_preferred",
            "papers",
        )


class PathPartSerializer(serializers.Serializer[Any]):
    """One certification on the way, with its fee and where that comes from; null is unknown."""

    certification = serializers.SlugField(source="certification.key")
    is_alternative = serializers.BooleanField()
    fee_low = serializers.DecimalField(
        source="fee.low", max_digits=12, decimal_places=2, allow_null=True, default=None
    )
    fee_high = serializers.DecimalField(
        source="fee.high", max_digits=12, decimal_places=2, allow_null=True, default=None
    )
    currency = serializers.CharField(source="fee.currency", default="")
    is_monthly = serializers.BooleanField(source="fee.is_monthly", default=False)
    papers = PapersSerializer(source="fee.claims", many=True, default=())


class PathCostSerializer(serializers.Serializer[Any]):
    """Fees of a certification and of all that it requires; null when a part is unknown."""

    low = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    high = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    currency = serializers.CharField(allow_blank=True)
    five_years_low = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    five_years_high = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    left_out = serializers.SerializerMethodField(
        help_text="Alternatives whose fee is unknown; the sums are for the others."
    )
    parts = PathPartSerializer(many=True)

    def get_left_out(self, path: PathCost) -> list[str]:
        """Return the keys of the alternatives that were left out."""
        return [one.key for one in path.left_out]


class CertificationSerializer(serializers.ModelSerializer[Certification]):
    """A certification in short."""

    issuer: Any = serializers.SlugRelatedField("key", read_only=True)
    successor: Any = serializers.SlugRelatedField("key", read_only=True, allow_null=True)
    tracks = TrackLinkSerializer(source="track_links", many=True)

    class Meta:
        model = Certification
        fields: ClassVar[Any] = (
            "key",
            "name",
            "short_name",
            "issuer",
            "kind",
            "status",
            "status_date",
            "status_note",
            "successor",
            "tracks",
        )


class NoticeSerializer(serializers.Serializer[Any]):
    """A source whose licence must be passed on with its figures."""

    key = serializers.SlugField()
    licence = serializers.CharField()
    attribution = serializers.CharField()


class CertificationDetailSerializer(CertificationSerializer):
    """A certification with exams, requirements, coverage and claims."""

    exams = ExamSerializer(many=True)
    requirements = RequirementSerializer(many=True)
    covers = serializers.SerializerMethodField(help_text="Keys of the milestones it shows.")
    claims = ClaimSerializer(many=True)
    disputed_fields = serializers.SerializerMethodField(help_text="Where sources disagree.")
    notices = serializers.SerializerMethodField(
        help_text="Sources whose licence goes on with the figures; keep them with the data."
    )
    five_year_cost = serializers.SerializerMethodField(
        help_text="Fee and the renewals of five years; null while a part is unknown."
    )
    path_cost = serializers.SerializerMethodField()

    class Meta(CertificationSerializer.Meta):
        fields = (
            *CertificationSerializer.Meta.fields,
            "summary",
            "url",
            "exams",
            "requirements",
            "covers",
            "claims",
            "disputed_fields",
            "notices",
            "five_year_cost",
            "path_cost",
        )

    @extend_schema_field(PathCostSerializer)
    def get_path_cost(self, certification: Certification) -> Any:
        """Return the fees along the path, with their papers."""
        return PathCostSerializer(get_path_cost(certification=certification)).data

    def get_disputed_fields(self, certification: Certification) -> list[str]:
        """Return the fields about which sources disagree."""
        groups = group_claims(
            claims=certification.claims.all(),
            exam_ids=[exam.pk for exam in certification.exams.all()],
        )
        return [group.field.value for group in groups if group.is_disputed]

    @extend_schema_field(NoticeSerializer(many=True))
    def get_notices(self, certification: Certification) -> Any:
        """Return the sources that must be named wherever the claims go."""
        notices = list_notices(claims=certification.claims.all())
        return NoticeSerializer(notices, many=True).data

    @extend_schema_field(serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True))
    def get_five_year_cost(self, certification: Certification) -> Any:
        """Return fee and renewals over five years."""
        cost = get_certification_cost(certification=certification).five_year_cost
        return str(cost) if cost is not None else None

    def get_covers(self, certification: Certification) -> list[str]:
        """Return the covered milestones' keys in order."""
        return sorted(link.milestone.key for link in certification.coverage.all())


class CertificationFilter(filters.FilterSet):
    """Narrow certifications to a track, an issuer, a status or a kind."""

    track = filters.CharFilter("track_links__track__key", distinct=True)
    issuer = filters.CharFilter("issuer__key")
    covers = filters.CharFilter("coverage__milestone__key", distinct=True)

    class Meta:
        model = Certification
        fields: ClassVar[list[str]] = ["status", "kind"]


class Certifications(CatalogueViewSet):
    """The catalogue, with every dated claim side by side."""

    queryset = (
        Certification.objects.select_related("issuer", "successor")
        .prefetch_related("track_links__track")
        .order_by("key")
    )
    filterset_class = CertificationFilter

    def get_queryset(self) -> Any:
        """Fetch the parts that only one certification's page shows."""
        rows = super().get_queryset()
        if self.action != "retrieve":
            return rows
        return rows.prefetch_related(
            "exams",
            "requirements__required",
            "coverage__milestone",
            "claims__source",
            "claims__exam",
        )

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """Return the short form for lists."""
        if self.action == "retrieve":
            return CertificationDetailSerializer
        return CertificationSerializer
