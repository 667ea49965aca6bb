import pytest

from progress.queries.cause_names import read_names
from progress.queries.causes import name_of
from progress.queries.roi_inputs import dump_inputs, gather_roi_inputs
from progress.queries.stored_inputs import dump_backing
from tests.factories.certifications import make_certification
from tests.factories.progress import TODAY, make_projectable_enrolment
from tests.factories.tracks import make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def inputs():
    gathered = gather_roi_inputs(enrolment=make_projectable_enrolment(), today=TODAY)
    backing = dump_backing(shared=gathered.shared, hours=gathered.hours)
    return {**dump_inputs(gathered.inputs), "backing": backing}


class TestReadNames:
    def test_asks_only_for_the_track_while_nothing_is_different(
        self, inputs, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            assert list(read_names([(inputs, inputs)])) == [inputs["track_key"]]

    def test_asks_nothing_for_nobody(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert read_names([]) == {}

    def test_names_everything_that_differs(self, inputs, django_assert_num_queries):
        exam, course = make_certification(), make_certification()
        first, *others = inputs["backing"]["hours"]
        changed = {
            **inputs,
            "exams": [{"key": exam.key}],
            "backing": {
                **inputs["backing"],
                "hours": [[*first[:2], 99], *others],
                "monthly_fees": [[course.key, 49.0]],
                "release": make_release().pk,
            },
        }

        with django_assert_num_queries(4):
            names = read_names([(inputs, changed), (changed, inputs)])

        milestone = name_of("milestone", first[0])
        assert names[exam.key] == exam.short_name
        assert names[course.key] == course.short_name
        assert names[milestone].startswith("Milestone ")
        assert names[name_of("release", inputs["backing"]["release"])] == "1"
        assert sum(key.startswith("milestone ") for key in names) == 1

    def test_does_without_backing(self, inputs):
        older = {**inputs, "backing": {}}

        assert list(read_names([(older, inputs)])) == [inputs["track_key"]]
