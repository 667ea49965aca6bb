"""How many learners' projections rest on a figure of the catalogue."""

from django.db.models import Q

from certifications.models import Certification, Claim
from progress.choices import JobState
from progress.models import Enrolment, Projection
from tracks.models import SalaryBand
from tracks.queries.applicable_bands import list_applicable_bands


def count_projections_with_band(*, band: SalaryBand) -> int:
    """Count enrolments with figures that the band enters; two queries.

    A band that projections do not use, because it is withdrawn, stands beside the ladder,
    holds percentiles, or a newer one replaces it, counts zero. So does a band below the rung
    on which a learner stands.
    """
    if band._state.adding:
        return 0
    used = list_applicable_bands(track=band.track, country=band.country)
    rungs = [rung for rung, one in used.items() if any(row.pk == band.pk for row in one.evidence)]
    if not rungs:
        return 0
    return _count_enrolments(
        track=band.track_id,
        user__learner__country=band.country,
        user__learner__current_rung__lte=max(rungs),
    )


def count_projections_with_claim(*, claim: Claim) -> int:
    """Count enrolments with figures whose learner plans the certification.

    One query; a claim that budgets do not use counts zero.
    """
    if claim._state.adding or not claim.is_preferred:
        return 0
    return _count_enrolments(user__planned_certifications__certification=claim.certification_id)


def count_projections_with_certification(*, certification: Certification) -> int:
    """Count enrolments with figures whose learner plans it; one query."""
    if certification._state.adding:
        return 0
    return _count_enrolments(user__planned_certifications__certification=certification)


def _count_enrolments(**of_learners: object) -> int:
    """Count those with current figures, which are worked out anew, or with a finished projection."""
    projected = Projection.objects.filter(job_state=JobState.READY).values("enrolment")
    has_figures = Q(summary__isnull=False) | Q(pk__in=projected)
    return Enrolment.objects.filter(has_figures, **of_learners).distinct().count()
