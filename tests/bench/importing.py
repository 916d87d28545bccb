"""A million tweets imported: how fast, and how much memory, also against twarc-csv.

    python -m tests.bench.importing --tweets 1000000 [--against-twarc-csv --twarc-python PYTHON]

The tweets have the shapes of the real payloads beside the checkout, answers and flattened ones, with ids and
texts drawn from a seed. twarc-csv is no dependency: give the Python of an environment that has it; it is
given the first 50,000 of the same tweets, as it does by itself, and told to keep the tweets that stand beside
them, which isnad always does. Sizes are the largest each process had (VmHWM), of all there were.
"""

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.corpora import ROOT
from tests.bench.flattening import flatten

SHAPES = ROOT.parent / "tweets" / "v2"
TWARC_TWEETS = 50_000
BESIDE = "--inline-referenced-tweets"
SAMPLE_S = 0.2
WORDS = ("harbour", "bridge", "الميناء", "الجسر", "נמל", "גשר", "بندر", "پل", "council", "storm")
ID = re.compile(r"(?<![\d.])\d{15,19}(?![\d.])|@WORDS@")

Template = tuple[int, list[str]]  # how many tweets, and the text with ids and words apart


def main() -> None:
    """Generate, import, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tweets", type=int, default=1_000_000)
    parser.add_argument("--against-twarc-csv", action="store_true")
    parser.add_argument("--twarc-python", type=Path, default=Path(sys.executable))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tweets = write_lines(folder / "tweets.jsonl", given.tweets)
        ours = import_file(folder, tweets)
        if given.against_twarc_csv:
            cut_first(folder)
            theirs = (
                run_twarc_csv(folder, given.twarc_python),
                run_twarc_csv(folder, given.twarc_python, BESIDE),
            )
            asked, every = (own / other for own, other in zip(ours, theirs, strict=True))
            print(
                f"isnad / twarc-csv: {asked:.2f} by tweets asked for, {every:.2f} by all tweets of the file"
            )


def write_lines(file: Path, tweets: int) -> int:
    """Write so many tweets, or a few more; how many."""
    draw, written = random.Random(1), 0
    templates = read_templates()
    with file.open("w", encoding="utf-8") as out:
        while written < tweets:
            count, pieces = draw.choice(templates)
            shift = draw.randrange(1, 2**28) << 32
            out.write("".join(varied(pieces, shift, draw)) + "\n")
            written += count
    return written


def varied(pieces: list[str], shift: int, draw: random.Random) -> Iterator[str]:
    """The text with other ids and words in the places, which are every other piece."""
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            yield piece
        elif piece == "@WORDS@":
            yield " ".join(draw.choices(WORDS, k=6))
        else:
            yield str(int(piece) % 2**60 + shift)


def read_templates() -> list[Template]:
    """Each answer as one line, and each of its tweets as a flattened one; large answers are left out."""
    answers = [answer for file in sorted(SHAPES.glob("twarc-csv__*.jsonl")) for answer in read_answers(file)]
    small = [answer for answer in answers if len(answer["data"]) < 10]
    flat = [tweet for answer in answers for tweet in flatten(answer)]
    return [(len(a["data"]), split(a)) for a in small] + [(1, split(tweet)) for tweet in flat]


def read_answers(file: Path) -> Iterator[dict[str, Any]]:
    """The answers of a file; its other lines are messages of a stream."""
    for line in file.read_bytes().splitlines():
        try:
            answer = json.loads(line)
        except ValueError:
            continue
        if "data" in answer:
            data = answer["data"]
            yield answer | {"data": data if isinstance(data, list) else [data]}


def split(value: Any) -> list[str]:
    """The JSON of a value, its ids and the ends of its texts apart."""
    text = re.sub(r'("text": "(?:[^"\\]|\\.)*)"', r'\1 @WORDS@"', json.dumps(value, ensure_ascii=False))
    found = ID.findall(text)
    between = ID.split(text)
    return [piece for pair in zip(between, [*found, ""], strict=True) for piece in pair][:-1]


def import_file(folder: Path, tweets: int) -> tuple[float, float]:
    """Import the file, print the figures; tweets asked for a second, and all tweets."""
    root, file = folder / "warehouse", folder / "tweets.jsonl"
    command = [Path(sys.executable).with_name("isnad"), "import", file, "--root", root, "--json"]
    out, wall_s, most_mb = measure([str(part) for part in command])
    said = json.loads(out)
    size = sum(path.stat().st_size for path in (root / "data").rglob("*.parquet"))
    print(f"{tweets:,} tweets ({file.stat().st_size / 1e6:,.0f} MB) in {wall_s:.1f} s:", end=" ")
    print(f"{tweets / wall_s:,.0f} tweets, {said['rows'] / wall_s:,.0f} rows a second;", end=" ")
    print(f"{size / 1e6:,.0f} MB written; largest process {most_mb} MB")
    print(said)
    return tweets / wall_s, said["tweets"] / wall_s


def cut_first(folder: Path) -> None:
    """Write a file of the first tweets."""
    tweets = 0
    with (folder / "tweets.jsonl").open("rb") as source, (folder / "first.jsonl").open("wb") as out:
        for line in source:
            out.write(line)
            tweets += len(json.loads(line).get("data", [1]))
            if tweets >= TWARC_TWEETS:
                break


def run_twarc_csv(folder: Path, python: Path, *options: str) -> float:
    """Have twarc-csv read the first tweets; rows a second."""
    log, token = str(folder / "twarc.log"), "none"  # without one it asks for its configuration
    command = [str(python.with_name("twarc2")), "--log", log, "--bearer-token", token]
    command += ["csv", *options, str(folder / "first.jsonl"), str(folder / "first.csv")]
    _, wall_s, most_mb = measure(command)
    with (folder / "first.csv").open(encoding="utf-8", newline="") as file:
        tweets = sum(1 for _ in csv.DictReader(file))
    print(f"twarc-csv {' '.join(options)}: {tweets:,} tweets in {wall_s:.1f} s:", end=" ")
    print(f"{tweets / wall_s:,.0f} a second; largest process {most_mb} MB")
    return tweets / wall_s


def measure(command: list[str]) -> tuple[str, float, int]:
    """Run a command; what it printed, the seconds it took, and the MB of its largest process."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        most: list[int] = [0]
        watcher = threading.Thread(target=watch, args=(process.pid, most, process.poll), daemon=True)
        watcher.start()
        out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{command[0]} ended in {process.returncode}")
    return out, time.perf_counter() - started, max(most)


def watch(pid: int, most: list[int], ended: Callable[[], int | None]) -> None:
    """Look at the sizes of a process and all that it started, until it ends."""
    while ended() is None:
        most.extend(size for process in family(pid) if (size := most_mb(process)))
        most[:] = [max(most)]
        time.sleep(SAMPLE_S)


def family(pid: int) -> set[int]:
    """A process and all its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(
                stat.read_text("ascii", "replace").rpartition(")")[2].split()[1]
            )
        except OSError:
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def most_mb(pid: int) -> int | None:
    """The largest size a process had; None where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    return next(
        (int(line.split()[1]) // 1_024 for line in islice(lines, 80) if line.startswith("VmHWM")), None
    )


if __name__ == "__main__":
    main()
