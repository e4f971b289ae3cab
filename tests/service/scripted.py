"""A server that answers as it is told: busy, slow, cut short, or somebody else's page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Script:
    """What to answer, in order (the last one again and again), and what was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    url: str = ""
    asked: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def next(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(body)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


CUT, SLOW = -1, -2
"""Close in the middle of the body; never answer."""


@contextmanager
def scripted(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[Script]:
    """Serve a script."""
    script = Script(list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, text = script.next(body)
            if status == SLOW:
                script.over.wait(30)
                return
            self.send_response(200 if status == CUT else status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text) + (100 if status == CUT else 0)))
            self.end_headers()
            self.wfile.write(text)
            self.close_connection = status == CUT

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield script
    finally:
        script.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
