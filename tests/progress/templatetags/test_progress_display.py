import pytest

from progress.templatetags.progress_display import weeks_words


class TestWeeksWords:
    @pytest.mark.parametrize(
        ("weeks", "words"),
        [
            (0, "0 weeks"),
            (1, "1 week"),
            (10, "10 weeks"),
            (13, "3 months"),
            (52, "1 year"),
            (57, "1 year 1 month"),
            (189, "3 years 8 months"),
        ],
    )
    def test_counts_weeks_only_while_they_can_be_pictured(self, weeks, words):
        assert weeks_words(weeks) == words
