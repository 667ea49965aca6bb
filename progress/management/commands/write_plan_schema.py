"""Write the JSON Schema of plan.json."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from progress.documents.plan_files import write_plan_schema


class Command(BaseCommand):
    help = "Write docs/plan.schema.json, the shape of the data that a printed plan carries."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR, "docs", "plan.schema.json")
        path.write_text(write_plan_schema(), encoding="utf-8")
        self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
