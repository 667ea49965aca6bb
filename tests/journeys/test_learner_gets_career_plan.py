"""A stranger signs up, follows a track, sees what it may be worth and takes the plan away."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.people import (
    PATIENCE_MS,
    Person,
    answer_questions,
    choose_track,
    set_state,
    sign_in,
    sign_up,
)
from tests.stack import Stack

CIRCUMSTANCES: Mapping[str, str] = {
    "current_rung": "0",
    "current_pay": "78000",
    "country": "US",
    "hours_per_week": "10",
}
SHARED_WITH_PYTHON = "python-core-syntax"


def read_titles(page: Page) -> list[str]:
    """Return the titles of all milestones on the outline."""
    return page.locator("#outline .step-title").all_inner_texts()


def squeeze(text: str) -> str:
    """Drop all white space: a PDF breaks lines where it likes."""
    return re.sub(r"\s+", "", text)


def get_plan(page: Page, stack: Stack, folder: Path, *, is_reloaded: bool = False) -> PdfReader:
    """Ask for the PDF, watch its progress, and download it."""
    page.goto(f"{stack.base_url}/me/plans/")
    page.get_by_role("button", name="Make the PDF").click()
    link = page.get_by_role("link", name="Download PDF")
    if is_reloaded:
        wait_by_reloading(page, link)
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    with page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return PdfReader(path)


def wait_by_reloading(page: Page, wanted: Locator) -> None:
    """Reload until something shows: what the page's own refresh does where scripts are off.

    Chromium parses <noscript> as if scripts ran when only their execution is switched off,
    so the refresh itself does not happen here.
    """
    for _ in range(PATIENCE_MS // 2_000):
        if wanted.is_visible():
            return
        page.wait_for_timeout(2_000)
        page.goto(page.url)


def test_a_visitor_signs_up_learns_and_takes_the_plan_home(
    page: Page, stack: Stack, tmp_path: Path
) -> None:
    mira = Person("mira@example.org", "a-long-walk-in-the-hills")
    sign_up(page, stack, mira)
    assert f"Mail to {mira.email}" in stack.read_log()
    choose_track(page, stack, "mlops", "MLOps")
    expect(page.get_by_role("heading", name="Tell us where you are")).to_be_visible()
    answer_questions(page, **CIRCUMSTANCES)

    page.goto(f"{stack.base_url}/me/track/")
    titles = read_titles(page)
    assert len(titles) >= 36
    for key in ("command-line-basics", SHARED_WITH_PYTHON):
        set_state(page, key, "Done")
    set_state(page, "git-version-control", "Skipped")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(
        page.locator("#m-git-version-control").get_by_role("button", name="To do")
    ).to_have_attribute("aria-pressed", "true")

    page.goto(f"{stack.base_url}/me/worth/")
    expect(page.get_by_role("heading", name="Pay and fees it rests on")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(page.get_by_text("Seed: comprehensive analysis").first).to_be_visible()
    expect(page.locator("svg[role=img]").first).to_be_attached()

    plan = get_plan(page, stack, tmp_path)
    text = squeeze("".join(leaf.extract_text() for leaf in plan.pages))
    missing = [title for title in titles if squeeze(title) not in text]
    assert missing == []
    assert squeeze("Seed: comprehensive analysis") in text
    assert "unsourced" in text
    assert "plan.json" in plan.attachments

    choose_track(page, stack, "python", "Python")
    page.goto(f"{stack.base_url}/me/track/")
    shared = page.locator(f"#m-{SHARED_WITH_PYTHON}")
    expect(shared.get_by_text("Already yours (from MLOps")).to_be_visible()


def test_the_main_job_works_without_scripts(browser: Browser, stack: Stack, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    context.set_default_timeout(30_000)
    page = context.new_page()
    noor = Person("noor@example.org", "a-long-swim-in-the-lake")
    sign_up(page, stack, noor)
    choose_track(page, stack, "linux", "Linux")
    answer_questions(page, **CIRCUMSTANCES)

    page.goto(f"{stack.base_url}/me/track/")
    set_state(page, "command-line-basics", "Done")

    page.goto(f"{stack.base_url}/me/worth/")
    page.get_by_role("button", name="Work it out").click()
    worked_out = page.get_by_role("heading", name="Pay and fees it rests on")
    wait_by_reloading(page, worked_out)
    expect(worked_out).to_be_visible()
    plan = get_plan(page, stack, tmp_path, is_reloaded=True)
    assert len(plan.pages) > 5
    context.close()


def test_nobody_else_can_read_a_plan(browser: Browser, page: Page, stack: Stack) -> None:
    mira = Person("owner@example.org", "a-long-ride-by-the-river")
    sign_up(page, stack, mira)
    choose_track(page, stack, "devops", "DevOps")
    page.goto(f"{stack.base_url}/me/plans/")
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_role("link", name="Download PDF")).to_be_visible(timeout=PATIENCE_MS)
    address = page.get_by_role("link", name="Download PDF").get_attribute("href")
    assert page.request.get(f"{stack.base_url}{address}").status == 200

    context = browser.new_context()
    stranger = context.new_page()
    answer = stranger.request.get(f"{stack.base_url}{address}", max_redirects=0)
    assert answer.status == 302
    assert "/accounts/login/" in answer.headers["location"]
    sign_up(stranger, stack, Person("stranger@example.org", "a-long-look-at-the-sea"))
    assert stranger.request.get(f"{stack.base_url}{address}").status == 404
    context.close()


def test_a_learner_comes_back_to_what_was_done(page: Page, stack: Stack) -> None:
    ada = Person("ada@example.org", "a-long-night-at-the-desk")
    sign_up(page, stack, ada)
    choose_track(page, stack, "python", "Python")
    page.goto(f"{stack.base_url}/me/track/")
    set_state(page, "command-line-basics", "In progress")
    page.context.clear_cookies()
    page.goto(f"{stack.base_url}/accounts/login/")
    sign_in(page, stack, ada)
    page.goto(f"{stack.base_url}/me/track/")
    expect(
        page.locator("#m-command-line-basics").get_by_role("button", name="In progress")
    ).to_have_attribute("aria-pressed", "true")
