#!/usr/bin/env python3
"""Everything starts here: `manage.py demo`, `manage.py test` and every command of Django's."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in words that any Python can read
    sys.exit(
        "The portal needs Python 3.11 or later; this is Python %d.%d.\n"  # noqa: UP031
        "Start it with a later one, for example: python3.12 manage.py demo" % sys.version_info[:2]
    )

from igsp_portal import bootstrap  # noqa: E402

if __name__ == "__main__":
    bootstrap.main(sys.argv)
