"""The socket that is listened on, and the processes that share it."""

from __future__ import annotations

import socket

import uvicorn
from uvicorn.supervisors import Multiprocess


class ListenError(Exception):
    """The address cannot be listened on; the message says why."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address.

    It sends what it is given at once (``TCP_NODELAY``, which accepted connections take over). An answer is written in
    two pieces, and without this the second waits for the other side's acknowledgement: 40 ms on Linux.

    Raises:
        ListenError: The address is in use, or is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise ListenError(f"cannot listen on {host} port {port}: {error.strerror or error}") from None
    return made


def serve(config: uvicorn.Config, listening: socket.socket) -> None:
    """Serve until told to stop: in this process, or in ``config.workers`` processes that share the socket."""
    with listening:
        if config.workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])
