"""A curator corrects a pay band and the learner's projection follows."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import (
    PATIENCE_MS,
    Person,
    answer_questions,
    choose_track,
    sign_in,
    sign_up,
)
from tests.journeys.test_learner_gets_career_plan import CIRCUMSTANCES
from tests.stack import Stack

CREDENTIALS = re.compile(r"curator: (\S+)\s+password: (\S+)")


def read_fingerprint(page: Page) -> str:
    """Return the fingerprint of the projection that the page shows."""
    return page.locator("code").last.inner_text()


def test_a_changed_band_reaches_the_learner(browser: Browser, page: Page, stack: Stack) -> None:
    learner = Person("lin@example.org", "a-long-road-to-the-north")
    sign_up(page, stack, learner)
    choose_track(page, stack, "devops", "DevOps")
    answer_questions(page, **CIRCUMSTANCES)
    page.goto(f"{stack.base_url}/me/worth/")
    heading = page.get_by_role("heading", name="Pay and fees it rests on")
    expect(heading).to_be_visible(timeout=PATIENCE_MS)
    before = read_fingerprint(page)
    expect(page.get_by_text("$80,000 to $110,000").first).to_be_visible()

    found = CREDENTIALS.search(stack.manage("seed_demo"))
    assert found
    context = browser.new_context()
    context.set_default_timeout(30_000)
    desk = context.new_page()
    sign_in(desk, stack, Person(*found.groups()))
    desk.goto(f"{stack.base_url}/admin/tracks/salaryband/?q=seed-devops-junior")
    desk.get_by_role("link", name="seed-devops-junior").click()

    desk.locator("#id_low").fill("130000")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("is above the high end").first).to_be_visible()

    desk.locator("#id_low").fill("90000")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    context.close()

    wait_until_gone(page, f"{stack.base_url}/me/worth/", before)
    expect(page.get_by_text("$90,000 to $110,000").first).to_be_visible()
    assert read_fingerprint(page) != before


def wait_until_gone(page: Page, address: str, text: str) -> None:
    """Ask for a page until a text is not in it any more, then open it.

    It is asked for without running its scripts, so that what changes it is the background
    and not somebody who looks.
    """
    for _ in range(60):
        if text not in page.request.get(address).text():
            break
        page.wait_for_timeout(2_000)
    page.goto(address)
