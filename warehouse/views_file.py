"""The views as files that any DuckDB opens: `warehouse.duckdb`, and `open.sql` for the command line."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.definitions import SETTINGS, comments, definitions, release, relisted
from warehouse.durable import make_dir
from warehouse.layout import OPEN, VIEWS, tmp_path
from warehouse.log import EMPTY, Snapshot, entry_hash, numbers, read_head
from warehouse.relations import execute_all, quote
from warehouse.store import store_of

STORAGE = "v1.0.0"  # the oldest layout, which every DuckDB since reads
SHOWN = "SELECT number, entry, prefix, release FROM {}.files.snapshot"


def write_views(root: Path) -> Snapshot:
    """Have `warehouse.duckdb` and `open.sql` show the newest snapshot, which is returned.

    The look at the head after the rename makes the last of several writers leave the newest views.
    """
    while True:
        snapshot = read_head(root)
        if not is_shown(root, snapshot.number):
            write_script(root, snapshot)
            write_database(root, snapshot)
        if max(numbers(root), default=0) == snapshot.number:
            return snapshot


def is_shown(root: Path, number: int) -> bool:
    """Whether the views file is there and shows this snapshot."""
    with duckdb.connect() as con:
        store_of(root).prepare(con)
        return attach_views(con, root, number)


def attach_views(con: duckdb.DuckDBPyConnection, root: Path, number: int) -> bool:
    """Have a connection use the views file, where it shows this snapshot as this release does.

    To make all views anew takes five times as long, and more the more files there are.
    """
    store = store_of(root)
    try:
        con.execute(f"ATTACH {quote(store.prefix + VIEWS)} AS warehouse (READ_ONLY)")
    except duckdb.Error:
        return False  # it is not there yet, or broken, and will be written anew
    if number and shown(con, "warehouse") == (number, entry_hash(root, number), store.prefix, release()):
        con.execute("USE warehouse")
        return True
    con.execute("DETACH warehouse")
    return False


def shown(con: duckdb.DuckDBPyConnection, name: str) -> tuple[object, ...] | None:
    """What an attached views file says of itself; an older release's says nothing."""
    try:
        return con.execute(SHOWN.format(name)).fetchone()
    except duckdb.CatalogException:
        return None


def write_script(root: Path, snapshot: Snapshot) -> None:
    """`open.sql`: the views with relative paths, for `cd ROOT && duckdb -init open.sql`.

    Those of a bucket have whole addresses; what opens it is for whoever reads to say before.
    """
    store = store_of(root)
    tmp = tmp_path(root, ".sql")
    make_dir(tmp.parent)
    script = [
        *SETTINGS,
        *definitions(snapshot, "" if store.prefix.startswith("/") else store.prefix),
        *comments(),
    ]
    tmp.write_text("".join(f"{statement};\n" for statement in script), "utf-8")
    store.put(tmp, OPEN)


def write_database(root: Path, snapshot: Snapshot) -> None:
    """`warehouse.duckdb`: the views with absolute paths, and no rows; nobody may write to it.

    The one there is is copied, and only its lists of files are changed.
    """
    store = store_of(root)
    tmp = tmp_path(root, ".duckdb")
    make_dir(tmp.parent)
    with duckdb.connect() as con:
        store.prepare(con)
        attach_copy(con, root, tmp)
        number = snapshot.number
        said = (
            f"SELECT {number} AS number, {quote(entry_hash(root, number) or '')} AS entry, "
            f"{quote(store.prefix)} AS prefix, {quote(release())} AS release"
        )
        views = [*relisted(snapshot, store.prefix), f"CREATE OR REPLACE VIEW files.snapshot AS {said}"]
        execute_all(con, ["USE built", "BEGIN", *views, "COMMIT", "USE memory", "DETACH built"])
    tmp.chmod(0o444)
    store.put(tmp, VIEWS)


def attach_copy(con: duckdb.DuckDBPyConnection, root: Path, path: Path) -> None:
    """Attach a copy of the views file there is; where it is another release's, or none, an empty one."""
    if not attach_built(con, path, present(root)):
        attach_built(con, path, blank())


def attach_built(con: duckdb.DuckDBPyConnection, path: Path, content: bytes) -> bool:
    """Attach these bytes as a file, where they are a views file of this release."""
    path.write_bytes(content)
    try:
        con.execute(f"ATTACH {quote(str(path))} AS built (STORAGE_VERSION {quote(STORAGE)})")
    except duckdb.Error:
        return False  # it is broken, and written anew
    found = shown(con, "built")
    if found and found[-1] == release():
        return True
    con.execute("DETACH built")
    return False


def present(root: Path) -> bytes:
    """The views file there is; nothing where there is none."""
    try:
        return store_of(root).read(VIEWS)
    except FileNotFoundError:
        return b""


@cache
def blank() -> bytes:
    """The views file of an empty warehouse."""
    with TemporaryDirectory(prefix="isnad-") as folder, duckdb.connect() as con:
        path = Path(folder) / VIEWS
        con.execute(f"ATTACH {quote(str(path))} AS built (STORAGE_VERSION {quote(STORAGE)})")
        said = f"SELECT 0 AS number, '' AS entry, '' AS prefix, {quote(release())} AS release"
        views = [*definitions(EMPTY, ""), *comments(), f"CREATE VIEW files.snapshot AS {said}"]
        execute_all(con, ["USE built", "BEGIN", *views, "COMMIT", "USE memory", "DETACH built"])
        return path.read_bytes()
