"""The command as an operator meets it, on small files and on the real ones.

The real files are read a second time here, by other means than the readers use.
"""

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from certifications.models import Claim
from certifications.queries.disputes import group_claims
from config.env import BASE_DIR
from tests.data_sets import find_data_set
from tests.factories.catalogue_files import (
    EXAM_PAGE,
    make_rolemath_fee,
    make_rolemath_record,
    write_exam_page,
    write_roadmap,
    write_rolemath,
)
from tests.factories.certifications import make_certification, make_claim
from tests.factories.tracks import make_source
from tracks.models import ImportRun

pytestmark = pytest.mark.django_db


def run(*files: Path, **options: Any) -> dict[str, Any]:
    """Run the command and return what it says of the only or first file."""
    out = StringIO()
    options = {"json": True, **options}
    try:
        call_command("import_certifications", *map(str, files), stdout=out, stderr=out, **options)
    except CommandError as error:
        status = error.returncode
    else:
        status = 0
    return {**json.loads(out.getvalue())["files"][0], "status": status}


def count(result: dict[str, Any]) -> dict[str, int]:
    return {name: number for name, number in result["counts"].items() if number}


class TestSmallFiles:
    def test_plans_applies_recognises_and_rolls_back(self, tmp_path: Path) -> None:
        make_certification(key="alpha", exam_codes=["EX1"])
        path = write_rolemath(tmp_path)
        assert count(run(path, format="rolemath")) == {"new": 6}
        assert not Claim.objects.exists()
        written = run(path, format="rolemath", apply=True)
        assert Claim.objects.count() == 5
        assert count(run(path, format="rolemath", apply=True, again=True)) == {"unchanged": 6}
        call_command("roll_back_import", str(written["run"]), apply=True, stdout=StringIO())
        assert not Claim.objects.exists()

    def test_knows_the_catalogue_by_the_name_of_the_file(self, tmp_path: Path) -> None:
        make_certification(key="vault-associate")
        assert run(write_exam_page(tmp_path))["format"] == "certifications/hashicorp"

    def test_overwrites_no_figure_of_the_content_files(self, tmp_path: Path) -> None:
        certification = make_certification(key="alpha", exam_codes=["EX1"])
        source = make_source(key="rolemath", content_origin="content")
        held = make_claim(
            certification=certification, source=source, content_origin="content", is_preferred=True
        )
        result = run(write_rolemath(tmp_path), format="rolemath", apply=True)
        assert (result["status"], result["counts"]["conflicting"]) == (1, 1)
        held.refresh_from_db()
        assert held.amount_low == 450

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.json", b"\xff\xfe{\x00", "is UTF-16 text"),
            ("a.json", "{\"records\": [\"Caf\u00e9\"]}".encode("cp1252"), "is not UTF-8"),
            ("a.json", b'{"records": [{"credential": {"slug"', "is not JSON"),
            ("a.json", b'{"records": []}{"records": []}', "a second JSON document begins here"),
            ("a.json", b'{"eintraege": []}', "has no list"),
            ("a.json", b"[" * 100_000, "nested too deeply"),
            ("a.csv", b"kennung,name\n1,2\n", "header"),
            ("a.html", b"<p>CKA $375</p>", "has no link with a tooltip"),
            ("a.mdx", b"# Exam\n\nNo table.\n", "has no table under"),
        ],
    )  # fmt: skip
    def test_refuses_files_that_are_something_else_and_writes_nothing(
        self, tmp_path: Path, name: str, content: bytes, words: str
    ) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        formats = {".html": "seccert", ".mdx": "hashicorp"}
        result = run(path, format=formats.get(path.suffix, "rolemath"), apply=True)
        assert result["status"] == 2
        assert words in result["problems"][0]["reason"]
        assert not ImportRun.objects.exists()

    def test_leaves_out_wrong_rows_and_loads_the_others(self, tmp_path: Path) -> None:
        make_certification(key="alpha", exam_codes=["EX1"])
        fees = [make_rolemath_fee(amount=-1), make_rolemath_fee(currency="DOL")]
        result = run(
            write_rolemath(tmp_path, make_rolemath_record(exam_fees=fees)),
            format="rolemath",
            apply=True,
        )
        assert (result["status"], len(result["rejected"])) == (1, 2)
        assert not Claim.objects.filter(field="FEE").exists()
        assert Claim.objects.filter(field="VALIDITY").exists()

    def test_shows_scripts_in_names_as_text(self, tmp_path: Path, client: Client) -> None:
        make_certification(key="alpha", exam_codes=["EX1"])
        script = "<script>alert(1)</script>"
        record = make_rolemath_record(
            eligibility={"recommended_background": script},
            exam_fees=[make_rolemath_fee(scope=script)],
        )
        run(write_rolemath(tmp_path, record), format="rolemath", apply=True)
        page = client.get("/certifications/alpha/").content.decode()
        assert script not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2

    def test_names_the_licence_where_its_figures_show(self, tmp_path: Path, client: Client) -> None:
        make_certification(key="cka", exam_codes=["CKA"])
        name = "Cloud Native Computing Foundation Certified Kubernetes Administrator"
        path = write_roadmap(tmp_path, [("CKA", "https://example.org/", f"{name}\n $375 lab")])
        run(path, apply=True)
        page = client.get("/certifications/cka/").content.decode()
        assert "goes on with these figures" in page
        assert "CC BY-SA 4.0" in page
        (notice,) = client.get("/api/v1/certifications/cka/").json()["notices"]
        assert (notice["key"], notice["licence"]) == ("seccert-roadmap", "CC BY-SA 4.0")
        assert "Paul Jerimy" in notice["attribution"]
        assert "CC BY-SA 4.0" in client.get("/sources/seccert-roadmap/").content.decode()

    def test_takes_several_files_each_as_a_run_of_its_own(self, tmp_path: Path) -> None:
        for key in ("vault-associate", "terraform-associate"):
            make_certification(key=key)
        pages = [
            write_exam_page(tmp_path),
            write_exam_page(
                tmp_path,
                EXAM_PAGE.replace("70.50", "75"),
                name="terraform-associate-004.mdx",
            ),
        ]
        run(*pages, apply=True)
        assert ImportRun.objects.count() == 2
        # What another page does not say is not gone.
        assert "gone from the files" not in count(run(pages[0], again=True))


@pytest.fixture
def catalogue(db: None) -> None:
    call_command("load_content", BASE_DIR / "content", apply=True, stdout=StringIO())


def find(name: str) -> Path:
    return find_data_set(name)


def list_amounts(key: str, source: str, field: str = "FEE") -> list[float]:
    rows = Claim.objects.filter(certification__key=key, source__key=source, field=field)
    return [float(row.amount_low) for row in rows if row.amount_low is not None]


@pytest.mark.usefixtures("catalogue")
class TestRolemathFile:
    # Certifications of ours by the slug of the data set, as a person reads both lists.
    SLUGS = {
        "comptia-a-plus": "comptia-a-plus",
        "comptia-linux-plus": "linux-plus",
        "aws-certified-cloud-practitioner": "aws-cloud-practitioner",
        "aws-certified-ai-practitioner": "aws-ai-practitioner",
        "aws-solutions-architect-associate": "aws-solutions-architect-associate",
        "aws-certified-developer-associate": "aws-developer-associate",
        "aws-certified-cloudops-engineer-associate": "aws-cloudops-engineer-associate",
        "aws-certified-data-engineer-associate": "aws-data-engineer-associate",
        "aws-certified-security-specialty": "aws-security-specialty",
        "aws-certified-solutions-architect-professional": "aws-solutions-architect-professional",
        "microsoft-az-900": "azure-fundamentals",
        "microsoft-az-104": "azure-administrator",
        "google-cloud-associate-cloud-engineer": "google-associate-cloud-engineer",
        "google-cloud-professional-cloud-architect": "google-professional-cloud-architect",
        "red-hat-red-hat-certified-system-administrator-rhcsa": "rhcsa",
        "lfcs": "lfcs",
        "linux-foundation-certified-kubernetes-administrator-cka": "cka",
    }

    def test_says_what_the_csv_says_when_it_is_read_by_hand(self) -> None:
        result = run(find("certs_rolemath/certifications.json"), format="rolemath", apply=True)
        with find("certs_rolemath/certifications.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["slug"]: row for row in csv.DictReader(file)}
        known = {slug: key for slug, key in self.SLUGS.items() if key_exists(key)}
        assert result["rows"]["records"] == len(rows) == 50
        unresolved = [row for row in rows.values() if row["currentness_state"] == "unresolved"]
        assert result["rows"]["unresolved"] == len(unresolved) == 10
        assert result["rows"]["not in the catalogue"] <= 50 - len(known)
        for slug, key in known.items():
            fees = json.loads(rows[slug]["exam_fees_json"])
            assert set(list_amounts(key, "rolemath")) == {fee["amount"] for fee in fees}, key
            renewal = json.loads(rows[slug]["renewal_json"])
            validity = Claim.objects.filter(
                certification__key=key, source__key="rolemath", field="VALIDITY"
            ).first()
            assert validity is not None
            years = renewal["validity_years"]
            assert (validity.months or 0) == years * 12, key
            assert validity.does_not_expire is (years == 0), key

    def test_is_held_by_the_content_files_without_a_conflict(self) -> None:
        for name in ("certifications.json", "certifications.csv"):
            result = run(find(f"certs_rolemath/{name}"), format="rolemath", apply=True)
            assert (result["status"], result["counts"]["conflicting"]) == (0, 0)
            assert result["counts"]["changed"] == 0
        again = run(find("certs_rolemath/certifications.json"), format="rolemath", again=True)
        assert set(count(again)) == {"unchanged"}


def key_exists(key: str) -> bool:
    return Claim.objects.filter(certification__key=key).exists()


@pytest.mark.usefixtures("catalogue")
class TestRoadmapFile:
    LINK = re.compile(
        r'<a class="[a-z]+item\d(?P<wide>x?)"[^>]*?tooltip(?:text|left|right)="(?P<tip>[^"]*)"[^>]*>'
        r"(?:<b>)?(?P<code>[^<]*)"
    )

    def read_by_hand(self) -> Iterator[tuple[str, list[str], bool]]:
        path = find("certs_seccert_roadmap/Security-Certification-Roadmap9.html")
        for link in self.LINK.finditer(path.read_text(encoding="utf-8")):
            lines = [unescape(line).strip() for line in link["tip"].splitlines()]
            yield unescape(link["code"]).strip(), lines, bool(link["wide"])

    def test_says_what_its_links_say_when_they_are_read_by_hand(self) -> None:
        rows = list(self.read_by_hand())
        result = run(find("certs_seccert_roadmap/Security-Certification-Roadmap9.html"), apply=True)
        assert (result["status"], result["as_of"]) == (0, "2024-07")
        # 473 plain links and nine wide ones, one of which is no certification.
        assert (len(rows), sum(wide for _, _, wide in rows)) == (482, 9)
        assert result["rows"]["links"] == 482
        by_code = {code: lines for code, lines, _ in rows}
        for code, key in (("RHCSA", "rhcsa"), ("CKA", "cka"), ("LPIC-1", "lpic-1"),
                          ("AZ-900", "azure-fundamentals"), ("GPYC", "gpyc"), ("RHCA", "rhca"),
                          ("AWS CP", "aws-cloud-practitioner"), ("Linux+", "linux-plus")):  # fmt: skip
            digits = re.sub(r"[^\d]", "", by_code[code][1].split("exam")[0].split(" ")[0])
            assert list_amounts(key, "seccert-roadmap") == [float(digits)], code

    def test_names_the_codes_that_stand_for_two(self) -> None:
        result = run(find("certs_seccert_roadmap/Security-Certification-Roadmap9.html"))
        doubles = {one["field"] for one in result["flagged"] if "stands for" in one["reason"]}
        seen: dict[str, set[str]] = {}
        for code, lines, _ in self.read_by_hand():
            seen.setdefault(code, set()).add(lines[0])
        assert doubles == {code for code, names in seen.items() if len(names) > 1}
        assert doubles == {"CCSA", "CCSE", "CIMP"}


@pytest.mark.usefixtures("catalogue")
class TestExamPages:
    @pytest.mark.parametrize(
        ("name", "key", "price", "retake"),
        [
            ("terraform-associate-003", "terraform-associate-003", 70.5, False),
            ("terraform-associate-004", "terraform-associate", 70.5, False),
            ("terraform-authoring-operations-professional", "terraform-professional", 295, True),
            ("vault-associate-003", "vault-associate", 70.5, False),
        ],
    )
    def test_agree_with_what_a_person_reads(
        self,
        name: str,
        key: str,
        price: float,
        retake: bool,
    ) -> None:
        path = find(f"certs_hashicorp/{name}.mdx")
        assert f"${price:.2f}".removesuffix(".00") in path.read_text(encoding="utf-8")
        result = run(path, apply=True)
        assert (result["status"], result["counts"]["conflicting"]) == (0, 0)
        fee = Claim.objects.get(
            certification__key=key, field="FEE", source__key="hashicorp-exam-pages"
        )
        assert (float(fee.amount_low or 0), fee.is_retake_included) == (price, retake)
        validity = Claim.objects.get(
            certification__key=key, field="VALIDITY", source__key="hashicorp-exam-pages"
        )
        assert validity.months == 24


@pytest.mark.usefixtures("catalogue")
class TestKnownContradictions:
    @pytest.mark.parametrize(
        ("key", "old", "new"),
        [
            ("azure-fundamentals", 165, 99),
            ("aws-security-specialty", 150, 300),
            ("rhcsa", 400, 500),
            ("cka", 375, 445),
        ],
    )
    def test_stand_side_by_side_and_are_marked(
        self, client: Client, key: str, old: int, new: int
    ) -> None:
        run(find("certs_rolemath/certifications.json"), format="rolemath", apply=True)
        run(find("certs_seccert_roadmap/Security-Certification-Roadmap9.html"), apply=True)
        assert list_amounts(key, "seccert-roadmap") == [old]
        assert list_amounts(key, "rolemath") == [new]
        claims = Claim.objects.filter(certification__key=key).select_related("source")
        exams = list(claims[0].certification.exams.values_list("pk", flat=True))
        fees = group_claims(claims=claims, exam_ids=exams)[0]
        assert fees.is_disputed
        assert next(one.source.key for one in fees.claims if one.is_preferred) == "rolemath"
        page = client.get(f"/certifications/{key}/").content.decode()
        assert "sources disagree" in page
        assert f"${old}" in page
        assert f"${new}" in page
