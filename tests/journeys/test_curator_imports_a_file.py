"""A curator hands in a pay survey, an approver has it written, the pay page shows it, it is taken back."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.factories.salary_files import make_job_row, write_job_file
from tests.journeys.people import PATIENCE_MS
from tests.journeys.test_curator_changes_pay import find_people, open_desk
from tests.stack import Stack

# Twelve rows of one group: enough for percentiles.
PAYS = [101_000 + 1_000 * number for number in range(12)]
FOUND = "Half of the 12 rows of ai-jobs"


def test_a_survey_reaches_the_pay_page_and_goes_again(
    browser: Browser, page: Page, stack: Stack, tmp_path: Path
) -> None:
    rows = [make_job_row(pay) for pay in PAYS]
    file = write_job_file(tmp_path, [*rows, ["=cmd()", "MI"], make_job_row("abc")])
    people = find_people(stack)
    page.goto(f"{stack.base_url}/tracks/devops/salaries/")
    expect(page.get_by_text(FOUND)).to_have_count(0)

    curator = open_desk(browser, stack, people["curator"])
    address = hand_in(curator, stack, file)
    # Nothing is written yet, and the curator alone cannot change that.
    expect(curator.get_by_role("button", name="Apply")).to_have_count(0)
    page.reload()
    expect(page.get_by_text(FOUND)).to_have_count(0)

    approver = open_desk(browser, stack, people["approver"])
    approver.goto(address)
    approver.get_by_role("button", name="Apply").click()
    expect(approver.get_by_role("link", name="Roll back…")).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    expect(page.get_by_text(FOUND).first).to_be_visible()

    approver.get_by_role("link", name="Roll back…").click()
    approver.get_by_role("button", name="Roll back").click()
    expect(approver.get_by_text("Taken back:")).to_be_visible()
    page.reload()
    expect(page.get_by_text(FOUND)).to_have_count(0)
    approver.context.close()
    curator.context.close()


def hand_in(desk: Page, stack: Stack, file: Path) -> str:
    """Upload a file, wait for its plan, read what was left out; return the plan's address."""
    desk.goto(f"{stack.base_url}/admin/")
    section = desk.locator("#content .app-review")
    section.get_by_role("row", name="Import runs").get_by_role("link", name="Add").click()
    desk.get_by_label("What the file is", exact=True).select_option("salaries/aijobs")
    desk.get_by_label("File", exact=True).set_input_files(file)
    desk.get_by_role("button", name="Upload and plan").click()
    expect(desk.get_by_role("heading", name="What it would change")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(desk.get_by_text("106,500").first).to_be_visible()
    desk.get_by_role("link", name=re.compile("^Left out")).click()
    expect(desk.get_by_text("has 2 cells instead of 11")).to_be_visible()
    expect(desk.get_by_text("line 15, column 5")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("file,line,column,field,reason")
    assert "\n=" not in text
    return desk.url
