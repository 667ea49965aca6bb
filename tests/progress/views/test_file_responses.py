"""A stored file, whole or in part."""

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from progress.views.file_responses import is_unchanged, make_file_response

# A response that ends closes the connections of its thread.
pytestmark = pytest.mark.django_db
ETAG = '"abc"'


def send(**headers):
    return make_file_response(
        RequestFactory().get("/", headers=headers),
        stored=ContentFile(b"0123456789", name="plan.pdf"),
        etag=ETAG,
        filename="milepost plan.pdf",
    )


def read(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return body


class TestMakeFileResponse:
    def test_sends_the_whole_file_under_a_readable_name(self):
        response = send()
        assert (response.status_code, read(response)) == (200, b"0123456789")
        assert response.headers["Content-Disposition"] == 'attachment; filename="milepost plan.pdf"'
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["ETag"] == ETAG
        assert response.headers["Accept-Ranges"] == "bytes"

    @pytest.mark.parametrize(
        ("asked", "part", "span"),
        [
            ("bytes=0-3", b"0123", "bytes 0-3/10"),
            ("bytes=4-", b"456789", "bytes 4-9/10"),
            ("bytes=-2", b"89", "bytes 8-9/10"),
            ("bytes=-99", b"0123456789", "bytes 0-9/10"),
            ("bytes=8-99", b"89", "bytes 8-9/10"),
        ],
    )
    def test_sends_the_range_that_was_asked_for(self, asked, part, span):
        response = send(range=asked)
        assert (response.status_code, read(response)) == (206, part)
        assert response.headers["Content-Range"] == span
        assert response.headers["Content-Type"] == "application/pdf"
        assert "milepost plan.pdf" in response.headers["Content-Disposition"]

    @pytest.mark.parametrize("asked", ["bytes=10-", "bytes=5-4", "bytes=-0"])
    def test_refuses_a_range_outside_the_file(self, asked):
        response = send(range=asked)
        assert response.status_code == 416
        assert response.headers["Content-Range"] == "bytes */10"

    @pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=-", "lines=1-2", "bytes=a-b"])
    def test_sends_the_whole_file_for_what_it_does_not_read(self, asked):
        response = send(range=asked)
        assert (response.status_code, read(response)) == (200, b"0123456789")

    def test_sends_the_whole_file_when_it_has_changed(self):
        assert send(range="bytes=0-3", **{"if-range": '"old"'}).status_code == 200
        assert send(range="bytes=0-3", **{"if-range": ETAG}).status_code == 206


class TestIsUnchanged:
    @pytest.mark.parametrize(
        ("known", "expected"),
        [("", False), ('"other"', False), (ETAG, True), ('"x", "abc"', True), ("*", True)],
    )
    def test_compares_every_tag(self, known, expected):
        request = RequestFactory().get("/", headers={"if-none-match": known})
        assert is_unchanged(request, etag=ETAG) is expected
