"""How fast pages are fetched, against a bare httpx loop on the same pages with the same concurrency.

    python -m tests.bench.fetching [--pages 2000] [--rounds 5]

2,000 small pages over 50 loopback hosts without delay, served by a process of its own. Both sides run in
processes of their own, in turn; the clock runs while pages are fetched, not while Python starts. Ours is the
whole fetch task: robots.txt, what is known, the guard, outcomes, and Parquet on disk.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
from prefect.logging import disable_run_logger

from config.settings import load_settings
from config.sources import load_sources
from flows.job import make_job
from tasks.clock import utc_now
from tasks.discover import discover, plan
from tasks.fetch import fetch

HOSTS, CONCURRENCY = 50, 32
BODY = (
    "<html><head><title>Harbour</title></head><body><article>" + "<p>The ferry is back.</p>" * 200
).encode()
HEAD = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"


async def serve() -> None:
    """Small pages, and no robots.txt, on every loopback address; the port is printed."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                missing = b"robots.txt" in line
                body = b"" if missing else BODY + line
                writer.write(HEAD % (b"404 Not Found" if missing else b"200 OK", len(body)) + body)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def addresses(port: int, pages: int) -> list[str]:
    """The pages, host by host in turn."""
    return [f"http://127.0.4.{number % HOSTS + 1}:{port}/page/{number}" for number in range(pages)]


def run_bare(port: int, pages: int) -> float:
    """Seconds a bare httpx loop takes."""

    async def ask_all() -> int:
        slots = asyncio.Semaphore(CONCURRENCY)
        async with httpx.AsyncClient(http2=True, follow_redirects=True) as http:

            async def ask(url: str) -> int:
                async with slots:
                    return len((await http.get(url)).content)

            return sum(await asyncio.gather(*map(ask, addresses(port, pages))))

    began = time.perf_counter()
    received = asyncio.run(ask_all())
    assert received > pages * len(BODY)
    return time.perf_counter() - began


def run_isnad(port: int, pages: int) -> float:
    """Seconds our fetch task takes."""
    with tempfile.TemporaryDirectory() as temporary, disable_run_logger():
        folder = Path(temporary)
        (folder / "urls.txt").write_text("\n".join(addresses(port, pages)), "utf-8")
        (folder / "sources.toml").write_text('[[source]]\nname = "a"\nkind = "urls"\nfile = "urls.txt"\n')
        settings = load_settings(
            root=folder / "w", allow_loopback=True, delay_s=0.0, requests_at_once=CONCURRENCY
        )
        job = replace(make_job(settings, date(2024, 12, 9), utc_now()), run_id="r1")
        found = discover.fn(job, load_sources(folder / "sources.toml"))
        [lot] = plan.fn(job, 1)
        began = time.perf_counter()
        done = fetch.fn(job, lot, {}, 1, found.trace)
        took = time.perf_counter() - began
        assert done.pages == pages
        return took


def measure(side: str, port: int, pages: int) -> float:
    """Run one side in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.fetching", "--side", side, "--port", str(port)]
    ran = subprocess.run([*command, "--pages", str(pages)], check=True, capture_output=True, text=True)
    return float(ran.stdout)


def report(pages: int, bare: Sequence[float], ours: Sequence[float]) -> None:
    """The table and the ratio, pair by pair."""
    print("| fetching | pages | s, median | pages / s |")
    print("|---|---|---|---|")
    for who, took in (("bare httpx", bare), ("isnad", ours)):
        middle = statistics.median(took)
        print(f"| {who} | {pages:,} | {middle:.2f} | {pages / middle:.0f} |")
    ratios = sorted(one / other for one, other in zip(bare, ours, strict=True))
    middle = statistics.median(ratios)
    print(f"\nisnad / bare, pages per second: {middle:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")


def main(pages: int = 2_000, rounds: int = 5) -> None:
    """Both sides in turn."""
    command = [sys.executable, "-m", "tests.bench.fetching", "--side", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        try:
            pairs = [(measure("bare", port, pages), measure("isnad", port, pages)) for _ in range(rounds)]
        finally:
            server.kill()
    report(pages, [bare for bare, _ in pairs], [ours for _, ours in pairs])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=("serve", "bare", "isnad"))
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.side == "serve":
        asyncio.run(serve())
    elif given.side:
        print((run_bare if given.side == "bare" else run_isnad)(given.port, given.pages))
    else:
        main(given.pages, given.rounds)
