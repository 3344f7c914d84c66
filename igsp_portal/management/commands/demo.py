"""`manage.py demo`: the whole portal with its one process, on this machine alone, from one command."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import http.client
import io
import ipaddress
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from igsp_portal.bootstrap.ground import ROOT, say
from igsp_portal.bootstrap.system import PDF_NEEDS, exact_line
from igsp_portal.foundations.files.space import is_full
from igsp_portal.foundations.paper import presses
from igsp_portal.foundations.worker.work import AWAITED
from igsp_portal.management.supervisor import ChildEnded, Supervisor, stopped_by_signals

PROCESS = "igsp"
FIRST_ANSWER_SECONDS = 60
UNMINIFIED = ("jquery.js", "select2.full.js", "xregexp.js")  # half of what there is to compress; no page asks for it
PYTHON = [sys.executable, "-u"]
WSGI = "igsp_portal.wsgi:application"


class Command(BaseCommand):
    help = "Sets up a demonstration and serves it on this machine. PORT and PORTAL_VAR move it."
    requires_system_checks: list[str] = []  # they run with migrate

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="a loopback address (default: %(default)s)")

    def handle(self, *, bind: str, **options: object) -> None:
        """Prepare, serve, and end with a message; raises CommandError with what to do."""
        address = loopback(bind)
        port = int(os.environ.get("PORT", "8000"))
        if not settings.DEMO:
            raise CommandError("Start the demonstration as `python3 manage.py demo`.")
        with ending_in_words(), stopped_by_signals() as ending, the_only_one(Path(settings.VAR)):
            refuse_taken(address, port)
            prepare()
            ending.check()
            serve(address, port, Supervisor(ending))


class Progress(io.TextIOBase):
    """Takes the words of another command, and says them as progress."""

    def write(self, words: str) -> int:
        for line in words.splitlines():
            if line.strip():
                say(f"  {line}")
        return len(words)


def loopback(bind: str) -> str:
    """The address to listen on; raises CommandError for one that other machines reach.

    A demonstration signs anybody in at one click, so it is for this machine alone.
    """
    address = "127.0.0.1" if bind == "localhost" else bind.strip("[]")
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(address).is_loopback:
            return address
    raise CommandError(
        f"A demonstration is for this machine alone and does not listen on {bind}: anybody could sign in as "
        "the secretariat. Leave --bind away, or see docs/operating.md for a real portal."
    )


def refuse_taken(address: str, port: int) -> None:
    """Raise CommandError when the port cannot be had, before any work is done."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used: {error.strerror}. "
                f"Choose another: PORT={8001 if port == 8000 else 8000} python3 manage.py demo"
            ) from None


@contextlib.contextmanager
def the_only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder for one demonstration at a time; raises CommandError when it is held."""
    with (folder / "demo.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(
                f"Another demonstration uses {folder}. End it, or name another folder: "
                "PORTAL_VAR=/another/folder PORT=8001 python3 manage.py demo"
            ) from None
        yield


@contextlib.contextmanager
def ending_in_words() -> Iterator[None]:
    """Turn the ways a demonstration ends into a sentence."""
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped. The same command goes on where this ended.")
    except ChildEnded as ended:
        raise CommandError(str(ended)) from None
    except Exception as error:
        if not is_full(error):
            raise
        raise CommandError(
            f"The disk that holds {settings.VAR} is full. What was loaded is kept. Free some 200 MB, or name "
            "another folder with PORTAL_VAR, and run the same command again."
        ) from error


def prepare() -> None:
    """Bring static files, database, process and papers up to date; each step keeps what is there."""
    say(f"Preparing the data in {settings.VAR}")
    with style_sheets_collected():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if apps.get_model("meetings", "Process").objects.exists():
            typeset()
            return
        with presses.started(presses.number()):
            say("Loading the process, in six languages")
            call_command("load_process", PROCESS, no_papers=True, verbosity=0, stdout=Progress())
            typeset()


@contextlib.contextmanager
def style_sheets_collected() -> Iterator[None]:
    """Collect and compress the static files beside the work inside, unless none has changed."""
    kept = Path(settings.STATIC_ROOT) / ".sources"
    wanted = sources_of_static_files()
    if kept.exists() and kept.read_text() == wanted:
        yield
        return
    say("Collecting the style sheets, beside the rest")
    command = [*PYTHON, str(ROOT / "manage.py"), "collectstatic", "--noinput", "--verbosity=0"]
    for name in UNMINIFIED:
        command += ["--ignore", name]
    collecting = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield
    except BaseException:
        collecting.kill()
        raise
    output, _ = collecting.communicate()
    if collecting.returncode:
        raise CommandError(f"The style sheets could not be collected.\n{output[-2000:]}")
    kept.write_text(wanted)


def sources_of_static_files() -> str:
    """A fingerprint of the static files by name, size and time of change."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            lines.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def typeset() -> None:
    """Typeset the newest papers that are not yet; without Pango the portal starts all the same."""
    lacking = [need.package for need in PDF_NEEDS if not need.is_there()]
    if lacking:
        say(f"No PDF files: {', '.join(lacking)} missing. {exact_line(lacking)}")
        if lacking != ["libharfbuzz-subset0"]:
            return
    say("Typesetting the papers")
    try:
        call_command("typeset", newest_first=True, stdout=Progress())
    except CommandError as error:
        say(f"Some papers are not typeset: {error}")


def serve(address: str, port: int, supervisor: Supervisor) -> None:
    """Run server and workers until the server ends or Ctrl-C; leaves none behind."""
    host = f"[{address}]" if ":" in address else address
    try:
        supervisor.start("server", server(f"{host}:{port}"))
        supervisor.start("worker", worker(), log=Path(settings.VAR) / "worker.log", lasting=True)
        wait_for_answer(supervisor, address, port)
        supervisor.start("worker for codes", worker_for_codes(), log=Path(settings.VAR) / "codes.log", lasting=True)
        say(f"Ready: http://{host}:{port}/   (Ctrl-C ends it)")
        call_command("demo_accounts")
        supervisor.wait()
    finally:
        supervisor.stop()


def server(bind: str) -> list[str]:
    """The production server, with two processes; its control socket would outlive the data folder."""
    options = ["--bind", bind, "--workers", "2", "--threads", "4", "--log-level", "warning"]
    options += ["--worker-class", "igsp_portal.serving.Worker"]
    return [*PYTHON, "-m", "gunicorn", *options, "--no-control-socket", "--chdir", str(ROOT), WSGI]


def worker() -> list[str]:
    """The worker: it sends the letters and typesets what is posted. It keeps its name from run to run."""
    return [*PYTHON, str(ROOT / "manage.py"), "db_worker", "--worker-id", "demo"]


def worker_for_codes() -> list[str]:
    """The worker of what somebody waits for alone, so that no receipt and no paper is ever before a code."""
    return [*worker(), "--worker-id", "demo-codes", "--queue-name", AWAITED, "--interval", "0.5"]


def wait_for_answer(supervisor: Supervisor, address: str, port: int) -> None:
    """Return when the first page answers, which also warms it; raises ChildEnded when it never will."""
    until = time.monotonic() + FIRST_ANSWER_SECONDS
    while time.monotonic() < until:
        supervisor.look()
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(address, port, timeout=FIRST_ANSWER_SECONDS)
            connection.request("GET", "/en/", headers={"Host": f"127.0.0.1:{port}"})
            status = connection.getresponse().status
            if status >= 500:
                say(f"The first page answers with an error ({status}); its words are above.")
            return
        time.sleep(0.1)
    raise ChildEnded(f"The server did not answer within {FIRST_ANSWER_SECONDS} seconds.")
