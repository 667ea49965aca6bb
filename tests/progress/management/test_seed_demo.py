import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from progress.models import Projection
from progress.operations.demo import APPROVER_EMAIL, CURATOR_EMAIL, LEARNER_EMAIL
from tests.factories.progress import make_paid_track
from tests.factories.tracks import make_milestone, make_track

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def tracks():
    make_track(key="python", name="Python")
    make_paid_track(key="mlops", name="MLOps", milestones=[make_milestone() for _ in range(20)])


def seed():
    out = StringIO()
    call_command("seed_demo", stdout=out, stderr=out)
    return out.getvalue()


class TestSeedDemo:
    def test_prints_how_to_sign_in_and_asks_for_a_projection(self, tracks, data_folder):
        text = seed()

        for email in (LEARNER_EMAIL, CURATOR_EMAIL, APPROVER_EMAIL):
            user = User.objects.get(email=email)
            line = next(line for line in text.splitlines() if email in line)
            assert user.check_password(line.split()[-1])
        assert Projection.objects.get().enrolment.user.email == LEARNER_EMAIL
        mode = (data_folder / "demo-credentials.txt").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600

    def test_prints_the_same_passwords_again(self, tracks):
        assert seed() == seed()

    def test_refuses_in_production(self, tracks, settings):
        settings.IS_PRODUCTION = True

        with pytest.raises(CommandError, match="do not belong in production"):
            seed()

        assert not User.objects.exists()

    def test_asks_for_the_content_first(self):
        with pytest.raises(CommandError, match="Load the content first"):
            seed()
