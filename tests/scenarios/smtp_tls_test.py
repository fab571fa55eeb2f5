#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The courier and servers whose encryption is missing or wrong: neither password nor mail may leave."""

import base64
import contextlib
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

import courier_probe

USER, PASSWORD = "traject@example.org", "zeer-geheim-woord"
MESSAGE = b"Subject: Inhoud\r\n\r\nDit mag niemand lezen.\r\n"
# Whatever of these is among the octets that a server got has leaked; base64 in each of its three positions.
SECRETS = [USER.encode(), PASSWORD.encode(), b"Inhoud", b"niemand", b"MAIL FROM", b"RCPT TO", b"b@example.org",
           *(base64.b64encode(b"\0" * shift + text)[4:-4] for shift in range(3)
             for text in (USER.encode(), PASSWORD.encode()))]


class Certificates:
    """An authority, and certificates by it and by nobody, made by openssl."""

    def __init__(self, folder):
        self.folder = folder
        self._authority("ca")
        self._authority("stranger")
        self._signed("good", "ca", "localhost")
        self._signed("other-name", "ca", "mail.example.org")
        self._signed("unknown-ca", "stranger", "localhost")
        self._signed("expired", "ca", "localhost", "20200101000000Z", "20210101000000Z")
        self._signed("not-yet", "ca", "localhost", "20900101000000Z", "20910101000000Z")
        self._run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                  "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "self-signed.key",
                  "-out", "self-signed.pem")
        self.ca_file = folder / "ca.pem"

    def context(self, name, **settings):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        for key, value in settings.items():
            setattr(context, key, value)
        return context

    def _run(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def _authority(self, name):
        self._run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                  "-subj", f"/CN=Authority {name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
        (self.folder / f"{name}.cnf").write_text(
            f"[ca]\ndefault_ca=it\n[it]\ndatabase={name}.index\nserial={name}.serial\nnew_certs_dir=.\n"
            f"certificate={name}.pem\nprivate_key={name}.key\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\n"
            "[any]\ncommonName=supplied\n", encoding="ascii")
        (self.folder / f"{name}.index").touch()
        (self.folder / f"{name}.serial").write_text("01\n", encoding="ascii")

    def _signed(self, name, authority, host, start=None, end=None):
        self._run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                  "-addext", f"subjectAltName=DNS:{host}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        dates = ["-startdate", start, "-enddate", end] if start else ["-days", "2"]
        self._run("ca", "-batch", "-config", f"{authority}.cnf", *dates, "-in", f"{name}.csr", "-out", f"{name}.pem")


class Server(contextlib.AbstractContextManager):
    """A mail server that keeps every octet it got, in the clear or decrypted.

    offers: what EHLO lists before encryption; starttls: the reply to it; implicit: TLS from the first octet.
    """

    def __init__(self, context=None, *, offers=("STARTTLS",), starttls=b"220 2.0.0 Ready\r\n", implicit=False,
                 mechanisms="PLAIN LOGIN", refuses_login=False):
        self.context, self.offers, self.starttls, self.implicit = context, offers, starttls, implicit
        self.mechanisms, self.refuses_login = mechanisms, refuses_login
        self.clear, self.decrypted, self.connections, self.logins = b"", b"", 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(15)
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            client.settimeout(10)
            self.connections += 1
            self.threads.append(threading.Thread(target=self._serve, args=(client,)))
            self.threads[-1].start()

    def _serve(self, client):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(lambda: client.close())
            secure = False
            if self.implicit:
                client, secure = self.context.wrap_socket(client, server_side=True), True
            client.sendall(b"220 localhost ESMTP\r\n")
            while True:
                line = self._line(client, secure)
                verb = line[:4].upper()
                if verb == b"STAR":
                    client.sendall(self.starttls)
                    if not self.starttls.startswith(b"220"):
                        continue
                    if self.context is None:
                        self._line(client, False)  # Whatever comes instead of TLS is kept.
                        return
                    client, secure = self.context.wrap_socket(client, server_side=True), True
                elif verb == b"EHLO":
                    offers = ["AUTH " + self.mechanisms] if secure else list(self.offers)
                    lines = ["localhost", *offers]
                    client.sendall("".join(f"250{' ' if line is lines[-1] else '-'}{line}\r\n"
                                           for line in lines).encode())
                elif verb == b"AUTH":
                    self._login(client, secure, line)
                elif verb == b"DATA":
                    client.sendall(b"354 Go\r\n")
                    while self._line(client, secure) != b".":
                        pass
                    client.sendall(b"250 2.0.0 Ok\r\n")
                elif verb in (b"MAIL", b"RCPT"):
                    client.sendall(b"250 2.1.0 Ok\r\n")
                elif verb == b"QUIT":
                    client.sendall(b"221 2.0.0 Bye\r\n")
                    return
                else:
                    client.sendall(b"500 5.5.1 What?\r\n")

    def _login(self, client, secure, line):
        mechanism = line.split()[1]
        prompts = [b"334 \r\n"] if mechanism == b"PLAIN" else [b"334 VXNlcm5hbWU6\r\n", b"334 UGFzc3dvcmQ6\r\n"]
        answers = line.split()[2:]
        for prompt in prompts[len(answers):]:
            client.sendall(prompt)
            answers.append(self._line(client, secure))
        self.logins.append((mechanism, b"\0".join(base64.b64decode(answer) for answer in answers).strip(b"\0")))
        client.sendall(b"535 5.7.8 Wrong\r\n" if self.refuses_login else b"235 2.7.0 Ok\r\n")

    def _line(self, client, secure):
        line = b""
        while not line.endswith(b"\r\n"):
            octet = client.recv(1)
            if not octet:
                raise ConnectionError
            line += octet
            if secure:
                self.decrypted += octet
            else:
                self.clear += octet
        return line[:-2]


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="traject-tls-"))
        cls.certificates = Certificates(pathlib.Path(cls.folder))

    def send(self, server, security, count=1):
        with server:
            results, output = courier_probe.send(
                [("b@example.org", MESSAGE)] * count, port=server.port, security=security,
                ca_file=self.certificates.ca_file, user=USER, password=PASSWORD)
        for secret in SECRETS[:2]:
            self.assertNotIn(secret, output.encode())
        return results

    def assert_nothing_leaves(self, server, security, expected):
        result, = self.send(server, security)
        self.assertEqual((result.outcome, result.blame), ("retry", "relay"), result)
        self.assertRegex(result.detail, expected)
        self.assertGreater(server.connections, 0)
        for secret in SECRETS:
            self.assertNotIn(secret, server.clear)
            self.assertNotIn(secret, server.decrypted)
        self.assertEqual(server.logins, [])

    def test_good_servers_get_the_mail(self):
        for security in ("starttls", "tls"):
            for mechanisms in ("PLAIN", "LOGIN", "PLAIN LOGIN"):
                with self.subTest(security=security, mechanisms=mechanisms):
                    server = Server(self.certificates.context("good"), implicit=security == "tls",
                                    mechanisms=mechanisms)
                    results = self.send(server, security, count=3)
                    self.assertEqual([result.outcome for result in results], ["sent"] * 3, results)
                    self.assertEqual(server.decrypted.count(MESSAGE), 3)
                    self.assertEqual(server.connections, 1)
                    # Once for the batch, and each secret where it belongs.
                    (_, login), = server.logins
                    self.assertEqual(login, USER.encode() + b"\0" + PASSWORD.encode())
                    self.assertRegex(server.clear, rb"\AEHLO [^\r]+\r\nSTARTTLS\r\n\Z" if security == "starttls"
                                     else rb"\A\Z")

    def test_wrong_certificates(self):
        expected = {
            "other-name": "no alternative certificate subject name matches",
            "unknown-ca": "unable to get local issuer certificate",
            "expired": "certificate has expired",
            "not-yet": "certificate is not yet valid",
            "self-signed": "self.signed certificate",
        }
        for security in ("starttls", "tls"):
            for name, reason in expected.items():
                with self.subTest(security=security, certificate=name):
                    server = Server(self.certificates.context(name), implicit=security == "tls")
                    self.assert_nothing_leaves(server, security, reason)

    def test_old_protocol(self):
        for security in ("starttls", "tls"):
            with self.subTest(security=security), self.assertWarnsRegex(DeprecationWarning, "TLSv1_1"):
                context = self.certificates.context("good", minimum_version=ssl.TLSVersion.TLSv1,
                                                    maximum_version=ssl.TLSVersion.TLSv1_1)
                context.set_ciphers("ALL:@SECLEVEL=0")
                self.assert_nothing_leaves(Server(context, implicit=security == "tls"), security, "protocol version|alert")

    def test_starttls_that_was_taken_away(self):
        context = self.certificates.context("good")
        for offers in ((), ("AUTH PLAIN LOGIN",), ("XXXXXXXA", "AUTH PLAIN LOGIN")):
            with self.subTest(offers=offers):
                self.assert_nothing_leaves(Server(context, offers=offers), "starttls", "STARTTLS not supported")

    def test_starttls_refused(self):
        for reply in (b"454 4.7.0 TLS not available\r\n", b"502 5.5.1 Unknown\r\n", b"250 2.0.0 Ok\r\n"):
            with self.subTest(reply):
                server = Server(starttls=reply, offers=("STARTTLS", "AUTH PLAIN LOGIN"))
                self.assert_nothing_leaves(server, "starttls", "STARTTLS: ")

    def test_answers_slipped_in_before_encryption(self):
        # What a man in the middle appends to the 220 must not be taken for what comes encrypted.
        server = Server(starttls=b"220 2.0.0 Ready\r\n250-x\r\n250 AUTH PLAIN\r\n334 \r\n235 2.7.0 Ok\r\n",
                        offers=("STARTTLS", "AUTH PLAIN"))
        self.assert_nothing_leaves(server, "starttls", "STARTTLS: ")

    def test_server_without_encryption_on_the_encrypted_port(self):
        self.assert_nothing_leaves(Server(offers=("AUTH PLAIN",)), "tls", "^encryption: ")

    def test_refused_password_concerns_the_server(self):
        server = Server(self.certificates.context("good"), refuses_login=True)
        result, = self.send(server, "starttls")
        self.assertEqual((result.outcome, result.code, result.blame), ("retry", 535, "relay"))
        self.assertIn("does not accept the user name and password", result.detail)
        self.assertNotIn(MESSAGE, server.decrypted)


if __name__ == "__main__":
    unittest.main()
