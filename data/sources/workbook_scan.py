"""Looks through the XML of a sheet before it is read: what it spans, formulas, errors, memory."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

ROWS, COLUMNS = 1_048_576, 16_384
TEXTS = 16_000_000
ERRORS = 1_000_000
KNOWN_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
LONGEST_CARRY = 1 << 20
INLINE = {"t", "r", "rPr", "rFont", "sz", "b", "i", "u", "color", "family", "scheme", "charset"}
"""Elements inside the text of a cell; after any other, text belongs to no cell."""

ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


class ScanError(ValueError):
    """A part that is no sheet within the limits of a spreadsheet; says why, with the remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass
class Scan:
    """What was found in one sheet; rows and columns count from 1, sizes are in bytes."""

    cells: int = 0
    texts: int = 0
    text_bytes: int = 0
    formulas: int = 0
    first_formula: str = ""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: tuple[int, int] = (ROWS + 1, 0)
    columns: tuple[int, int] = (COLUMNS + 1, 0)

    @property
    def area(self) -> int:
        """Cells of the rectangle from the first filled cell to the last."""
        (top, bottom), (left, right) = self.rows, self.columns
        return (bottom - top + 1) * (right - left + 1) if self.cells else 0

    @property
    def memory(self) -> int:
        """Bytes that the sheet's rectangle takes once read, as measured, a little above."""
        return 40 * self.cells + 32 * self.area + 32 * self.texts + self.text_bytes

    @property
    def last(self) -> str:
        """Address of the corner of the rectangle."""
        return f"{letters(self.columns[1])}{self.rows[1]}"


class _Names(dict[str, str]):
    """Element names without their prefix, each cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


class _Places(dict[str, int]):
    """Numbers of columns by their letters, each counted once."""

    def __missing__(self, name: str) -> int:
        number = 0
        for letter in name.upper():
            number = number * 26 + ord(letter) - 64
        self[name] = number
        return number


class _SheetScan:
    """Follows the elements of a sheet; `lengths` are those of the shared texts, in bytes."""

    def __init__(self, lengths: list[int]) -> None:
        self.found, self.lengths = Scan(), lengths
        self.names, self.places = _Names(), _Places()
        self.row = self.column = 0
        self.kind: str | None = None
        self.is_over = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = self.names[name]
        if element == "c":
            self.kind = attributes.get("t")
            self._go(attributes.get("r"))
        elif element in ("v", "is"):
            self._fill()
        elif element == "row":
            self.row, self.column = _whole(attributes.get("r"), self.row + 1), 0
        elif element == "f" and not self.is_over:
            self._formula()
        elif element not in INLINE:
            self.kind = None
            self.is_over = self.is_over or element == "extLst"

    def data(self, text: str) -> None:
        kind = self.kind
        if kind is None or kind == "n" or text.isspace():
            return
        if kind == "s":
            self.found.texts += 1
            self.found.text_bytes += self._shared(text)
        elif kind == "e":
            self._error(text.strip())
        else:
            self.found.texts += 1
            self.found.text_bytes += size(text)

    def _error(self, text: str) -> None:
        self.found.errors[self.row, self.column] = text
        if text not in KNOWN_ERRORS:
            place = f"{letters(self.column)}{self.row}"
            raise ScanError(f"has the error {text[:20]} in {place}", "clear the cell")
        if len(self.found.errors) > ERRORS:
            raise ScanError(f"has more than {ERRORS:,} error cells such as {text}", "clear them")

    def _go(self, address: str | None) -> None:
        if address is None:
            self.column += 1
            return
        name = address.rstrip("0123456789")
        self.column = self.places[name]
        digits = address[len(name) :]
        if digits != str(self.row):
            self.row = _whole(digits, 0)
        if not ADDRESS.fullmatch(address):
            raise ScanError(f"has a cell at {address[:20]}, which is no place", "export it again")

    def _fill(self) -> None:
        found, row, column = self.found, self.row, self.column
        found.cells += 1
        if not found.rows[0] <= row <= found.rows[1]:
            found.rows = (min(found.rows[0], row), max(found.rows[1], row))
        if not found.columns[0] <= column <= found.columns[1]:
            found.columns = (min(found.columns[0], column), max(found.columns[1], column))
        if row > ROWS or column > COLUMNS:
            raise ScanError(
                f"has more than {ROWS:,} rows or {COLUMNS:,} columns", "split it, or save it as CSV"
            )

    def _formula(self) -> None:
        self.found.formulas += 1
        if self.found.formulas == 1:
            self.found.first_formula = f"{letters(self.column)}{self.row}"

    def _shared(self, index: str) -> int:
        """Strict, for the reader of sheets takes what is no plain number for the first text."""
        if not (index.isascii() and index.isdigit() and int(index) < len(self.lengths)):
            raise ScanError("names a text that is not in it", "export it again")
        return self.lengths[int(index)]


class _TextScan:
    """Follows the shared texts of a workbook."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.names = _Names()

    def start(self, name: str, _: dict[str, str]) -> None:
        if self.names[name] == "si":
            self.lengths.append(0)
            if len(self.lengths) > TEXTS:
                raise ScanError(f"has more than {TEXTS:,} texts", "split it, or save it as CSV")

    def data(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += size(text)


def sheet(blocks: Iterable[bytes], lengths: list[int]) -> Scan:
    """What a sheet's XML holds. Raises ScanError, expat.ExpatError."""
    scan = _SheetScan(lengths)
    _parse(blocks, scan.start, scan.data)
    return scan.found


def text_lengths(blocks: Iterable[bytes]) -> list[int]:
    """Bytes of every shared text. Raises ScanError, expat.ExpatError."""
    scan = _TextScan()
    _parse(blocks, scan.start, scan.data)
    return scan.lengths


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    text = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        text = chr(65 + place) + text
    return text


def size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _whole(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise ScanError(f"has a row numbered {text[:20]!r}", "export it again")
    return int(text)


def _parse(
    blocks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    data: Callable[[str], None],
) -> None:
    """Blocks are cut at the end of a tag, so that no text comes in two pieces."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler, parser.CharacterDataHandler = start, data
    carry = b""
    for block in blocks:
        end = block.rfind(b">") + 1
        parser.Parse(carry + block[:end])
        carry = block[end:]
        if len(carry) >= LONGEST_CARRY:
            parser.Parse(carry)
            carry = b""
    parser.Parse(carry, True)
