from tracks.models import Skill, Tool
from tracks.shared.impact import Impact, list_impacts, register_impact


class TestImpact:
    def test_reads_as_words(self):
        assert str(Impact(1, "plan", "plans")) == "1 plan"
        assert str(Impact(1234, "plan", "plans")) == "1,234 plans"


class TestListImpacts:
    def test_asks_counters_of_the_table_only_and_replaces_by_name(self, monkeypatch):
        monkeypatch.setattr("tracks.shared.impact._counters", {})
        register_impact(model=Tool, name="uses", counter=lambda row: Impact(1, "use", "uses"))
        register_impact(model=Tool, name="uses", counter=lambda row: Impact(2, "use", "uses"))
        assert [impact.count for impact in list_impacts(row=Tool())] == [2]
        assert list_impacts(row=Skill()) == []
