"""A public file of 300 kB and a static one: the processor's time for each answer, beside bare Django views.

Where the portal stands alone it is compared with a bare `FileResponse` of the same bytes; behind nginx with a view that
asks one question of the database and leaves the bytes to nginx, nginx's own time counted for both.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django
from django.conf import settings

from benchmarks import load
from benchmarks.measures import Measure, give
from benchmarks.scene import fill_session
from benchmarks.servers import measured, processor_seconds

SIZE = 300_000  # bytes
ROUNDS, REQUESTS = 7, 600
START_SECONDS = 10
KEPT_FILES = "/kept-files/"
NGINX = """
daemon off; pid {here}/pid; error_log {here}/errors; {user}
events {{}}
http {{
    access_log off; sendfile on;
    client_body_temp_path {here}/body; proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi; scgi_temp_path {here}/scgi;
    server {{
        listen 127.0.0.1:{port};
        proxy_set_header Host $host;
        location / {{ proxy_pass http://127.0.0.1:{behind}; }}
        location {kept} {{ internal; alias {files}/; etag off; }}
    }}
}}
"""
Asked = tuple[int, str, tuple[int, ...]]  # a port, a path, and the processes that answer


def measure() -> list[Measure]:
    """The ratios of processor time, portal by bare view; and the portal's own, for orientation."""
    address = _file_to_give()
    static = _static_file()
    found: list[Measure] = []
    with ExitStack() as ends:
        portal, bare = _both(ends, address)
        found += _compared("public file, alone ÷ bare FileResponse", 1.2, (*portal, address), (*bare, "/alone"))
        os.environ["BENCHMARK_FILE"] = str(Path(settings.STATIC_ROOT or "") / static)
        _same, bare = _both(ends, address)
        name = f"static file of {Path(os.environ['BENCHMARK_FILE']).stat().st_size:,} bytes, alone ÷ bare FileResponse"
        found += _compared(name, 1.2, (*portal, f"/static/{static}"), (*bare, "/alone"))
    if shutil.which("nginx") is None:
        raise RuntimeError("nginx is not installed (Debian: nginx-light).")
    os.environ["PORTAL_NGINX_FILES"] = KEPT_FILES
    with ExitStack() as ends:
        portal, bare = (ends.enter_context(_behind_nginx(*server)) for server in _both(ends, address))
        name = "public file, behind nginx ÷ a view with one question, behind nginx"
        found += _compared(name, 1.0, (*portal, address), (*bare, "/behind"))
    return found


def _both(ends: ExitStack, address: str) -> list[tuple[int, tuple[int, ...]]]:
    """The port and the first process of the portal, and of the bare views."""
    servers = [("igsp_portal.wsgi:application", address), ("benchmarks.bare_file:application", "/alone")]
    started = [ends.enter_context(measured(*server)) for server in servers]
    return [(port, (process,)) for port, process in started]


def _compared(
    what: str, most: float, ours: tuple[int, tuple[int, ...], str], theirs: tuple[int, tuple[int, ...], str]
) -> list[Measure]:
    """Rounds of both in turn; the one that begins changes from round to round."""
    pairs = []
    for number in range(ROUNDS + 1):  # the first warms up
        order = [ours, theirs] if number % 2 else [theirs, ours]
        taken = {id(asked): _milliseconds(*asked) for asked in order}
        pairs.append((taken[id(ours)], taken[id(theirs)]))
    ratio = statistics.median(one / other for one, other in pairs[1:])
    means = [statistics.median(pair[place] for pair in pairs[1:]) for place in (0, 1)]
    name = what.partition("÷")[0].strip()
    return [
        Measure("files", what, ratio, "", most, note="processor time"),
        Measure("files", name, means[0], "ms"),
        Measure("files", f"{name}: the bare view", means[1], "ms"),
    ]


def _milliseconds(port: int, processes: tuple[int, ...], path: str) -> float:
    """Of the processor, for each answer."""
    before = sum(map(processor_seconds, processes))
    load.one_after_the_other(port, path, REQUESTS)
    return (sum(map(processor_seconds, processes)) - before) / REQUESTS * 1000


@contextmanager
def _behind_nginx(behind: int, processes: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    here = Path(os.environ["PORTAL_VAR"]) / f"nginx-{behind}"
    here.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""
    files = Path(os.environ["PORTAL_VAR"]) / "files"
    words = NGINX.format(here=here, user=user, port=port, behind=behind, kept=KEPT_FILES, files=files)
    (here / "conf").write_text(words)
    nginx = subprocess.Popen(["nginx", "-p", str(here), "-c", str(here / "conf"), "-e", str(here / "errors")])
    try:
        _wait(port)
        yield port, (*processes, nginx.pid)
    finally:
        nginx.terminate()
        nginx.wait(START_SECONDS)


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _file_to_give() -> str:
    """The address of a public file, which is also what the bare views give."""
    from documents.models import Document, Rendition

    fill_session(Document.objects.filter(key__startswith="benchmark-").count() + 1, SIZE)
    row = Rendition.objects.filter(document__key__startswith="benchmark-").latest("pk")
    path = Path(row.file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(SIZE))
    os.environ["BENCHMARK_FILE"] = str(path)
    os.environ["BENCHMARK_SENT_FROM"] = f"{KEPT_FILES}{row.file.name}"
    table = Rendition._meta.db_table
    asked = f"SELECT file FROM {table} WHERE sha256 = '{row.sha256}' AND released_at IS NOT NULL"  # noqa: S608
    os.environ["BENCHMARK_ALLOWED"] = asked
    return f"/files/{row.sha256}"


def _static_file() -> str:
    """The name of a picture, which is sent to everybody as it is."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    return str(staticfiles_storage.stored_name("emblem.svg"))  # type: ignore[attr-defined]


if __name__ == "__main__":
    django.setup()
    give(measure())
