# SPDX-License-Identifier: Apache-2.0
"""Saves a list of people in every way that editors, file servers and Kubernetes do, beside a running service.

Whatever the way, every revision that the service makes holds a whole list: never a beginning of it, never none. Pauses
are longer than the second that the service waits, but where every piece looks like a whole list of its own.
"""

import mmap
import os
import pathlib
import shutil
import tempfile
import time
import unittest

import support

PEOPLE = "programmes/gezinsaanpak-2023/people.csv"
PAUSE = 1.4
PAUSE_WITHOUT_A_TRACE = 0.6


def pause(seconds=PAUSE):
    time.sleep(seconds)  # not a wait for something: writers that are slow are what is tested


def in_place(path, data):
    path.write_bytes(data)


def renamed_over(path, data):
    new = path.with_name("people.csv.new")
    with open(new, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.rename(new, path)


def truncated_then_written(path, data):
    with open(path, "wb", buffering=0) as file:
        pause()
        file.write(data)


def emptied_closed_then_written(path, data):
    path.write_bytes(b"")
    pause()
    path.write_bytes(data)


def removed_then_written(path, data):
    path.unlink()
    pause()
    path.write_bytes(data)


def moved_to_a_backup_then_written(path, data):
    os.rename(path, path.with_name("people.csv~"))
    pause()
    path.write_bytes(data)


def as_vim_does(path, data):
    swap = path.with_name(".people.csv.swp")
    with open(swap, "wb", buffering=0) as swapped:  # open as long as the editor is
        swapped.write(b"b0VIM 8.2")
        path.with_name("4913").write_bytes(b"")
        path.with_name("4913").unlink()
        os.rename(path, path.with_name("people.csv~"))
        path.write_bytes(data)
        path.with_name("people.csv~").unlink()
        swapped.write(b"more")
        pause()
    swap.unlink()


def as_a_spreadsheet_does(path, data):
    lock = path.with_name(".~lock.people.csv#")
    lock.write_bytes(b",an,host,01.05.2023 09:00,file:///tmp;")
    temporary = path.with_name("lu12345.tmp")
    temporary.write_bytes(data)
    pause()
    os.replace(temporary, path)
    lock.unlink()


def in_pieces(path, data, size=400):
    with open(path, "wb", buffering=0) as file:
        for at in range(0, len(data), size):
            file.write(data[at:at + size])
            pause()


def in_pieces_at_line_ends(path, data):
    lines = data.splitlines(keepends=True)
    path.write_bytes(b"")
    for at in range(0, len(lines), 4):
        with open(path, "ab") as file:  # closed after each
            file.write(b"".join(lines[at:at + 4]))
        pause(PAUSE_WITHOUT_A_TRACE)


def in_pieces_beside_then_renamed(path, data):
    hidden = path.with_name(".people.csv.Xy12Zz")
    in_pieces(hidden, data)
    os.rename(hidden, path)


def written_into_memory(path, data):
    with open(path, "r+b") as file:
        file.truncate(len(data))
        with mmap.mmap(file.fileno(), len(data)) as memory:
            half = len(data) // 2
            memory[:half] = data[:half]
            pause(PAUSE_WITHOUT_A_TRACE)
            memory[half:] = data[half:]


def whole_folder_swapped(path, data):
    new = path.parent.parent / ".new"
    shutil.copytree(path.parent, new)
    (new / path.name).write_bytes(data)
    os.rename(path.parent, path.parent.parent / ".old")
    pause()
    os.rename(new, path.parent)
    shutil.rmtree(path.parent.parent / ".old")


def folder_removed_then_copied(path, data):
    with tempfile.TemporaryDirectory() as kept:
        shutil.copytree(path.parent, kept, dirs_exist_ok=True)
        shutil.rmtree(path.parent)
        pause()
        path.parent.mkdir()
        for name in ("programme.toml", "libraries.csv"):
            shutil.copy(pathlib.Path(kept) / name, path.parent)
            pause()
        path.write_bytes(data)


WAYS = [in_place, renamed_over, truncated_then_written, emptied_closed_then_written, removed_then_written,
        moved_to_a_backup_then_written, as_vim_does, as_a_spreadsheet_does, in_pieces, in_pieces_at_line_ends,
        in_pieces_beside_then_renamed, written_into_memory, whole_folder_swapped, folder_removed_then_copied]


class Saving(unittest.TestCase):
    def start(self, service):
        self.service = service
        # A second programme, so that the folder without the first one is a good configuration.
        other = service.config / "programmes/ander-2023"
        shutil.copytree((service.config / PEOPLE).parent, other)
        self.versions = [(service.config / PEOPLE).read_bytes()]
        head, *rows = self.versions[0].splitlines(keepends=True)
        (other / "people.csv").write_bytes(head + next(row for row in rows if row.startswith(b"avv-manager;")))
        service.start()

    def next_version(self):
        """Another name on the first row, and one row more at the end."""
        number = len(self.versions)
        lines = self.versions[-1].decode().splitlines(keepends=True)
        first = lines[1].split(";")
        first[1] = f"Deelnemer Jeugd {number}"
        lines[1] = ";".join(first)
        lines.append(f"gast{number};Gast {number};gast{number}@example.org;avv;manager;;;\n")
        return "".join(lines).encode()

    def revisions(self):
        return [row["revision"] for row in self.service.ask("history")]

    def people_of(self, number):
        with tempfile.TemporaryDirectory() as folder:
            self.service.run("show", str(number), "--to", f"{folder}/x")
            return (pathlib.Path(folder) / "x" / PEOPLE).read_bytes()

    def served(self):
        return self.service.status()["revision"]

    def save_and_check(self, save):
        before = max(self.revisions())
        self.versions.append(self.next_version())
        save(self.service.config / PEOPLE, self.versions[-1])
        support.wait_until(lambda: self.served() > before and self.people_of(self.served()) == self.versions[-1],
                           within=45, what="the saved file")
        made = [number for number in self.revisions() if number > before]
        for number in made:
            self.assertIn(self.people_of(number), self.versions, f"revision {number} holds half a file")
        self.assertEqual(len(made), 1)
        self.assertEqual(self.service.says("files"), "there are no mistakes in them")

    def test_every_way_to_save(self):
        service = support.Service()
        self.addCleanup(service.__exit__, None, None, None)
        self.start(service)
        for save in WAYS:
            with self.subTest(save.__name__):
                self.save_and_check(save)
        self.assertEqual(len(WAYS), 14)
        self.assertEqual(len(self.revisions()), 1 + len(WAYS))

    def test_links_that_are_swapped(self):
        """As Kubernetes mounts files, and as releases are put in place."""
        service = support.Service()
        self.addCleanup(service.__exit__, None, None, None)
        root = service.config.parent / "mounted"
        root.mkdir()

        def swap(link, target):
            temporary = link.with_name("..tmp")
            temporary.symlink_to(target)
            os.rename(temporary, link)

        def mounted(path, data, turn=[0]):
            turn[0] += 1
            name = f"..2023_05_0{turn[0]}"
            old = (root / "..data").resolve()
            shutil.copytree(old, root / name)
            (root / name / PEOPLE).write_bytes(data)
            pause()
            swap(root / "..data", name)
            shutil.rmtree(old)

        def released(path, data, turn=[0]):
            turn[0] += 1
            new = root.parent / f"release{turn[0]}"
            shutil.copytree(service.config.resolve(), new, symlinks=True)
            data_folder = (new / "..data").resolve()
            (data_folder / PEOPLE).write_bytes(data)
            swap(service.config, new)

        shutil.move(service.config, root / "..2023_05_00")
        (root / "..data").symlink_to("..2023_05_00")
        for name in ("service.toml", "programmes", "templates"):
            (root / name).symlink_to(f"..data/{name}")
        service.config.symlink_to(root)
        self.start(service)
        for save in (mounted, mounted, released, released):
            with self.subTest(save.__name__):
                self.save_and_check(save)

    def test_what_does_not_change_makes_no_revision(self):
        service = support.Service()
        self.addCleanup(service.__exit__, None, None, None)
        self.start(service)
        path = service.config / PEOPLE
        path.write_bytes(self.versions[0])
        os.utime(path)
        path.chmod(0o640)
        path.with_name("people.csv~").write_bytes(b"x")
        self.save_and_check(renamed_over)
        self.assertEqual(self.revisions(), [2, 1])

    def test_whoever_means_less_people_says_so(self):
        """The last rows are taken out: that may be a copy under way, until the service is told that it is not."""
        service = support.Service()
        self.addCleanup(service.__exit__, None, None, None)
        self.start(service)
        path = service.config / PEOPLE
        lines = self.versions[0].splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:-1]))
        support.wait_until(lambda: "may be half written" in service.log(), what="the pause")
        self.assertEqual(self.served(), 1)
        service.reload()
        support.wait_until(lambda: self.served() == 2, what="the shorter list")


if __name__ == "__main__":
    unittest.main()
