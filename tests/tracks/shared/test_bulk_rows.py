"""Saving many rows at once leaves what saving them one by one would leave."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tracks.models import Milestone, Role, Tool
from tracks.shared.bulk_rows import add_to_set, save_rows, set_changed

pytestmark = pytest.mark.django_db


def make_roles(count: int) -> list[Role]:
    return [Role(key=f"role-{number}", title=f"Role {number}") for number in range(count)]


def test_saves_new_and_changed_rows_with_their_history() -> None:
    first, second, third = make_roles(3)
    save_rows([first, second])
    assert set_changed(first, {"title": "Changed"})
    save_rows([first, third])
    assert list(Role.objects.order_by("key").values_list("title", flat=True)) == [
        "Changed",
        "Role 1",
        "Role 2",
    ]
    assert Role.objects.count() == 3
    kinds = Role.history.order_by("history_id").values_list("key", "history_type")
    assert list(kinds) == [("role-0", "+"), ("role-1", "+"), ("role-2", "+"), ("role-0", "~")]


def test_saves_thousands_in_few_statements() -> None:
    with CaptureQueriesContext(connection) as queries:
        save_rows(make_roles(2000))
    assert Role.objects.count() == Role.history.count() == 2000
    assert len(queries) < 120


def test_sees_no_change_where_nothing_differs() -> None:
    (role,) = make_roles(1)
    save_rows([role])
    assert not set_changed(role, {"title": "Role 0", "summary": None})
    assert role.summary == ""


def test_fills_sets_and_drops_doubles() -> None:
    tool = Tool.objects.create(key="git", name="Git")
    rows = [Milestone.objects.create(key=key, title=key) for key in ("a", "b")]
    add_to_set("tools", {rows[0]: [tool, tool], rows[1]: []})
    assert list(rows[0].tools.all()) == [tool]
    assert not rows[1].tools.exists()
