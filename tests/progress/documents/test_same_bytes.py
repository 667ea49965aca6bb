"""The same plan is the same bytes in every process, whatever its environment."""

import hashlib
import os
import subprocess
import sys

import pytest

from config.env import BASE_DIR

PROGRAM = """
import hashlib
import django
django.setup()
from progress.documents.career_plan import render_career_plan
from tests.factories.career_plan_content import make_career_plan_content
print(hashlib.sha256(render_career_plan(make_career_plan_content(), page_size="A4")).hexdigest())
"""


def print_elsewhere(**environment):
    """Print the believable plan in a fresh process and give the digest of its bytes."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
class TestSameBytes:
    def test_do_not_depend_on_seed_zone_language_or_folder(self, plan_pdf, tmp_path):
        here = hashlib.sha256(plan_pdf).hexdigest()
        assert print_elsewhere(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LANG="C") == here
        assert (
            print_elsewhere(
                PYTHONHASHSEED="4711",
                TZ="America/Los_Angeles",
                LANG="de_DE.UTF-8",
                LC_ALL="C.UTF-8",
                TMPDIR=str(tmp_path),
            )
            == here
        )
