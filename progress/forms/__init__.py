"""Forms of the learner's pages."""
