"""Tables of the certification catalogue."""

from certifications.models.certifications import (
    Certification,
    CertificationRequirement,
    CertificationTrack,
    Coverage,
    Exam,
)
from certifications.models.claims import Claim
from certifications.models.issuers import Issuer

__all__ = [
    "Certification",
    "CertificationRequirement",
    "CertificationTrack",
    "Claim",
    "Coverage",
    "Exam",
    "Issuer",
]
