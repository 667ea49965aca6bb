import pytest

from tracks.importers.study_hours import Hours, read_daily_hours, read_weekly_hours


class TestReadWeeklyHours:
    @pytest.mark.parametrize(
        ("duration", "effort", "hours"),
        [
            ("14 weeks", "6-10 hours/week", Hours(84, 140)),
            ("10-12 weeks", "6-10 hours/week", Hours(60, 120)),
            ("8 weeks", "4–12 hours/week", Hours(32, 96)),
            ("1 week", "5 hours/week", Hours(5, 5)),
            ("14 weeks", "-", None),
            ("-", "-", None),
            ("", "5 hours/week", None),
            # A month has no whole number of weeks.
            ("6 months", "5 hours/week", None),
        ],
    )
    def test_multiplies_what_is_stated_and_nothing_else(self, duration, effort, hours):
        assert read_weekly_hours(duration, effort) == hours

    @pytest.mark.parametrize(
        ("duration", "effort"),
        [
            ("a while", "5 hours/week"),
            ("5 weeks", "5 hours a day"),
            ("12-10 weeks", "5 hours/week"),
            ("0 weeks", "5 hours/week"),
            ("6 months", "lots"),
        ],
    )
    def test_refuses_words_that_it_does_not_understand(self, duration, effort):
        with pytest.raises(ValueError, match="write - for unknown"):
            read_weekly_hours(duration, effort)


class TestReadDailyHours:
    def test_finds_them_anywhere_in_a_page(self):
        assert read_daily_hours("a month, 1-2 hours each day") == Hours(1, 2)
        assert read_daily_hours("1 hour each day") == Hours(1, 1)
        assert read_daily_hours("whenever you like") is None
