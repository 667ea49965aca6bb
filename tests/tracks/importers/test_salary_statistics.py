"""The definitions of pay statistics: role families, and percentiles against exact fractions."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.importers.salary_statistics import compute_statistics, find_family


class TestFamily:
    @pytest.mark.parametrize(
        ("title", "family"),
        [
            ("DevOps Engineer", "devops"),
            ("Senior DEV OPS Lead", "devops"),
            ("DevSecOps Engineer", "devsecops"),
            ("DevOps Security Engineer", "devsecops"),
            ("MLOps Engineer", "mlops"),
            ("ML Ops Engineer", "mlops"),
            ("Machine Learning Platform Engineer", "ml_platform"),
            ("AI Infrastructure Engineer", "ml_platform"),
            ("Site Reliability Engineer", "sre"),
            ("SRE", "sre"),
            ("Platform Engineer", "platform"),
            ("Data Platform Engineer", None),
            ("Machine Learning Engineer", "ml_engineer"),
            ("ML Software Engineer", "ml_engineer"),
            ("HTML Engineer", None),
            ("Data Engineer", "data_engineer"),
            ("System Administrator", "sysadmin_linux"),
            ("Systems Administrator", "sysadmin_linux"),
            ("Linux Engineer", "sysadmin_linux"),
            ("Systems Engineer", "systems_engineer"),
            ("Control Systems Engineer", None),
            ("Cloud Infrastructure Architect", "cloud_engineer"),
            ("Infrastructure Engineer", "infrastructure_engineer"),
            ("Python Developer", "python_developer"),
            ("Research Scientist", None),
        ],
    )
    def test_is_that_of_the_first_rule_a_title_meets(self, title, family):
        assert find_family(title) == family


def interpolate(values: Sequence[int | Fraction], percent: int) -> Fraction:
    """The percentile between closest ranks, exactly, without NumPy."""
    ordered = sorted(map(Fraction, values))
    place = Fraction(percent, 100) * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


class TestPercentiles:
    def test_lie_between_closest_ranks(self):
        statistics = compute_statistics(range(1, 12))
        assert statistics.n == 11
        assert statistics.percentiles == {
            "p10": Decimal("2.00"),
            "p25": Decimal("3.50"),
            "p50": Decimal("6.00"),
            "p75": Decimal("8.50"),
            "p90": Decimal("10.00"),
        }

    @pytest.mark.parametrize(("count", "too_few"), [(0, True), (9, True), (10, False)])
    def test_need_ten_rows(self, count, too_few):
        statistics = compute_statistics([50_000.0] * count)
        assert statistics.n == count
        assert statistics.is_too_few is too_few
        assert bool(statistics.percentiles) is not too_few

    @given(st.lists(st.integers(1, 2_000_000), min_size=10, max_size=60))
    def test_agree_with_exact_fractions(self, pay):
        statistics = compute_statistics(pay)
        for name, figure in statistics.percentiles.items():
            exact = interpolate(pay, int(name[1:]))
            assert abs(Fraction(figure) - exact) <= Fraction(1, 199)
