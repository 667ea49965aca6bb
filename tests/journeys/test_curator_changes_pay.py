"""A curator corrects a pay band, a second person publishes it and the learner's projection follows."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

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

CREDENTIALS = re.compile(r"(curator|approver): (\S+)\s+password: (\S+)")


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
    expect(find_junior_pay(page)).to_contain_text("$80,000 to $110,000")

    people = find_people(stack)
    propose_change(open_desk(browser, stack, people["curator"]), stack)
    # Nothing that the learner sees has changed.
    page.reload()
    assert read_fingerprint(page) == before
    publish_change(open_desk(browser, stack, people["approver"]))

    wait_until_gone(page, f"{stack.base_url}/me/worth/", before)
    expect(find_junior_pay(page)).to_contain_text("$90,000 to $110,000")
    assert read_fingerprint(page) != before


def find_junior_pay(page: Page) -> Locator:
    """Return the row of the sources that states the pay of the lowest rung."""
    sources = page.get_by_role("region", name="Sources of pay and fees")
    return sources.get_by_role("row", name=re.compile("^Pay, junior"))


def find_people(stack: Stack) -> dict[str, Person]:
    """Return the demo people who curate, by what they do."""
    found = CREDENTIALS.findall(stack.manage("seed_demo"))
    return {role: Person(email, password) for role, email, password in found}


def propose_change(desk: Page, stack: Stack) -> None:
    """Change a band, first wrongly, and send the change for review."""
    desk.goto(f"{stack.base_url}/admin/tracks/salaryband/?q=seed-devops-junior")
    desk.get_by_role("link", name="seed-devops-junior").click()
    desk.locator("#id_low").fill("130000")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("is above the high end").first).to_be_visible()

    desk.locator("#id_low").fill("90000")
    desk.get_by_label("For the reviewer").fill("The second edition says so.")
    desk.get_by_role("button", name="Send for review").click()
    expect(desk.get_by_text("is in review").first).to_be_visible()
    expect(desk.get_by_role("button", name="Publish")).to_have_count(0)
    expect(desk.locator(".differences ins")).to_have_text("90,000")
    desk.context.close()


def publish_change(second: Page) -> None:
    """Find the change on the board, read it and publish it."""
    second.get_by_role("link", name="Read and decide").click()
    second.locator("#result_list").get_by_role("link", name="seed-devops-junior").click()
    expect(second.get_by_text("The second edition says so.")).to_be_visible()
    second.get_by_label("Comment").fill("Compared.")
    second.get_by_role("button", name="Publish").click()
    expect(second.get_by_text("is published").first).to_be_visible()
    second.context.close()


def open_desk(browser: Browser, stack: Stack, person: Person) -> Page:
    """Sign in and open the curator's board in a profile of its own."""
    context = browser.new_context()
    context.set_default_timeout(30_000)
    desk = context.new_page()
    sign_in(desk, stack, person)
    desk.goto(f"{stack.base_url}/admin/")
    return desk


def wait_until_gone(page: Page, address: str, text: str) -> None:
    """Ask for a page until a text is not in it any more, then open it.

    It is asked for without running its scripts, so that what changes it is the background
    and not somebody who looks.
    """
    for _ in range(60):
        # The server drops a connection that was idle for two seconds, perhaps just now.
        if text not in page.request.get(address, max_retries=3).text():
            break
        page.wait_for_timeout(2_000)
    page.goto(address)
