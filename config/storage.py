"""Where things are kept besides the database: the cache, made documents, static files."""

from pathlib import Path
from typing import Any

from config.env import read_redis, read_text, with_redis_database


def make_caches(*, redis_url: str, folder: Path) -> dict[str, Any]:
    """Return CACHES: on Redis where there is one, else in files.

    Args:
        redis_url: The broker's address, or blank. Broker and cache share a server but not a
            database number; an operator may name another server for the cache.
        folder: Where files go: without any broker, processes still share one cache.
    """
    url = read_redis("CACHE_URL") or (with_redis_database(redis_url, 1) if redis_url else "")
    if not url:
        return {
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(folder),
            }
        }
    return {
        "default": {
            "BACKEND": "config.cache.PatientRedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            "KEY_PREFIX": "milepost",
        }
    }


def make_storages(*, has_manifest: bool) -> dict[str, Any]:
    """Return STORAGES: made documents, and static files.

    Args:
        has_manifest: Whether static files were collected, with a hash in each name.
    """
    static_files = (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if has_manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    return {"default": _make_document_storage(), "staticfiles": {"BACKEND": static_files}}


def _make_document_storage() -> dict[str, Any]:
    # With a bucket, plans lie in S3-compatible storage: install the extra "s3". Keys come from
    # the environment as boto3 reads them (AWS_ACCESS_KEY_ID and friends), never from here.
    bucket = read_text("MEDIA_S3_BUCKET", "")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": read_text("MEDIA_S3_ENDPOINT", "") or None,
            "region_name": read_text("MEDIA_S3_REGION", "") or None,
            # Nothing is public: views read the file and check whose it is.
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 60,
        },
    }
