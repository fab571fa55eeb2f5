# SPDX-License-Identifier: Apache-2.0
"""A mail server on loopback that keeps every message it accepted, byte for byte.

    with SmtpSink() as sink:
        … send to sink.port …
        sink.messages[0].to, sink.messages[0].bytes

After `sink.refuses = lambda to: to.startswith("gone@")` such a recipient is answered with 550, and after
`sink.answers = lambda point, to: "550 5.7.60 no" if point == "dot" else None` the final dot. The points are "ehlo",
"mail", "rcpt", "data" and "dot"; None is the usual answer. `sink.hellos` has the names that clients gave.

It speaks just enough of RFC 5321 (with PIPELINING off) for one client that speaks it well; a message counts as accepted
before the answer to its final dot is sent, as with a real server that dies afterwards.
"""

import contextlib
import dataclasses
import email
import email.policy
import socketserver
import threading


@dataclasses.dataclass(frozen=True)
class Accepted:
    sender: str
    to: str
    bytes: bytes  # without dot-stuffing and without the final dot

    @property
    def parsed(self):
        return email.message_from_bytes(self.bytes, policy=email.policy.default)

    @property
    def message_id(self):
        return self.parsed["Message-ID"]

    @property
    def subject(self):
        return self.parsed["Subject"]


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(ConnectionError):
            self.talk()

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def talk(self):
        self.say("220 sink.example.org ESMTP")
        sender = to = ""
        for raw in iter(self.rfile.readline, b""):
            line = raw.decode("ascii", "replace").rstrip("\r\n")
            verb = line.upper()
            sink = self.server.sink
            if verb.startswith(("EHLO", "HELO")):
                sink.hellos.add(line[5:])
                self.say(sink.answers("ehlo", "") or "250 sink.example.org")
            elif verb.startswith("MAIL FROM:"):
                sender = line[10:].strip().strip("<>")
                self.say(sink.answers("mail", "") or "250 2.1.0 ok")
            elif verb.startswith("RCPT TO:"):
                to = line[8:].strip().strip("<>")
                refusal = "550 5.1.1 no such mailbox" if sink.refuses(to) else None
                self.say(sink.answers("rcpt", to) or refusal or "250 2.1.5 ok")
            elif verb == "DATA":
                refusal = sink.answers("data", to)
                self.say(refusal or "354 go on")
                if refusal:
                    continue
                content = self.content()
                if content is None:
                    return
                refusal = sink.answers("dot", to)
                if not refusal:
                    sink.accept(Accepted(sender, to, content))
                self.say(refusal or "250 2.0.0 accepted")
            elif verb == "QUIT":
                self.say("221 2.0.0 bye")
                return
            else:
                self.say("250 2.0.0 ok" if verb in ("RSET", "NOOP") else "502 5.5.1 not known")

    def content(self):
        """The message up to its final dot; None when the client went away before it: then nothing is accepted."""
        lines = []
        for raw in iter(self.rfile.readline, b""):
            if raw == b".\r\n":
                return b"".join(lines)
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        return None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class SmtpSink(contextlib.AbstractContextManager):
    def __init__(self, port=0):
        self._lock = threading.Lock()
        self._accepted = []
        self.refuses = lambda to: False
        self.answers = lambda point, to: None
        self.hellos = set()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.sink = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self):
        return self._server.server_address[1]

    @property
    def messages(self):
        """What was accepted so far, in order."""
        with self._lock:
            return list(self._accepted)

    def accept(self, message):
        with self._lock:
            self._accepted.append(message)

    def clear(self):
        with self._lock:
            self._accepted.clear()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
