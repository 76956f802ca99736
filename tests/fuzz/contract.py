"""The contract of everything that takes bytes from outside: a result, or an `ImrparseError` not of our fault."""

from __future__ import annotations

import io
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import imrparse
from imrparse.archives import Archive
from imrparse.errors import ImrparseError, InternalError
from imrparse.inputs import list_inputs, paths_in
from imrparse.reading import Options
from imrparse.writers import opened
from imrparse.writers.records import read_records
from tests.conftest import ROOT

MIB = 1024 * 1024
NO_OCR = Options(ocr="never", max_bytes=MIB)


def text(data: bytes) -> None:
    imrparse.parse_text(data.decode("utf-8", "surrogateescape"))


def letter(data: bytes) -> None:
    list(imrparse.parse_all(data, NO_OCR))


def _archive(data: bytes, ending: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        archive: Archive | None = None
        try:
            for one in list_inputs([file.name]):
                if one.archive is not None and one.member is not None:
                    archive = archive or Archive(one.archive)
                    assert len(archive.bytes_of(one.member, 10_000)) <= 10_001
        finally:
            if archive:
                archive.close()


def zip_archive(data: bytes) -> None:
    _archive(data, ".zip")


def tar_archive(data: bytes) -> None:
    _archive(data, ".tar")


def _records(data: bytes, ending: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        for _ in read_records(file.name):
            pass


def json_lines(data: bytes) -> None:
    _records(data, ".jsonl")


def json(data: bytes) -> None:
    _records(data, ".json")


def parquet(data: bytes) -> None:
    _records(data, ".parquet")


def sqlite(data: bytes) -> None:
    _records(data, ".sqlite")


def paths(data: bytes) -> None:
    for path in paths_in(io.BytesIO(data)):
        assert path


TARGETS: list[Callable[[bytes], None]] = [
    text, letter, zip_archive, tar_archive, json_lines, json, parquet, sqlite, paths,
]  # fmt: skip
"""In this order for ever: in the fuzzer's corpus the first byte of an input is a place in the list."""


def keep(target: Callable[[bytes], None], data: bytes) -> None:
    """Run the target. Raises what breaks the contract."""
    try:
        target(data)
    except InternalError:
        raise
    except ImrparseError:
        pass


def seeds() -> Iterator[tuple[Callable[[bytes], None], bytes]]:
    """Well-formed inputs of each target, made of the samples."""
    samples = [path for path in sorted((ROOT / "samples").iterdir()) if path.suffix in {".pdf", ".txt"}]
    texts = [path.read_bytes() for path in samples if path.suffix == ".txt"]
    for data in texts:
        yield letter, data
        yield text, data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1").encode()
    for path in samples:
        if path.suffix == ".pdf" and path.stat().st_size < 60_000:
            yield letter, path.read_bytes()
    page = b"<!doctype html><html><body><p>" + texts[0].replace(b"\n", b"</p><p>") + b"</p></body></html>"
    yield letter, page
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a/b.txt", texts[0])
        packed.writestr("c.pdf", b"%PDF-1.4")
    yield zip_archive, target.getvalue()
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        for format in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
            target = io.BytesIO()
            with tarfile.open(fileobj=target, mode=mode, format=format) as tar:  # type: ignore[call-overload]
                for name in ("a.txt", "é" * 120 + ".txt"):
                    info = tarfile.TarInfo(name)
                    info.size = 200
                    tar.addfile(info, io.BytesIO(texts[0][:200]))
            yield tar_archive, target.getvalue()
    record = imrparse.parse(samples[0]).record
    with tempfile.TemporaryDirectory() as folder:
        for reader, name in ((json_lines, "x.jsonl"), (json, "x.json"), (parquet, "x.parquet"), (sqlite, "x.sqlite")):
            place = str(Path(folder) / name)
            with opened(name.removeprefix("x."), place) as writer:
                writer.write(record)
            yield reader, Path(place).read_bytes()
    yield paths, b"a.txt\r\nb.txt\0c\n"
