from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

from config.env import (
    as_celery_broker,
    read_database,
    read_email,
    read_flag,
    read_list,
    read_number,
    read_or_create_secret_file,
    read_path,
    read_redis,
    read_secret,
    read_text,
    with_redis_database,
)

NAME = "MILEPOST_TEST_VALUE"


class TestReadText:
    def test_strips_blanks(self, monkeypatch):
        monkeypatch.setenv(NAME, "  words ")
        assert read_text(NAME) == "words"

    def test_takes_an_empty_variable_for_absent(self, monkeypatch):
        monkeypatch.setenv(NAME, " ")
        assert read_text(NAME, "default") == "default"


class TestReadFlag:
    @pytest.mark.parametrize(
        ("text", "expected"), [("true", True), ("1", True), ("off", False), ("no", False)]
    )
    def test_reads_the_usual_words(self, monkeypatch, text, expected):
        monkeypatch.setenv(NAME, text)
        assert read_flag(NAME, default=not expected) is expected

    def test_names_the_variable_when_the_word_is_unknown(self, monkeypatch):
        monkeypatch.setenv(NAME, "perhaps")
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be true or false"):
            read_flag(NAME, default=True)


class TestReadNumber:
    def test_reads_a_whole_number(self, monkeypatch):
        monkeypatch.setenv(NAME, "12")
        assert read_number(NAME, 1) == 12

    @pytest.mark.parametrize("text", ["twelve", "1.5"])
    def test_refuses_what_is_not_a_whole_number(self, monkeypatch, text):
        monkeypatch.setenv(NAME, text)
        with pytest.raises(ImproperlyConfigured, match="whole number"):
            read_number(NAME, 1)

    def test_refuses_a_number_below_the_minimum(self, monkeypatch):
        monkeypatch.setenv(NAME, "0")
        with pytest.raises(ImproperlyConfigured, match="at least 1"):
            read_number(NAME, 5, minimum=1)


class TestReadList:
    def test_drops_blanks_between_commas(self, monkeypatch):
        monkeypatch.setenv(NAME, "a, b,,")
        assert read_list(NAME) == ["a", "b"]

    def test_returns_a_copy_of_the_default(self):
        default = ["a"]
        read_list(NAME, default).append("b")
        assert default == ["a"]


class TestReadPath:
    def test_counts_a_relative_folder_from_the_project(self, monkeypatch):
        monkeypatch.setenv(NAME, "elsewhere")
        found = read_path(NAME, Path("/unused"))
        assert found.is_absolute()
        assert (found.parent / "manage.py").exists()


class TestReadSecret:
    def test_prefers_the_variable_over_the_file(self, monkeypatch, tmp_path):
        (tmp_path / "secret").write_text("from the file")
        monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
        monkeypatch.setenv(NAME, "from the variable")
        assert read_secret(NAME) == "from the variable"

    def test_reads_the_file_without_its_line_end(self, monkeypatch, tmp_path):
        (tmp_path / "secret").write_text("from the file\n")
        monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
        assert read_secret(NAME) == "from the file"

    def test_names_a_file_that_is_missing(self, monkeypatch, tmp_path):
        monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "missing"))
        with pytest.raises(ImproperlyConfigured, match="cannot be read"):
            read_secret(NAME)


class TestReadOrCreateSecretFile:
    def test_keeps_the_first_secret(self, tmp_path):
        path = tmp_path / "folder" / "key"
        first = read_or_create_secret_file(path)
        assert len(first) >= 50
        assert read_or_create_secret_file(path) == first

    def test_lets_nobody_else_read_it_and_leaves_no_other_file(self, tmp_path):
        read_or_create_secret_file(tmp_path / "key")
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
        assert [path.name for path in tmp_path.iterdir()] == ["key"]


class TestReadDatabase:
    def test_uses_the_sqlite_file_by_default(self, tmp_path):
        settings = read_database(NAME, tmp_path / "site.sqlite3")
        assert settings["NAME"] == str(tmp_path / "site.sqlite3")
        assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert settings["OPTIONS"]["timeout"] == 20

    def test_gives_postgresql_a_pool(self, monkeypatch, tmp_path):
        monkeypatch.setenv(NAME, "postgres://somebody:p%40ss@db:5433/milepost")
        monkeypatch.setenv("DATABASE_POOL_MAX", "3")
        settings = read_database(NAME, tmp_path / "unused")
        assert settings["ENGINE"] == "django.db.backends.postgresql"
        assert (settings["HOST"], settings["PORT"]) == ("db", 5433)
        assert settings["PASSWORD"] == "p@ss"
        assert settings["OPTIONS"]["pool"]["max_size"] == 3
        assert settings["CONN_MAX_AGE"] == 0

    @pytest.mark.parametrize("url", ["mysql://root@db/milepost", "not an address"])
    def test_refuses_another_kind_of_database(self, monkeypatch, tmp_path, url):
        monkeypatch.setenv(NAME, url)
        with pytest.raises(ImproperlyConfigured, match=NAME):
            read_database(NAME, tmp_path / "unused")


class TestSqliteSettings:
    @pytest.mark.django_db
    def test_reach_the_connection(self, tmp_path):
        # Options in the wrong place have no effect and raise no error: ask the database itself.
        connections = ConnectionHandler({"default": read_database(NAME, tmp_path / "site.sqlite3")})
        connection = connections["default"]
        try:
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
                assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
                assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
        finally:
            connection.close()


class TestRedisAddresses:
    def test_refuse_another_scheme(self, monkeypatch):
        monkeypatch.setenv(NAME, "amqp://guest@mq")
        with pytest.raises(ImproperlyConfigured, match="redis://"):
            read_redis(NAME)

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("redis://:pw@host:6380/2", "redis://:pw@host:6380/2"),
            ("unix:///run/broker.sock?db=3", "redis+socket:///run/broker.sock?virtual_host=3"),
            ("unix:///run/broker.sock", "redis+socket:///run/broker.sock?virtual_host=0"),
        ],
    )
    def test_are_spelled_as_celery_wants_them(self, url, expected):
        assert as_celery_broker(url) == expected

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("redis://:pw@host:6380/2", "redis://:pw@host:6380/1"),
            ("redis://host", "redis://host/1"),
            ("unix:///run/broker.sock?db=0", "unix:///run/broker.sock?db=1"),
        ],
    )
    def test_can_name_another_database(self, url, expected):
        assert with_redis_database(url, 1) == expected


class TestReadEmail:
    def test_writes_files_without_a_server(self, tmp_path):
        settings = read_email(NAME, tmp_path)
        assert settings["EMAIL_BACKEND"] == "config.mail.FileAndTerminalBackend"
        assert settings["EMAIL_FILE_PATH"] == str(tmp_path)

    def test_reads_a_server_with_encryption(self, monkeypatch, tmp_path):
        monkeypatch.setenv(NAME, "smtp+tls://site%40example.org:secret@mail.example.org:587")
        settings = read_email(NAME, tmp_path)
        assert settings["EMAIL_HOST"] == "mail.example.org"
        assert settings["EMAIL_HOST_USER"] == "site@example.org"
        assert settings["EMAIL_USE_TLS"] is True
        assert settings["EMAIL_PORT"] == 587
        assert settings["EMAIL_TIMEOUT"] == 10

    def test_reads_a_server_encrypted_from_the_start(self, monkeypatch, tmp_path):
        monkeypatch.setenv(NAME, "smtps://mail.example.org")
        settings = read_email(NAME, tmp_path)
        assert settings["EMAIL_USE_SSL"] is True
        assert settings["EMAIL_PORT"] == 465

    @pytest.mark.parametrize(
        "url", ["submission://mail.example.org", "smtp://", "mail.example.org"]
    )
    def test_refuses_another_kind_of_address(self, monkeypatch, tmp_path, url):
        monkeypatch.setenv(NAME, url)
        with pytest.raises(ImproperlyConfigured, match="smtps"):
            read_email(NAME, tmp_path)
