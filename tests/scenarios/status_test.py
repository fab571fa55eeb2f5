#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""/status and `traject status`: how the program is, as its operator and a monitor see it."""

import json
import re
import socket
import tempfile
import threading
import unittest

import smtp_sink
import support

PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
GOOD, BAD = "date = 2023-09-19\n", "date = 2023-09-31\n"
PARTS = ["files", "publication", "mail", "relay", "store", "disk", "clock"]
WORDS = support.ROOT / "service/web/status_words.cc"


def status(service, *arguments, language="en"):
    """Exit code and lines of the command."""
    done = support.run("status", "--listen", f"127.0.0.1:{service.port}", "--lang", language, *arguments,
                       config=service.config, data=service.store, check=False)
    assert done.stderr == "", done.stderr
    return done.returncode, done.stdout.splitlines()


def state(service, part):
    return service.status()["parts"][part]["state"]


class Help(unittest.TestCase):
    def test_what_helps_are_commands_that_exist(self):
        reference = (support.ROOT / "docs/commands.md").read_text(encoding="utf-8")
        sections = dict(re.findall(r"^## traject ([^\n]*)\n(.*?)(?=^## |\Z)", reference, re.MULTILINE | re.DOTALL))
        shown = re.findall(r'"traject ([^"]*)"', WORDS.read_text(encoding="utf-8"))
        self.assertGreater(len(shown), 5)
        for command in shown:
            name = next((name for name in sorted(sections, key=len, reverse=True)
                         if f"{command} ".startswith(f"{name} ")), None)
            self.assertIsNotNone(name, command)
            for option in re.findall(r"--[a-z-]+", command):
                self.assertIn(option, sections[name], command)


class WithoutMail(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())

    def test_good_broken_and_mended(self):
        # Good
        said = self.service.status()
        self.assertEqual(list(said["parts"]), PARTS)
        self.assertEqual((said["state"], said["running"], said["revision"], said["files_are_published"]),
                         ("ok", True, 1, True))
        self.assertEqual(said["data"], str(self.service.data.resolve()))
        code, lines = status(self.service, language="nl")
        self.assertEqual(code, 0)
        self.assertRegex(lines[0], rf"^De dienst draait op http://127\.0\.0\.1:{self.service.port} sinds \d{{4}}-")
        self.assertEqual(len(lines), 1 + len(PARTS), lines)
        self.assertRegex(lines[1], r"^bestanden   goed  sinds [\d-]+ [\d:]+  er staan geen fouten in$")
        self.assertEqual(self.service.get("/readyz").text, "ready\n")
        # Only for the machine itself: what came through a proxy is not local.
        outside = self.service.get("/status", {"X-Forwarded-For": "192.0.2.7"})
        self.assertEqual(outside.status, self.service.get("/nothing").status)
        # Broken
        since = said["parts"]["files"]["since"]
        self.service.edit(PROGRAMME, GOOD, BAD)
        support.wait_until(lambda: state(self.service, "files") == "attention", what="the mistake")
        line = (self.service.config / PROGRAMME).read_text().splitlines().index(BAD.strip()) + 1
        files = self.service.status()["parts"]["files"]
        self.assertEqual(files["what"]["en"], f"the files have a mistake: {PROGRAMME}:{line}:18; "
                                              "what is published stays published")
        self.assertEqual(files["help"], {"nl": "traject check", "en": "traject check"})
        self.assertGreaterEqual(files["since"], since)
        self.assertIs(self.service.status()["files_are_published"], False)
        self.assertEqual(self.service.get("/readyz").text, "ready\n")
        code, lines = status(self.service)
        self.assertEqual(code, 1)
        self.assertRegex(lines[1], r"^files        attention  since .*  the files have a mistake: ")
        self.assertRegex(lines[2], r"^ +→ traject check$")
        self.assertEqual(self.service.run("check", check=False).returncode, 1)
        # Without the service the same is said of the files, and what the database knows.
        port = self.service.port
        self.service.stop()
        code, lines = status(self.service)
        self.assertEqual(code, 2)
        self.assertEqual(lines[0], f"No service runs at http://127.0.0.1:{port}; "
                                   f"this is what the files and the database in {self.service.store} say")
        self.assertRegex(lines[1], r"^files        attention  the files have a mistake: ")
        self.assertEqual(lines[3], "publication  ok         revision 1")
        self.assertNotIn("mail server", "\n".join(lines))
        # Mended
        self.service.edit(PROGRAMME, BAD, GOOD)
        self.service.start()
        self.assertEqual(status(self.service)[0], 0)

    def test_json_of_the_command_is_what_the_service_says(self):
        code, lines = status(self.service, "--json")
        said, now = json.loads("\n".join(lines)), self.service.status()
        self.assertEqual(code, 0)
        for each in (said, now):
            del each["time"]
            each["parts"]["disk"]["what"] = None  # other programs use it too
        self.assertEqual(said, now)


class NoService(unittest.TestCase):
    def setUp(self):
        self.service = support.Service()
        self.addCleanup(self.service.__exit__, None, None, None)

    def test_without_a_database_nothing_is_made(self):
        self.service.data.rmdir()
        code, lines = status(self.service)
        self.assertEqual(code, 2)
        self.assertIn("there is no database in the data folder", "\n".join(lines))
        self.assertFalse(self.service.data.exists())

    def test_something_else_answers_there(self):
        with socket.create_server(("127.0.0.1", self.service.port)) as listener:
            def answer():
                connection, _ = listener.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            thread = threading.Thread(target=answer)
            thread.start()
            code, lines = status(self.service)
            thread.join()
        self.assertEqual(code, 2)
        self.assertIn(f"Something else than this service answers at http://127.0.0.1:{self.service.port}", lines[0])

    def test_a_service_that_does_not_answer(self):
        with socket.create_server(("127.0.0.1", self.service.port)):
            code, lines = status(self.service)
        self.assertEqual(code, 2)
        self.assertIn(f"The service at http://127.0.0.1:{self.service.port} gives no answer", lines[0])


class Mail(unittest.TestCase):
    def test_held_mail(self):
        service = self.enterContext(support.Service())
        support.wait_until(lambda: service.ask("mail", "status")["host"], what="the first tick")
        service.stop()
        original = service.data.resolve()
        service.data = original.with_name("moved")
        original.rename(service.data)
        service.start()
        support.wait_until(lambda: state(service, "mail") == "attention", what="the hold")
        held = f"all mail is held: the data folder {service.data} was moved or copied from {original}"
        self.assertIn(held, service.says("mail"))
        code, lines = status(service)
        self.assertEqual(code, 1)
        self.assertRegex("\n".join(lines),
                         rf"\nmail         attention  since [^\n]*{held}[^\n]*\n +→ traject mail release\n")
        service.stop()
        code, lines = status(service)
        self.assertEqual(code, 2)
        self.assertRegex("\n".join(lines), rf"\nmail         attention  {held}")

    def test_mails_that_wait_and_a_mail_server_that_is_down(self):
        port = support.free_port()
        service = support.Service(arguments=["--now", "2023-06-19T08:58", "--speed", "60", "--mail-to",
                                             "coordinator@example.org"])
        service.mail_through(port)
        service.edit("service.toml", "ask_above = 50", "ask_above = 5")
        with service:
            waits = "mails that wait for a coordinator's word: 12"
            support.wait_until(lambda: service.says("mail") == waits, 40, "twelve that wait")
            self.assertEqual(state(service, "relay"), "ok")
            service.run("mail", "release", "--yes", "--now", "2023-06-19T09:05")
            support.wait_until(lambda: state(service, "relay") == "attention", 40, "the missing mail server")
            self.assertEqual(service.says("relay"), "mails wait: the mail server cannot be reached")
            self.assertEqual(status(service)[0], 1)
            with smtp_sink.SmtpSink(port):
                support.wait_until(lambda: service.status()["state"] == "ok", 40, "the mail server")
                support.wait_until(lambda: service.mail_states() == {"sent": 12}, 40, "the mails")
            self.assertNotIn("@", service.get("/status").text)


if __name__ == "__main__":
    unittest.main()
