"""Send a stored file whole, in part, or not at all when the browser has it."""

import re
from mimetypes import guess_type

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def is_unchanged(request: HttpRequest, *, etag: str) -> bool:
    """Say whether the browser holds the file already."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in known


def make_file_response(
    request: HttpRequest, *, stored: "File[bytes]", etag: str, filename: str
) -> HttpResponseBase:
    """Answer with the file, or with the one range of it that was asked for.

    Several ranges, and ranges of another version of the file, are answered with the whole.
    """
    size = stored.size
    span = _find_span(request, etag=etag, size=size)
    if span == (0, 0):
        stored.close()
        refusal = HttpResponse(status=416)
        refusal.headers["Content-Range"] = f"bytes */{size}"
        return refusal
    response: HttpResponseBase
    if span is None:
        response = FileResponse(stored, as_attachment=True, filename=filename)
    else:
        first, end = span
        with stored:
            stored.seek(first)
            part = stored.read(end - first)
        kind = guess_type(filename)[0] or "application/octet-stream"
        response = HttpResponse(part, status=206, content_type=kind)
        response.headers["Content-Disposition"] = str(
            content_disposition_header(as_attachment=True, filename=filename)
        )
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _find_span(request: HttpRequest, *, etag: str, size: int) -> tuple[int, int] | None:
    """Return first byte and end of the range; None for the whole, (0, 0) for none of it."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else (0, 0)
