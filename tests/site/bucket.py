"""A bucket on loopback: the S3 API of moto's server, and what it was asked.

    python -m tests.site.bucket

prints the variables that isnad needs to use it, and serves until it is ended.
"""

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from obstore.store import S3Store
from werkzeug.serving import WSGIRequestHandler, make_server

NAME = "news"
KEYS = {
    "AWS_ACCESS_KEY_ID": "invented",
    "AWS_SECRET_ACCESS_KEY": "invented as well",
    "AWS_REGION": "us-east-1",
}
UNSET = ("AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "ISNAD_S3_BLOCK")


@dataclass
class Asked:
    """Requests by method, and the bytes of the bodies sent back."""

    requests: Counter[str] = field(default_factory=Counter)
    bytes: int = 0


@dataclass
class Served:
    """A server that runs; `asked` is what was asked of it so far."""

    endpoint: str
    asked: Asked

    @property
    def variables(self) -> dict[str, str]:
        """What isnad is to be told."""
        return KEYS | {"AWS_ENDPOINT_URL": self.endpoint}

    def objects(self, prefix: str | None = None) -> S3Store:
        """The bucket itself, to look at and to damage."""
        return S3Store(
            NAME, prefix=prefix, endpoint=self.endpoint, region="us-east-1",
            access_key_id=KEYS["AWS_ACCESS_KEY_ID"], secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
            client_options={"allow_http": True},
        )  # fmt: skip


class Quiet(WSGIRequestHandler):
    """Says nothing, and keeps connections open as S3 does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the other side's acknowledgement

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def served(bucket: str = NAME) -> Iterator[Served]:
    """A server with an empty bucket while the block lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    asked = Asked()
    app = DomainDispatcherApplication(create_backend_app)

    def counting(environ: dict[str, Any], start: Any) -> Any:
        asked.requests[environ["REQUEST_METHOD"]] += 1
        for part in app(environ, start):
            asked.bytes += len(part) if environ["REQUEST_METHOD"] != "HEAD" else 0
            yield part

    server = make_server("127.0.0.1", 0, counting, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    make_bucket(endpoint, bucket)
    try:
        yield Served(endpoint, asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_bucket(endpoint: str, name: str) -> None:
    """Make a bucket."""
    import httpx

    httpx.put(f"{endpoint}/{name}").raise_for_status()


def main() -> None:
    """Serve until the process is ended."""
    with served() as found:
        for name, value in found.variables.items():
            print(f"export {name}='{value}'", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
