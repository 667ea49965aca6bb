"""Curation screens of the certification catalogue; importing this package registers them."""

from certifications.admin import board, certifications, claims, issuers

__all__ = ["board", "certifications", "claims", "issuers"]
