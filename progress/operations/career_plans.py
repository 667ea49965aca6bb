"""Request, render and store PDF career plans."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from progress.choices import JobState, PageSize
from progress.documents.career_plan import hash_plan, render_career_plan_in_child
from progress.documents.failures import PdfSetupBroken, RenderFailed
from progress.documents.limits import PlanTooLarge
from progress.models import CareerPlan, Enrolment
from progress.queries.career_plan_content import get_career_plan_content
from progress.queries.projections import find_latest_projection

logger = logging.getLogger(__name__)
STEPS = 4


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
    return hashlib.sha256(f"{content} {page_size}".encode()).hexdigest()


def render_career_plan_file(*, pk: int) -> JobState | None:
    """Render a requested plan and store its file; None when it is not this worker's to do.

    The file is written whole under the SHA-256 of its bytes before the row names it.

    Raises:
        LeaseLost: If another worker took the row over meanwhile.
    """
    token = CareerPlan.objects.claim(pk)
    if token is None:
        return None
    report = CareerPlan.objects.report
    report(pk, token, step=1, of=STEPS, words="gathering your plan")
    plan = CareerPlan.objects.select_related("enrolment__track", "projection", "requested_by").get(
        pk=pk
    )
    try:
        content = get_career_plan_content(plan=plan)
        report(pk, token, step=2, of=STEPS, words="drawing and laying out the pages")
        document = render_career_plan_in_child(content, page_size=plan.page_size)
    except (RenderFailed, PlanTooLarge, PdfSetupBroken) as failure:
        logger.warning("career plan %s could not be rendered: %s", pk, failure)
        CareerPlan.objects.fail(
            pk, token, public=f"The PDF could not be made: {failure}", operator=repr(failure)
        )
        return JobState.FAILED
    except OSError as fault:
        CareerPlan.objects.give_back(pk, token, operator=repr(fault))
        raise
    report(pk, token, step=3, of=STEPS, words="writing the file")
    digest = hashlib.sha256(document).hexdigest()
    storage, name = plan.file.storage, f"career-plans/{digest}.pdf"
    if not storage.exists(name):
        name = storage.save(name, ContentFile(document))
    CareerPlan.objects.finish(
        pk,
        token,
        file=name,
        sha256=digest,
        size_bytes=len(document),
        progress_words="ready",
    )
    return JobState.READY


def cancel_career_plan(*, plan: CareerPlan) -> bool:
    """Cancel a plan that is not finished; False when it has ended meanwhile."""
    return bool(CareerPlan.objects.cancel(plan.pk))
