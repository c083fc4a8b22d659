"""Tells the format of files from their columns, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.sources.adapter import Adapter, Shape
from data.sources.files import SourceFile
from data.sources.formats import FORMATS
from data.sources.options import OptionError, Options


@dataclass(frozen=True)
class Recognised:
    """A format, its files by shape, the reason, and the files that belong to no shape."""

    adapter: Adapter
    files: dict[str, list[SourceFile]]
    why: str
    left_alone: tuple[tuple[str, str], ...]


class UnrecognisedError(ValueError):
    """No format fits; says what comes nearest and what it lacks."""


def recognise(files: Sequence[SourceFile], options: Options) -> Recognised:
    """The format that claims most files. Raises UnrecognisedError, UnreadableError, OptionError."""
    if not files:
        raise UnrecognisedError("no file that could be read; give CSV, XLSX, Parquet or JSON files")
    adapters = _chosen(files, options)
    claims = [(adapter, adapter.claim(files, options)) for adapter in adapters]
    adapter, claimed = max(claims, key=lambda claim: sum(map(len, claim[1].values())))
    taken = {file.name for group in claimed.values() for file in group}
    others = [file for file in files if file.name not in taken]
    for file in others:
        _ = file.columns
    if not claimed:
        raise UnrecognisedError(_nearest(adapters, files, options))
    damaged = [
        f"{file.name} {why}" for file in others if (why := _short_of(adapter, file, options))
    ]
    if damaged:
        raise UnrecognisedError(f"{'; '.join(damaged)}; mend the file or take it out")
    left_alone = tuple((file.name, f"no part of {adapter.title}") for file in others)
    return Recognised(adapter, claimed, _why(adapter, claimed, options), left_alone)


def _chosen(files: Sequence[SourceFile], options: Options) -> tuple[Adapter, ...]:
    """The adapters of the formats that were said for any file; all where nothing was."""
    said = {name for file in files if (name := options.of(file.name).format)}
    for name in sorted(said):
        if not any(name in adapter.formats for adapter in FORMATS):
            known = ", ".join(name for adapter in FORMATS for name in adapter.formats)
            raise OptionError(f"--format '{name}' is not known; give one of {known}")
    return tuple(adapter for adapter in FORMATS if not said or said & set(adapter.formats))


def _why(adapter: Adapter, claimed: dict[str, list[SourceFile]], options: Options) -> str:
    shapes = {shape.name: shape for shape in adapter.shapes}
    parts = [
        f"{', '.join(file.name for file in together)} {'is' if len(together) == 1 else 'are'} {why}"
        for name, files in claimed.items()
        for why, together in _by_reason(adapter, shapes[name], files, options).items()
    ]
    return "; ".join(parts)


def _by_reason(
    adapter: Adapter, shape: Shape, files: Sequence[SourceFile], options: Options
) -> dict[str, list[SourceFile]]:
    found: dict[str, list[SourceFile]] = {}
    for file in files:
        found.setdefault(adapter.why(shape, file, options), []).append(file)
    return found


def _short_of(adapter: Adapter, file: SourceFile, options: Options) -> str | None:
    """What a file lacks of the format that was said for it, or that it comes near to."""
    if said := adapter.lacking(file, options):
        return said
    return _hint(adapter, file) if _is_near(adapter, file) else None


def _is_near(adapter: Adapter, file: SourceFile) -> bool:
    return any(shape.is_near(file) for shape in adapter.shapes)


def _hint(adapter: Adapter, file: SourceFile) -> str:
    near = [shape for shape in adapter.shapes if shape.is_near(file)]
    shape = min(near, key=lambda shape: len(shape.lacks(file)))
    return f"looks like {adapter.name} {shape.name}, but lacks {_names(shape.lacks(file))}"


def _nearest(adapters: Sequence[Adapter], files: Sequence[SourceFile], options: Options) -> str:
    lines = []
    for file in files:
        hints = [hint for a in adapters if (hint := _short_of(a, file, options))]
        lines.append(f"{file.name}: {hints[0] if hints else _unknown(file)}")
    for adapter in adapters:
        found = {s.name for s in adapter.shapes for file in files if s.fits(file)}
        missing = {s.name for s in adapter.shapes if s.is_required} - found
        if found and missing:
            lines.append(f"{adapter.name} also needs a file of {_names(missing)}")
    return "not recognised. " + "; ".join(lines)


def _unknown(file: SourceFile) -> str:
    shown = ", ".join(file.columns[:6])
    return (
        f"no known columns (has {shown}); see --templates for files that load, or say what it is: "
        "--format FORMAT --column 'HEADER=FIELD'"
    )


def _names(names: "Sequence[str] | set[str] | frozenset[str]") -> str:
    return ", ".join(sorted(names))
