"""What one learner does: enrolments, milestone states, projections, career plans.

Owns: everything that belongs to a learner. May import: accounts, tracks, certifications.
Does not: change the catalogue; it reads it and pins releases of it.
"""
