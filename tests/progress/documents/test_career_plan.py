"""The printed career plan: whole, the same twice, accessible, archival, and safe."""

import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import page
import pypdf
import pytest

from progress.documents import content as plans
from progress.documents.career_plan import (
    hash_plan,
    make_pdf_source,
    plan_json,
    print_career_plan_in_child,
    render_career_plan,
    self_check,
    warm_up,
    write_code_points,
)
from progress.documents.children import ChildLimits
from progress.documents.failures import RenderFailed
from progress.documents.limits import PlanTooLarge
from tests.factories.career_plan_content import (
    make_career_plan_content,
    make_empty_plan_content,
    make_long_plan_content,
    rename_learner,
)

A4_POINTS = (595, 842)
LETTER_POINTS = (612, 792)


def list_violations(pdf, profile):
    """List the broken rules, but for a false alarm on streams whose last byte is CR.

    What that rule is about is looked at here instead: every stream is as long as it says.
    """
    for stream in re.finditer(rb"/Length (\d+)[^\n]*>>\nstream\n", pdf):
        assert pdf[stream.end() + int(stream[1]) :].startswith(b"\nendstream")
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [failure for failure in report.failures if "Length" not in failure.message]


def read_text(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(part.extract_text() for part in reader.pages).split())


# Latin, Greek, Cyrillic, Vietnamese, Hebrew, Arabic, Chinese, Japanese, Korean, emoji.
NAMES = (
    pytest.param("Zoë Łukasiewicz-Ångström", id="latin"),
    pytest.param("Ελένη Παπαδοπούλου", id="greek"),
    pytest.param("Наталья Королёва", id="cyrillic"),
    pytest.param("Nguyễn Thị Ánh", id="vietnamese"),
    pytest.param("ליאת כהן", id="hebrew"),
    pytest.param("ليلى حداد", id="arabic"),
    pytest.param("王小明", id="chinese"),
    pytest.param("山田花子", id="japanese"),
    pytest.param("김민준", id="korean"),
    pytest.param("Ada 🚀 Demo 👩‍💻", id="emoji"),
)


def check_name(name, content):
    printed = print_career_plan_in_child(rename_learner(content, name))
    assert list_violations(printed.pdf, page.ValidationProfile.PDF_UA_1) == []
    assert list_violations(printed.pdf, page.ValidationProfile.PDF_A_3A) == []
    says_so = "No typeface at the place of print has" in read_text(printed.pdf)
    assert says_so is bool(printed.missing)
    assert write_code_points(printed.missing) in read_text(printed.pdf)
    attached = pypdf.PdfReader(io.BytesIO(printed.pdf)).attachments["plan.json"][0]
    assert name in attached.decode()


class TestRenderCareerPlan:
    def test_gives_the_same_bytes_twice(self, plan_pdf):
        assert render_career_plan(make_career_plan_content(), page_size="A4") == plan_pdf

    def test_prints_every_milestone_with_its_outcome(self, plan_text):
        for stage in make_career_plan_content().stages:
            assert stage.title in plan_text
            for milestone in stage.milestones:
                assert milestone.title in plan_text
                assert milestone.outcome in plan_text

    def test_prints_proofs_notes_and_what_was_carried_over(self, plan_text):
        assert "Proof: Repository with a tested log parser" in plan_text
        assert "My note: Ask Priya for the labelled set." in plan_text
        assert "already yours from Python, 12 Mar 2026" in plan_text

    def test_prints_every_source_with_its_state(self, plan_text):
        for source in make_career_plan_content().sources:
            assert source.title in plan_text
            assert source.state in plan_text
            assert source.url in plan_text

    def test_prints_every_assumption_with_range_and_origin(self, plan_text):
        for assumption in make_career_plan_content().assumptions:
            assert assumption.name in plan_text
            assert assumption.low_to_high in plan_text
        assert "unsourced: our assumption" in plan_text
        assert "your data" in plan_text

    def test_prints_fees_bands_and_glossary(self, plan_text):
        content = make_career_plan_content()
        for certification in content.certifications:
            assert certification.name in plan_text
            for claim in certification.fee_claims:
                assert claim.words in plan_text
        for entry in content.glossary:
            assert entry.meaning in plan_text
        assert "$200k to $250k+" in plan_text
        assert "Known total, without 1 unknown" in plan_text

    def test_prints_the_projection_with_both_frames_and_disclaimers(self, plan_text):
        projection = make_career_plan_content().projection
        for sentence in (*projection.headlines, *projection.disclaimers, *projection.changes):
            assert sentence in plan_text
        assert "not within 10 years" in plan_text

    def test_says_how_to_verify_it(self, plan_text, plan_reader):
        content = make_career_plan_content()
        assert content.verification.plan_id in plan_text
        assert hash_plan(content) in plan_text
        links = [
            annotation.get_object()["/A"]["/URI"]
            for sheet in plan_reader.pages
            for annotation in sheet.get("/Annots", [])
            if "/A" in annotation.get_object() and "/URI" in annotation.get_object()["/A"]
        ]
        assert content.verification.verify_url in links
        assert "https://www.bls.gov/oes/" in links
        assert "http://certmag.com/" not in links

    def test_carries_bookmarks_title_language_and_dates(self, plan_reader):
        names = [item["/Title"] for item in plan_reader.outline if not isinstance(item, list)]
        assert names[:3] == ["Cover", "Summary", "What to do next"]
        assert {"Milestones", "Assumptions", "Sources", "Verification"} <= set(names)
        assert (
            plan_reader.metadata.title
            == "Career plan: Data Analyst to MLOps Engineer, Amara Okonkwo-Lindqvist"
        )
        assert plan_reader.metadata.creation_date == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
        assert plan_reader.trailer["/Root"]["/Lang"] == "en"

    def test_numbers_its_contents_by_the_pages_they_are_on(self, plan_reader):
        contents = " ".join(plan_reader.pages[1].extract_text().split())
        for number, sheet in enumerate(plan_reader.pages, 1):
            if "Every milestone of MLOps, release 3." in " ".join(sheet.extract_text().split()):
                assert f"Milestones {number}" in contents
                break
        else:
            pytest.fail("no page starts the milestones")

    def test_attaches_the_plan_as_data(self, plan_reader):
        assert plan_reader.attachments["plan.json"] == [plan_json(make_career_plan_content())]

    def test_embeds_only_the_packaged_typefaces(self, plan_reader):
        names = {
            font.get_object()["/BaseFont"].split("+")[-1]
            for sheet in plan_reader.pages
            for font in sheet["/Resources"]["/Font"].values()
        }
        assert names
        assert all(name.startswith("Milepost-") for name in names)

    @pytest.mark.parametrize(
        ("page_size", "points"), [("A4", A4_POINTS), ("LETTER", LETTER_POINTS)]
    )
    def test_prints_on_the_asked_paper(self, page_size, points):
        reader = pypdf.PdfReader(
            io.BytesIO(render_career_plan(make_empty_plan_content(), page_size=page_size))
        )
        boxes = {
            (round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in reader.pages
        }
        assert boxes == {points}

    def test_refuses_other_paper(self):
        with pytest.raises(ValueError, match="A4 or LETTER"):
            render_career_plan(make_empty_plan_content(), page_size="A5")

    def test_says_why_there_is_no_projection(self):
        content = make_empty_plan_content(no_projection_because=("Your present pay is not known.",))
        text = read_text(render_career_plan(content))
        assert "shows no projection" in text
        assert "Your present pay is not known." in text

    def test_prints_markup_as_text(self):
        content = rename_learner(
            make_empty_plan_content(), "<script>alert(1)</script> & <img src=x>"
        )
        assert "<script>alert(1)</script> & <img src=x>" in read_text(render_career_plan(content))

    def test_refuses_a_plan_beyond_its_limits(self):
        content = rename_learner(make_empty_plan_content(), "x" * 121)
        with pytest.raises(PlanTooLarge, match=r"cover\.learner_name has 121 characters"):
            render_career_plan(content)


class TestAccessibility:
    def test_makes_the_full_plan_accessible_and_archival(self, plan_pdf):
        assert list_violations(plan_pdf, page.ValidationProfile.PDF_UA_1) == []
        assert list_violations(plan_pdf, page.ValidationProfile.PDF_A_3A) == []

    @pytest.mark.parametrize("page_size", ["A4", "LETTER"])
    def test_makes_an_empty_plan_accessible_and_archival(self, page_size):
        pdf = render_career_plan(make_empty_plan_content(), page_size=page_size)
        assert list_violations(pdf, page.ValidationProfile.PDF_UA_1) == []
        assert list_violations(pdf, page.ValidationProfile.PDF_A_3A) == []

    @pytest.mark.parametrize("page_size", ["A4", "LETTER"])
    def test_makes_the_longest_plan_accessible_and_archival(self, page_size):
        pdf = render_career_plan(make_long_plan_content(), page_size=page_size)
        assert list_violations(pdf, page.ValidationProfile.PDF_UA_1) == []
        assert list_violations(pdf, page.ValidationProfile.PDF_A_3A) == []
        assert "Milestone 120 with a title of usual length" in read_text(pdf)

    @pytest.mark.parametrize("name", NAMES)
    def test_keeps_names_of_many_scripts_accessible_and_archival(self, name):
        """With a typeface here or without one: then a stand-in is printed and the page says so."""
        check_name(name, make_empty_plan_content())

    @pytest.mark.parametrize("make", [make_career_plan_content, make_long_plan_content])
    def test_keeps_all_scripts_together_accessible_and_archival(self, make):
        """The same on the templates' other variants, with every script in one name."""
        check_name(" ".join(str(one.values[0]) for one in NAMES[1:]), make())

    def test_prints_a_stand_in_where_no_typeface_has_a_character(self):
        # Nobody designs for code points of ancient Anatolian hieroglyphs but one typeface.
        name = "Ada \U00014405 Demo"
        printed = print_career_plan_in_child(rename_learner(make_empty_plan_content(), name))
        assert printed.missing == "\U00014405"
        text = read_text(printed.pdf)
        assert "Prepared for Ada \u25a0 Demo" in text
        assert "No typeface at the place of print has U+14405." in text
        assert printed.pdf == render_career_plan(rename_learner(make_empty_plan_content(), name))

    def test_keeps_unusual_text_accessible(self):
        stage = plans.PlanStage(title="Only \x00stage\u202e", milestones=())
        content = replace(make_empty_plan_content(own_pay=Decimal(1)), stages=(stage,))
        pdf = render_career_plan(content)
        assert list_violations(pdf, page.ValidationProfile.PDF_UA_1) == []
        assert "Only stage" in read_text(pdf)


class TestPlanJson:
    def test_is_canonical(self):
        text = plan_json(make_career_plan_content())
        body = json.loads(text)
        again = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
        assert text == again.encode()
        assert body["schema"] == "milepost.career-plan/1"

    def test_writes_amounts_dates_and_unknown_as_documented(self):
        plan = json.loads(plan_json(make_career_plan_content()))["plan"]
        assert plan["certifications"][1]["five_year_cost"] is None
        assert plan["certifications"][3]["chosen_fee"] == "70.50"
        assert plan["issued_at"] == "2026-11-22T09:30:00+00:00"
        assert plan["cover"]["start_date"] == "2026-05-04"
        assert plan["stages"][0]["milestones"][0]["status"] == "DONE"

    def test_is_what_the_printed_hash_covers(self):
        content = make_career_plan_content()
        assert hash_plan(content) == hashlib.sha256(plan_json(content)).hexdigest()
        assert hash_plan(content) != hash_plan(make_empty_plan_content())

    def test_survives_a_lone_surrogate(self):
        body = json.loads(plan_json(rename_learner(make_empty_plan_content(), "Bo\ud800")))
        assert body["plan"]["cover"]["learner_name"] == "Bo"


class TestMakePdfSource:
    def test_names_every_asset_that_the_pages_show(self):
        source = make_pdf_source(content=make_career_plan_content(), page_size="A4")
        shown = {part.split('"')[0] for part in source.html.split('src="')[1:]}
        assert shown == set(source.assets)


class TestRenderInChild:
    def test_gives_the_same_bytes_as_in_this_process(self):
        content = make_empty_plan_content()
        assert print_career_plan_in_child(content).pdf == render_career_plan(content)

    def test_prints_the_same_when_the_chapters_are_known_before(self):
        content = make_empty_plan_content()
        first = print_career_plan_in_child(content)
        stages = []
        again = print_career_plan_in_child(content, known_pages=first.pages, watch=stages.append)
        assert again.page_count == first.page_count
        assert read_text(again.pdf) == read_text(first.pdf)
        assert [stage for stage in stages if stage == "writing"] == ["writing"]

    def test_knows_where_chapters_begin_that_go_on_for_pages(self):
        content = make_career_plan_content()
        first = print_career_plan_in_child(content)
        again = print_career_plan_in_child(content, known_pages=first.pages)
        assert first.pages["milestones"] < first.pages["certifications"] - 1
        assert read_text(again.pdf) == read_text(first.pdf)
        reader = pypdf.PdfReader(io.BytesIO(first.pdf))
        [begin] = [
            one for one in reader.outline if not isinstance(one, list) and one.title == "Milestones"
        ]
        assert reader.get_destination_page_number(begin) + 1 == first.pages["milestones"]
        assert again.pdf == first.pdf

    def test_prints_again_when_the_chapters_are_elsewhere_than_known(self):
        content = make_empty_plan_content()
        stages = []
        wrong = print_career_plan_in_child(
            content, known_pages={"sources": 40}, watch=stages.append
        )
        assert wrong.pdf == render_career_plan(content)
        assert [stage for stage in stages if stage == "writing"] == ["writing", "writing"]

    def test_fails_when_the_time_is_up(self):
        limits = ChildLimits(wall_seconds=0.02)
        with pytest.raises(RenderFailed, match="longer than"):
            print_career_plan_in_child(make_career_plan_content(), limits=limits)


class TestSetup:
    def test_passes_its_own_check_on_this_machine(self):
        self_check()

    def test_warms_both_papers(self):
        warm_up()
