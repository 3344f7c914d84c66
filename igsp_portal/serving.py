"""The server of the portal's pages: gunicorn's threads, told how long each request waited for one.

    gunicorn --worker-class igsp_portal.serving.Worker igsp_portal.wsgi:application

On the night of a deadline requests stand in line for a thread, and who pressed in time is not late for that.
"""

from __future__ import annotations

import datetime as dt
import selectors
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT, TConn, ThreadWorker

from igsp_portal.foundations.pages import arrival
from igsp_portal.foundations.paper import presses


class Worker(ThreadWorker):
    """Gives a connection a thread once there is something to read, and says how long that has been there.

    A receipt that no worker has made yet is set by a press beside it: what typesets would stay in its memory.
    """

    def run(self) -> None:
        with presses.beside_a_server():
            super().run()

    def enqueue_req(self, conn: TConn) -> None:
        if conn.initialized or conn.data_ready:
            conn.came_at = time.monotonic()
            super().enqueue_req(conn)
        else:
            self._await_request(conn)

    def _await_request(self, conn: TConn) -> None:
        """Let the main loop watch a new connection, as gunicorn does once a thread has watched it for five seconds."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + DEFAULT_WORKER_DATA_TIMEOUT + self.cfg.keepalive
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def handle(self, conn: TConn) -> Any:
        with arrival.after_waiting(dt.timedelta(seconds=time.monotonic() - conn.came_at)):
            return super().handle(conn)
