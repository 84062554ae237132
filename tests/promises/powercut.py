"""A disk that forgets: records what SQLite asks of it, and builds every state a power cut may leave behind.

What was not synced may be there, in part, in any order, torn at a sector, or not at all. A new file is in
its folder only after the folder was synced, and a removed one may be back. SQLite syncs the folder with
the first sync of a new journal, and when it removes a journal with synchronous=EXTRA.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import apsw

SECTOR = 512


def opened(path: Path, file_system: str | None = None) -> apsw.Connection:
    """Open a database through a file system of ours, or the usual one, with the function its constraints use."""
    database = apsw.Connection(str(path), vfs=file_system)
    database.create_scalar_function("regexp", matches, 2, deterministic=True)
    return database


def matches(*words: object) -> bool | None:
    """Do what Django registers for its regular expressions: pattern, then text."""
    pattern, text = words
    return None if text is None else bool(re.search(str(pattern), str(text)))


@dataclass(frozen=True)
class Asked:
    """One thing that SQLite asked of the disk, or that the service told a reporter."""

    what: str  # create write truncate sync remove told
    file: str = ""
    offset: int = 0
    data: bytes = b""
    folder_too: bool = False


def no_fault(_asked: Asked) -> None:
    """Let everything pass."""


@dataclass
class Recorder:
    """Passes everything on to the real file system and writes it down, unless `fault` raises instead."""

    folder: Path
    asked: list[Asked] = field(default_factory=list)
    name: str = "recorder"
    fault: Callable[[Asked], None] = no_fault

    def told(self, what: str) -> None:
        """Note the moment at which the reporter was told that the report is kept."""
        self.asked.append(Asked("told", what))

    def ask(self, asked: Asked) -> None:
        """Note one thing asked of the disk, or fail it: a failed sync may have lost what it was for."""
        try:
            self.fault(asked)
        except apsw.Error:
            if asked.what == "sync":
                self.asked.append(Asked("failed sync", asked.file))
            raise
        self.asked.append(asked)

    def register(self) -> apsw.VFS:
        """Return a file system for SQLite; it lives as long as somebody holds it."""
        return RecordingDisk(self)


class RecordingDisk(apsw.VFS):
    """The folder as SQLite sees it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        super().__init__(recorder.name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return RecordingFile(self.recorder, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self.recorder.ask(Asked("remove", Path(filename).name, folder_too=bool(syncdir)))
        super().xDelete(filename, syncdir)


class RecordingFile(apsw.VFSFile):
    """One file as SQLite sees it."""

    def __init__(self, recorder: Recorder, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self.recorder = recorder
        where = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.file = Path(where).name if where else ""
        if self.file and not (recorder.folder / self.file).exists():
            recorder.ask(Asked("create", self.file))
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.recorder.ask(Asked("write", self.file, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self.recorder.ask(Asked("truncate", self.file, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.recorder.ask(Asked("sync", self.file))
        super().xSync(flags)


Contents = dict[int, bytearray]
Folder = dict[str, int]
Files = dict[str, bytes]


@dataclass
class Disk:
    """What certainly lies on the disk, and what was asked since and may or may not have reached it."""

    contents: Contents
    folder: Folder
    waiting: list[tuple[int, Asked]] = field(default_factory=list)
    folder_waiting: list[tuple[str, int | None]] = field(default_factory=list)
    seen: Folder = field(default_factory=dict)
    unlisted: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, files: Files) -> "Disk":
        """Return a disk with these files safely on it."""
        folder = {name: number for number, name in enumerate(files)}
        contents = {folder[name]: bytearray(data) for name, data in files.items()}
        return cls(contents, dict(folder), seen=dict(folder))

    def take(self, asked: Asked) -> None:
        """Let the disk do one thing; only a sync makes sure of it."""
        match asked.what:
            case "create":
                number = len(self.contents)
                self.contents[number] = bytearray()
                self.seen[asked.file] = number
                self.folder_waiting.append((asked.file, number))
                self.unlisted.add(number)
            case "write" | "truncate" if asked.file in self.seen:
                self.waiting.append((self.seen[asked.file], asked))
            case "sync" if asked.file in self.seen:
                self.sync(self.seen[asked.file])
            case "failed sync" if asked.file in self.seen:
                # Linux marks pages clean after a failed sync and never writes them again; some may have got through.
                self.waiting = [one for one in self.waiting if one[0] != self.seen[asked.file]]
            case "remove":
                self.seen.pop(asked.file, None)
                self.folder_waiting.append((asked.file, None))
                if asked.folder_too:
                    self.sync_folder()

    def sync(self, number: int) -> None:
        """Make sure of one file, and of its name when it is new."""
        for owner, asked in self.waiting:
            if owner == number:
                put(self.contents[number], asked)
        self.waiting = [(owner, asked) for owner, asked in self.waiting if owner != number]
        if number in self.unlisted:
            self.sync_folder()

    def sync_folder(self) -> None:
        """Make sure of names."""
        list_in(self.folder, self.folder_waiting)
        self.folder_waiting.clear()
        self.unlisted.clear()

    def after_power_cut(self, rng: random.Random) -> Files:
        """Return one of the states the files may be found in."""
        choose = rng.choice(CHOICES)
        reached = choose(self.waiting, rng)
        folder = dict(self.folder)
        list_in(folder, self.folder_waiting[: rng.randint(0, len(self.folder_waiting))])
        contents = {number: self.contents[number] for number in folder.values()}
        for number in {owner for owner, _asked in reached} & set(contents):
            contents[number] = bytearray(contents[number])
            for owner, asked in reached:
                if owner == number:
                    put(contents[number], asked)
        return {name: bytes(contents[number]) for name, number in folder.items()}


def list_in(folder: Folder, changes: list[tuple[str, int | None]]) -> None:
    """Add and remove names."""
    for name, number in changes:
        if number is None:
            folder.pop(name, None)
        else:
            folder[name] = number


def put(content: bytearray, asked: Asked) -> None:
    """Do one write or truncation."""
    if asked.what == "truncate":
        del content[asked.offset :]
        return
    content.extend(bytes(max(0, asked.offset - len(content))))
    content[asked.offset : asked.offset + len(asked.data)] = asked.data


Waiting = list[tuple[int, Asked]]


def nothing(_waiting: Waiting, _rng: random.Random) -> Waiting:
    """Nothing that was not synced reached the disk."""
    return []


def everything(waiting: Waiting, _rng: random.Random) -> Waiting:
    """Everything reached it."""
    return waiting


def beginning(waiting: Waiting, rng: random.Random) -> Waiting:
    """The disk kept the order and stopped somewhere."""
    return waiting[: rng.randint(0, len(waiting))]


def some(waiting: Waiting, rng: random.Random) -> Waiting:
    """The disk kept no order."""
    share = rng.random()
    return [one for one in waiting if rng.random() < share]


def torn(waiting: Waiting, rng: random.Random) -> Waiting:
    """Some reached it, and some of those only in part, by sectors."""
    return [
        piece for one in some(waiting, rng) for piece in (sectors(one, rng) if rng.random() < 0.4 else [one])
    ]


def sectors(one: tuple[int, Asked], rng: random.Random) -> Waiting:
    """Return some of the sectors of one write."""
    owner, asked = one
    if asked.what != "write":
        return [one]
    first = SECTOR - asked.offset % SECTOR
    cuts = [0, *range(first, len(asked.data), SECTOR), len(asked.data)]
    return [
        (owner, Asked("write", asked.file, asked.offset + start, asked.data[start:end]))
        for start, end in pairwise(cuts)
        if rng.random() < 0.5
    ]


CHOICES: tuple[Callable[[Waiting, random.Random], Waiting], ...] = (
    nothing,
    everything,
    beginning,
    some,
    torn,
)


def states(
    disk: Disk, asked: list[Asked], *, count: int, rng: random.Random
) -> Iterator[tuple[Files, list[str]]]:
    """Cut the power `count` times at moments of this recording; tell what lies there and what was told by then."""
    moments = sorted(rng.randrange(len(asked) + 1) for _cut in range(count))
    told: list[str] = []
    done = 0
    for moment in moments:
        for one in asked[done:moment]:
            if one.what == "told":
                told.append(one.file)
            disk.take(one)
        done = moment
        yield disk.after_power_cut(rng), list(told)
