"""Tell curators how many projections a figure enters (see `tracks.shared.impact`)."""

from django.db.models import Model

from certifications.models import Certification, Claim
from progress.queries.enrolments import count_enrolments_on_latest
from progress.queries.impacts import (
    count_projections_with_band,
    count_projections_with_certification,
    count_projections_with_claim,
)
from tracks.models import SalaryBand, Track
from tracks.shared.impact import Impact, register_impact

WORDS = ("learner’s projection", "learners’ projections")


def count_for_band(band: Model) -> Impact:
    count = count_projections_with_band(band=band) if isinstance(band, SalaryBand) else 0
    return Impact(count, *WORDS, is_recomputed=True)


def count_for_claim(claim: Model) -> Impact:
    count = count_projections_with_claim(claim=claim) if isinstance(claim, Claim) else 0
    return Impact(count, *WORDS, is_recomputed=True)


def count_for_certification(row: Model) -> Impact:
    count = (
        count_projections_with_certification(certification=row)
        if isinstance(row, Certification)
        else 0
    )
    return Impact(count, *WORDS, is_recomputed=True)


def count_followers(track: Model) -> Impact:
    count = count_enrolments_on_latest(track=track) if isinstance(track, Track) else 0
    words = "follows its present release", "follow its present release"
    return Impact(count, f"learner {words[0]}", f"learners {words[1]}")


register_impact(model=SalaryBand, name="projections", counter=count_for_band)
register_impact(model=Claim, name="projections", counter=count_for_claim)
register_impact(model=Certification, name="projections", counter=count_for_certification)
register_impact(model=Track, name="followers", counter=count_followers)
