"""A net between a browser and the demonstration that can be cut and mended, and that can hang."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Net:
    """Passes bytes from a port of its own to the demonstration's, while it is whole."""

    def __init__(self, address: str) -> None:
        self.beyond = urlsplit(address).hostname or "", urlsplit(address).port or 80
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.is_whole, self.open = True, set[socket.socket]()
        self.refuses = False
        self.flows = threading.Event()
        self.flows.set()
        threading.Thread(target=self._receive, daemon=True).start()

    def cut(self) -> None:
        """Whatever is on its way breaks off, and nothing more comes through."""
        self.is_whole = False
        for end in [*self.open]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def hang(self) -> None:
        """Nothing breaks off, and nothing comes through."""
        self.flows.clear()

    def refuse(self) -> None:
        """Whoever comes is told that the server is out of order."""
        self.refuses = True
        for end in [*self.open]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_whole, self.refuses = True, False
        self.flows.set()

    def _receive(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near = self.door.accept()[0]
                if not self.is_whole:
                    near.close()
                    continue
                if self.refuses:
                    threading.Thread(target=self._refuse, args=(near,), daemon=True).start()
                    continue
                far = socket.create_connection(self.beyond)
                self.open |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _refuse(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near:
            near.recv(65536)
            near.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while sent := one.recv(65536):
                self.flows.wait()
                other.sendall(sent)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def net_to(address: str) -> Iterator[Net]:
    """A whole net to an address, until the end of the block."""
    net = Net(address)
    try:
        yield net
    finally:
        net.flows.set()
        net.cut()
        net.door.close()
