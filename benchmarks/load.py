"""A small load generator: connections that stay open, each asking for one page over and over."""

from __future__ import annotations

import re
import socket
import threading
import time

CONNECTIONS = 16
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Unexpected(Exception):
    """The server answered something else than the page."""


def fetch(port: int, path: str, headers: str = "") -> tuple[bytes, bytes]:
    """The head and the content of one answer from this machine. Raises Unexpected for other than 200 and 304."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        return _ask(connection, request(port, path, headers))


def request(port: int, path: str, headers: str = "") -> bytes:
    """A GET request of a browser that takes brotli; `headers` are further lines, each with its line end."""
    lines = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip, deflate, br\r\n{headers}\r\n"
    return lines.encode()


def per_second(port: int, path: str, seconds: float) -> float:
    """The answers per second that a server on this machine gives over some seconds."""
    until = time.perf_counter() + seconds
    counts: list[int] = []
    asking = request(port, path)
    threads = [threading.Thread(target=_ask_until, args=(port, asking, until, counts)) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < CONNECTIONS:
        raise Unexpected("A connection broke off under load.")
    return sum(counts) / (time.perf_counter() - began)


def one_after_the_other(port: int, path: str, count: int) -> None:
    """Ask for a page so many times over one connection."""
    asking = request(port, path)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(count):
            _ask(connection, asking)


def _ask_until(port: int, asking: bytes, until: float, counts: list[int]) -> None:
    answered = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            _ask(connection, asking)
            answered += 1
    counts.append(answered)


def _ask(connection: socket.socket, asking: bytes) -> tuple[bytes, bytes]:
    connection.sendall(asking)
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    head, _, content = data.partition(b"\r\n\r\n")
    if head[9:12] == b"304":
        return head, b""
    length = LENGTH.search(head)
    if head[9:12] != b"200" or length is None:
        raise Unexpected(head.decode("latin-1"))
    while len(content) < int(length[1]):
        content += _some(connection)
    return head, content


def _some(connection: socket.socket) -> bytes:
    if not (data := connection.recv(262144)):
        raise Unexpected("The server closed the connection.")
    return data
