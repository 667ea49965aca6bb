"""What people do in a browser, in steps that journeys are made of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.stack import Stack

LINK = re.compile(r"https?://\S+/accounts/confirm-email/\S+")
SIGN_IN = re.compile(r"^\s*sign in\s*$", re.I)
# A shared machine may take its time with the first render of a worker.
PATIENCE_MS = 120_000


@dataclass(frozen=True)
class Person:
    """Somebody with an address and a password."""

    email: str
    password: str


def sign_up(page: Page, stack: Stack, person: Person) -> None:
    """Make an account, open the link in the mail and be signed in."""
    page.goto(f"{stack.base_url}/accounts/signup/")
    page.get_by_label("Email", exact=False).first.fill(person.email)
    for field in page.locator("input[type=password]").all():
        field.fill(person.password)
    page.locator("main").get_by_role("button", name=re.compile("sign up", re.I)).click()
    page.wait_for_url(re.compile("confirm-email|verification"))
    address = wait_for_link(page, lambda: stack.read_mails(to=person.email))
    page.goto(address.replace("http://localhost", "http://127.0.0.1"))
    page.get_by_role("button", name=re.compile("confirm", re.I)).click()
    page.wait_for_load_state()
    if page.locator("input[type=password]").count():
        sign_in(page, stack, person)


def wait_for_link(page: Page, read: Callable[[], list[EmailMessage]]) -> str:
    """Return the confirmation link of the newest mail."""
    for _ in range(100):
        for mail in reversed(read()):
            body = mail.get_body(("plain",))
            found = LINK.search(body.get_content()) if body else None
            if found:
                return found.group()
        page.wait_for_timeout(100)
    raise AssertionError("no mail with a confirmation link came")


def sign_in(page: Page, stack: Stack, person: Person) -> None:
    """Sign in with e-mail and password."""
    if "/login/" not in page.url:
        page.goto(f"{stack.base_url}/accounts/login/")
    page.get_by_label("Email", exact=False).first.fill(person.email)
    page.locator("input[type=password]").first.fill(person.password)
    page.locator("main").get_by_role("button", name=SIGN_IN).click()
    page.wait_for_url(re.compile(r"^(?!.*login).*$"))


def choose_track(page: Page, stack: Stack, key: str, name: str) -> None:
    """Follow a track."""
    page.goto(f"{stack.base_url}/me/choose/{key}/")
    page.get_by_role("button", name=f"Follow {name}").click()
    page.wait_for_load_state()


def answer_questions(page: Page, **answers: str) -> None:
    """Fill the form about oneself and save it."""
    for name, value in answers.items():
        choice = page.locator(f"input[type=radio][name={name}][value='{value}']")
        field = page.locator(f"#id_{name}")
        if choice.count():
            choice.check()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=re.compile("^Save")).click()
    page.wait_for_load_state()


def set_state(page: Page, key: str, label: str) -> None:
    """Press one of a milestone's four buttons and see it pressed."""
    control = page.locator(f"#m-{key} .state-control")
    control.get_by_role("button", name=label).click()
    expect(
        page.locator(f"#m-{key} .state-control").get_by_role("button", name=label)
    ).to_have_attribute("aria-pressed", "true")
