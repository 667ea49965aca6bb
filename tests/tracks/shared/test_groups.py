from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from tests.rights import grant_rights_again

pytestmark = pytest.mark.django_db
tracks = import_module("tracks.migrations.0003_curator_groups")
certifications = import_module("certifications.migrations.0003_curator_groups")


def list_rights(group):
    return {
        f"{one.content_type.app_label}.{one.codename}"
        for one in Group.objects.get(name=group).permissions.select_related("content_type")
    }


class TestGroups:
    def test_curator_edits_but_neither_publishes_verifies_nor_deletes_what_has_a_key(self):
        rights = list_rights("curator")
        assert {
            "tracks.change_salaryband",
            "tracks.delete_placement",
            "tracks.add_revision",
            "tracks.add_importrun",
            "certifications.delete_claim",
        } <= rights
        assert not rights & {
            "tracks.add_trackrelease",
            "tracks.verify_salaryband",
            "tracks.review_revision",
            "tracks.apply_importrun",
            "certifications.verify_claim",
            "tracks.delete_salaryband",
            "tracks.delete_milestone",
            "certifications.delete_certification",
        }

    def test_approver_looks_verifies_and_publishes(self):
        rights = list_rights("approver")
        more_than_looking = {right for right in rights if ".view_" not in right}
        assert more_than_looking == {
            "tracks.verify_salaryband",
            "tracks.add_trackrelease",
            "tracks.review_revision",
            "tracks.apply_importrun",
            "certifications.verify_claim",
            "progress.add_sweeprun",
        }

    def test_neither_sees_learners_or_accounts(self):
        # Sweeps count learners and name none; who publishes may run a failed one again.
        sweeps = {
            "curator": {"progress.view_sweeprun"},
            "approver": {"progress.view_sweeprun", "progress.add_sweeprun"},
        }
        for group, expected in sweeps.items():
            others = {
                right
                for right in list_rights(group)
                if not right.startswith(("tracks.", "certifications."))
            }
            assert others == expected

    def test_can_be_taken_back_and_granted_again(self):
        before = list_rights("curator")
        # A migration is given an editor, of which only the connection is used here.
        editor = SimpleNamespace(connection=connection)
        certifications.revoke(apps, editor)
        left = {right.partition(".")[0] for right in list_rights("curator")}
        assert left == {"tracks", "progress"}
        tracks.revoke(apps, editor)
        assert not Group.objects.filter(name__in=("curator", "approver")).exists()
        grant_rights_again()
        assert list_rights("curator") == before
