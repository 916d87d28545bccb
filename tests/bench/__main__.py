"""`make bench`: every figure of the README and the changelog, from the real pages beside the checkout."""

import sys

from tests.bench import charsets, embeds, extraction, fetching, pipeline
from tests.bench.corpora import ROOT


def main() -> int:
    """Print extraction quality, tweets found, charsets read, and the speed of the whole and of fetching."""
    if not ROOT.exists():
        print(f"no corpora at {ROOT.resolve()}; the benchmarks need the shared real pages", file=sys.stderr)
        return 1
    for part in (extraction, embeds, charsets, pipeline, fetching):
        part.main()
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
