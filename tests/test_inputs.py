"""What a run reads: each input that is named or found once, in order, whatever its name and whatever holds it."""

from __future__ import annotations

import bz2
import functools
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from imrparse.archives import Archive
from imrparse.errors import DamagedArchive, ImrparseError, UnsupportedFormat
from imrparse.inputs import Input, list_inputs, paths_in
from tests import letters
from tests.conftest import Command

LETTER = letters.letter().encode()
MIB = 1024 * 1024
posix = pytest.mark.skipif(sys.platform == "win32", reason="names and files that Windows does not have")


def listed(*paths: str | Path) -> list[Input]:
    return list(list_inputs([os.fspath(path) for path in paths]))


def names(inputs: Iterable[Input], folder: Path) -> list[str]:
    """The inputs' paths below `folder`; with the code of its error, one that cannot be read."""
    return [
        one.path.removeprefix(f"{folder}/") + (f" ({one.error.code})" if one.error is not None else "")
        for one in inputs
    ]


def tree(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(LETTER)
    return folder


def zip_of(path: Path, members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive, pytest.warns() if _twice(members) else _nothing():
        for name, data in members:
            archive.writestr(name, data)
    return path


def _twice(members: Iterable[tuple[str, bytes]]) -> bool:
    given = [name for name, _ in members]
    return len(set(given)) < len(given)


class _nothing:  # noqa: N801 (used as a statement)
    def __enter__(self) -> None: ...
    def __exit__(self, *error: object) -> None: ...


def tar_of(path: Path, members: Iterable[tuple[str, bytes]], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict]:
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def codes(lines: Iterable[dict]) -> list[str]:
    """By row the name of its source below the folder, and `ok` or the code of its error."""
    return [f"{line['source']['path']}: {line['error']['code'] if 'error' in line else 'ok'}" for line in lines]


# -- folders and names -----------------------------------------------------------------------------------------------


def test_files_of_a_folder_then_its_folders_each_in_the_order_of_names(tmp_path: Path) -> None:
    tree(tmp_path, "b.txt", "a.PDF", "é.txt", "sub/z.html", "another/x.docx", "a.txt", "notes.md", "logo.png")
    assert names(listed(tmp_path), tmp_path) == ["a.PDF", "a.txt", "b.txt", "é.txt", "another/x.docx", "sub/z.html"]


def test_what_is_hidden_is_passed_over_but_read_where_it_is_named(tmp_path: Path) -> None:
    tree(tmp_path, ".a.txt", ".git/b.txt", "~$c.docx", "d.txt")
    assert names(listed(tmp_path), tmp_path) == ["d.txt"]
    assert names(listed(tmp_path / ".a.txt", tmp_path / ".git"), tmp_path) == [".a.txt", ".git/b.txt"]


@posix
def test_links(tmp_path: Path) -> None:
    tree(tmp_path, "real/a.txt", "outside.txt")
    (tmp_path / "real" / "up").symlink_to(tmp_path / "real")  # a loop
    (tmp_path / "real" / "self.txt").symlink_to(tmp_path / "real" / "self.txt")
    (tmp_path / "real" / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "real" / "good.txt").symlink_to(tmp_path / "outside.txt")
    # Those that lead nowhere are inputs, whose error says so, not files that were overlooked.
    found = ["a.txt", "broken.txt", "good.txt", "self.txt"]
    assert names(listed(tmp_path / "real"), tmp_path / "real") == found


@posix
def test_pipes_and_sockets_in_folders_are_not_waited_for(tmp_path: Path, imrparse_inside: Command) -> None:
    tree(tmp_path, "in/a.txt")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    os.mkfifo(tmp_path / "in" / "pipe.zip")
    assert codes(rows(imrparse_inside("parse", "in"))) == ["in/a.txt: ok"]


ODD_NAMES = [
    b" .txt", b"a b  c.txt", b"one\ntwo.txt", b"tab\tcr\r.txt", b"-o.txt", b"--help.txt", b"caf\xe9.txt",
    b"\xff\xfe.txt", b"x" * 246 + b".txt", b"[a-z]*?.txt", b"$(touch acted).txt", b"%s{x}.txt",
    "e\u0301\u202e.txt".encode(),
    b"\x1b[31m.txt", b"'; DROP TABLE inputs; --.txt",
]  # fmt: skip


@posix
def test_odd_names_have_a_row_each(tmp_path: Path, imrparse_inside: Command) -> None:
    (tmp_path / "in").mkdir()
    for number, name in enumerate(ODD_NAMES):
        data = LETTER.replace(b"CM16-0012345", b"CM16-%07d" % number)
        (tmp_path / "in" / os.fsdecode(name)).write_bytes(data)
    done = imrparse_inside("parse", "in", "-j", "1")
    order = sorted(range(len(ODD_NAMES)), key=lambda number: os.fsdecode(ODD_NAMES[number]))
    assert [row["case_number"] for row in rows(done)] == [f"CM16-{number:07d}" for number in order]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]  # no name has acted
    # The same named in a list, each ended by a NUL byte, as `find -print0` writes them.
    given = b"\0".join(b"in/" + name for name in ODD_NAMES)
    done = imrparse_inside("parse", "--from-file", "-", "-j", "1", input=given)
    assert [row["case_number"] for row in rows(done)] == [f"CM16-{number:07d}" for number in range(len(ODD_NAMES))]


def test_a_path_that_is_named_or_found_twice_is_one_input(tmp_path: Path, imrparse_inside: Command) -> None:
    tree(tmp_path, "in/a.txt", "in/b.txt")
    (tmp_path / "in" / "b.txt").write_bytes(LETTER.replace(b"12345", b"54321"))
    zip_of(tmp_path / "in" / "c.zip", [("d.txt", LETTER.replace(b"12345", b"11111"))])
    done = imrparse_inside("parse", "in/b.txt", "in", "in/b.txt", "in/*.txt", "in/c.zip", "missing.txt", "missing.txt")
    expected = ["in/b.txt: ok", "in/a.txt: ok", "in/c.zip/d.txt: ok", "missing.txt: no_such_file"]
    assert codes(rows(done)) == expected


def test_a_folder_of_many_levels(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(300):
        here /= "d"
    here.mkdir(parents=True)
    (here / "a.txt").write_bytes(LETTER)
    assert len(listed(tmp_path)) == 1
    shutil.rmtree(tmp_path / "d")


# -- globs and lists -------------------------------------------------------------------------------------------------


# (pattern, what it finds)
GLOBS = [
    ("*.txt", ["[1].txt", "a.txt", "b.txt"]),
    ("?.txt", ["a.txt", "b.txt"]),
    ("[ab].txt", ["a.txt", "b.txt"]),
    ("**/*.txt", ["[1].txt", "a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt"]),
    ("s*", ["sub/c.txt", "sub/deep/d.txt"]),  # a folder that matches is searched
    ("[1].txt", ["[1].txt"]),  # a file of this very name comes first
    ("*.nothing", ["*.nothing (no_such_file)"]),
    ("no-folder/*.txt", ["no-folder/*.txt (no_such_file)"]),
    ("[", ["[ (no_such_file)"]),
]


@pytest.mark.parametrize(("pattern", "found"), GLOBS)
def test_a_pattern_that_no_shell_has_expanded(tmp_path: Path, pattern: str, found: list[str]) -> None:
    tree(tmp_path, "a.txt", "b.txt", "[1].txt", "sub/c.txt", "sub/deep/d.txt")
    assert names(listed(tmp_path / pattern), tmp_path) == found


# (bytes of the list, the paths that it names)
LISTS = [
    (b"", []),
    (b"\n\n\r\n", []),
    (b"a.txt", ["a.txt"]),
    (b"a.txt\nb c.txt\n", ["a.txt", "b c.txt"]),
    (b"a.txt\r\n b.txt \r\n", ["a.txt", " b.txt "]),
    (b"a.txt\r\nb.txt\r", ["a.txt", "b.txt"]),
    (b"a.txt\0b\nc.txt\0", ["a.txt", "b\nc.txt"]),
    (b"a\r\0b.txt", ["a\r", "b.txt"]),
    (b"caf\xe9.txt\n", [os.fsdecode(b"caf\xe9.txt")]),
    (b"#a.txt\n-\n--help\n", ["#a.txt", "-", "--help"]),
    (b"x" * 70_000 + b"\nb.txt\n", ["x" * 70_000, "b.txt"]),
    (b"\n".join(b"%d.txt" % number for number in range(30_000)), [f"{number}.txt" for number in range(30_000)]),
]


@pytest.mark.parametrize(("data", "found"), LISTS, ids=range(len(LISTS)))
def test_the_paths_of_a_list(data: bytes, found: list[str]) -> None:
    assert list(paths_in(io.BytesIO(data))) == found


def test_paths_in_a_list_that_are_none(tmp_path: Path, imrparse_inside: Command) -> None:
    tree(tmp_path, "a.txt")
    given = b"\n".join([b"a.txt", b"x" * 5000, b"%PDF-1.4 \xff\xfe", b"a.txt/b.txt", b"../gone.txt", b"*.nothing"])
    done = imrparse_inside("parse", "--from-file", "-", input=given)
    found = [row["error"]["code"] if "error" in row else "ok" for row in rows(done)]
    assert found[0] == "ok"
    assert len(found) == 6
    assert set(found[1:]) <= {"no_such_file", "unreadable_file"}


# -- archives --------------------------------------------------------------------------------------------------------

MEMBERS = [
    ("2015/a.txt", LETTER),
    ("b c.txt", LETTER.replace(b"12345", b"00001")),
    ("notes.md", b"no letter"),
    (".hidden.txt", LETTER),
    ("__MACOSX/._b c.txt", b"\0\5\x16\7"),
    (".git/a.txt", LETTER),
    ("./dot/z.txt", LETTER.replace(b"12345", b"00002")),
    ("a.txt", LETTER.replace(b"12345", b"00003")),
]
FOUND = ["2015/a.txt", "b c.txt", "./dot/z.txt", "a.txt"]
ARCHIVES: list[tuple[str, Callable[[Path], Path]]] = [
    ("x.zip", lambda path: zip_of(path, MEMBERS)),
    ("x.ZIP", lambda path: zip_of(path, MEMBERS, zipfile.ZIP_STORED)),
    ("x.tar", lambda path: tar_of(path, MEMBERS)),
    ("x.tar.gz", lambda path: tar_of(path, MEMBERS, "w:gz")),
    ("x.tgz", lambda path: tar_of(path, MEMBERS, "w:gz")),
    ("x.tar.bz2", lambda path: tar_of(path, MEMBERS, "w:bz2")),
    ("x.tar.xz", lambda path: tar_of(path, MEMBERS, "w:xz")),
    ("misnamed.tar", lambda path: tar_of(path, MEMBERS, "w:gz")),
]


@pytest.mark.parametrize(("name", "make"), ARCHIVES, ids=[name for name, _ in ARCHIVES])
def test_an_archive_is_read_in_place(tmp_path: Path, name: str, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / name)
    found = listed(path)
    assert names(found, path) == FOUND
    assert [one.size for one in found] == [len(LETTER)] * 4
    archive = Archive(str(path))
    data = [archive.bytes_of(one.member, MIB) for one in found if one.member is not None]
    archive.close()
    assert data == [data for name, data in MEMBERS if name in FOUND]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_run_over_archives_keeps_their_order(tmp_path: Path, imrparse_inside: Command) -> None:
    for name, make in ARCHIVES[:3]:
        make(tmp_path / name)
    tree(tmp_path, "zz.txt")
    (tmp_path / "zz.txt").write_bytes(LETTER.replace(b"12345", b"99999"))
    (tmp_path / "x.ZIP").rename(tmp_path / "y.zip")
    done = imrparse_inside("parse", ".", "-j", "2")
    # The first archive's letters are records; the others hold the same bytes.
    ok = [f"x.tar/{name}: ok" for name in FOUND]
    again = [f"{archive}/{name}: duplicate" for archive in ("x.zip", "y.zip") for name in FOUND]
    assert codes(rows(done)) == [*ok, *again, "zz.txt: ok"]


def test_names_in_archives_are_never_paths_on_the_disk(tmp_path: Path, imrparse_inside: Command) -> None:
    # Were one of them opened as a path, the recipe there would be no letter.
    tree(tmp_path, "outside.txt")
    (tmp_path / "outside.txt").write_text("a recipe for pancakes")
    odd = [
        "../outside.txt",
        f"{tmp_path}/outside.txt",
        "..\\outside.txt",
        "/etc/passwd.txt",
        "C:\\x.txt",
        "a/../../b.txt",
    ]
    members = [(name, LETTER.replace(b"12345", b"%05d" % number)) for number, name in enumerate(odd)]
    (tmp_path / "in").mkdir()
    zip_of(tmp_path / "in" / "x.zip", members)
    tar_of(tmp_path / "in" / "y.tar", [(name, data.replace(b"CM16", b"CM15")) for name, data in members])
    with tarfile.open(tmp_path / "in" / "z.tar", "w") as archive:  # links out of the archive
        for name, kind in (("soft.txt", tarfile.SYMTYPE), ("hard.txt", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "../outside.txt"
            archive.addfile(info)
    before = sorted(tmp_path.rglob("*"))
    done = imrparse_inside("parse", "in")
    expected = [f"CM{year}-00{number:05d}" for year in (16, 15) for number in range(len(odd))]
    assert [row.get("case_number") or row["error"]["code"] for row in rows(done)] == expected
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("name", "make"), [("x.zip", zip_of), ("x.tar", tar_of)])
def test_a_name_that_stands_twice_in_an_archive(tmp_path: Path, name: str, make: Callable[..., Path]) -> None:
    first, second = LETTER, LETTER.replace(b"12345", b"54321")
    path = make(tmp_path / name, [("a.txt", first), ("a.txt", second)])
    found = listed(path)
    assert names(found, path) == ["a.txt", "a.txt#2"]
    archive = Archive(str(path))
    assert [archive.bytes_of(one.member, MIB) for one in found if one.member is not None] == [first, second]
    archive.close()


def encrypted(path: Path) -> Path:
    """A zip archive whose second member says that it is encrypted (bit 0 of the flags, in both of its headers)."""
    zip_of(path, [("a.txt", LETTER), ("b.txt", LETTER)], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x03\x04") + 6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


def lying(path: Path, unfolds: int, says: int) -> Path:
    """A zip archive whose second member unfolds to more, or less, than it says."""
    zip_of(path, [("a.txt", LETTER), ("b.txt", (LETTER * (unfolds // len(LETTER) + 1))[:unfolds])])
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = data.rindex(mark) + place
        data[where : where + 4] = says.to_bytes(4, "little")
    path.write_bytes(data)
    return path


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def torn(path: Path) -> Path:
    """A zip archive whose second member's bytes are spoilt."""
    zip_of(path, [("a.txt", LETTER), ("b.txt", LETTER)])
    data = bytearray(path.read_bytes())
    where = data.rindex(b"PK\x03\x04") + 60
    data[where : where + 40] = b"\xff" * 40
    path.write_bytes(data)
    return path


def nameless(path: Path) -> None:
    """A zip archive whose first member has no name: `zipfile` cuts it off at a zero byte."""
    zip_of(path, [("~~~", b""), ("a.txt", LETTER)], zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"~~~", b"\0~~"))


TWO = [("a.txt", LETTER), ("b.txt", LETTER.replace(b"12345", b"54321"))]
TWO_BYTES = 2 * (512 + -(-len(LETTER) // 512) * 512)
"""Of the two in a tar archive, before the blocks that end it."""
OTHER_THINGS = [("a.md", b"x"), ("folder/", b""), (".b.txt", LETTER)]
# (name, how it is made, its rows)
BROKEN: list[tuple[str, Callable[[Path], object], list[str]]] = [
    ("encrypted.zip", encrypted, ["/a.txt: ok", "/b.txt: password_needed"]),
    ("torn.zip", torn, ["/a.txt: ok", "/b.txt: damaged_archive"]),
    ("too-large.zip", lambda path: zip_of(path, [("a.txt", LETTER), ("b.txt", bytes(2 * MIB))]),
     ["/a.txt: ok", "/b.txt: too_large"]),
    ("says-less.zip", lambda path: lying(path, 3 * MIB, 100), ["/a.txt: ok", "/b.txt: damaged_archive"]),
    ("says-more.zip", lambda path: lying(path, len(LETTER), 0x7FFFFFFF), ["/a.txt: ok", "/b.txt: ok"]),
    ("bzip2.zip", lambda path: zip_of(path, TWO[:1], zipfile.ZIP_BZIP2), ["/a.txt: unsupported_format"]),
    ("lzma.zip", lambda path: zip_of(path, TWO[:1], zipfile.ZIP_LZMA), ["/a.txt: unsupported_format"]),
    ("cut.zip", lambda path: cut(zip_of(path, TWO), 0.6), [": damaged_archive"]),
    ("empty.zip", lambda path: path.write_bytes(b""), [": damaged_archive"]),
    ("noise.zip", lambda path: path.write_bytes(bytes(range(256)) * 40), [": damaged_archive"]),
    ("letter.zip", lambda path: path.write_bytes(LETTER), [": damaged_archive"]),
    ("no-name.zip", nameless,
     ["/a.txt: ok"]),
    ("no-letters.zip", lambda path: zip_of(path, OTHER_THINGS), [": no_letters"]),
    ("no-members.zip", lambda path: zip_of(path, []), [": no_letters"]),
    ("nested.zip", lambda path: zip_of(path, [("in/x.zip", b"PK"), ("y.tar.gz", b""), TWO[0]]),
     ["/in/x.zip: unsupported_format", "/y.tar.gz: unsupported_format", "/a.txt: ok"]),
    # Where a tar archive is cut off, what stands before can be read.
    ("cut.tar", lambda path: cut(tar_of(path, TWO), 0.3),
     ["/a.txt: ok", "/b.txt: damaged_archive", ": damaged_archive"]),
    ("cut-at-the-end-of-a-letter.tar", lambda path: path.write_bytes(tar_of(path, TWO).read_bytes()[:TWO_BYTES]),
     ["/a.txt: ok", "/b.txt: ok", ": damaged_archive"]),
    ("cut.tar.gz", lambda path: cut(tar_of(path, TWO, "w:gz"), 0.9), [": damaged_archive"]),
    ("cut.tar.xz", lambda path: cut(tar_of(path, TWO, "w:xz"), 0.9), [": damaged_archive"]),
    ("noise.tar", lambda path: path.write_bytes(bytes(range(256)) * 40), [": damaged_archive"]),
    ("empty.tar", lambda path: path.write_bytes(b""), [": damaged_archive"]),
    ("no-letters.tar", lambda path: tar_of(path, OTHER_THINGS), [": no_letters"]),
    ("too-large.tar.gz", lambda path: tar_of(path, [("a.txt", LETTER), ("b.txt", bytes(2 * MIB))], "w:gz"),
     ["/a.txt: ok", "/b.txt: too_large"]),
    ("spoilt-header.tar", lambda path: path.write_bytes(tar_of(path, TWO).read_bytes().replace(b"b.txt", b"c.txt", 1)),
     ["/a.txt: ok", ": damaged_archive"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "expected"), BROKEN, ids=[row[0] for row in BROKEN])
def test_an_archive_with_something_wrong(
    tmp_path: Path, name: str, make: Callable[[Path], object], expected: list[str]
) -> None:
    make(tmp_path / name)
    assert outcomes(tmp_path / name) == expected


def outcomes(path: Path) -> list[str]:
    """By row of the archive, the code that a run would give it (`ok` where it gives the bytes)."""
    found = []
    for one in listed(path):
        code = one.error.code if one.error else "ok"
        if one.archive is not None and one.member is not None:
            try:
                archive = Archive(one.archive)
                data = archive.bytes_of(one.member, MIB)
                code = "too_large" if len(data) > MIB else "ok"
                archive.close()
            except ImrparseError as error:
                code = error.code
        found.append(f"{one.path.removeprefix(str(path))}: {code}")
    return found


def test_broken_archives_have_their_rows_in_a_run(tmp_path: Path, imrparse_inside: Command) -> None:
    (tmp_path / "in").mkdir()
    expected = []
    for name, make, found in sorted(BROKEN, key=lambda row: row[0]):
        make(tmp_path / "in" / name)
        # Without letters an archive is worth a row where it was named, as a folder is.
        expected += [f"in/{name}{row}" for row in found if row != ": no_letters"]
    done = imrparse_inside("parse", "in", "--max-mib", "1")
    # Most hold the same two letters.
    assert [row.replace("duplicate", "ok") for row in codes(rows(done))] == expected
    assert done.returncode == 3


# -- bombs -----------------------------------------------------------------------------------------------------------


def peak_and_seconds(work: Callable[[], object]) -> tuple[float, float]:
    """MiB that Python took at most meanwhile, and the time."""
    tracemalloc.start()
    start = time.monotonic()
    work()
    seconds = time.monotonic() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / MIB, seconds


@functools.cache
def zeros(count: int) -> bytes:
    """`count` times a MiB of zeros, as bzip2 packs it."""
    packer = bz2.BZ2Compressor()
    return b"".join(packer.compress(bytes(MIB)) for _ in range(count)) + packer.flush()


def test_a_member_that_unfolds_to_far_more_than_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as stream:
        for _ in range(100):
            stream.write(bytes(MIB))
    peak, _ = peak_and_seconds(lambda: outcomes(path))
    assert outcomes(path) == ["/a.txt: too_large"]
    assert peak < 20


def test_what_would_unfold_at_a_stroke_is_not_unfolded(tmp_path: Path) -> None:
    # 200 MiB in 200 bytes: zipfile and tarfile would hold them all before they give the first.
    header = tarfile.TarInfo("a.txt")
    header.size = 200 * MIB
    packed = bz2.compress(header.tobuf()) + zeros(200) + bz2.compress(bytes(1024))
    (tmp_path / "bomb.tar.bz2").write_bytes(packed)
    zip_of(tmp_path / "bomb.zip", [("a.txt", bytes(50 * MIB))], zipfile.ZIP_BZIP2)
    for name, code in (("bomb.tar.bz2", "too_large"), ("bomb.zip", "unsupported_format")):
        found: list[str] = []
        peak, _ = peak_and_seconds(lambda name=name, found=found: found.extend(outcomes(tmp_path / name)))
        assert found == [f"/a.txt: {code}"]
        assert peak < 20


def test_a_tar_archive_that_unfolds_without_end_is_given_up(tmp_path: Path) -> None:
    header = tarfile.TarInfo("a.txt")
    header.size = 1 << 50
    (tmp_path / "bomb.tar.bz2").write_bytes(bz2.compress(header.tobuf()) + zeros(3))
    _, seconds = peak_and_seconds(lambda: outcomes(tmp_path / "bomb.tar.bz2"))
    assert outcomes(tmp_path / "bomb.tar.bz2") == [": damaged_archive"]
    assert seconds < 10


def test_a_remark_of_any_length_in_a_tar_archive_is_not_read(tmp_path: Path) -> None:
    for kind in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE):
        header = tarfile.TarInfo("remark")
        header.type, header.size = kind, 100 * MIB
        (tmp_path / "bomb.tar.bz2").write_bytes(bz2.compress(header.tobuf()) + zeros(100))
        peak, _ = peak_and_seconds(lambda: outcomes(tmp_path / "bomb.tar.bz2"))
        assert outcomes(tmp_path / "bomb.tar.bz2") == [": damaged_archive"]
        assert peak < 20


def test_thousands_of_members_in_little_memory(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "many.tar", [(f"{number}.txt", b"x") for number in range(3000)])
    peak, _ = peak_and_seconds(lambda: [None for _ in list_inputs([str(path)])])
    assert len(listed(path)) == 3000
    assert peak < 5


def test_an_archive_that_changes_under_the_run(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "x.tar", TWO)
    found = listed(path)
    tar_of(path, TWO[:1])
    archive = Archive(str(path))
    with pytest.raises(DamagedArchive, match="run the same command again"):
        archive.bytes_of(found[1].member or 0, MIB)
    archive.close()


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "x.zip", TWO, zipfile.ZIP_LZMA)
    archive = Archive(str(path))
    with pytest.raises(UnsupportedFormat, match="unpack it, and pass the letters"):
        archive.bytes_of(0, MIB)
    archive.close()
