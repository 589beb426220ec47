"""Tables of SQLite, MariaDB and PostgreSQL are read by URL, from real servers; the password is never shown."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sipwhy.cdr.load import Wanted, load
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading.database import place_of
from tests.cdr.database_servers import PASSWORD, mariadb, postgresql

_COLUMNS = (
    "calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "duration", "billsec", "disposition",
    "amaflags", "accountcode", "uniqueid", "userfield",
)  # fmt: skip
_ROWS = [
    ("2026-11-23 09:00:00", '"A" <1001>', "1001", "979161234567", "out", "PJSIP/1001-00000001", "PJSIP/carrier-00000002", "Dial",
     "PJSIP/79161234567@carrier,60", 70, 60, "ANSWERED", 3, "", "1.1", ""),
    ("2026-11-23 09:05:00", '"A" <1001>', "1001", "979161234568", "out", "PJSIP/1001-00000003", "PJSIP/carrier-00000004", "Dial",
     "PJSIP/79161234568@carrier,60", 0, 0, "FAILED", 3, "", "1.2", ""),
    ("2026-11-23 09:05:00", '"A" <1001>', "1001", "979161234568", "out", "PJSIP/1001-00000003", "", "Hangup",
     "34", 0, 0, "FAILED", 3, "", "1.2", "Жалоба: 'тишина'"),
]  # fmt: skip
_KINDS = ["TIMESTAMP NOT NULL", *["VARCHAR(80)"] * 8, "INT", "INT", *["VARCHAR(80)"] * 5]
_MAKE = f"CREATE TABLE cdr ({', '.join(f'{name} {kind}' for name, kind in zip(_COLUMNS, _KINDS, strict=True))})"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: sockets have one."""
    with tempfile.TemporaryDirectory(prefix="cdr-") as name:
        yield Path(name)


def _attempts(url: str, password_file: str | None = None) -> list[tuple[Any, ...]]:
    loaded = load([url], Wanted(password_file=password_file))
    assert loaded.sources[0].layout.slug == "asterisk-table"
    assert PASSWORD not in repr(loaded.sources)
    return loaded.db.execute(
        "SELECT strftime(start, '%H:%M:%S'), callee, vendor, result, talk_s, q850 FROM attempts ORDER BY start"
    ).fetchall()


_EXPECTED = [("09:00:00", "79161234567", "carrier", "answered", 60.0, None), ("09:05:00", "79161234568", "carrier", "failed", None, 34)]


def test_sqlite_is_read_and_not_written(folder: Path) -> None:
    path = folder / "master.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(_MAKE)
        db.executemany(f"INSERT INTO cdr VALUES ({', '.join('?' * len(_COLUMNS))})", _ROWS)
        db.commit()
    before = path.read_bytes()
    assert _attempts(f"sqlite:///{path}") == _EXPECTED
    assert _attempts(str(path)) == _EXPECTED
    assert path.read_bytes() == before


def test_mariadb_is_read(folder: Path) -> None:
    pymysql = pytest.importorskip("pymysql")
    try:
        with (
            mariadb(folder) as port,
            closing(
                pymysql.connect(host="127.0.0.1", port=port, user="reader", password=PASSWORD, database="asterisk", charset="utf8mb4")
            ) as db,
        ):
            with db.cursor() as cursor:
                cursor.execute(_MAKE + " CHARACTER SET utf8mb4")
                cursor.executemany(f"INSERT INTO cdr VALUES ({', '.join(['%s'] * len(_COLUMNS))})", _ROWS)
            db.commit()
            secret = folder / "password"
            secret.write_text(PASSWORD + "\n", encoding="utf-8")
            assert _attempts(f"mysql://reader@127.0.0.1:{port}/asterisk/cdr", str(secret)) == _EXPECTED
            assert _attempts(f"mariadb://reader:{PASSWORD}@127.0.0.1:{port}/asterisk") == _EXPECTED
            with pytest.raises(CdrError) as refused:
                _attempts(f"mysql://reader:{PASSWORD}x@127.0.0.1:{port}/asterisk/cdr")
            assert refused.value.key == "database"
            assert PASSWORD not in str(refused.value.values)
            with pytest.raises(CdrError) as unknown:
                _attempts(f"mysql://reader:{PASSWORD}@127.0.0.1:{port}/asterisk/calls")
            assert unknown.value.values["known"] == ("cdr",)
    except FileNotFoundError:
        pytest.skip("MariaDB is not installed (Debian: mariadb-server)")


def test_postgresql_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    psycopg = pytest.importorskip("psycopg")
    try:
        with postgresql(folder) as port:
            with psycopg.connect(f"host=127.0.0.1 port={port} user=reader password={PASSWORD} dbname=postgres") as db:
                db.execute(_MAKE)
                with db.cursor() as cursor:
                    cursor.executemany(f"INSERT INTO cdr VALUES ({', '.join(['%s'] * len(_COLUMNS))})", _ROWS)
            assert _attempts(f"postgresql://reader:{PASSWORD}@127.0.0.1:{port}/postgres/cdr") == _EXPECTED
            monkeypatch.setenv("PGPASSWORD", PASSWORD)
            assert _attempts(f"postgres://reader@127.0.0.1:{port}/postgres") == _EXPECTED
            monkeypatch.setenv("PGPASSWORD", PASSWORD + "x")
            with pytest.raises(CdrError) as refused:
                _attempts(f"postgresql://reader@127.0.0.1:{port}/postgres/cdr")
            assert refused.value.key == "database"
            assert PASSWORD not in str(refused.value.values)
    except FileNotFoundError:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")


@pytest.mark.parametrize("url", ["mysql://", "mysql://host", "postgresql://u@h:99999/d", "mysql://u@h/a/b/c", "postgresql:///d"])
def test_a_wrong_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(CdrError) as refused:
        place_of(url)
    assert refused.value.key == "bad-url"
    assert not refused.value.values


def test_a_place_is_shown_without_its_password() -> None:
    place, password = place_of("mysql://reader:p%40ss@db.example:3307/asteriskcdrdb/cdr")
    assert password == "p@ss"
    assert place.shown == "mysql://reader@db.example:3307/asteriskcdrdb/cdr"
    assert "p@ss" not in repr(place)


def test_rows_keep_letters_and_quotes(folder: Path) -> None:
    path = folder / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(_MAKE)
        db.executemany(f"INSERT INTO cdr VALUES ({', '.join('?' * len(_COLUMNS))})", _ROWS)
        db.commit()
    loaded = load([f"sqlite:///{path}?table=cdr"], Wanted())
    written = next(loaded.scratch.path.glob("rows-*.csv"))
    with written.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[2][-1] == "Жалоба: 'тишина'"
