# SPDX-License-Identifier: Apache-2.0
"""deploy/nginx.conf in a real nginx, in front of the real program: what passes, what is stopped, what is logged."""

import contextlib
import http.client
import http.server
import os
import pathlib
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import warnings

import support

HOST = "agenda.example.org"
PROFILE = support.ROOT / "deploy/nginx.conf"

# Everything around the profile: one worker and folders of its own, nothing of the machine's nginx.
AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main.log warn;
{user}
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/profile.conf;
}}
"""


def replaced(text, *pairs):
    """The text with each old string replaced; one that is not there means that the profile has changed."""
    for old, new in pairs:
        if old not in text:
            raise AssertionError(f"deploy/nginx.conf has no {old!r}")
        text = text.replace(old, new)
    return text


class Nginx(contextlib.AbstractContextManager):
    """The profile on free ports, in front of an upstream on 127.0.0.1, with a certificate made for the occasion."""

    def __init__(self, upstream_port, *changes):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="traject-nginx-"))
        self.http_port, self.https_port = support.free_port(), support.free_port()
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1",
             "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True)
        (self.folder / "profile.conf").write_text(replaced(
            PROFILE.read_text(encoding="utf-8"),
            ("listen 80;", f"listen 127.0.0.1:{self.http_port};"),
            ("listen [::]:80;", ""),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.https_port} ssl;"),
            ("listen [::]:443 ssl;", ""),
            (f"/etc/letsencrypt/live/{HOST}/fullchain.pem", str(certificate)),
            (f"/etc/letsencrypt/live/{HOST}/privkey.pem", str(key)),
            ("/var/log/nginx/", f"{self.folder}/"),
            ("127.0.0.1:8080;", f"127.0.0.1:{upstream_port};"), *changes), encoding="utf-8")
        # As root the workers would change to a user that cannot read the folder.
        user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user), encoding="utf-8")
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self._output = open(self.folder / "output.log", "wb")
        self.process = subprocess.Popen(
            [shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:" + os.environ["PATH"]), "-p", str(self.folder),
             "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "main.log")],
            stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._output)
        support.wait_until(self._listens, what="nginx listening")

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"nginx ended\n{(self.folder / 'output.log').read_text()}{self.logs()}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.https_port), timeout=1):
            return True
        return False

    def __exit__(self, *_):
        support.terminate(self.process)
        self._output.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connection(self):
        return http.client.HTTPSConnection("127.0.0.1", self.https_port, timeout=20, context=self.trust)

    def get(self, target, headers=None, method="GET", body=None):
        """One request over TLS. The target is sent as it is given."""
        with contextlib.closing(self.connection()) as connection:
            connection.request(method, target, body=body, headers={"Host": HOST, **(headers or {})})
            return support.Answer(connection.getresponse())

    def logs(self):
        """Everything that nginx has written."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


class ThroughTheProxy(unittest.TestCase):
    """The real program behind the profile."""

    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(support.Service())
        cls.nginx = cls.enterClassContext(Nginx(cls.service.port))
        cls.target = next(path for feed, path in cls.feeds().items() if feed.startswith("person:"))
        cls.token = cls.target.split("/")[2]

    @classmethod
    def feeds(cls):
        return {feed: cls.service.feed_path(feed) for feed in list(cls.service.links())[:3]}

    def test_feed_is_the_same_bytes_as_without_proxy(self):
        direct, proxied = self.service.get(self.target), self.nginx.get(self.target)
        self.assertEqual(proxied.status, 200)
        self.assertTrue(proxied.body.startswith(b"BEGIN:VCALENDAR\r\n"))
        self.assertEqual(proxied.body, direct.body)
        for name in ("ETag", "Content-Type", "Cache-Control", "Last-Modified"):
            self.assertEqual(proxied.headers[name], direct.headers[name], name)
        self.assertFalse(proxied.headers["ETag"].startswith("W/"))

    def test_compression_is_not_offered(self):
        answer = self.nginx.get(self.target, {"Accept-Encoding": "gzip, deflate"})
        self.assertIsNone(answer.headers["Content-Encoding"])
        self.assertTrue(answer.body.startswith(b"BEGIN:VCALENDAR\r\n"))

    def test_conditional_request(self):
        etag = self.nginx.get(self.target).headers["ETag"]
        answer = self.nginx.get(self.target, {"If-None-Match": etag})
        self.assertEqual((answer.status, answer.body), (304, b""))

    def test_head(self):
        answer = self.nginx.get(self.target, method="HEAD")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(int(answer.headers["Content-Length"]), len(self.service.get(self.target).body))

    def test_range_is_answered_with_the_whole(self):
        answer = self.nginx.get(self.target, {"Range": "bytes=0-9"})
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.body, self.service.get(self.target).body)

    def test_a_form_and_the_one_click_of_a_mail_provider(self):
        page = next(row["page"] for row in self.service.links().values() if "page" in row)
        stop = page[page.index("/p/"):] + "stop/sessions"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.nginx.get(stop).status, 200)
        answer = self.nginx.get(stop, form, method="POST", body=b"List-Unsubscribe=One-Click")
        self.assertEqual((answer.status, answer.text), (200, "U krijgt geen herinneringen meer over bijeenkomsten.\n"))
        answer = self.nginx.get(stop, form, method="POST", body=b"doe=stop")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, stop), "no host: the browser keeps its own")

    def test_unknown_feed(self):
        self.assertEqual(self.nginx.get("/f/lf_" + 27 * "A" + "/x.ics").status, 404)

    def test_plain_http_is_sent_to_tls(self):
        answer = support.get(self.nginx.http_port, self.target, {"Host": "somewhere.example.net"})
        self.assertEqual(answer.status, 301)
        self.assertEqual(answer.headers["Location"], f"https://{HOST}{self.target}")

    def test_what_is_for_the_machine_alone(self):
        self.assertEqual(self.nginx.get("/healthz").status, 200)
        for target in ("/metrics", "/readyz", "/status", "/metrics?x=1", "//metrics", "/./readyz", "/%6detrics"):
            self.assertEqual(self.nginx.get(target).status, 404, target)

    def test_headers_of_the_proxy(self):
        for target in (self.target, "/f/unknown/x.ics", "/metrics"):
            answer = self.nginx.get(target)
            self.assertEqual(answer.headers.get_all("Strict-Transport-Security"), ["max-age=31536000"], target)
            self.assertNotRegex(answer.headers["Server"] or "", r"\d")

    def test_large_body_is_refused(self):
        self.assertEqual(self.nginx.get("/", method="POST", body=b"x" * (64 * 1024 + 1)).status, 413)

    def test_long_target_is_refused(self):
        self.assertIn(self.nginx.get("/" + "x" * 9000).status, (400, 414))

    def test_tls_versions(self):
        for version, allowed in (("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)):
            context = ssl.create_default_context(cafile=str(self.nginx.folder / "certificate.pem"))
            context.set_ciphers("DEFAULT@SECLEVEL=0")  # So that the refusal is the server's, not this client's.
            with warnings.catch_warnings(action="ignore"):  # Python advises against the one that must fail.
                context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
            with self.subTest(version), socket.create_connection(("127.0.0.1", self.nginx.https_port)) as plain:
                if allowed:
                    with context.wrap_socket(plain, server_hostname=HOST) as secure:
                        self.assertEqual(secure.version(), version.replace("_", "."))
                else:
                    with self.assertRaisesRegex(ssl.SSLError, "alert protocol version"):
                        context.wrap_socket(plain, server_hostname=HOST)


def directives(policy):
    """A Content-Security-Policy as a dict from directive to its sources."""
    return {words[0]: words[1:] for words in (part.split() for part in policy.split(";")) if words}


def observatory_score(headers):
    """The score that Mozilla's HTTP Observatory gives to these headers, as its table of modifiers had it in 2026. These are
    the tests that headers alone decide: no script is loaded and no cookie set here, which both count nothing."""
    def only(name):
        values = headers.get_all(name) or []
        return values[0] if len(values) == 1 else None  # Two values that are joined are no valid value.

    policy = directives(only("Content-Security-Policy") or "")
    unsafe = {"*", "http:", "https:", "data:", "'unsafe-inline'", "'unsafe-eval'"}
    safe = policy and not any(unsafe & set(sources) for sources in policy.values()) and "default-src" in policy
    closed = safe and policy["default-src"] == ["'none'"] and policy.get("form-action") in (["'self'"], ["'none'"])
    framed = policy.get("frame-ancestors") in (["'none'"], ["'self'"]) or only("X-Frame-Options") in ("DENY", "SAMEORIGIN")
    private = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
    transport = (only("Strict-Transport-Security") or "").removeprefix("max-age=").partition(";")[0]
    modifiers = [
        10 if closed else 5 if safe else -25,
        5 if framed else -20,
        5 if only("Referrer-Policy") in private else -5 if "Referrer-Policy" in headers else 0,
        0 if only("X-Content-Type-Options") == "nosniff" else -5,
        0 if transport.isdigit() and int(transport) >= 15_768_000 else -20,
        10 if only("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0,
        10 if only("Cross-Origin-Opener-Policy") == "same-origin" else 0,
        10 if only("Cross-Origin-Embedder-Policy") in ("require-corp", "credentialless") else 0,
        0 if "Access-Control-Allow-Origin" not in headers and "Set-Cookie" not in headers else -50,
    ]
    malus = 100 + sum(modifier for modifier in modifiers if modifier < 0)
    return malus + (sum(modifier for modifier in modifiers if modifier > 0) if malus >= 90 else 0)


class EveryAnswerIsSafe(unittest.TestCase):
    """Whatever is answered, by the program or by nginx, has the same security headers, each once."""

    def test_the_rules(self):
        answer = http.client.HTTPMessage()
        self.assertEqual(observatory_score(answer), 30)
        for name, value in (("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'"),
                            ("Referrer-Policy", "same-origin"), ("X-Content-Type-Options", "nosniff"),
                            ("Strict-Transport-Security", "max-age=31536000")):
            answer[name] = value
        self.assertEqual(observatory_score(answer), 120)
        answer["Referrer-Policy"] = "same-origin"
        self.assertEqual(observatory_score(answer), 110, "twice is not valid")

    def test_every_answer(self):
        with support.Service() as service, Nginx(service.port) as nginx:
            feed = service.feed_path(next(feed for feed in service.links() if feed.startswith("person:")))
            person = next(row["page"] for row in service.links().values() if "page" in row)
            own = person[person.index("/p/"):]
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            tag = {"If-None-Match": nginx.get(feed).headers["ETag"]}
            foreign = {**form, "Origin": "https://example.net"}
            cases = [
                (200, feed, {}), (200, feed, {"method": "HEAD"}), (304, feed, {"headers": tag}), (405, feed, {"method": "PUT"}),
                (200, feed[:feed.rindex("/") + 1], {}), (200, "/healthz", {}), (200, "/style.css", {}), (200, "/robots.txt", {}),
                (404, "/", {}), (404, "/f/unknown/x.ics", {}), (404, "/p/unknown/", {}), (404, "/metrics", {}), (404, "/readyz", {}),
                (200, own, {}), (200, own + "herinneringen", {}), (404, own + "elders", {}), (405, own, {"method": "DELETE"}),
                (303, own + "stop/general", {"method": "POST", "headers": form, "body": b"doe=stop"}),
                (403, own + "stop/general", {"method": "POST", "headers": foreign, "body": b"doe=stop"}),
                (415, own + "stop/general", {"method": "POST", "body": b"doe=stop"}),
                (413, own, {"method": "POST", "body": b"x" * (64 * 1024 + 1)}), (414, "/f/" + "x" * 300, {}),
                (400, "/%00", {}), (400, "/%0d", {}),
            ]
            direct = {name: value for name, value in service.get("/healthz").headers.items()
                      if name not in ("Date", "Content-Type", "Content-Length")}
            self.assertEqual(len(direct), 9, direct)
            answers = [(status, target, nginx.get(target, **options)) for status, target, options in cases]
            answers += [(429, "/f/unknown/x.ics", answer) for answer in
                        [nginx.get("/f/unknown/x.ics") for _ in range(21)][-1:]]
            service.stop()
            answers.append((502, feed, nginx.get(feed)))
            for status, target, answer in answers:
                with self.subTest(target=target, status=status):
                    self.assertEqual(answer.status, status)
                    self.assertGreaterEqual(observatory_score(answer.headers), 130)
                    for name, value in direct.items():
                        self.assertEqual(answer.headers.get_all(name), [value], name)
                    self.assertEqual(answer.headers.get_all("Strict-Transport-Security"), ["max-age=31536000"])


class TokenInNoLog(unittest.TestCase):
    """The addresses of feeds and pages pass in every way that people and faults think of, and stand in no file afterwards."""

    def test_token_in_no_log(self):
        with support.Service() as service, Nginx(service.port) as nginx:
            target = service.feed_path(next(iter(service.links())))
            token = target.split("/")[2]
            self.assertEqual(nginx.get(target).status, 200)
            spellings = (f"/{token}", f"/{token}/x", f"//f/{token}/x.ics", f"/F/{token}/x.ics", f"/f?{token}", f"/?u={target}",
                         f"/f/{token}", f"/f/../f/{token}/x.ics", f"/f/{token}/" + "x" * 9000, f"/f/{token}/%00", f"/f/{token}/%zz")
            for spelling in spellings:
                nginx.get(spelling)
                support.get(nginx.http_port, spelling, {"Host": HOST})
            page = next(row["page"] for row in service.links().values() if "page" in row)
            own = page[page.index("/p/"):]
            secrets = (token[3:], own.split("/")[2][3:])
            self.assertEqual(nginx.get(own).status, 200)
            for spelling in (own + "herinneringen", own + "stop/general", own[:-1], f"/P{own[2:]}", f"/p?{own}"):
                nginx.get(spelling, method="POST", body=b"List-Unsubscribe=One-Click")
            nginx.get("/healthz", {"Referer": f"https://{HOST}{target}"})
            nginx.get(target, method="POST", body=b"x" * (64 * 1024 + 1))
            with nginx.trust.wrap_socket(socket.create_connection(("127.0.0.1", nginx.https_port)), server_hostname=HOST) as raw:
                raw.sendall(f"GET {target} HTTP/9.9\r\n\r\n".encode())
                raw.recv(4096)
            service.stop()
            self.assertEqual(nginx.get(target).status, 502)

            support.terminate(nginx.process)
            access = (nginx.folder / "traject-access.log").read_text(encoding="utf-8")
            self.assertRegex(access, r"(?m)^127\.0\.0\.1 \[\S+\] GET /f/\.\.\. 200 \d+ ")
            self.assertRegex(access, r"(?m)^127\.0\.0\.1 \[\S+\] GET /f/\.\.\. 502 \d+ .* upstream 502 ")
            self.assertRegex(access, r"(?m)^127\.0\.0\.1 \[\S+\] GET /healthz 200 ")
            self.assertGreaterEqual(len(access.splitlines()), 2 * len(spellings))
            for path in nginx.folder.rglob("*"):
                for secret in secrets if path.is_file() else ():
                    self.assertNotIn(secret, path.read_text(errors="replace"), path.name)


class Recorder(http.server.BaseHTTPRequestHandler):
    """An upstream that keeps what it is sent and on which connection."""

    protocol_version = "HTTP/1.1"
    seen = []

    def do_GET(self):
        self.seen.append((self.client_address, self.headers))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class TowardsTheProgram(unittest.TestCase):
    """What the program is told about a request."""

    def setUp(self):
        Recorder.seen.clear()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.upstream = server.server_address[1]
        self.nginx = self.enterContext(Nginx(self.upstream))

    def test_client_cannot_speak_for_another(self):
        self.nginx.get("/", {"X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1", "X-Real-IP": "192.0.2.1",
                             "X-Forwarded-Proto": "http"})
        [(_, headers)] = Recorder.seen
        self.assertEqual(headers.get_all("X-Forwarded-For"), ["127.0.0.1"])
        self.assertEqual(headers.get_all("X-Forwarded-Proto"), ["https"])
        self.assertEqual(headers.get_all("Host"), [HOST])
        self.assertNotIn("192.0.2.1", str(headers))

    def test_no_ranges(self):
        self.nginx.get("/", {"Range": "bytes=0-1", "If-Range": '"x"'})
        [(_, headers)] = Recorder.seen
        self.assertNotIn("Range", headers)
        self.assertNotIn("If-Range", headers)

    def test_connection_is_reused(self):
        for _ in range(5):
            self.nginx.get("/")
        self.assertEqual(len({address for address, _ in Recorder.seen}), 1)

    def test_flood_is_slowed(self):
        # Smaller numbers: how fast this machine sends must not matter.
        strict = self.enterContext(Nginx(self.upstream, ("rate=20r/s", "rate=1r/m"), ("burst=200", "burst=4")))
        self.assertEqual([strict.get("/").status for _ in range(7)], [200, 200, 200, 200, 200, 429, 429])

    def test_a_prefix_of_ipv6_is_one_client(self):
        # nginx takes the client's address from a header here, since this machine has one IPv6 address at most.
        strict = self.enterContext(Nginx(
            self.upstream, ("rate=20r/s", "rate=1r/m"), ("burst=200", "burst=1"),
            ("limit_req_status 429;", "limit_req_status 429;\nset_real_ip_from 127.0.0.1;\nreal_ip_header X-Test-Client;")))

        def statuses(*clients):
            return [strict.get("/", {"X-Test-Client": client}).status for client in clients]

        self.assertEqual(statuses("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:2::a:0:1"), [200, 200, 429])
        self.assertEqual(statuses("2001:db8:1:3::1", "2001:db8:1:3::1", "2001:db8:1:3::2"), [200, 200, 429])
        self.assertEqual(statuses("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"), [200, 200, 429, 200])


class SlowClients(unittest.TestCase):
    """A client that does not finish is closed after the set time, here made shorter, and the program never sees it."""

    def test_slow_clients_are_closed(self):
        Recorder.seen.clear()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
        self.addCleanup(server.server_close)
        with Nginx(server.server_address[1], ("client_header_timeout 10s", "client_header_timeout 1s"),
                   ("client_body_timeout 10s", "client_body_timeout 1s")) as nginx:
            for sent in (b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
                         b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"):
                plain = socket.create_connection(("127.0.0.1", nginx.https_port), timeout=8)
                with self.subTest(sent), nginx.trust.wrap_socket(plain, server_hostname=HOST) as secure:
                    begun = time.monotonic()
                    secure.sendall(sent)
                    with contextlib.suppress(ConnectionResetError):
                        while secure.recv(4096):
                            pass
                    self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(Recorder.seen, [])


if __name__ == "__main__":
    unittest.main()
