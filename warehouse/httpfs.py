"""DuckDB reading a bucket by its extension httpfs, which a Python package brings: nothing is downloaded."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from config.credentials import Credentials
from config.errors import ConfigError
from warehouse.relations import quote

PACKAGE = "duckdb_extension_httpfs"
NAME = "httpfs.duckdb_extension"
# files are never written again under their names, so what was learned of them stays true
REMEMBER = "SET enable_http_metadata_cache = true"


def open_httpfs(con: duckdb.DuckDBPyConnection, scope: str, credentials: Credentials) -> None:
    """Load the extension, and tell it, in memory only, how the bucket is asked.

    Raises:
        ConfigError: the extension is not there for this DuckDB.
    """
    load(con)
    values = {
        "KEY_ID": credentials.key_id,
        "SECRET": credentials.secret,
        "SESSION_TOKEN": credentials.token,
        "REGION": credentials.region,
        "SCOPE": scope,
    }
    options = [f"{name} {quote(value)}" for name, value in values.items() if value]
    if credentials.endpoint:
        address = urlsplit(credentials.endpoint)
        tls = str(address.scheme == "https").lower()
        options += [f"ENDPOINT {quote(address.netloc)}", "URL_STYLE 'path'", f"USE_SSL {tls}"]
    try:
        con.execute(f"CREATE SECRET isnad (TYPE s3, {', '.join(options)})")
        con.execute(REMEMBER)
    except duckdb.Error:  # its message would show the statement
        raise ConfigError(f"DuckDB refuses the credentials for {scope}; check the AWS_ variables") from None


def load(con: duckdb.DuckDBPyConnection) -> None:
    """Load the extension: that of the package, else the one that was installed for DuckDB by hand.

    Raises:
        ConfigError: there is neither.
    """
    path = packaged(duckdb.__version__)
    try:
        con.execute(f"LOAD {quote(str(path)) if path else 'httpfs'}")
    except duckdb.Error:
        raise ConfigError(
            f"DuckDB {duckdb.__version__} has no extension httpfs to read a bucket with: "
            "pip install 'isnad[s3]', or let DuckDB run INSTALL httpfs once"
        ) from None


def packaged(version: str) -> Path | None:
    """The package's file for a version of DuckDB; None where it has none."""
    found = find_spec(PACKAGE)
    for folder in (found and found.submodule_search_locations) or ():
        path = Path(folder) / "extensions" / f"v{version}" / NAME
        if path.is_file():
            return path
    return None
