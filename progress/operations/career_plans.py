"""Request, render and store PDF career plans."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from progress.choices import JobState, PageSize
from progress.documents.career_plan import hash_plan, plan_json, print_career_plan_in_child
from progress.documents.failures import PdfSetupBroken, RenderFailed
from progress.documents.limits import PlanTooLarge
from progress.documents.pdf_source import PrintedPdf
from progress.documents.print_versions import get_print_version
from progress.models import CareerPlan, Enrolment
from progress.queries.career_plan_content import get_career_plan_content
from progress.queries.projections import find_latest_projection

logger = logging.getLogger(__name__)
# The stages of a job as the page shows them, after waiting in line.
GATHERING = "gathering your plan"
STAGES = {
    "drawing": (2, "drawing the charts"),
    "laying out": (3, "laying out the pages"),
    "writing": (4, "writing the file"),
}
STEPS = 5


@dataclass(frozen=True)
class RequestedPlan:
    """The row that answers a request; `is_new` when it must be sent to a worker."""

    plan: CareerPlan
    is_new: bool


def record_plan_request(
    *, enrolment: Enrolment, page_size: PageSize, now: datetime
) -> RequestedPlan:
    """Write the QUEUED row, or return the row that answers the same content.

    The fingerprint is the digest of everything that the plan would print but its own
    date and number, so an unchanged plan is not rendered twice.
    """
    fingerprint = _fingerprint(enrolment=enrolment, page_size=page_size, now=now)
    same = CareerPlan.objects.filter(enrolment=enrolment, fingerprint=fingerprint)
    ready = same.filter(job_state=JobState.READY).order_by("-requested_at", "-pk").first()
    if ready and ready.file and ready.file.storage.exists(ready.file.name):
        return RequestedPlan(ready, is_new=False)
    try:
        with transaction.atomic():
            present = same.unfinished().first()
            if present:
                return RequestedPlan(present, is_new=False)
            plan = CareerPlan.objects.create(
                enrolment=enrolment,
                requested_by=enrolment.user,
                fingerprint=fingerprint,
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


def _fingerprint(*, enrolment: Enrolment, page_size: PageSize, now: datetime) -> str:
    draft = CareerPlan(
        enrolment=enrolment,
        requested_by=enrolment.user,
        projection=find_latest_projection(enrolment=enrolment),
        page_size=page_size,
        # The same day prints the same dates; the number of the plan is not known yet.
        requested_at=now.replace(hour=0, minute=0, second=0, microsecond=0),
        uuid="00000000-0000-0000-0000-000000000000",
    )
    content = hash_plan(get_career_plan_content(plan=draft))
    return hashlib.sha256(f"{content} {page_size} {get_print_version()}".encode()).hexdigest()


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
        printed = print_career_plan_in_child(
            content,
            page_size=plan.page_size,
            known_pages=_find_known_pages(plan),
            watch=_make_watch(pk, token),
        )
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
    CareerPlan.objects.finish(
        pk,
        token,
        file=name,
        sha256=hashlib.sha256(printed.pdf).hexdigest(),
        size_bytes=len(printed.pdf),
        page_count=printed.page_count,
        chapter_pages=dict(printed.pages),
        content=json.loads(plan_json(content))["plan"],
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
    last = (
        CareerPlan.objects.filter(
            enrolment_id=plan.enrolment_id, page_size=plan.page_size, job_state=JobState.READY
        )
        .order_by("-requested_at", "-pk")
        .values_list("chapter_pages", flat=True)
        .first()
    )
    return last or {}


def _store_file(plan: CareerPlan, pdf: bytes) -> str:
    """Store the bytes under their digest unless they are there, and return the name."""
    storage, name = plan.file.storage, f"career-plans/{hashlib.sha256(pdf).hexdigest()}.pdf"
    return name if storage.exists(name) else str(storage.save(name, ContentFile(pdf)))


def cancel_career_plan(*, plan: CareerPlan) -> bool:
    """Cancel a plan that is not finished; False when it has ended meanwhile."""
    return bool(CareerPlan.objects.cancel(plan.pk))
