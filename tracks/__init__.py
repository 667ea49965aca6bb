"""Curated knowledge: sources, skills, roles, pay, milestones, tracks and their releases.

Owns: everything about a track that is true for all learners. May import: accounts.
Does not: know certifications or any learner's progress; those apps point down to this one.
"""
