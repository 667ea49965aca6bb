"""A learner moves sliders, keeps a scenario, lays two side by side and weighs a change of track."""

from playwright.sync_api import Page, expect

from tests.journeys.people import Person, answer_questions, choose_track, sign_up
from tests.journeys.test_learner_gets_career_plan import CIRCUMSTANCES
from tests.stack import Stack


def test_sliders_answer_in_place_and_a_change_of_track_is_weighed(page: Page, stack: Stack) -> None:
    sign_up(page, stack, Person("alva@example.org", "a-long-look-at-the-sea"))
    choose_track(page, stack, "linux", "Linux")
    answer_questions(page, **CIRCUMSTANCES)

    page.goto(f"{stack.base_url}/me/worth/what-if/")
    answer = page.locator("#what-if-answer")
    expect(answer.get_by_text("This is how you stand")).to_be_visible()
    page.evaluate("window.isSamePage = true")
    slider = page.get_by_label("Hours a week")
    slider.focus()
    page.keyboard.press("End")
    expect(answer.get_by_text("With 40 hours a week")).to_be_visible()
    expect(page.locator("#what-if-hours-value")).to_have_text("40 h a week")
    expect(slider).to_be_focused()
    assert page.evaluate("window.isSamePage") is True
    assert "hours=40" in page.url

    answer.get_by_label("Keep it as").fill("All my time")
    answer.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("“All my time” is kept.")).to_be_visible()
    page.get_by_role("link", name="Two side by side").click()
    table = page.locator("table", has_text="What differs from today")
    expect(table.get_by_role("columnheader", name="All my time")).to_be_visible()
    expect(table.get_by_text("40 hours a week")).to_be_visible()

    page.goto(f"{stack.base_url}/me/choose/")
    page.locator("article", has_text="DevOps").get_by_role(
        "link", name="What going over means"
    ).click()
    expect(page.get_by_role("heading", name="From Linux to DevOps")).to_be_visible()
    expect(page.get_by_text("Hours left in DevOps")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Go over to DevOps")).to_be_visible()
    page.get_by_role("button", name="Go over to DevOps").click()
    expect(page.get_by_text("You follow DevOps now.")).to_be_visible()
