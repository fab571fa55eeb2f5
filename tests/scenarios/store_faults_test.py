# SPDX-License-Identifier: Apache-2.0
"""What happens when the disk is full, or when somebody moves, replaces or damages the files of the database.

Feeds go on, nothing that was acknowledged is lost, and what is wrong is said with what helps. The disk is filled by a
library that is preloaded and by limits on the size of files, because a test may not mount one.
"""

import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import tempfile
import unittest
import urllib.parse

import smtp_sink
import support

PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
OLD, NEW = "date = 2023-09-19", "date = 2023-10-03"
PERSON = "person:eemland-jeugd"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SOON = 15  # seconds


class Faults(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-"))).resolve()

    def service(self, **options):
        """One that is not started yet, with its data in self.data, and stopped when the test ends."""
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.full = self.folder / "full"
        library = support.build_library("full_disk", self.folder)
        service = support.Service(
            data=self.data, environment={"LD_PRELOAD": str(library), "FULL_DISK": str(self.data),
                                         "FULL_DISK_MARK": str(self.full)}, **options)
        self.addCleanup(service.__exit__, None, None, None)
        return service

    def started(self, sink=None, **options):
        service = self.service(**options)
        if sink:
            service.mail_through(sink.port)
        service.start()
        self.links = service.links()
        self.feed = urllib.parse.urlsplit(self.links[PERSON]["https"]).path
        self.page = urllib.parse.urlsplit(self.links[PERSON]["page"]).path
        return service

    def hand_in(self, service, stand="ingeleverd"):
        return service.get(f"{self.page}klaar/gezinsaanpak-2023/voorbereiding-1", method="POST", body=f"stand={stand}",
                           headers=FORM)

    def is_handed_in(self, service):
        rows = service.ask("hand-ins")
        return any(row["activity"] == "voorbereiding-1" and row["handed_in"] for row in rows)

    @staticmethod
    def status(service, part):
        """What /status says of a part; nothing while the service begins again."""
        try:
            return service.status()["parts"][part]
        except OSError:
            return {"state": "", "what": {"en": ""}}

    def says(self, service, part):
        return self.status(service, part)["what"]["en"]

    def wait_for_store(self, service, text, within=SOON):
        support.wait_until(lambda: text in self.says(service, "store"), within, f"'{text}' of the store")

    def wait_until_good(self, service, within=SOON):
        support.wait_until(lambda: self.status(service, "store")["state"] == "ok", within, "the good store")

    def wait_for_revision(self, service, number):
        def is_there():
            with contextlib.suppress(OSError):
                return service.status()["revision"] == number
            return False
        support.wait_until(is_there, SOON, f"revision {number}")

    def wait_for_log(self, service, text, within=SOON):
        support.wait_until(lambda: text in service.log(), within, f"'{text}' in the log")

    def check_feeds(self, service):
        self.assertEqual(service.get(self.feed).status, 200)


class FullDisk(Faults):
    def check_refused_hand_in(self, service):
        answer = self.hand_in(service)
        self.assertEqual(answer.status, 503, answer.text)
        self.assertEqual(answer.headers["Retry-After"], "120")
        self.assertIn("Wij kunnen op dit moment niets bewaren. Probeer het over een paar minuten nog eens.", answer.text)

    def check_a_full_disk_while_it_runs(self, service, sink, fill, make_room):
        """Publishing fails and is tried again by itself, a hand-in is refused, mails wait, feeds go on."""
        before = service.get(self.feed)
        fill()
        service.edit(PROGRAMME, OLD, NEW)
        support.wait_until(lambda: "nothing can be written" in self.says(service, "publication"),
                           SOON, "the failed publication")
        self.assertFalse(service.status()["files_are_published"])
        self.assertEqual(service.status()["revision"], 1)
        self.check_refused_hand_in(service)
        self.wait_for_store(service, f"nothing can be recorded in {self.data}: what was published stays in service; "
                                     "handing in is refused, mails wait (")
        self.assertEqual(service.get(self.feed).body, before.body)
        service.run("mail", "test", "--to", "beheer@example.org")  # The disk has room for this process.
        self.wait_until_mail_waits(service, sink)
        self.assertEqual(sink.messages, [])
        make_room()
        self.wait_until_good(service)
        self.wait_for_revision(service, 2)
        support.wait_until(lambda: len(sink.messages) == 1, SOON, "the mail that waited")
        self.assertEqual(self.hand_in(service).status, 303)
        support.wait_until(lambda: "✓ Ingeleverd" in service.get(self.feed).text.replace("\r\n ", ""), SOON, "the feed")
        self.assertTrue(self.is_handed_in(service))

    @staticmethod
    def wait_until_mail_waits(service, sink):
        held = "no mail is decided or sent: nothing can be written to the data folder"
        support.wait_until(lambda: sink.messages or held in service.says("mail"), SOON, held)

    def test_without_room_while_it_runs(self):
        sink = self.enterContext(smtp_sink.SmtpSink())
        service = self.started(sink)
        self.check_a_full_disk_while_it_runs(service, sink, self.full.touch, self.full.unlink)
        self.wait_for_log(service, "store: nothing can be recorded")
        self.wait_for_log(service, "the store is good again")

    def test_a_limit_on_files_while_it_runs(self):
        sink = self.enterContext(smtp_sink.SmtpSink())
        service = self.started(sink)
        pid = service.process.pid
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        self.check_a_full_disk_while_it_runs(
            service, sink, lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard)),
            lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard)))

    def test_a_start_without_room_serves_from_the_store(self):
        for orderly in (True, False):
            with self.subTest(orderly=orderly):
                service = self.started()
                self.assertEqual(self.hand_in(service).status, 303)
                support.wait_until(lambda: "✓" in service.get(self.feed).text, SOON, "the feed")
                before = service.get(self.feed).body
                if orderly:
                    service.stop()
                else:
                    service.process.kill()
                    service.process.wait()
                    service.process = None
                service.edit(PROGRAMME, OLD, NEW)
                state = {name: (self.data / name).read_bytes() for name in ("traject.db", "traject.db-wal")
                         if (self.data / name).exists()}
                self.full.touch()
                service.start()
                self.assertEqual(service.get(self.feed).body, before)
                self.wait_for_store(service, f"nothing can be recorded in {self.data}: what was published last is "
                                             "served from memory; handing in is refused, mails wait (")
                self.assertFalse(service.status()["files_are_published"])
                self.check_refused_hand_in(service)
                self.assertIn("✓", service.get(self.page).text + service.get(self.feed).text)
                for name, content in state.items():
                    self.assertEqual((self.data / name).read_bytes(), content, name)
                self.full.unlink()
                self.wait_until_good(service)
                self.wait_for_revision(service, 2)
                self.assertTrue(self.is_handed_in(service), "what was acknowledged is there")
                self.assertFalse(service.ask("mail", "status")["held"])
                service.stop()
                shutil.rmtree(self.data)

    def test_a_command_without_room_changes_nothing(self):
        service = self.started()
        service.stop()
        service.edit(PROGRAMME, OLD, NEW)
        self.full.touch()
        done = service.run("publish", "--yes", "--lang", "en", check=False, environment=service.environment)
        self.assertEqual(done.returncode, 70, done.stdout + done.stderr)
        self.assertIn("nothing can be written to the data folder; make room on its disk, or make it writable (",
                      done.stderr)
        self.full.unlink()
        self.assertEqual(service.revision(), 1)
        self.assertIn("revision 2 is published", service.run("publish", "--yes", "--lang", "en").stdout)

    def test_a_command_whose_output_is_closed_publishes_nothing(self):
        service = self.started()
        service.stop()
        service.edit(PROGRAMME, OLD, NEW)
        command = [support.BINARY, "publish", "--yes", "--lang", "en", "--config", str(service.config),
                   "--data", str(self.data)]
        for make in (self.closed_pipe, lambda: os.open("/dev/full", os.O_WRONLY)):
            output = make()
            done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True, timeout=60)
            os.close(output)
            self.assertEqual(done.returncode, 70, done.stderr)
            self.assertEqual(done.stderr, "nothing is published: the plan cannot be shown\n")
            self.assertEqual(service.revision(), 1)

    @staticmethod
    def closed_pipe():
        reader, writer = os.pipe()
        os.close(reader)
        return writer


class Database(Faults):
    def test_a_database_that_is_gone_at_a_start(self):
        """The files are published as if for the first time; nobody is mailed before a person has looked."""
        service = self.started()
        before = service.get(self.feed)
        for empty in (False, True):
            with self.subTest(empty=empty):
                service.stop()
                for path in self.data.glob("traject.db*"):
                    path.unlink()
                if empty:
                    (self.data / "traject.db").touch(mode=0o600)
                service.start()
                after = service.get(self.feed)
                self.assertEqual(after.status, 200, "the address is the same")
                self.assertGreaterEqual(support.seconds_since_2020(self.last_modified(after)),
                                        support.seconds_since_2020(self.last_modified(before)))
                status = service.ask("mail", "status")
                self.assertTrue(status["held"])
                self.assertEqual(
                    status["why"],
                    "the database was lost, though its feed.key is still there; a new one was made, which does not "
                    "know who was mailed, who handed in what and which addresses were replaced; all mail is held "
                    "until `traject mail release`, which first shows what would go")
                self.wait_for_log(service, "the database was lost, though its feed.key is still there")

    @staticmethod
    def last_modified(answer):
        return max(line.removeprefix("LAST-MODIFIED:") for line in answer.text.splitlines()
                   if line.startswith("LAST-MODIFIED:"))

    def test_a_database_that_goes_while_it_runs_and_comes_back(self):
        service = self.started()
        database, away = self.data / "traject.db", self.data / "away"
        database.rename(away)
        self.wait_for_store(service, f"traject.db is gone from {self.data}: what was published stays in service; "
                                     "nothing is recorded or mailed")
        self.wait_for_log(service, "put the right file back, or stop the service, restore the data folder from the "
                                   "backup, run 'traject publish --restored' and start it")
        self.assertEqual(self.hand_in(service).status, 503)
        self.check_feeds(service)
        away.rename(database)
        self.wait_until_good(service)
        self.assertEqual(self.hand_in(service).status, 303)
        self.assertTrue(self.is_handed_in(service))
        self.assertFalse(service.ask("mail", "status")["held"])

    def test_an_older_database_that_is_moved_over_the_open_one(self):
        service = self.started()
        self.hand_in(service)
        service.stop()
        shutil.copy2(self.data / "traject.db", self.folder / "backup.db")
        service.start()
        service.publish(PROGRAMME, OLD, NEW, self.feed)
        seen = self.last_modified(service.get(self.feed))
        shutil.copy2(self.folder / "backup.db", self.data / "new.db")
        (self.data / "new.db").rename(self.data / "traject.db")
        self.wait_for_log(service, f"stopping to begin again: traject.db in {self.data} was replaced by another file")
        support.wait_until(lambda: service.log().count("listening address=") == 3, 30, "the new beginning")
        self.wait_until_good(service)
        status = service.ask("mail", "status")
        self.assertTrue(status["held"])
        self.assertIn("is another file than the one last used there", status["why"])
        after = service.get(self.feed)
        self.assertGreater(support.seconds_since_2020(self.last_modified(after)), support.seconds_since_2020(seen))
        self.assertTrue(self.is_handed_in(service))
        support.wait_until(lambda: "20231003" in service.get(self.feed).text, 45, "the files, published again")

    def held(self, service):
        done = service.run("mail", "status", "--json", check=False)
        return done.returncode == 0 and json.loads(done.stdout)["held"]

    def test_an_older_state_that_moves_on_at_once(self):
        """Put back through SQLite while the service runs, and published in again before the service looks."""
        service = self.started()
        self.copy_through_sqlite(self.data / "traject.db", self.folder / "backup.db")
        service.stop()  # The next run writes another mark than the one in the backup.
        service.start()
        service.publish(PROGRAMME, OLD, NEW, self.feed)
        seen = self.last_modified(service.get(self.feed))
        support.wait_until(lambda: self.stands_still(service), SOON, "a moment without a transaction")
        self.copy_through_sqlite(self.folder / "backup.db", self.data / "traject.db")
        service.run("publish", "--yes")  # Revision 2 again, with other times.
        service.process.send_signal(signal.SIGCONT)
        self.wait_for_log(service, "the database was replaced by another state than the one served")
        support.wait_until(lambda: self.held(service), SOON, "the hold")
        support.wait_until(lambda: support.seconds_since_2020(self.last_modified(service.get(self.feed)))
                           > support.seconds_since_2020(seen), SOON, "later times")

    def test_a_damaged_database_while_it_runs_and_at_a_start(self):
        service = self.started()
        service.stop()
        service.start()  # The log begins anew: what it has hides what is in the file.
        self.overwrite()
        self.wait_for_store(service, f"traject.db in {self.data} cannot be used: what was published stays in service; "
                                     "nothing is recorded or mailed (")
        self.assertEqual(self.hand_in(service).status, 503)
        self.check_feeds(service)
        service.stop()
        for path in self.data.glob("traject.db-*"):
            path.unlink()
        self.overwrite()
        refused = service.run("serve", "--listen", "127.0.0.1:0", check=False)
        self.assertEqual(refused.returncode, 78, refused.stderr)
        self.assertIn("the database is damaged; stop the service, restore the backup and run "
                      "'traject publish --restored'", refused.stderr)

    def stands_still(self, service):
        """Stops the process where it holds no lock on the database, or lets it go on."""
        service.process.send_signal(signal.SIGSTOP)
        try:
            with contextlib.closing(sqlite3.connect(self.data / "traject.db", timeout=0.1)) as connection:
                connection.execute("BEGIN IMMEDIATE").close()
                connection.rollback()
            return True
        except sqlite3.OperationalError:
            service.process.send_signal(signal.SIGCONT)
            return False

    @staticmethod
    def copy_through_sqlite(source, target):
        with contextlib.closing(sqlite3.connect(source)) as one, contextlib.closing(sqlite3.connect(target)) as other:
            one.backup(other)

    def overwrite(self):
        with open(self.data / "traject.db", "r+b") as file:
            file.write(b"x" * os.fstat(file.fileno()).st_size)

    def test_an_address_is_not_revoked_in_another_database(self):
        service = self.started()
        (self.data / "traject.db").rename(self.folder / "aside.db")
        refused = service.run("link", "revoke", "eemland-jeugd", check=False)
        self.assertEqual(refused.returncode, 1, refused.stdout)
        self.assertIn("though its feed.key is there: restore it from the backup; nothing is changed", refused.stderr)
        self.assertFalse((self.data / "traject.db").exists())

    def test_another_key_at_a_start(self):
        service = self.started()
        service.stop()
        (self.data / "feed.key").write_bytes(bytes(32))
        refused = service.run("serve", "--listen", "127.0.0.1:0", check=False)
        self.assertEqual(refused.returncode, 78, refused.stderr)
        self.assertIn("is not the one that the addresses of this database were made with: restore it from the backup",
                      refused.stderr)

    def test_a_second_service_after_its_lock_was_removed(self):
        service = self.started()
        (self.data / "serve.lock").unlink()
        second = service.run("serve", "--listen", "127.0.0.1:0", check=False)
        self.assertEqual(second.returncode, 70)
        self.assertIn("is in use by another service", second.stderr)
        self.wait_for_log(service, f"serve.lock was removed from {self.data}; it is there again")
        second = service.run("serve", "--listen", "127.0.0.1:0", check=False)
        self.assertIn(f"is in use by another service (process {service.process.pid})", second.stderr)

    def test_files_that_others_can_read_are_closed(self):
        service = self.started()
        service.stop()
        self.data.chmod(0o755)
        (self.data / "traject.db").chmod(0o644)
        (self.data / "serve.lock").chmod(0o644)
        service.start()
        for path in (self.data / "traject.db", self.data / "serve.lock"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)
            self.assertIn(f"others could open {path}; it is now for its owner alone", service.log())
        self.assertEqual(stat.S_IMODE(self.data.stat().st_mode), 0o700)


class Process(Faults):
    def test_too_few_descriptors_are_said(self):
        command = [support.BINARY, "serve", "--listen", "127.0.0.1:0", "--config", str(support.ROOT / "config"),
                   "--data", str(self.folder / "data")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16)))
        self.assertEqual(done.returncode, 78)
        self.assertEqual(done.stderr, "this process may open 16 files; the service needs at least 128, and one for each "
                                      "connection: raise 'ulimit -n', or LimitNOFILE= in its systemd unit\n")
        self.assertFalse((self.folder / "data").exists())

    def test_many_connections_leave_descriptors_for_the_rest(self):
        service = self.started(limits={resource.RLIMIT_NOFILE: 128})
        idle = [support.socket.create_connection(("127.0.0.1", service.port)) for _ in range(200)]
        self.check_feeds(service)
        service.publish(PROGRAMME, OLD, NEW, self.feed)
        self.assertEqual(self.hand_in(service).status, 303)
        self.assertEqual(self.status(service, "store")["state"], "ok")
        for connection in idle:
            connection.close()

    def test_signals_that_mean_nothing_end_nothing(self):
        service = self.started()
        for each in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGVTALRM,
                     signal.SIGPROF, signal.SIGIO, signal.SIGRTMIN, signal.SIGRTMAX):
            service.process.send_signal(each)
        for each in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM):
            self.wait_for_log(service, f"signal {int(each)} means nothing here: SIGHUP reads the files, SIGTERM stops")
        self.check_feeds(service)
        service.process.send_signal(signal.SIGQUIT)
        self.assertEqual(service.process.wait(SOON), 0)
        self.assertIn("stopped", service.log())

    def test_a_reload_before_the_start_is_one_after_it(self):
        service = self.service()
        command = [support.BINARY, "serve", "--listen", f"127.0.0.1:{service.port}", "--config", str(service.config),
                   "--data", str(self.data)]
        with open(self.folder / "log", "wb") as log:
            service.process = subprocess.Popen(command, stdout=log, stderr=log)
        status = pathlib.Path(f"/proc/{service.process.pid}/status")

        def blocks_hangup():
            mask = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("SigBlk:"))
            return int(mask, 16) & 1 << (signal.SIGHUP - 1)

        support.wait_until(blocks_hangup, SOON, "the start of the program")
        service.process.send_signal(signal.SIGHUP)
        support.wait_until(lambda: "listening" in (self.folder / "log").read_text(), SOON, "the start")
        self.assertIsNone(service.process.poll())


if __name__ == "__main__":
    unittest.main()
