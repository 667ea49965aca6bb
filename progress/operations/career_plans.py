"""Request, render and store PDF career plans."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from progress.choices import JobState, PageSize
from progress.documents.career_plan import (
    hash_plan,
    plan_json,
    print_career_plan_in_child,
    write_code_points,
)
from progress.documents.content import CareerPlanContent
from progress.documents.failures import PdfSetupBroken, RenderFailed
from progress.documents.limits import PlanTooLarge
from progress.documents.pdf_source import PrintedPdf
from progress.documents.print_versions import get_print_version
from progress.models import CareerPlan, Enrolment
from progress.queries.career_plan_content import get_career_plan_content
from progress.queries.plan_differences import list_plan_differences
from progress.queries.plan_stamps import get_plan_stamp
from progress.queries.projections import find_latest_projection
from tracks.shared.job_rows import UNFINISHED

logger = logging.getLogger(__name__)
# The stages of a job as the page shows them, after waiting in line.
GATHERING = "gathering your plan"
STAGES = {
    "drawing": (2, "drawing the charts"),
    "laying out": (3, "laying out the pages"),
    "writing": (4, "writing the file"),
}
STEPS = 5
_NO_NUMBER = UUID(int=0)
MISSING_GLYPHS = (
    "career plan %s was printed with stand-ins: no typeface here has %s. "
    "Run: apt-get install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
)


@dataclass(frozen=True)
class RequestedPlan:
    """The row that answers a request; `is_new` when it must be sent to a worker."""

    plan: CareerPlan
    is_new: bool


def record_plan_request(
    *, enrolment: Enrolment, page_size: PageSize, now: datetime
) -> RequestedPlan:
    """Write the QUEUED row, or return the row that answers the same content.

    Two looks, the cheap one first: by the stamp of the rows that a plan is made from, and by
    the fingerprint of what it would print but its own date and number. So an unchanged plan
    is neither gathered nor rendered twice.
    """
    stamp = _stamp(enrolment, page_size, now)
    plans = CareerPlan.objects.filter(enrolment=enrolment).defer("content", "chapter_pages")
    answer = _find_answer(plans.filter(stamp=stamp))
    if answer:
        return RequestedPlan(answer, is_new=False)
    fingerprint = _foresee_fingerprint(enrolment=enrolment, page_size=page_size, now=now)
    same = plans.filter(fingerprint=fingerprint)
    answer = _find_answer(same)
    if answer:
        # The rows changed in what no plan prints; the next look finds it by this stamp.
        CareerPlan.objects.filter(pk=answer.pk, job_state=JobState.READY).update(stamp=stamp)
        return RequestedPlan(answer, is_new=False)
    try:
        with transaction.atomic():
            plan = CareerPlan.objects.create(
                enrolment=enrolment,
                requested_by=enrolment.user,
                fingerprint=fingerprint,
                stamp=stamp,
                projection=find_latest_projection(enrolment=enrolment),
                page_size=page_size,
                requested_at=now,
                progress_of=STEPS,
                progress_words="waiting for a worker",
            )
    except IntegrityError:
        # The same request arrived twice at once; the other one wrote the row.
        return RequestedPlan(same.unfinished().get(), is_new=False)
    return RequestedPlan(plan, is_new=True)


def _find_answer(plans: "QuerySet[CareerPlan]") -> CareerPlan | None:
    """Return the newest of these plans whose file is there, or one that is being made."""
    states = (*UNFINISHED, JobState.READY)
    rows = list(plans.filter(job_state__in=states).order_by("-requested_at", "-pk"))
    ready = next((row for row in rows if row.job_state == JobState.READY and row.file), None)
    if ready and ready.file.name and ready.file.storage.exists(ready.file.name):
        return ready
    return next((row for row in rows if row.is_unfinished), None)


def _stamp(enrolment: Enrolment, page_size: str, at: datetime) -> str:
    today = at.astimezone(ZoneInfo(enrolment.user.time_zone)).date()
    return get_plan_stamp(enrolment=enrolment, page_size=page_size, today=today)


def _foresee_fingerprint(*, enrolment: Enrolment, page_size: PageSize, now: datetime) -> str:
    draft = CareerPlan(
        enrolment=enrolment,
        requested_by=enrolment.user,
        projection=find_latest_projection(enrolment=enrolment),
        page_size=page_size,
        requested_at=now,
        uuid=_NO_NUMBER,
    )
    return _fingerprint(get_career_plan_content(plan=draft), page_size)


def _fingerprint(content: CareerPlanContent, page_size: str) -> str:
    """Digest what a plan prints, without its number and the time of its day."""
    at = content.issued_at.replace(hour=0, minute=0, second=0, microsecond=0)
    papers = replace(content.verification, plan_id="", verify_url="")
    digest = hash_plan(replace(content, issued_at=at, verification=papers))
    return hashlib.sha256(f"{digest} {page_size} {get_print_version()}".encode()).hexdigest()


def print_career_plan(*, plan: CareerPlan) -> PrintedPdf:
    """Print a plan with the data of today and store nothing.

    Raises:
        RenderFailed: If the print did not end well.
        PlanTooLarge: If the plan breaks a limit.
    """
    content = get_career_plan_content(plan=plan)
    return print_career_plan_in_child(content, page_size=plan.page_size)


def render_career_plan_file(*, pk: int) -> JobState | None:
    """Render a requested plan and store its file; None when it is not this worker's to do.

    The file is written whole under the SHA-256 of its bytes before the row names it. The
    lease is renewed while the pages are made; a plan cancelled meanwhile is not finished.

    Raises:
        LeaseLost: If another worker took the row over, or its owner cancelled it.
    """
    token = CareerPlan.objects.claim(pk)
    if token is None:
        return None
    CareerPlan.objects.report(pk, token, step=1, of=STEPS, words=GATHERING)
    plan = CareerPlan.objects.select_related("enrolment__track", "projection", "requested_by").get(
        pk=pk
    )
    try:
        content = get_career_plan_content(plan=plan)
        stamp = _stamp(plan.enrolment, plan.page_size, plan.requested_at)
        printed = print_career_plan_in_child(
            content,
            page_size=plan.page_size,
            known_pages=_find_known_pages(plan),
            watch=_make_watch(pk, token),
        )
        if printed.missing:
            logger.warning(MISSING_GLYPHS, pk, write_code_points(printed.missing))
        name = _store_file(plan, printed.pdf)
    except (RenderFailed, PlanTooLarge, PdfSetupBroken) as failure:
        logger.warning("career plan %s could not be rendered: %s", pk, failure)
        CareerPlan.objects.fail(
            pk, token, public=f"The PDF could not be made: {failure}", operator=repr(failure)
        )
        return JobState.FAILED
    except OSError as fault:
        CareerPlan.objects.give_back(pk, token, operator=repr(fault))
        raise
    body = json.loads(plan_json(content))["plan"]
    CareerPlan.objects.finish(
        pk,
        token,
        file=name,
        # What was gathered may be newer than what was there at the request.
        fingerprint=_fingerprint(content, plan.page_size),
        stamp=plan.stamp if plan.stamp == stamp else "",
        changes=_say_changes(plan, body),
        sha256=hashlib.sha256(printed.pdf).hexdigest(),
        size_bytes=len(printed.pdf),
        page_count=printed.page_count,
        chapter_pages=dict(printed.pages),
        content=body,
        progress_words="ready",
    )
    return JobState.READY


def _make_watch(pk: int, token: str) -> Callable[[str], None]:
    """Report each stage, and renew the lease whenever the print is looked at."""

    def watch(stage: str) -> None:
        step, words = STAGES.get(stage, STAGES["drawing"])
        CareerPlan.objects.report(pk, token, step=step, of=STEPS, words=words)

    return watch


def _find_known_pages(plan: CareerPlan) -> dict[str, int]:
    """Return where the chapters stood in the learner's last print on the same paper."""
    last = _list_ready(plan).filter(page_size=plan.page_size)
    return last.values_list("chapter_pages", flat=True).first() or {}


def _say_changes(plan: CareerPlan, body: dict[str, Any]) -> list[str]:
    """Say what differs from the plan before it on the same track; empty for the first."""
    before = _list_ready(plan).exclude(content=None).values_list("content", flat=True).first()
    return list_plan_differences(before=before, after=body) if before else []


def _list_ready(plan: CareerPlan) -> "QuerySet[CareerPlan]":
    """Return the finished plans of the same track that were asked for before, newest first."""
    ready: QuerySet[CareerPlan] = (
        CareerPlan.objects.filter(enrolment_id=plan.enrolment_id, job_state=JobState.READY)
        .exclude(pk=plan.pk)
        .order_by("-requested_at", "-pk")
    )
    return ready


def _store_file(plan: CareerPlan, pdf: bytes) -> str:
    """Store the bytes under their digest unless they are there, and return the name."""
    storage, name = plan.file.storage, f"career-plans/{hashlib.sha256(pdf).hexdigest()}.pdf"
    return name if storage.exists(name) else str(storage.save(name, ContentFile(pdf)))


def cancel_career_plan(*, plan: CareerPlan) -> bool:
    """Cancel a plan that is not finished; False when it has ended meanwhile."""
    return bool(CareerPlan.objects.cancel(plan.pk))
