"""
Tables of databases by URL: sqlite, mysql (MariaDB) and postgresql. They are only read, row by row as the server sends them.

A password is taken from --password-file, from the URL, or from where the database's own programs look: the variables MYSQL_PWD and
PGPASSWORD, ~/.my.cnf ([client]), ~/.pgpass. It is never said: not in an error, not in a report, and no program is started with it.
"""

from __future__ import annotations

import configparser
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from msgspec import Struct

from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading.csv_file import Writer
from sipwhy.cdr.reading.rows import Rows

SCHEMES = ("sqlite", "mysql", "mariadb", "postgresql", "postgres")
_TABLES = ("cdr", "cdrs", "cel", "acc", "acc_cdrs", "xml_cdr", "v_xml_cdr", "calls")
"""What tables of CDRs are called, the likeliest first."""
_BATCH = 5_000
_NAME = re.compile(r"^[\w$]+(\.[\w$]+)?$")


class Place(Struct, frozen=True):
    """A database; the password is kept apart from whatever is shown."""

    scheme: str
    host: str
    port: int | None
    user: str | None
    database: str
    table: str | None

    @property
    def shown(self) -> str:
        """How it is named to people."""
        who = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        table = f"/{self.table}" if self.table else ""
        return f"{self.scheme}://{who}{self.host}{port}/{self.database.lstrip('/')}{table}"


def is_url(name: str) -> bool:
    """Whether a source is a database's URL."""
    return name.partition("://")[0].lower() in SCHEMES and "://" in name


def shown(name: str) -> str:
    """How a source is named to people: a URL without its password."""
    if not is_url(name):
        return name
    try:
        return place_of(name)[0].shown
    except CdrError:
        return name.partition("://")[0] + "://…"


def place_of(url: str) -> tuple[Place, str | None]:
    """The place that a URL names, and its password: mysql://user:password@host:3306/database/table."""
    try:
        parts = urlsplit(url)
        scheme = {"mariadb": "mysql", "postgres": "postgresql"}.get(parts.scheme.lower(), parts.scheme.lower())
        if scheme == "sqlite":
            return _sqlite_place(parts), None
        pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
        if not 1 <= len(pieces) <= 2 or not parts.hostname:
            raise ValueError
        asked = parse_qs(parts.query)
        table = pieces[1] if len(pieces) == 2 else asked.get("table", [None])[0]
        user = unquote(parts.username) if parts.username else None
        place = Place(scheme, parts.hostname, parts.port, user, pieces[0], table)
    except ValueError:
        raise CdrError("bad-url") from None
    return place, unquote(parts.password) if parts.password else None


def _sqlite_place(parts: SplitResult) -> Place:
    path = unquote((parts.netloc or "") + parts.path)
    path = path[1:] if path.startswith("//") else path
    table = parse_qs(parts.query).get("table", [None])[0]
    return Place("sqlite", "", None, None, path, table)


def read(url: str, scratch: Path, password_file: str | None = None) -> Rows:
    """The rows of the table that a URL names, or of the likeliest table of its database."""
    place, password = place_of(url)
    if password_file:
        password = _from_file(password_file)
    if place.scheme == "sqlite":
        return sqlite(Path(place.database), scratch, place.table)
    reader = _mysql if place.scheme == "mysql" else _postgresql
    return reader(place, password, scratch)


def _from_file(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8").splitlines()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        raise CdrError("no-password", path=name) from None


def sqlite(path: Path, scratch: Path, table: str | None = None) -> Rows:
    """A table of an SQLite file, opened so that nothing can be written to it."""
    if not path.is_file():
        raise CdrError("missing", path=str(path))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            db.text_factory = lambda data: data.decode("utf-8", "replace")  # names of callers come as telephones sent them
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
            chosen = _table(names, table, str(path))
            cursor = db.execute(f'SELECT * FROM "{chosen}"')
            return _written(cursor, scratch, f"{path}:{chosen}")
    except sqlite3.Error as error:
        raise CdrError("database", path=str(path), detail=str(error)) from None


def _mysql(place: Place, password: str | None, scratch: Path) -> Rows:
    pymysql = _driver("pymysql", "PyMySQL", place)
    cursors = import_module("pymysql.cursors")
    user, secret = _my_cnf(place.user, password)
    try:
        link = pymysql.connect(
            host=place.host, port=place.port or 3306, user=user or "root", password=secret or "", database=place.database,
            cursorclass=cursors.SSCursor, connect_timeout=10, charset="utf8mb4",
        )  # fmt: skip
        with closing(link), link.cursor() as cursor:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
            cursor.execute("SHOW TABLES")
            chosen = _table([row[0] for row in cursor.fetchall()], place.table, place.shown)
            cursor.execute(f"SELECT * FROM `{chosen}`")
            return _written(cursor, scratch, place.shown)
    except pymysql.Error as error:
        raise CdrError("database", path=place.shown, detail=_said(error, secret)) from None


def _postgresql(place: Place, password: str | None, scratch: Path) -> Rows:
    psycopg = _driver("psycopg", "psycopg[binary]", place)
    known = {"host": place.host, "port": place.port, "user": place.user, "password": password, "dbname": place.database}
    try:
        link = psycopg.connect(
            **{name: value for name, value in known.items() if value}, connect_timeout=10, options="-c default_transaction_read_only=on"
        )
        with closing(link):
            names = link.execute(
                "SELECT CASE schemaname WHEN 'public' THEN relname ELSE schemaname || '.' || relname END FROM "
                "(SELECT schemaname, tablename AS relname FROM pg_tables UNION ALL SELECT schemaname, viewname FROM pg_views) t "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            chosen = _table([row[0] for row in names], place.table, place.shown)
            with link.cursor(name="sipwhy") as cursor:  # the server keeps the rows and sends them by and by
                cursor.itersize = _BATCH
                cursor.execute("SELECT * FROM " + ".".join(f'"{piece}"' for piece in chosen.split(".")))
                return _written(cursor, scratch, place.shown)
    except psycopg.Error as error:
        raise CdrError("database", path=place.shown, detail=_said(error, password)) from None


def _written(cursor: Any, scratch: Path, name: str) -> Rows:
    """The rows of a cursor as a file, batch by batch."""
    first = cursor.fetchmany(_BATCH)  # a cursor of PostgreSQL knows its columns only then
    writer = Writer(scratch, [column[0] for column in cursor.description])
    for row in _all(first, cursor.fetchmany):
        writer.add(row)
    return writer.rows(name)


def _all(first: Sequence[Sequence[object]], more: Callable[[int], Sequence[Sequence[object]]]) -> Iterator[Sequence[object]]:
    batch = first
    while batch:
        yield from batch
        batch = more(_BATCH)


def _table(names: Iterable[str], wanted: str | None, shown: str) -> str:
    known = sorted(names)
    if wanted is not None:
        if wanted not in known or not _NAME.match(wanted):
            raise CdrError("no-table", path=shown, name=wanted, known=tuple(known))
        return wanted
    found = [name for guess in _TABLES for name in known if name.rpartition(".")[2].lower() == guess and _NAME.match(name)]
    if not found:
        raise CdrError("which-table", path=shown, known=tuple(known))
    return found[0]


def _driver(module: str, package: str, place: Place) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise CdrError("no-package", path=place.shown, package=package) from None


def _my_cnf(user: str | None, password: str | None) -> tuple[str | None, str | None]:
    """User and password as MySQL's own programs find them, where the URL names none."""
    if password is None:
        password = os.environ.get("MYSQL_PWD")
    settings = configparser.ConfigParser(allow_no_value=True, strict=False, interpolation=None)
    try:
        settings.read(Path("~/.my.cnf").expanduser(), encoding="utf-8")
        client = dict(settings["client"]) if "client" in settings else {}
    except (configparser.Error, OSError, UnicodeDecodeError, RuntimeError):
        client = {}
    known_user, known = client.get("user"), client.get("password")
    if password is None and known and user in (None, known_user):
        password = known.strip("\"'")
    return user or known_user, password


def _said(error: Exception, password: str | None) -> str:
    """What the server said, without the password should it be in it."""
    words = str(error.args[-1] if error.args else error)
    words = words.replace(password, "***") if password else words
    return " ".join(words.split())[:300]
