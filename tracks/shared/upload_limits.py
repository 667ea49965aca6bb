"""Refuse a request that is too large while it comes in, before anything of it is stored."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# What a form holds besides its file.
FORM_BYTES = 256 * 1024
_DRAIN_CHUNK = 1 << 20
# A browser shows an answer only when it could send everything; beyond this it need not.
_DRAINED_BYTES = 1 << 30


class LimitedUploadHandler(FileUploadHandler):
    """Stop at the limit, whatever length the request claims to have."""

    def __init__(self, request: HttpRequest, *, max_bytes: int) -> None:
        super().__init__(request)
        self._max_bytes = max_bytes
        self._passed = 0
        self.is_exceeded = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count the chunk and hand it on to the handler that stores it."""
        self._passed += len(raw_data)
        if self._passed > self._max_bytes:
            self.is_exceeded = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the handler that stores it."""
        return None


def limit_upload(request: HttpRequest, *, max_bytes: int) -> LimitedUploadHandler:
    """Put a limit before the handlers that store files; call before POST is touched."""
    handler = LimitedUploadHandler(request, max_bytes=max_bytes)
    request.upload_handlers.insert(0, handler)
    return handler


def is_too_long(request: HttpRequest, *, max_bytes: int) -> bool:
    """Tell whether a request says that it is larger than a form with such a file."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > max_bytes + FORM_BYTES


def drain(request: HttpRequest) -> None:
    """Read what comes in and drop it, so that the sender gets to see the answer."""
    passed = 0
    while passed < _DRAINED_BYTES:
        chunk = request.read(_DRAIN_CHUNK)
        if not chunk:
            return
        passed += len(chunk)
