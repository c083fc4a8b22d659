"""Files whose headers no format knows, as people map them: header by header, to fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.sources.chunk import Broken, UnreadableError
from data.sources.exports import words
from data.sources.exports.fields import Export
from data.sources.exports.layout import layout
from data.sources.exports.mapping import mapped, remembered
from data.sources.files import TABULAR, SourceFile, find
from data.sources.options import Options


@dataclass(frozen=True)
class Unmapped:
    """Files with one header, which is no known format's."""

    files: tuple[SourceFile, ...]
    header: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(file.name for file in self.files)

    def known(self, export: Export, options: Options) -> dict[str, str]:
        """Header by field, as far as the format knows the file's headers."""
        said = options.of(self.files[0].name)
        found = layout(self.files[0], export, mapped(export.name, said))
        return {field: found.header[place] for field, place in found.places.items()}


def unmapped(paths: Sequence[Path], taken: Sequence[str]) -> list[Unmapped]:
    """The tables among files, without those that are `taken`, together where headers are one."""
    found: dict[tuple[str, ...], list[SourceFile]] = {}
    for file in find(paths)[0]:
        if file.form in TABULAR and file.name not in taken and (header := header_of(file)):
            found.setdefault(header, []).append(file)
    return [Unmapped(tuple(files), header) for header, files in found.items()]


def header_of(file: SourceFile) -> tuple[str, ...]:
    """The first of the top rows that fills most columns; empty where the file is no table."""
    try:
        rows = [row for _, row in file.head if not isinstance(row, Broken)]
    except UnreadableError:
        return ()
    widest = max(rows, key=lambda row: sum(map(bool, row)), default=())
    return tuple(dict.fromkeys(cell for cell in widest if cell))


def title(export: str, field: str) -> str:
    """A field as the report itself calls it; its own name where no report has it."""
    try:
        return words.header(export, field)
    except KeyError:
        return field.replace("_", " ")


def by_hand(file: SourceFile, export: Export) -> dict[str, str]:
    """Field by header, of the file's headers that were mapped by hand and are remembered."""
    kept = remembered().get(export.name, {})
    header = layout(file, export, kept).header
    return {name: kept[words.normal(name)] for name in header if words.normal(name) in kept}
