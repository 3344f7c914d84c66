"""A net between a browser and the demonstration that can be cut and mended."""

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
        threading.Thread(target=self._receive, daemon=True).start()

    def cut(self) -> None:
        """Whatever is on its way breaks off, and nothing more comes through."""
        self.is_whole = False
        for end in [*self.open]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_whole = True

    def _receive(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near = self.door.accept()[0]
                if not self.is_whole:
                    near.close()
                    continue
                far = socket.create_connection(self.beyond)
                self.open |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while sent := one.recv(65536):
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
        net.cut()
        net.door.close()
