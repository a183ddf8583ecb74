"""A process that sits on a port: as a host of another protocol, as a web server, or mutely."""

from __future__ import annotations

import http.server
import json
import socket
import sys


class _Page(http.server.BaseHTTPRequestHandler):
    body = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args: object) -> None:
        pass


def _say(port: int) -> None:
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()


def web(body: str, port: int = 47800) -> None:
    _Page.body = body.encode()
    server = http.server.ThreadingHTTPServer(("0.0.0.0", port), _Page)
    _say(port)
    server.serve_forever()


def mute(first: int, last: int) -> None:
    held = [socket.create_server(("0.0.0.0", port)) for port in range(first, last + 1)]
    _say(first)
    sys.stdin.read()
    for one in held:
        one.close()


def main(role: str, *words: str) -> None:
    if role == "host":
        health = {"app": "magnate", "version": words[1], "protocol": int(words[0])}
        web(json.dumps({**health, "rooms_open": 1, "id": "impostor"}))
    elif role == "web":
        web("<h1>It works!</h1>")
    else:
        mute(int(words[0]), int(words[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
