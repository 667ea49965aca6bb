"""Read plan.json back into the content it was written from, and describe its shape."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from progress.documents.cleaning import clean_content
from progress.documents.content import CareerPlanContent
from progress.documents.limits import PlanTooLarge, check_limits

SIZE_LIMIT = 2 * 1024 * 1024
_SHOWN_PROBLEMS = 5


class PlanFileInvalid(ValueError):
    """The file is not a plan; the message says where and why."""


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """A career plan as data. Amounts are decimal strings, dates ISO 8601, null is unknown."""

    schema: Literal["milepost.career-plan/1"]
    plan: CareerPlanContent


@cache
def _get_adapter() -> TypeAdapter[PlanFile]:
    return TypeAdapter(PlanFile)


def read_plan_file(data: bytes) -> CareerPlanContent:
    """Read the bytes of a plan.json.

    Args:
        data: The file.

    Returns:
        The content, cleaned and within the limits of what can be printed.

    Raises:
        PlanFileInvalid: The file is too large, no JSON, or not of the documented shape.
    """
    if len(data) > SIZE_LIMIT:
        message = f"The file has {len(data)} bytes; at most {SIZE_LIMIT} are read."
        raise PlanFileInvalid(message)
    try:
        content = clean_content(_get_adapter().validate_json(data).plan)
        check_limits(content=content)
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}"
            for one in error.errors(include_url=False)[:_SHOWN_PROBLEMS]
        ]
        raise PlanFileInvalid("; ".join(problems)) from error
    except PlanTooLarge as error:
        raise PlanFileInvalid(str(error)) from error
    return content


def describe_plan_file() -> dict[str, Any]:
    """Describe plan.json as JSON Schema.

    Returns:
        The schema (draft 2020-12) of the whole file as it is written.
    """
    schema = _get_adapter().json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:milepost:career-plan:1",
        **schema,
        "title": "Milepost career plan",
    }


def write_plan_schema() -> str:
    """Write the schema as docs/plan.schema.json holds it.

    Returns:
        Indented JSON with sorted keys and a final line end.
    """
    return json.dumps(describe_plan_file(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
