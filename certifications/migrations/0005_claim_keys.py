"""Give each claim a key and a fingerprint of its own.

Until now claims were part of the record of their certification. Where nobody has edited
that record since it was loaded, the new fingerprints are set so that the next load still
knows: this is what the file said. Where somebody has, they stay as they are, and a
difference from the files is reported as a conflict.

The reckoning of keys and fingerprints is a copy, because a migration must go on meaning
what it meant when it was written.
"""

import hashlib
import json
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

from django.db import migrations, models
from django.utils.text import slugify

CERTIFICATION_COLUMNS = (
    "name",
    "short_name",
    "kind",
    "status",
    "status_date",
    "status_note",
    "summary",
    "url",
)
CLAIM_COLUMNS = (
    "field",
    "amount_low",
    "amount_high",
    "currency",
    "unit",
    "exam_count",
    "is_retake_included",
    "months",
    "does_not_expire",
    "earned_from_date",
    "hours_low",
    "hours_high",
    "text",
    "as_of",
    "state",
    "is_preferred",
    "note",
)


def _normalise(value):
    if value is None or value == "" or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    if isinstance(value, (int, Decimal)):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, dict):
        pairs = {name: _normalise(item) for name, item in value.items()}
        return {name: item for name, item in pairs.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [_normalise(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _digest(record):
    text = json.dumps(_normalise(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _make_key(*parts, number=1):
    words = [slugify(str(part).replace("_", "-")) for part in parts if part not in (None, "")]
    key = "-".join([*(word for word in words if word), *([str(number)] if number > 1 else [])])
    if len(key) <= 80:
        return key
    return f"{key[:71].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _read_claim(claim):
    record = {name: getattr(claim, name) for name in CLAIM_COLUMNS}
    return {
        **record,
        "exam": claim.exam.code if claim.exam else None,
        "source": claim.source.key,
    }


def _read_certification(certification):
    exams = certification.exams.order_by("position", "pk")
    tracks = certification.track_links.select_related("track").order_by("position", "pk")
    required = certification.requirements.select_related("required")
    covered = certification.coverage.values_list("milestone__key", flat=True)
    return {
        "key": certification.key,
        **{name: getattr(certification, name) for name in CERTIFICATION_COLUMNS},
        "issuer": certification.issuer.key if certification.issuer else None,
        "successor": certification.successor.key if certification.successor else None,
        "exams": [{"code": exam.code, "name": exam.name} for exam in exams],
        "tracks": [{"track": link.track.key, "rung": link.rung} for link in tracks],
        "requires": sorted(
            ({"required": one.required.key, "kind": one.kind} for one in required),
            key=lambda one: one["required"],
        ),
        "covers": [{"milestone": key} for key in sorted(covered)],
    }


def give_keys(apps, _schema_editor):
    """Give keys to claims in the order in which they stand, and their past the same."""
    claims = defaultdict(list)
    rows = apps.get_model("certifications", "Claim").objects.order_by("position", "pk")
    for claim in rows.select_related("certification", "exam", "source"):
        claims[claim.certification_id].append(claim)
    seen = Counter()
    for certification in apps.get_model("certifications", "Certification").objects.all():
        own = claims[certification.pk]
        whole = _read_certification(certification)
        nested = {**whole, "claims": [_read_claim(claim) for claim in own]}
        is_as_loaded = _digest(nested) == certification.content_fingerprint
        if is_as_loaded:
            certification.content_fingerprint = _digest(whole)
            certification.save(update_fields=["content_fingerprint"])
        for claim in own:
            _give_key(apps, claim, certification, seen, is_as_loaded=is_as_loaded)


def _give_key(apps, claim, certification, seen, *, is_as_loaded):
    parts = (
        certification.key,
        claim.field,
        claim.exam.code if claim.exam else "",
        claim.source.key,
        claim.as_of,
        claim.earned_from_date,
    )
    first = _make_key(*parts)
    seen[first] += 1
    claim.key = _make_key(*parts, number=seen[first])
    if is_as_loaded:
        record = {"key": claim.key, **_read_claim(claim), "certification": certification.key}
        claim.content_fingerprint = _digest(record)
        claim.content_origin = certification.content_origin
    claim.save(update_fields=["key", "content_fingerprint", "content_origin"])
    past = apps.get_model("certifications", "HistoricalClaim").objects.filter(id=claim.pk)
    past.update(key=claim.key)


class Migration(migrations.Migration):
    dependencies = [("certifications", "0004_content_origin")]

    operations = [
        migrations.AddField(
            "claim",
            "content_fingerprint",
            models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            "claim",
            "content_origin",
            models.CharField(blank=True, editable=False, max_length=40),
        ),
        # Not indexed until every claim has one.
        migrations.AddField("claim", "key", models.CharField(max_length=80, null=True)),
        migrations.AddField(
            "historicalclaim",
            "content_fingerprint",
            models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            "historicalclaim",
            "content_origin",
            models.CharField(blank=True, editable=False, max_length=40),
        ),
        # Claims that are gone have no key any more.
        migrations.AddField("historicalclaim", "key", models.SlugField(default="", max_length=80)),
        migrations.AddField("claim", "scope", models.CharField(blank=True, max_length=120)),
        migrations.AddField(
            "claim", "url", models.URLField(blank=True, max_length=300, verbose_name="address")
        ),
        migrations.AddField(
            "historicalclaim", "scope", models.CharField(blank=True, max_length=120)
        ),
        migrations.AddField(
            "historicalclaim",
            "url",
            models.URLField(blank=True, max_length=300, verbose_name="address"),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField("claim", "key", models.SlugField(max_length=80, unique=True)),
        migrations.AlterField("historicalclaim", "key", models.SlugField(max_length=80)),
    ]
