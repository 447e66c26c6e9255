"""``python -m tools.verify_catalog [--tier test|full] [--names] [SDK...]``: exit 1 where a name is not confirmed."""

from __future__ import annotations

import argparse
import sys

from aigc_lint.catalog.load import load
from tools.verify_catalog.bench import Bench
from tools.verify_catalog.excuses import failures, needless, read_excuses
from tools.verify_catalog.pins import TIERS, of_tier, read_pins
from tools.verify_catalog.report import report
from tools.verify_catalog.verify import verify
from tools.verify_catalog.wheels import DownloadError, fetch


def main(arguments: list[str] | None = None) -> int:
    """Download, check, say it."""
    parser = argparse.ArgumentParser(prog="verify_catalog", description="Hold rules/sdks/ against the source of the pinned SDKs.")
    parser.add_argument("sdks", nargs="*", metavar="SDK", help="distributions to check (default: all that are pinned)")
    parser.add_argument("--tier", choices=TIERS, default="full", help="which wheels to download")
    parser.add_argument("--names", action="store_true", help="list every name, not only what is wrong")
    options = parser.parse_args(arguments)
    catalog = load()
    try:
        bench = Bench(fetch(of_tier(read_pins(), options.tier)))
    except DownloadError as error:
        print(error, file=sys.stderr)
        return 2
    chosen = options.sdks or sorted(catalog.sdks)
    if unknown := sorted(set(chosen) - set(catalog.sdks)):
        parser.error(f"no SDK file is called {', '.join(unknown)}")
    claims = [claim for name in chosen if name in bench.sdks() for claim in verify(bench, catalog.sdks, catalog.sdks[name])]
    excuses = read_excuses()
    unread = [name for name in chosen if name not in bench.sdks()]
    for line in report(claims, excuses, unread, every_name=options.names):
        print(line)
    return 1 if failures(claims, excuses) or needless(claims, excuses) else 0


if __name__ == "__main__":
    sys.exit(main())
