# SPDX-License-Identifier: Apache-2.0
"""Ends publishing with SIGKILL at every step that leaves a trace outside of the process: each write and sync of a file.

Whatever the step, what is published is the old or the new revision, whole, and the next attempt gets through.
"""

import pathlib
import shutil
import signal
import tempfile
import unittest

import support

PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
FEED = "programme:gezinsaanpak-2023"
FIRST, SECOND, LATER = "2023-05-01T09:00", "2023-05-01T09:01", "2023-05-01T09:02"


class PublishKillTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-")))
        self.library = support.build_library("kill_at", self.folder)
        self.old, self.new = self.folder / "old", self.folder / "new"
        for config in (self.old, self.new):
            shutil.copytree(support.ROOT / "config", config)
        path = self.new / PROGRAMME
        path.write_text(path.read_text().replace("date = 2023-06-20", "date = 2023-06-21"))
        self.published = self.folder / "published"
        support.run("publish", "--yes", "--now", FIRST, config=self.old, data=self.published)

    def state(self, data):
        return support.published([FEED], LATER, config=self.new, data=data)

    def publish(self, data, kill_at=0, now=SECOND):
        """Returns how many steps there were, or None when the program was killed at one."""
        count = data.with_name("steps")
        count.unlink(missing_ok=True)
        done = support.run("publish", "--yes", "--now", now, config=self.new, data=data, check=False,
                           environment={"LD_PRELOAD": str(self.library), "KILL_AT": str(kill_at), "KILL_WRITES": "1",
                                        "KILL_COUNT": str(count)})
        if done.returncode == -signal.SIGKILL:
            return None
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return int(count.read_text())

    def fresh_data(self):
        data = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "data"
        shutil.copytree(self.published, data)
        return data

    def test_killed_at_every_step(self):
        before = self.state(self.fresh_data())
        data = self.fresh_data()
        steps = self.publish(data)
        after = self.state(data)
        self.assertEqual((before.revision, after.revision), (1, 2))
        self.assertNotEqual(before.files, after.files)
        self.assertNotEqual(before.feeds, after.feeds)
        self.assertGreater(steps, 10)
        seen = []
        for at in range(1, steps + 1):
            with self.subTest(step=f"{at} of {steps}"):
                data = self.fresh_data()
                self.assertIsNone(self.publish(data, kill_at=at))
                state = self.state(data)
                self.assertIn(state, (before, after))
                seen.append(state.revision)
                self.publish(data)
                self.assertEqual(self.state(data), after)
        self.assertEqual(seen, sorted(seen), "once published, never back")
        self.assertEqual(set(seen), {1, 2})
        print(f"\n{steps} steps: {seen.count(1)} times the old revision, {seen.count(2)} times the new one, each whole")


if __name__ == "__main__":
    unittest.main()
