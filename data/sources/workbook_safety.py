"""Whether a workbook may be opened: a whole zip of bounded size, without macros or tricks.

Nothing is ever extracted to the disk, so names of entries can point nowhere.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from data.sources.chunk import UnreadableError

PARTS = 10_000
PART_BYTES = 1 << 30
PACKAGE_BYTES = 1 << 32
RATIO, RATIO_FROM = 300, 1 << 24
"""Above RATIO_FROM bytes no part of an honest workbook is packed tighter than RATIO to one."""
DIRECTORY_BYTES = 1 << 24
SMALL_PART_BYTES = 1 << 24
BLOCK = 1 << 20

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED = "EncryptedPackage".encode("utf-16-le")
SAVE = "open it in a spreadsheet program and save it as .xlsx"
CUT = "is cut or damaged, or still being written"
AGAIN = "copy or export it again"
ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["'])([^"']+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    """An open workbook: its parts by name, as they may be read."""

    path: Path
    file: BinaryIO
    parts: dict[str, ZipInfo]

    def refusal(self, reason: str, remedy: str) -> UnreadableError:
        return UnreadableError(self.path.name, reason, remedy)

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part of XML, unpacked some at a time. Raises UnreadableError where it is a trick."""
        tail = b""
        for number, block in enumerate(self._unpacked(self.parts[name])):
            if number == 0:
                self._check_encoding(name, block)
            seen = tail + block
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise self.refusal(f"defines XML entities in {name}, as no spreadsheet does", SAVE)
            tail = block[-16:]
            yield block

    def small(self, name: str) -> bytes:
        """A part that lists other parts, whole."""
        if name not in self.parts:
            raise self.refusal(f"is no XLSX workbook, for it lacks {name}", SAVE)
        if self.parts[name].file_size > SMALL_PART_BYTES:
            raise self.refusal(f"has far too much in {name}", SAVE)
        return b"".join(self.blocks(name))

    def _unpacked(self, part: ZipInfo) -> Iterator[bytes]:
        size = crc = 0
        try:
            for block in _inflated(self.file, part):
                size, crc = size + len(block), zlib.crc32(block, crc)
                if size > part.file_size:
                    break
                yield block
        except (zlib.error, EOFError, OSError) as error:
            raise self.refusal(CUT, AGAIN) from error
        if size > part.file_size:
            raise self.refusal(f"unpacks to more than it declares in {part.filename}", SAVE)
        if size != part.file_size or crc != part.CRC:
            raise self.refusal(CUT, AGAIN)

    def _check_encoding(self, name: str, block: bytes) -> None:
        declared = ENCODING.match(block.removeprefix(b"\xef\xbb\xbf"))
        if block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block[:64] or declared:
            raise self.refusal(f"is not written in UTF-8 ({name})", SAVE)


@contextmanager
def package(path: Path) -> Iterator[Package]:
    """Opens a workbook once its directory is found to be harmless. Raises UnreadableError."""
    with path.open("rb") as file:
        _check_kind(path, file)
        try:
            with ZipFile(file) as archive:
                entries = archive.infolist()
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableError(path.name, CUT, AGAIN) from error
        if reason := _why_not(entries):
            raise UnreadableError(path.name, *reason)
        yield Package(path, file, {_plain(entry): entry for entry in entries})


def _check_kind(path: Path, file: BinaryIO) -> None:
    start = file.read(8)
    if start == OLE:
        file.seek(0)
        while block := file.read(BLOCK):
            if LOCKED in block:
                raise UnreadableError(
                    path.name, "is locked with a password", "save it without a password"
                )
        raise UnreadableError(path.name, "is an old .xls workbook, whatever its name says", SAVE)
    if not start.startswith(b"PK"):
        raise UnreadableError(path.name, "is no XLSX workbook, whatever its name says", SAVE)
    if _directory_bytes(file) > DIRECTORY_BYTES:
        raise UnreadableError(path.name, "has far too many parts", SAVE)


def _directory_bytes(file: BinaryIO) -> int:
    """What the end of the zip says of its directory, which is read into memory as a whole."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - (1 << 16) - 200))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    wide = tail.rfind(b"PK\x06\x06", 0, max(end, 0))
    if wide >= 0:
        size = max(size % 0xFFFFFFFF, int.from_bytes(tail[wide + 40 : wide + 48], "little"))
    return size


def _why_not(entries: list[ZipInfo]) -> tuple[str, str] | None:
    names = [_plain(entry) for entry in entries]
    if len(names) > PARTS:
        return f"has {len(names):,} parts, more than {PARTS:,}", SAVE
    if len(set(names)) < len(names):
        return "holds a part twice, so what it says is open to doubt", SAVE
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macro") for name in names):
        return "holds macros", "save it as .xlsx without macros"
    if any(name.startswith("xl/externallinks/") for name in names):
        return "takes values from other workbooks", "break the links, or copy and paste as values"
    return next(filter(None, map(_bomb, entries)), None) or _too_large(entries)


def _bomb(entry: ZipInfo) -> tuple[str, str] | None:
    if entry.flag_bits & 1:
        return "is locked with a password", "save it without a password"
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "is packed in a way that no spreadsheet uses", SAVE
    if entry.file_size > PART_BYTES:
        return "unpacks to more than 1 GB in one sheet", "split it, or save the sheet as CSV"
    if entry.file_size > max(RATIO_FROM, RATIO * entry.compress_size):
        return "is packed tighter than any honest workbook (a zip bomb)", SAVE
    return None


def _too_large(entries: list[ZipInfo]) -> tuple[str, str] | None:
    if sum(entry.file_size for entry in entries) > PACKAGE_BYTES:
        return "unpacks to more than 4 GB", "split it, or save the sheet as CSV"
    return None


def _plain(entry: ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lower()


def _inflated(file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """Unpacks to the true end of the data: zipfile would stop at the size that is declared."""
    file.seek(part.header_offset)
    head = file.read(30)
    if not head.startswith(b"PK\x03\x04") or len(head) < 30:
        raise EOFError
    skip = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    file.seek(skip, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    is_stored = part.compress_type == ZIP_STORED
    while left and not inflate.eof:
        packed = file.read(min(left, BLOCK))
        if not packed:
            raise EOFError
        left -= len(packed)
        yield from [packed] if is_stored else _blocks(inflate, packed)
    if not (is_stored or inflate.eof):
        raise EOFError


def _blocks(inflate: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    while True:
        block = inflate.decompress(packed, BLOCK)
        if block:
            yield block
        packed = inflate.unconsumed_tail
        if inflate.eof or (not packed and len(block) < BLOCK):
            return
