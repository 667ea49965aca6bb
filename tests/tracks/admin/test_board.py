import re

import pytest

from progress.models import Projection
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import make_enrolment
from tests.factories.revisions import make_revision
from tests.factories.tracks import make_milestone, make_salary_band, make_stage, make_track
from tests.screens import make_staff, sign_in
from tracks.shared.provenance import EvidenceState

pytestmark = pytest.mark.django_db


def read_board(client):
    response = client.get("/admin/")
    tasks = {task.words: (task.count, url) for task, url in response.context["board_tasks"]}
    evidence = dict(response.context["board_evidence"])
    return tasks, evidence


@pytest.fixture(autouse=True)
def noon(clock):
    """Stop the clock: what is past its review date depends on it."""


class TestCuratorsBoard:
    def test_counts_figures_that_projections_use_without_support(self):
        client = sign_in(make_staff("curator"))
        track = make_track(milestones=[])
        make_salary_band(track=track, year=2023)
        make_salary_band(track=track, year=2024)
        make_salary_band(track=track, rung=2, state="DISPUTED", dispute="one")
        make_salary_band(track=track, rung=None)
        make_claim(is_preferred=True)
        make_claim()
        tasks, _ = read_board(client)
        expected = {
            "unsourced pay bands in projections": 1,
            "disputed pay bands in projections": 1,
            "unsourced claims in budgets": 1,
        }
        for words, count in expected.items():
            assert tasks[words][0] == count, words
            assert client.get(tasks[words][1]).context["cl"].result_count == count

    def test_counts_milestones_placed_before_what_they_need(self):
        client = sign_in(make_staff("curator"))
        first, second, elsewhere = (make_milestone() for _ in range(3))
        track = make_track(milestones=[])
        stage = make_stage(track=track, position=1, milestones=[first, second])
        first.prerequisites.set([second])
        second.prerequisites.set([elsewhere])
        make_stage(milestones=[elsewhere], position=1)
        tasks, _ = read_board(client)
        assert tasks["milestones placed before what they need"][0] == 2
        first.prerequisites.clear()
        make_stage(track=track, position=2, milestones=[make_milestone(prerequisites=[first])])
        count, url = read_board(client)[0]["milestones placed before what they need"]
        assert count == 1
        assert list(client.get(url).context["cl"].queryset) == [second]
        assert stage.placements.count() == 2

    def test_tells_an_approver_what_waits_and_an_author_what_does_not(self):
        author = make_staff("curator", "approver")
        make_revision(author=author)
        for user, waiting in ((make_staff("approver"), 1), (author, 0), (make_staff("curator"), 0)):
            response = sign_in(user).get("/admin/")
            assert response.context["board_waiting"] == waiting
            assert ("waits for your decision" in response.text) == bool(waiting)
            tasks = {task.words: task.count for task, _ in response.context["board_tasks"]}
            assert tasks["changes waiting for a second person"] == 1

    def test_counts_figures_by_state_and_links_to_them(self):
        client = sign_in(make_staff("curator"))
        make_salary_band(as_of="2023")
        make_salary_band(state=EvidenceState.DISPUTED, dispute="one", as_of="2023")
        make_salary_band(state=EvidenceState.VERIFIED, as_of="2026")
        make_salary_band(state=EvidenceState.ATTRIBUTED, as_of="2026")
        make_claim(state=EvidenceState.STALE)
        _, evidence = read_board(client)
        assert [cell.count for cell in evidence["Salary bands"]] == [1, 1, 0, 2, 4]
        assert [cell.count for cell in evidence["Claims"]] == [0, 0, 1, 0, 1]
        for cell in evidence["Salary bands"]:
            assert client.get(cell.url).context["cl"].result_count == cell.count

    def test_counts_gaps_and_links_to_exactly_them(self):
        client = sign_in(make_staff("curator"))
        make_track(milestones=[make_milestone(), make_milestone(resource_count=0)])
        make_milestone(hours_low=None, hours_likely=None, hours_high=None)
        make_track(is_published=False)
        make_certification(status="RETIRED")
        tasks, _ = read_board(client)
        assert {words: count for words, (count, _) in tasks.items()} == {
            "tracks with unpublished changes": 1,
            "milestones without hours": 1,
            "milestones in no track": 1,
            "milestones without resources": 1,
            "certifications retired without successor": 1,
        }
        for count, url in tasks.values():
            assert client.get(url).context["cl"].result_count == count

    def test_shows_failed_work_only_to_those_who_may_see_it(self):
        enrolment = make_enrolment()
        Projection.objects.create(
            enrolment=enrolment,
            requested_by=enrolment.user,
            fingerprint="f",
            model_version="1",
            inputs={},
            job_state="FAILED",
        )
        of_curator, _ = read_board(sign_in(make_staff("curator")))
        of_boss, _ = read_board(sign_in(make_staff(is_superuser=True)))
        assert "failed projections" not in of_curator
        assert of_boss["failed projections"][0] == 1

    def test_is_not_there_for_staff_without_rights(self):
        response = sign_in(make_staff()).get("/admin/")
        assert "Curator’s board" not in response.text
        assert "don’t have permission" in response.text


class TestFirstPage:
    def test_groups_screens_by_what_curators_do(self):
        page = sign_in(make_staff("curator")).get("/admin/")
        names = [section["name"] for section in page.context["app_list"]]
        assert names == [
            "Review",
            "Tracks and milestones",
            "Pay",
            "Certifications",
            "What sources say",
            "Questionnaire",
            "Sources",
            "Occupations and money",
        ]
        identifiers = re.findall(r'\sid="([^"]+)"', page.text)
        assert len(identifiers) == len(set(identifiers))

    def test_keeps_the_page_of_one_app(self):
        page = sign_in(make_staff("curator")).get("/admin/tracks/")
        assert [app["name"] for app in page.context["app_list"]] == ["Tracks"]

    def test_asks_visitors_to_sign_in(self, client):
        response = client.get("/admin/", follow=True)
        assert response.redirect_chain[-1] == ("/accounts/login/?next=%2Fadmin%2F", 302)
