"""Every run of pytest starts from the same variables, whatever the shell holds.

It is loaded before Django's plugin. `pytest` by itself gets SQLite in memory and a data folder that goes
away; each worker of xdist has its own folder inside the controller's.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from igsp_portal.bootstrap.checks import environment

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["PORTAL_VAR"] = str(Path(os.environ["PORTAL_VAR"]) / worker)
else:
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment(os.environ, folder)
