"""Results as stored text."""

import json
from dataclasses import replace

import pytest

from progress.roi.draws import load_draws
from progress.roi.projection import project
from progress.roi.results import RoiResult
from tests.progress.roi.learners import make_learner

RESULT = project(make_learner("B"), draws=load_draws("python", count=256))


class TestRoiResult:
    def test_writes_canonical_text(self):
        text = RESULT.to_json()
        stored = json.loads(text)
        assert json.dumps(stored, sort_keys=True, separators=(",", ":")) == text
        assert stored["value"]["p50_usd"] == round(RESULT.value.p50_usd, 2)
        assert stored["finish"]["share"] == round(RESULT.finish.share, 6)
        assert stored["curve"][0]["month"] == 0

    def test_comes_back_from_storage_unchanged(self):
        back = RoiResult.from_dict(json.loads(RESULT.to_json()))
        assert back.to_json() == RESULT.to_json()
        assert back.reach[0].with_path_median_months == RESULT.reach[0].with_path_median_months
        assert isinstance(back.dots_usd, tuple)
        assert RoiResult.from_dict(back.to_dict()) == back

    def test_spells_minus_nothing_as_nothing(self):
        assert (
            '"expected_benefit_usd":0.0' in replace(RESULT, expected_benefit_usd=-0.001).to_json()
        )

    def test_refuses_what_another_version_stored(self):
        stored = RESULT.to_dict()
        with pytest.raises(TypeError, match="surprise"):
            RoiResult.from_dict({**stored, "surprise": 1})
