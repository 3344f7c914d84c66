"""`python3 -m benchmarks` is `python3 manage.py benchmark`."""

import sys

from benchmarks import run
from igsp_portal.bootstrap import entry

if __name__ == "__main__":
    entry.main(["manage.py", "benchmark", *sys.argv[1:]], {"benchmark": run.main})
