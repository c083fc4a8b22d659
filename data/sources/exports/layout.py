"""Where a report's header stands, which format it has, and what stands around its rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.sources.chunk import Broken
from data.sources.exports import words
from data.sources.exports.fields import Export
from data.sources.files import SourceFile

Head = Sequence[tuple[int, Sequence[str | None] | Broken]]
"""The first rows of a file, with their numbers."""
MOST_BY_CHANCE = 4
"""A row that names so many fields of a format is a header; those above one name fewer."""


@dataclass(frozen=True)
class Layout:
    """How a file is read as one format; `above` are the rows over its header.

    `places` gives the column of each field found, `units` what its header says in brackets.
    `width` is how many fields its rows have that end in separators behind nothing, as the header
    may, or the header's own. `twins` are the fields whose header stands once more, and where.
    `other_header` is a row above that names columns too: rows of another report stand below it.
    """

    export: Export
    header_row: int
    header: tuple[str, ...]
    places: Mapping[str, int]
    units: Mapping[str, str]
    languages: tuple[str, ...]
    above: tuple[tuple[str, ...], ...]
    width: int = 0
    twins: tuple[tuple[str, int], ...] = ()
    other_header: int | None = None

    def is_row(self, fields: Sequence[str | None]) -> bool:
        """Whether a row has as many fields as it should: a surplus one has slipped its cells."""
        beyond = fields[len(self.header) :]
        return len(fields) in (len(self.header), self.width) and not any(beyond)

    @property
    def missing(self) -> frozenset[str]:
        return self.export.required - self.places.keys()

    @property
    def strangers(self) -> tuple[str, ...]:
        """Headers that the format does not know; their columns are not read."""
        known = set(self.places.values())
        return tuple(name for place, name in enumerate(self.header) if place not in known and name)

    def notes(self, file: str) -> Iterator[str]:
        """What people should know before they load: columns that nobody knows, and what is open."""
        names = [n for n in self.strangers if not words.is_known(self.export.name, n)]
        if names:
            said = ", ".join(f"'{name}'" for name in names)
            yield f"{file}: {said} not read; say what it holds with --column 'HEADER=field'"
        for field in self.export.fields:
            if field.without and field.name not in self.places:
                missing = words.header(self.export.name, field.name)
                yield f"{file} has no column '{missing}': {field.without}"

    @property
    def why(self) -> str:
        """Why the file is taken for this format."""
        shown = [self.header[place] for place in list(self.places.values())[:4]]
        language = ", ".join(self.languages)
        return (
            f"{self.export.title}: {len(self.places)} of {len(self.header)} columns known "
            f"({language}), such as {', '.join(shown)}"
        )

    def said(self, field: str) -> str:
        """The header of a field as the file writes it; the field's own name where it has none."""
        return self.header[self.places[field]] if field in self.places else field


def layout(file: SourceFile, export: Export, mapped: Mapping[str, str]) -> Layout:
    """The file read as an export: the row that names most of its fields is the header."""
    found = list(_candidates(file.head, export, mapped))
    best = max(found, key=lambda layout: len(layout.places))
    above = (other.header_row for other in found if len(other.places) >= MOST_BY_CHANCE)
    other = next((row for row in above if row < best.header_row), None)
    return _with_shares(file.head, replace(best, width=_width(file.head, best), other_header=other))


def _with_shares(head: Head, found: Layout) -> Layout:
    """The layout with columns read as shares that may be counts too and show a percent sign."""
    rows = [said for row, said in head if row > found.header_row and not isinstance(said, Broken)]
    places = {
        field.as_share if field.as_share and _has_percent(rows, place) else name: place
        for name, place in found.places.items()
        for field in (found.export.by_name[name],)
    }
    return replace(found, places=places)


def _has_percent(rows: Sequence[Sequence[str | None]], place: int) -> bool:
    return any((row[place] or "").rstrip().endswith("%") for row in rows if place < len(row))


def _width(head: Head, found: Layout) -> int:
    """The commonest number of fields from the header on, of rows that are not short of it.

    The header as it stands counts too, so that one row alone does not make a rule.
    """
    rows = [said for row, said in head if row >= found.header_row and not isinstance(said, Broken)]
    widths = Counter(sorted(len(fields) for fields in rows if len(fields) >= len(found.header)))
    return max(widths, key=lambda width: widths[width], default=len(found.header))


def _candidates(
    head: Head,
    export: Export,
    mapped: Mapping[str, str],
) -> Iterator[Layout]:
    yield Layout(export, 1, (), {}, {}, (), ())
    above: list[tuple[str, ...]] = []
    for row, fields in head:
        if isinstance(fields, Broken):
            continue
        header = tuple((field or "").strip() for field in fields)
        yield _read_as_header(row, header, export, mapped, tuple(above))
        above.append(header)


def _read_as_header(
    row: int,
    header: tuple[str, ...],
    export: Export,
    mapped: Mapping[str, str],
    above: tuple[tuple[str, ...], ...],
) -> Layout:
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    languages: dict[str, None] = {}
    twins: list[tuple[str, int]] = []
    for place, name in enumerate(header):
        meant = words.meaning(export.name, name, mapped) if name else None
        if not meant or meant.field not in export.by_name:
            continue
        if (first := places.setdefault(meant.field, place)) != place:
            twins += [(meant.field, place)] if _is_same(header[first], name) else []
            continue
        languages[meant.language] = None
        if meant.unit:
            units[meant.field] = meant.unit
    spoken, names = tuple(languages), _trimmed(header)
    return Layout(export, row, names, places, units, spoken, above, twins=tuple(twins))


def _is_same(header: str, other: str) -> bool:
    return words.normal(header) == words.normal(other)


def _trimmed(header: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, name in enumerate(header) if name), default=-1)
    return header[: last + 1]
