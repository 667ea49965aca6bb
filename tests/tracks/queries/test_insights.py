import pytest

from tests.factories.tracks import (
    make_accelerator,
    make_cost_range,
    make_demand_indicator,
    make_insight,
    make_qualitative_factor,
    make_synergy,
    make_time_investment,
    make_tool,
    make_track,
    make_transition,
)
from tracks.choices import AcceleratorHorizon, FactorKind, InsightKind
from tracks.queries.insights import get_outlook, list_insight_groups

pytestmark = pytest.mark.django_db


class TestListInsightGroups:
    def test_groups_by_kind_in_a_fixed_order_and_leaves_out_empty_kinds(self):
        track = make_track()
        con = make_insight(track=track, kind=InsightKind.CON)
        late = make_insight(track=track, kind=InsightKind.PRO, position=2)
        early = make_insight(track=track, kind=InsightKind.PRO, position=1, tools=[make_tool()])
        make_insight(kind=InsightKind.PRO)
        groups = list_insight_groups(track=track)
        assert [(group.kind, group.insights) for group in groups] == [
            (InsightKind.PRO, (early, late)),
            (InsightKind.CON, (con,)),
        ]
        assert groups[0].heading == "What speaks for it"

    def test_every_kind_has_a_heading(self):
        track = make_track()
        for kind in InsightKind:
            make_insight(track=track, kind=kind)
        headings = {group.heading for group in list_insight_groups(track=track)}
        assert len(headings) == len(InsightKind)


class TestGetOutlook:
    def test_gathers_what_is_said_of_a_track_and_nothing_of_others(self):
        track, other = make_track(), make_track()
        demand = make_demand_indicator(track=track)
        boost = make_accelerator(track=track, horizon=AcceleratorHorizon.LONG_TERM)
        factor = make_qualitative_factor(track=track, kind=FactorKind.CAREER_MOBILITY)
        leave = make_transition(from_track=track, to_track=other)
        arrive = make_transition(from_track=other, to_track=track)
        time = make_time_investment(track=track)
        cost = make_cost_range(track=track)
        together = make_synergy(tracks=[track, other])
        make_demand_indicator(track=other)
        outlook = get_outlook(track=track)
        assert outlook.demand == (demand,)
        assert [(g.horizon, g.accelerators) for g in outlook.accelerators] == [
            (AcceleratorHorizon.LONG_TERM, (boost,))
        ]
        assert [(g.kind, g.factors) for g in outlook.factors] == [
            (FactorKind.CAREER_MOBILITY, (factor,))
        ]
        assert (outlook.departures, outlook.arrivals) == ((leave,), (arrive,))
        assert (outlook.time_investments, outlook.cost_ranges) == ((time,), (cost,))
        assert outlook.synergies == (together,)

    def test_puts_short_term_boosters_first(self):
        track = make_track()
        make_accelerator(track=track, horizon=AcceleratorHorizon.LONG_TERM)
        make_accelerator(track=track, horizon=AcceleratorHorizon.SHORT_TERM)
        horizons = [group.horizon for group in get_outlook(track=track).accelerators]
        assert horizons == [AcceleratorHorizon.SHORT_TERM, AcceleratorHorizon.LONG_TERM]

    def test_is_empty_for_a_track_that_nothing_is_said_of(self):
        outlook = get_outlook(track=make_track())
        assert not any(
            getattr(outlook, name)
            for name in ("insights", "demand", "accelerators", "factors", "departures", "synergies")
        )

    def test_asks_the_same_number_of_times_for_much_as_for_little(
        self, django_assert_max_num_queries
    ):
        track = make_track()
        for _ in range(4):
            make_insight(track=track, tools=[make_tool()])
            make_demand_indicator(track=track)
            make_synergy(tracks=[track])
            make_accelerator(track=track)
        with django_assert_max_num_queries(12):
            get_outlook(track=track)
