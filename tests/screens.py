"""Use a screen of the admin as a person does: open its form, change fields, send it."""

from typing import Any

from django.contrib.auth.models import Group
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.progress import make_user


def make_staff(*groups: str, **overrides: Any) -> User:
    """Make somebody of the given groups who may open the admin."""
    user = make_user(is_staff=True, **overrides)
    user.groups.set([Group.objects.get(name=name) for name in groups])
    return user


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def find_url(row_or_model: Any, page: str, *args: Any) -> str:
    """Return the address of a page (changelist, add, change, history, delete) of a table."""
    meta = row_or_model._meta
    if page in {"change", "history", "delete"} and not args:
        args = (row_or_model.pk,)
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def read_form(response: Any) -> dict[str, Any]:
    """Collect what a browser would send if nothing were changed."""
    data = _read_fields(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= _read_fields(formset.management_form)
        for form in formset.initial_forms:
            data |= _read_fields(form)
    return data


def _read_fields(form: BaseForm) -> dict[str, Any]:
    data = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        if isinstance(value, list) and value and hasattr(value[0], "pk"):
            value = [one.pk for one in value]
        data[field.html_name] = "on" if value is True else value
    return data


def send_form(client: Client, url: str, **changes: Any) -> Any:
    """Open the form, set the changes (None removes a field), send it and follow."""
    data = read_form(client.get(url))
    data |= changes
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(url, sent, follow=True)


def run_action(client: Client, model: Any, action: str, *rows: Any) -> Any:
    """Choose an action of a list for the given rows and follow."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(find_url(model, "changelist"), data, follow=True)


def read_messages(response: Any) -> str:
    return "\n".join(str(message) for message in response.context["messages"])


def read_errors(response: Any) -> dict[str, list[str]]:
    """Return the errors of the main form and, by full field name, of the rows below it."""
    errors = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            errors |= {form.add_prefix(name): found for name, found in form.errors.items()}
    return errors
