"""Typed readers of the environment; the only module that looks at it.

Values come from the process environment first and from a `.env` file beside `manage.py` second.
Every variable is listed in `.env.example`.
"""

import os
import secrets
import urllib.parse
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

_env = Env()
if "MILEPOST_IGNORE_DOTENV" not in os.environ:
    _env.read_env(str(BASE_DIR / ".env"), recurse=False)


def read_text(name: str, default: str = "") -> str:
    """Return a variable as stripped text; an empty variable counts as absent."""
    return os.environ.get(name, "").strip() or default


def read_flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable.

    Raises:
        ImproperlyConfigured: the value is none of true, false, yes, no, on, off, 1, 0.
    """
    if not read_text(name):
        return default
    try:
        return bool(_env.bool(name))
    except EnvError as error:
        raise ImproperlyConfigured(
            f"{name} must be true or false, not {read_text(name)!r}."
        ) from error


def read_number(name: str, default: int, *, minimum: int = 0) -> int:
    """Return a whole number.

    Args:
        name: Variable to read.
        default: Used when the variable is absent or empty.
        minimum: Smallest value allowed, inclusive.

    Raises:
        ImproperlyConfigured: the value is not a whole number, or is below the minimum.
    """
    text = read_text(name)
    if not text:
        return default
    try:
        number = int(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.") from error
    if number < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {number}.")
    return number


def read_list(name: str, default: list[str] | None = None) -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    parts = [part.strip() for part in read_text(name).split(",")]
    return [part for part in parts if part] or list(default or [])


def read_path(name: str, default: Path) -> Path:
    """Return a folder or file; a relative value counts from the folder of `manage.py`."""
    text = read_text(name)
    return (BASE_DIR / text).resolve() if text else default


def read_data_dir() -> Path:
    """Return the folder that holds everything an installation writes."""
    return read_path("MILEPOST_DATA_DIR", BASE_DIR / "var")


def read_secret(name: str) -> str:
    """Return a secret from the variable, or from the file that `<name>_FILE` points to.

    Returns:
        The secret, or an empty string where neither is set.

    Raises:
        ImproperlyConfigured: the file cannot be read.
    """
    if value := read_text(name):
        return value
    file_name = read_text(f"{name}_FILE")
    if not file_name:
        return ""
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE points to {file_name}, which cannot be read."
        ) from error


def read_or_create_secret_file(path: Path) -> str:
    """Return the secret kept in a file, making one on first use.

    Development only: sessions then outlive a restart although nobody chose a key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        try:
            # A link, unlike a rename, leaves the key of a process that came first.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="utf-8").strip()


def read_database(name: str, sqlite_path: Path) -> dict[str, Any]:
    """Return Django's settings of one database.

    Args:
        name: Variable with a `postgres://` or `sqlite:///` address.
        sqlite_path: File used when the variable is absent.

    Raises:
        ImproperlyConfigured: the address is of another kind.
    """
    url = read_text(name)
    parsed: dict[str, Any]
    if url:
        try:
            parsed = dict(_env.dj_db_url(name))
        except (EnvError, ValueError) as error:
            raise ImproperlyConfigured(f"{name} is not a database address.") from error
    else:
        parsed = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite_path)}
    if parsed["ENGINE"].endswith("sqlite3"):
        return {**parsed, **_SQLITE}
    if parsed["ENGINE"].endswith("postgresql"):
        return {**parsed, **_make_postgresql_options(dict(parsed.get("OPTIONS", {})))}
    raise ImproperlyConfigured(f"{name} must be a postgres:// or sqlite:/// address.")


_SQLITE: dict[str, Any] = {
    "OPTIONS": {
        # Writers queue up instead of failing half-way through a transaction (ADR 0008).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}


def _make_postgresql_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the connection settings for PostgreSQL: Django's own pool, checked before use."""
    largest = read_number("DATABASE_POOL_MAX", 8, minimum=1)
    options["pool"] = {
        "min_size": min(read_number("DATABASE_POOL_MIN", 1), largest),
        "max_size": largest,
        "timeout": 10,
    }
    # The pool keeps connections; Django must hand each one back after a request.
    return {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def read_redis(name: str) -> str:
    """Return a Redis address, or an empty string.

    Raises:
        ImproperlyConfigured: the address is not redis://, rediss:// or unix://.
    """
    url = read_text(name)
    if url and urllib.parse.urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must start with redis://, rediss:// or unix://.")
    return url


def as_celery_broker(redis_url: str) -> str:
    """Return a Redis address as Celery spells it: a socket is `redis+socket://` there."""
    parts = urllib.parse.urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = urllib.parse.parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def with_redis_database(redis_url: str, number: int) -> str:
    """Return a Redis address that names another database on the same server."""
    parts = urllib.parse.urlsplit(redis_url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urllib.parse.urlunsplit(parts._replace(path=f"/{number}"))


# Scheme of an e-mail server's address: its usual port, and which encryption it stands for.
_EMAIL_SCHEMES: dict[str, tuple[int, dict[str, bool]]] = {
    "smtp": (25, {}),
    "smtp+tls": (587, {"EMAIL_USE_TLS": True}),
    "smtps": (465, {"EMAIL_USE_SSL": True}),
}


def read_email(name: str, mail_folder: Path) -> dict[str, Any]:
    """Return Django's e-mail settings.

    Args:
        name: Variable with a server's address: `smtp://` without encryption, `smtp+tls://` with
            STARTTLS, `smtps://` encrypted from the first byte.
        mail_folder: Where mails are written as files when the variable is absent.

    Raises:
        ImproperlyConfigured: the address is of another kind, or names no host.
    """
    url = read_text(name)
    if not url:
        return {
            "EMAIL_BACKEND": "config.mail.FileAndTerminalBackend",
            "EMAIL_FILE_PATH": str(mail_folder),
        }
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in _EMAIL_SCHEMES or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} must be smtp://, smtp+tls:// or smtps:// with a host name."
        )
    port, encryption = _EMAIL_SCHEMES[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": urllib.parse.unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": urllib.parse.unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 10,
        **encryption,
    }


def make_child_environment(**changes: str) -> dict[str, str]:
    """Return the environment for a process started by this one."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", **changes}
