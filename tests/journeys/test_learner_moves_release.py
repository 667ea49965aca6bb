"""A curator changes a track, an approver releases it; the learner looks, moves, takes it back, stays."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.people import Person, choose_track, set_state, sign_up
from tests.journeys.test_curator_changes_pay import find_people, open_desk
from tests.stack import Stack

TAKEN_OUT, REPLACED = "troubleshooting-method", "legacy-python-modernisation"
KEPT, NEW = "files-encodings-and-data-formats", "bash-scripting"
SUCCESSOR = "python-technical-leadership"
REASON = "Every track that runs machines teaches it; this one does not."
WORDS = "Fewer milestones, and one that we missed."


def test_a_learner_moves_only_when_they_choose(browser: Browser, page: Page, stack: Stack) -> None:
    sign_up(page, stack, Person("ivo@example.org", "a-long-ride-along-the-river"))
    choose_track(page, stack, "python", "Python")
    outline = f"{stack.base_url}/me/track/"
    page.goto(outline)
    for key in (TAKEN_OUT, REPLACED, KEPT):
        set_state(page, key, "Done")

    people = find_people(stack)
    change_track(open_desk(browser, stack, people["curator"]), stack)
    page.goto(f"{stack.base_url}/me/")
    expect(page.get_by_text("has a new release")).to_have_count(0)
    publish_track(open_desk(browser, stack, people["approver"]), stack)

    look(page, stack)
    # Looking has changed nothing.
    page.goto(outline)
    expect(page.locator(f"#m-{TAKEN_OUT}")).to_be_visible()
    expect(page.locator(f"#m-{NEW}")).to_have_count(0)

    page.goto(f"{stack.base_url}/me/release/")
    page.get_by_role("button", name="Move to release 2").click()
    expect(page.get_by_text("You follow Python release 2 now.")).to_be_visible()
    expect(page.locator(f"#m-{NEW}")).to_be_visible()
    expect(page.locator(f"#m-{TAKEN_OUT}")).to_have_count(0)
    expect(page.locator(f"#m-{SUCCESSOR}")).to_contain_text("Already yours through")

    page.goto(f"{stack.base_url}/me/")
    page.get_by_role("button", name="Undo the move").click()
    expect(page.get_by_text("Undone: you follow Python release 1 again.")).to_be_visible()
    page.goto(outline)
    for key in (TAKEN_OUT, REPLACED, KEPT):
        expect(
            page.locator(f"#m-{key} .state-control").get_by_role("button", name="Done")
        ).to_have_attribute("aria-pressed", "true")

    stay(page, stack)


def look(page: Page, stack: Stack) -> None:
    """Read the notice and the preview, with the learner's own numbers."""
    page.goto(f"{stack.base_url}/me/")
    note = page.locator(".release-note")
    expect(note).to_contain_text("1 new, 1 retired, 1 replaced")
    before, after = read_counts(note)
    assert before[0] == 3
    # The one taken out is not counted any more; the replaced one counts for its successor.
    assert after == (2, before[1] - 1)

    note.get_by_role("link", name="See what changes").click()
    expect(page.get_by_role("heading", name="Move to release 2?")).to_be_visible()
    for words in (WORDS, REASON, "Already yours through “Modernising a legacy code base”"):
        expect(page.get_by_text(words)).to_be_visible()
    table = page.locator("table", has_text="What the move does")
    row = table.get_by_role("row", name=re.compile("^Done"))
    expect(row).to_contain_text(f"{after[0]} of {after[1]}")


def stay(page: Page, stack: Stack) -> None:
    """Say no to the release: it is not pressed on the learner again, but it stays at hand."""
    page.goto(f"{stack.base_url}/me/")
    page.get_by_role("button", name="Stay with release 1").click()
    expect(page.get_by_text("You stay with Python release 1.")).to_be_visible()
    expect(page.locator(".release-note")).to_have_count(0)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("button", name="Move to release 2")).to_be_visible()


def read_counts(note: Locator) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return done and total as the notice says they are and would be."""
    found = re.findall(r"(\d+) of (\d+)", note.inner_text())
    (done, total), (done_after, total_after) = found
    return (int(done), int(total)), (int(done_after), int(total_after))


def change_track(desk: Page, stack: Stack) -> None:
    """Take two milestones out of the draft, say what became of them, and place a new one."""
    open_track(desk, stack)
    say_removed(desk, 0, TAKEN_OUT, reason=REASON)
    say_removed(desk, 1, REPLACED, successor=SUCCESSOR)
    save(desk)

    open_stage(desk, stack, "Foundations")
    take_out(desk, "A method for finding faults")
    desk.locator("#placements-group .add-row a").click()
    row = desk.locator("#placements-group tr.dynamic-placements").last
    choose(desk, row.locator(".field-milestone"), NEW)
    row.locator(".field-position input").fill("99")
    save(desk)

    open_stage(desk, stack, "Guru")
    take_out(desk, "Modernising a legacy code base")
    save(desk)
    desk.context.close()


def publish_track(desk: Page, stack: Stack) -> None:
    """Choose the track in the list, read what would change and publish it with own words."""
    desk.goto(f"{stack.base_url}/admin/tracks/track/?draft=changed")
    desk.get_by_role("row", name=re.compile("Python")).get_by_role("checkbox").check()
    desk.locator("select[name=action]").select_option(label="Publish a release")
    desk.get_by_role("button", name="Go").click()
    expect(desk.locator(".release-notes")).to_contain_text("New: Shell scripts that fail safely")
    expect(desk.locator(".release-notes")).to_contain_text(REASON)
    desk.get_by_label("Your words to learners").fill(WORDS)
    desk.get_by_role("button", name="Publish this release").click()
    expect(desk.get_by_text("Python: release 2 is published.")).to_be_visible()
    desk.context.close()


def open_track(desk: Page, stack: Stack) -> None:
    desk.goto(f"{stack.base_url}/admin/tracks/track/")
    desk.locator("#result_list").get_by_role("link", name="Python", exact=True).click()


def open_stage(desk: Page, stack: Stack, title: str) -> None:
    desk.goto(f"{stack.base_url}/admin/tracks/stage/?q=python")
    row = desk.locator("#result_list tr", has_text=title).filter(has_text="Python")
    row.get_by_role("link", name=title, exact=True).click()


def say_removed(desk: Page, index: int, key: str, *, successor: str = "", reason: str = "") -> None:
    """Add a line to what the track says of milestones that leave it."""
    desk.locator("#removals-group .add-row a").click()
    row = desk.locator(f"#removals-{index}")
    choose(desk, row.locator(".field-milestone"), key)
    if successor:
        choose(desk, row.locator(".field-successor"), successor)
    row.locator(".field-reason textarea").fill(reason)


def choose(desk: Page, field: Locator, key: str) -> None:
    """Search a milestone by its key and take the one that is found."""
    field.locator(".select2-selection").click()
    desk.locator(".select2-search__field").fill(key)
    found = desk.locator(".select2-results__option[aria-selected]")
    expect(found).to_have_count(1)
    found.click()


def take_out(desk: Page, title: str) -> None:
    """Mark a placement for deletion."""
    row = desk.locator("#placements-group tr.has_original", has_text=title)
    row.locator(".delete input").check()


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
