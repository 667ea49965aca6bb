"""What a process loads when it starts, seen in a process of its own."""

import subprocess
import sys

from config.env import BASE_DIR
from tests.stack import make_environment

# What reads or writes workbooks and content files, and what prints: loaded when first needed.
NOT_AT_START = [
    "openpyxl",
    "pydantic",
    "weasyprint",
    "certifications.importers.formats",
    "tracks.importers.reference_formats",
    "tracks.importers.salary_formats",
    "tracks.importers.shapes",
]


def test_a_web_process_leaves_alone_what_only_uploads_exports_and_prints_need(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import sys, config.wsgi; print(*sys.modules)"],
        cwd=BASE_DIR,
        env=make_environment(data_dir=tmp_path, port=8000),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "tracks.admin.imports" in loaded
    assert loaded.isdisjoint(NOT_AT_START)
