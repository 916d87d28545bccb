"""A server that misbehaves: real HTTP/1.1 on loopback, one path for each fault; also run as a module."""

import argparse
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from signal import SIGINT, SIGTERM, default_int_handler, signal

from tests.site.exchange import Request
from tests.site.faults import FAULTS, GOOD, Fault
from tests.site.running import Hostile, Span
from tests.site.server import Server

__all__ = ["Fault", "Hostile", "Request", "Span", "serve"]
POLL_S = 0.02


@contextmanager
def serve(port: int = 0) -> Iterator[Hostile]:
    """The server on that port (0: a free one) of all of 127.0.0.0/8, until the block ends.

    Raises:
        ExceptionGroup: the server's own errors, among them a request that is not HTTP.
    """
    server = Server(port)
    accepting = threading.Thread(target=server.serve_forever, args=(POLL_S,))
    accepting.start()
    try:
        yield server.hostile
    finally:
        server.end()
        accepting.join()
    if server.errors:
        raise ExceptionGroup("the misbehaving server failed", server.errors)


def main() -> None:
    """Serve until Ctrl-C or SIGTERM and say what stands where."""
    for number in (SIGINT, SIGTERM):
        signal(number, default_int_handler)  # a shell's background jobs ignore Ctrl-C otherwise
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="a free one where none is given")
    with serve(parser.parse_args().port) as hostile, suppress(KeyboardInterrupt):
        for fault in (*FAULTS.values(), *GOOD):
            print(f"{hostile.url(fault.path):50} {fault.says}")
        print("Ctrl-C ends it.", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
