"""A curator changes the hours of a milestone; a worker brings learners' figures up to date before they look."""

import json
import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import PATIENCE_MS, Person, answer_questions, choose_track, sign_up
from tests.journeys.test_curator_changes_pay import find_people, open_desk
from tests.journeys.test_learner_gets_career_plan import CIRCUMSTANCES
from tests.stack import Stack

MILESTONE = "ssh-and-keys"
# What a learner's stored figures say, read past every page: pages would work them out anew.
READ_STORED = """
import json
from progress.models import ProjectionSummary
row = ProjectionSummary.objects.get(enrolment__user__email="{email}")
print("stored:" + json.dumps([row.is_swept, row.updated_with, row.expected_study_hours]))
"""


def test_changed_hours_reach_the_learner_by_a_sweep(
    browser: Browser, page: Page, stack: Stack
) -> None:
    learner = Person("mo@example.org", "a-short-way-to-the-south")
    sign_up(page, stack, learner)
    choose_track(page, stack, "linux", "Linux")
    answer_questions(page, **CIRCUMSTANCES)
    page.goto(f"{stack.base_url}/me/")
    before = read_stored(stack, learner)
    assert before[:2] == [False, []]

    people = find_people(stack)
    desk = open_desk(browser, stack, people["curator"])
    title, hours = change_hours(desk, stack)
    watch_sweep(desk)
    look_without_scripts(browser, desk)
    desk.context.close()

    words = f"the estimate for “{title}” rose from {hours} to {hours + 1} hours"
    is_swept, updated_with, study_hours = read_stored(stack, learner)
    assert (is_swept, updated_with) == (True, [words])
    assert study_hours > before[2]
    page.reload()
    expect(page.locator("section", has_text="What it may be worth").last).to_contain_text(words)


def read_stored(stack: Stack, learner: Person) -> list[Any]:
    """Return what the database holds of the learner's current figures."""
    said = stack.manage("shell", "-c", READ_STORED.format(email=learner.email))
    [line] = [line for line in said.splitlines() if line.startswith("stored:")]
    found: list[Any] = json.loads(line.removeprefix("stored:"))
    return found


def change_hours(desk: Page, stack: Stack) -> tuple[str, int]:
    """Add an hour to the estimate of the milestone; return its title and what it was."""
    desk.goto(f"{stack.base_url}/admin/tracks/milestone/?q={MILESTONE}")
    desk.locator("#result_list tbody th a").first.click()
    expect(desk.get_by_text(MILESTONE, exact=True).first).to_be_visible()
    title = desk.locator("#id_title").input_value()
    hours = int(desk.locator("#id_hours_likely").input_value())
    desk.locator("#id_hours_likely").fill(str(hours + 1))
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.get_by_text("was changed successfully").first).to_be_visible()
    return title, hours


def watch_sweep(desk: Page) -> None:
    """Open the history of the row and see the sweep end without touching the page."""
    desk.get_by_role("link", name="History").click()
    sweep = desk.locator("#aftermath")
    expect(sweep).to_contain_text("up to date")
    expect(sweep).to_contain_text(
        re.compile(r"Brought up to date: \d+ learner"), timeout=PATIENCE_MS
    )
    bar = sweep.locator("progress")
    assert bar.get_attribute("value") == bar.get_attribute("max")


def look_without_scripts(browser: Browser, desk: Page) -> None:
    """The same page says the same where no script runs, and leads to the sweep."""
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]  # the same fields
    plain = context.new_page()
    plain.goto(desk.url)
    expect(plain.locator("#aftermath")).to_contain_text("Brought up to date")
    plain.locator("#aftermath").get_by_role("link").click()
    expect(plain.get_by_text("the estimate for “").first).to_be_visible()
    expect(plain.locator("progress").first).to_be_visible()
    context.close()
