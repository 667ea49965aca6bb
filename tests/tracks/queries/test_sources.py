import pytest

from tests.factories.tracks import (
    make_comparison_entry,
    make_insight,
    make_ladder_rung,
    make_milestone,
    make_role,
    make_salary_band,
    make_skill,
    make_source,
    make_synergy,
    make_time_investment,
    make_track,
    make_transition,
)
from tracks.choices import EvidenceState, SourceKind
from tracks.queries.sources import (
    cite,
    count_citations,
    describe_fact,
    list_citations,
    list_sources,
)

pytestmark = pytest.mark.django_db


class TestListSources:
    def test_orders_by_kind_and_title(self):
        second = make_source(title="B", kind=SourceKind.DATASET)
        first = make_source(title="A", kind=SourceKind.DATASET)
        last = make_source(title="A", kind=SourceKind.SEED)
        assert list(list_sources()) == [first, second, last]


class TestCountCitations:
    def test_counts_facts_skills_and_hours_together(self):
        source, idle = make_source(), make_source()
        make_salary_band(source=source)
        make_insight(source=source)
        make_skill(source=source)
        make_milestone(hours_source=source)
        counts = count_citations()
        assert counts[source.pk] == 4
        assert idle.pk not in counts


class TestListCitations:
    def test_groups_facts_by_sort_with_their_state(self):
        source = make_source()
        track = make_track(name="Linux")
        make_salary_band(
            source=source, track=track, rung=2, state=EvidenceState.DISPUTED, as_of="2024"
        )
        make_milestone(hours_source=source, title="Pipes")
        groups = list_citations(source=source)
        assert [group.label for group in groups] == ["Pay bands", "Study hours of milestones"]
        [citation] = groups[0].citations
        assert citation.text == "Linux, Mid-level, US 2024"
        assert (citation.state, citation.state_label, citation.as_of) == (
            "DISPUTED",
            "Disputed",
            "2024",
        )

    def test_is_empty_for_a_source_that_nothing_rests_on(self):
        assert list_citations(source=make_source()) == []


class TestDescribeFact:
    def test_says_what_each_sort_of_fact_states(self):
        linux = make_track(name="Linux")
        role = make_role(title="Linux Admin")
        facts = {
            "Linux, beside the ladder, Linux Admin, US 2024": make_salary_band(
                track=linux, rung=None, role=role
            ),
            "Infrastructure focus, Linux: Hosts.": make_comparison_entry(
                track=linux, text="Hosts."
            ),
            "Linux to Security": make_transition(from_track=linux),
            "Linux, Core competency: 12 to 24 months": make_time_investment(track=linux),
            "Linux: Entry level": make_ladder_rung(track=linux),
            "Linux: Edge computing": make_insight(track=linux),
            "Both need to solve problems.": make_synergy(),
        }
        for words, row in facts.items():
            assert describe_fact(row) == words


class TestCite:
    def test_takes_state_and_date_from_the_row(self):
        row = make_insight(state=EvidenceState.VERIFIED, as_of="2025-03")
        citation = cite(row, "Words")
        assert (citation.text, citation.state_label, citation.as_of) == (
            "Words",
            "Verified",
            "2025-03",
        )
