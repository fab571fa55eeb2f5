# SPDX-License-Identifier: Apache-2.0
"""Ends a running service with SIGKILL while it publishes a file that was saved, and while it tells people of it.

Every step that leaves a trace outside of the process counts: each write and sync of a file, each send to a socket. While
it publishes, those of the thread that does: so a step is the same one in every run.
Whatever the step, what is published afterwards is the old or the new revision, whole, the feeds are those of one of both,
and everybody concerned gets the change mail once; twice only where the outcome of the first was recorded as unknown.

There are more steps than a test can take, so it takes SAMPLES while publishing and half as many while telling, spread
evenly, always the same ones.
TRAJECT_KILL_ROUNDS takes so many times more: `./dev soak`.
"""

import collections
import os
import pathlib
import re
import shutil
import signal
import tempfile
import unittest
import urllib.parse

import smtp_sink
import support

ONE = "coordinator@example.org"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
OLD, NEW = "date = 2023-09-19", "date = 2023-10-03"
FEEDS = ("programme:gezinsaanpak-2023", "library:utrecht", "person:eemland-jeugd")
TITLES = ("Werksessie 2 – Externe samenwerking", "Work session 2 – Working together with partners")
PARTICIPANTS = 12
FIRST, SETTLED = "2023-08-14T09:00", "2023-08-14T10:00"
SOON = "2023-08-14T09:03"
SLOW, FAST = 1, 900
SAMPLES = 16 * int(os.environ.get("TRAJECT_KILL_ROUNDS", "1"))


def sample(steps, most):
    """Which of so many steps to take: the first, the last, and others between them."""
    if steps <= most:
        return list(range(1, steps + 1))
    return [1 + (steps - 1) * i // (most - 1) for i in range(most)]


class ServiceKillTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-")))
        self.library = support.build_library("kill_at", self.folder)
        self.armed, self.count = self.folder / "armed", self.folder / "steps"
        self.sink = self.enterContext(smtp_sink.SmtpSink())
        self.config = self.folder / "config"
        shutil.copytree(support.ROOT / "config", self.config)
        settings = self.config / "service.toml"
        mail = support.mail_settings(self.sink.port)
        settings.write_text(settings.read_text().replace("[mail]\n", mail, 1))
        self.published = self.folder / "published"
        self.published.mkdir()
        service = self.service(self.published)
        service.start()
        service.stop()
        self.before = self.state(service)

    def service(self, data, now=FIRST, speed=SLOW, config=None):
        """One that is not started yet, and stopped when the test ends."""
        service = support.Service(config or self.config, data)
        self.addCleanup(service.__exit__, None, None, None)
        self.set_time(service, now, speed)
        return service

    @staticmethod
    def set_time(service, now, speed):
        service.arguments = ["--now", now, "--speed", str(speed), "--mail-to", ONE, "--continue"]

    def copy_of(self, data):
        copy = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "data"
        shutil.copytree(data, copy)
        return copy

    def state(self, service):
        """What is published, whether it runs or not. The feeds come without the times of publishing, which
        differ from run to run."""
        state = support.published(FEEDS, FIRST, config=service.config, data=service.store)
        return state._replace(feeds=[self.without_times(feed) for feed in state.feeds])

    @staticmethod
    def without_times(feed):
        return re.sub(r"(DTSTAMP|LAST-MODIFIED|CREATED|SEQUENCE):.*", r"\1", feed)

    def feeds(self, service):
        """As it serves them."""
        links = service.links()
        paths = [urllib.parse.urlsplit(links[feed]["https"]).path for feed in FEEDS]
        return [self.without_times(service.get(path).text) for path in paths]

    def outcomes(self, service):
        return service.mail_states(purpose="change")

    def arm(self, service, kill_at, **others):
        service.environment = {"LD_PRELOAD": str(self.library), "KILL_AT": str(kill_at), "KILL_WRITES": "1",
                               "KILL_ARM": str(self.armed), "KILL_COUNT": str(self.count), **others}

    def count_steps(self, service, until):
        """Steps that were counted when until() is true and the service is stopped in an orderly way."""
        support.wait_until(until, 60, "the end of what is counted")
        self.armed.unlink()
        service.stop()
        return int(self.count.read_text())

    def wait_for_end(self, service):
        """Waits until it is killed."""
        self.assertEqual(service.process.wait(30), -signal.SIGKILL, service.log())
        service.process = None
        service.environment = {}
        self.armed.unlink()

    def finish(self, service, now):
        """Starts it again and lets the time pass in which a change settles and cut off mails go again. Returns how many
        came twice."""
        self.set_time(service, now, FAST)
        service.start()
        support.wait_until(lambda: self.outcomes(service) == {"sent": PARTICIPANTS}, 60,
                           "the outcome of every change mail")
        copies = collections.defaultdict(list)
        for message in self.sink.messages:
            if any(title in message.subject for title in TITLES):
                copies[message.message_id].append(message.bytes)
        self.sink.clear()
        self.assertEqual(len(copies), PARTICIPANTS)
        twice = [each for each in copies.values() if len(each) > 1]
        resent = [row for row in service.mails(purpose="change") if row["resends"] > 0]
        self.assertLessEqual(len(twice), len(resent))
        for each in twice:
            self.assertEqual((len(each), len(set(each))), (2, 1))
        return len(twice)

    def test_killed_while_publishing(self):
        def save(kill_at):
            service = self.service(self.copy_of(self.published))
            self.arm(service, kill_at, KILL_MAIN="1")
            service.start()
            self.armed.touch()
            service.edit(PROGRAMME, OLD, NEW)
            return service

        def published(service):
            return "published revision=2" in service.log()

        service = save(0)
        steps = self.count_steps(service, lambda: published(service))
        after = self.state(service)
        self.assertEqual((self.before.revision, after.revision), (1, 2))
        self.assertNotEqual(self.before.feeds, after.feeds)
        self.assertGreater(steps, 10)
        seen = []
        for at in sample(steps, SAMPLES):
            with self.subTest(step=f"{at} of {steps}"):
                service = save(at)
                # A write more or less from run to run: where the last one counted does not come, it ends just after.
                support.wait_until(lambda: service.process.poll() is not None or published(service), 30, "the end")
                service.process.kill()
                self.wait_for_end(service)
                state = self.state(service)
                self.assertIn(state, (self.before, after))
                seen.append(state.revision)
                self.assertEqual(self.finish(service, SOON), 0)
                self.assertEqual(service.revision(), 2)
                self.assertEqual(self.feeds(service), after.feeds)
                service.stop()
        print(f"\npublishing: {len(seen)} of {steps} steps: {seen.count(1)} times the old revision, "
              f"{seen.count(2)} times the new one, each whole and told once")
        self.assertEqual(seen, sorted(seen), "once published, never back")
        self.assertEqual(set(seen), {1, 2})

    def test_killed_while_telling(self):
        service = self.service(self.copy_of(self.published))
        service.start()
        service.edit(PROGRAMME, OLD, NEW)
        support.wait_until(lambda: "published revision=2" in service.log(), 30, "the next revision")
        service.stop()
        self.assertEqual(self.outcomes(service), {})

        def tell(kill_at):
            telling = self.service(self.copy_of(service.data), SETTLED, FAST, service.config)
            self.arm(telling, kill_at)
            self.armed.touch()
            try:
                telling.start()
            except AssertionError:  # killed before it was ready
                if telling.process.poll() != -signal.SIGKILL:
                    raise
            return telling

        counted = tell(0)
        steps = self.count_steps(counted, lambda: self.outcomes(counted) == {"sent": PARTICIPANTS})
        self.sink.clear()
        doubled = 0
        steps_taken = sample(steps * 9 // 10, SAMPLES // 2)  # requests of this test are steps too, and not always as many
        for at in steps_taken:
            with self.subTest(step=f"{at} of {steps}"):
                telling = tell(at)
                self.wait_for_end(telling)
                self.assertEqual(telling.revision(), 2)
                doubled += self.finish(telling, SETTLED)
                telling.stop()
        print(f"\ntelling: {len(steps_taken)} of {steps} steps: nobody missed a mail, {doubled} came twice, each after a "
              "recorded unknown outcome")


if __name__ == "__main__":
    unittest.main()
