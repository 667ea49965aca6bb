"""Certification catalogue: issuers, exams, dated claims about them, what each one covers.

Owns: credentials and what is said of them. May import: accounts, tracks.
Does not: know who holds a certification; that is `progress`.
"""
