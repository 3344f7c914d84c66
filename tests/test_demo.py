"""The demonstration's own rules: this machine alone, one at a time, and everything ends together."""

import errno
import signal
import socket
import sqlite3
import sys
import time

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import OperationalError

from igsp_portal.foundations.files.space import is_full
from igsp_portal.foundations.worker import work
from igsp_portal.management import supervisor
from igsp_portal.management.commands import demo
from igsp_portal.management.supervisor import ChildEnded, Ending, Supervisor


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_this_machine_may_listen_to_itself(bind):
    assert demo.loopback(bind) in ("127.0.0.1", "127.9.9.9", "::1")


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.7", "portal.example.org", "", "127.0.0.1.example.org"])
def test_a_demonstration_listens_to_nobody_else(bind):
    with pytest.raises(CommandError, match="for this machine alone"):
        demo.loopback(bind)


def test_a_taken_port_is_refused_with_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used: .* PORT=8000 python3 manage.py demo"):
            demo.refuse_taken("127.0.0.1", port)


def test_a_data_folder_holds_one_demonstration_at_a_time(tmp_path):
    with (
        demo.the_only_one(tmp_path),
        pytest.raises(CommandError, match="Another demonstration uses"),
        demo.the_only_one(tmp_path),
    ):
        pass
    with demo.the_only_one(tmp_path):
        pass


def test_a_demonstration_without_its_settings_is_refused():
    with pytest.raises(CommandError, match=r"Start the demonstration as `python3 manage\.py demo`"):
        demo.Command().handle(bind="127.0.0.1")


def test_a_full_disk_is_recognized_however_deep():
    full = OSError(errno.ENOSPC, "No space left on device")
    sqlite = OperationalError("database or disk is full")
    sqlite.__cause__ = sqlite3.OperationalError("database or disk is full")
    wrapped = ValueError("typesetting")
    wrapped.__cause__ = full
    assert [is_full(error) for error in (full, sqlite, wrapped)] == [True, True, True]
    assert not is_full(OSError(errno.EACCES, "Permission denied"))


def test_a_full_disk_ends_in_advice():
    with pytest.raises(CommandError, match="is full. What was loaded is kept."), demo.ending_in_words():
        raise OSError(errno.ENOSPC, "No space left on device")


def test_ctrl_c_ends_without_an_error(capsys):
    with demo.ending_in_words():
        raise KeyboardInterrupt
    assert "Stopped. The same command goes on where this ended." in capsys.readouterr().out


def test_an_end_asked_for_in_a_finalizer_is_not_lost(children):
    children.start("server", sleeping())
    with pytest.raises(KeyboardInterrupt):
        children.ending.ask(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        children.wait()


def test_a_polite_end_is_like_ctrl_c():
    with pytest.raises(KeyboardInterrupt), supervisor.stopped_by_signals():
        signal.raise_signal(signal.SIGTERM)


def test_codes_have_a_worker_of_their_own_beside_the_one_that_does_everything(queued):
    parser = load_command_class(get_commands()["db_worker"], "db_worker").create_parser("manage.py", "db_worker")
    commands = [demo.worker(), demo.worker_for_codes()]
    asked = [parser.parse_args(command[command.index("db_worker") + 1 :]) for command in commands]
    assert [(one.worker_id, one.queue_name) for one in asked] == [("demo", "*"), ("demo-codes", work.AWAITED)]


# Everything ends together


def test_a_program_that_ends_is_quoted(children, tmp_path):
    children.start("worker", [sys.executable, "-c", "raise SystemExit('no such table')"], log=tmp_path / "log")
    with pytest.raises(ChildEnded, match=r"Its last words:\nno such table$"):
        children.wait()


@pytest.fixture
def children():
    started = Supervisor(Ending())
    yield started
    started.stop()


def sleeping():
    return [sys.executable, "-c", "import time; time.sleep(60)"]


def test_when_one_ends_the_others_follow(children):
    children.start("server", sleeping())
    children.start("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(ChildEnded, match=r"The worker ended by itself \(exit code 3\)"):
        children.wait()
    children.stop()
    assert children.children["server"].poll() == -signal.SIGTERM


def test_a_killed_program_is_named_with_its_signal(children):
    children.start("server", sleeping())
    children.children["server"].kill()
    with pytest.raises(ChildEnded, match=r"The server ended by itself \(signal SIGKILL\)"):
        children.wait()


def test_a_program_that_does_not_listen_is_ended_all_the_same(children, monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "PATIENCE_SECONDS", 0.2)
    ready = tmp_path / "ready"
    deaf = f"import signal, time; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w'); time.sleep(60)"
    children.start("worker", [sys.executable, "-c", deaf])
    while not ready.exists():
        time.sleep(0.01)
    children.stop()
    assert children.children["worker"].poll() == -signal.SIGKILL


# What lasts is started again


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def lasting(tmp_path):
    """A supervisor with a clock of its own, and a worker that notes each start and ends at once."""
    started = Supervisor(Ending(), Clock())
    note = f"open({str(tmp_path / 'starts')!r}, 'a').write('.'); raise SystemExit('no such table')"
    started.start("worker", [sys.executable, "-c", note], log=tmp_path / "log", lasting=True)
    yield started
    started.stop()


def let_it_end(supervisor, seconds_later):
    """Let the worker end, and look at it then and so many seconds later; how often it was started."""
    worker = supervisor.children["worker"]
    worker.wait(60)
    supervisor.look()
    supervisor.clock.seconds += seconds_later
    supervisor.look()
    supervisor.children["worker"].wait(60)
    return len((supervisor.logs["worker"].parent / "starts").read_text())


def test_a_lasting_program_is_started_again_without_limit_after_pauses_that_grow(lasting, capsys):
    assert [let_it_end(lasting, pause) for pause in (1, 2, 4, 8, 15, 15, 15)] == [2, 3, 4, 5, 6, 7, 8]
    assert [line.partition("] ")[2] for line in capsys.readouterr().out.splitlines() if "ended" in line] == [
        "The worker ended by itself (exit code 1), and is started again. Its last words:"
    ]


def test_it_is_not_started_before_its_pause_is_over(lasting):
    assert [let_it_end(lasting, 1), let_it_end(lasting, 1.9)] == [2, 2]


def test_one_that_has_lived_for_a_while_is_told_of_again_and_waits_from_the_start(lasting, capsys):
    assert [let_it_end(lasting, pause) for pause in (1, 2)] == [2, 3]
    lasting.clock.seconds += supervisor.STEADY_SECONDS
    assert let_it_end(lasting, 1) == 4
    assert capsys.readouterr().out.count("The worker ended by itself") == 2


def test_the_end_of_another_still_ends_all(lasting):
    lasting.start("server", [sys.executable, "-c", "raise SystemExit(3)"])
    lasting.children["server"].wait(60)
    with pytest.raises(ChildEnded, match=r"The server ended by itself \(exit code 3\)"):
        lasting.look()


def test_the_workers_of_a_demonstration_last_and_its_server_does_not(monkeypatch, settings, tmp_path):
    started = {}

    class Noting(Supervisor):
        def start(self, name, command, log=None, *, lasting=False):
            started[name] = lasting

        def wait(self):
            pass

    settings.VAR = tmp_path
    monkeypatch.setattr(demo, "wait_for_answer", lambda *where: None)
    monkeypatch.setattr(demo, "call_command", lambda name: None)
    demo.serve("127.0.0.1", 8000, Noting(Ending()))
    assert started == {"server": False, "worker": True, "worker for codes": True}
