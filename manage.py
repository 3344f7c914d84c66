#!/usr/bin/env python3
"""Everything starts here: `manage.py demo`, `manage.py test` and every command of Django's."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in words that any Python can read
    sys.exit(
        "The portal needs Python 3.11 or later; this is Python %d.%d.\n"  # noqa: UP031
        "Start it with a later one, for example: python3.12 manage.py demo" % sys.version_info[:2]
    )

from igsp_portal.bootstrap import entry  # noqa: E402


def benchmark(arguments: list[str]) -> int:
    """`manage.py benchmark`: what the portal promises of speed and weight."""
    from benchmarks import run  # stands above the bootstrap, which is told of it here

    return run.main(arguments)


if __name__ == "__main__":
    entry.main(sys.argv, {"benchmark": benchmark})
