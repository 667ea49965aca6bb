"""Read one stored projection by its key, as plainly as a database can: the thing to beat.

A table of 100,000 rows with two fingerprints and 192 bytes of figures, no ORM.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

ROW_COUNT = 100_000
FIGURES = bytes(192)


def make_rows() -> Iterator[tuple[int, str, str, bytes]]:
    """Return the rows of the table."""
    return ((key, f"{key % 800:032x}", f"{key:032x}", FIGURES) for key in range(ROW_COUNT))


@contextmanager
def open_sqlite_reader() -> Iterator[Callable[[], object]]:
    """Give a function that reads one row of a file database."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "rows.sqlite3")
        connection.execute(
            "CREATE TABLE stored (id integer PRIMARY KEY, context text, input text, figures blob)"
        )
        connection.executemany("INSERT INTO stored VALUES (?, ?, ?, ?)", make_rows())
        connection.commit()
        query = "SELECT context, input, figures FROM stored WHERE id = ?"
        yield lambda: connection.execute(query, (77_777,)).fetchone()
        connection.close()


@contextmanager
def open_postgres_reader() -> Iterator[Callable[[], object] | None]:
    """Give the same for the server of TEST_DATABASE_URL, or None when it is not set."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url:
        yield None
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TEMPORARY TABLE stored"
            " (id integer PRIMARY KEY, context text, input text, figures bytea)"
        )
        with connection.cursor().copy("COPY stored FROM STDIN") as copy:
            for row in make_rows():
                copy.write_row(row)
        connection.execute("ANALYZE stored")
        query = "SELECT context, input, figures FROM stored WHERE id = %s"
        yield lambda: connection.execute(query, (77_777,), prepare=True).fetchone()
