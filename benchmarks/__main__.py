"""`python3 -m benchmarks` is `python3 manage.py benchmark`."""

import sys

from igsp_portal import bootstrap

if __name__ == "__main__":
    bootstrap.main(["manage.py", "benchmark", *sys.argv[1:]])
