"""All exports of a marketplace as one adapter: each file has its format, all load together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data.contract import TABLES
from data.sources.adapter import Adapter, Part, Shape, Source
from data.sources.exports import words
from data.sources.exports.affiliate_orders import AFFILIATE_ORDERS
from data.sources.exports.all_orders import ALL_ORDERS
from data.sources.exports.creator_data import CREATOR_DATA
from data.sources.exports.fields import Export
from data.sources.exports.gmv_max import GMV_MAX
from data.sources.exports.kalodata_products import KALODATA_PRODUCTS
from data.sources.exports.layout import Layout, layout
from data.sources.exports.live_v1 import LIVE_V1
from data.sources.exports.live_v2 import LIVE_V2
from data.sources.exports.mapping import mapped, remember
from data.sources.exports.opened import opened
from data.sources.exports.privacy import Key
from data.sources.exports.shops import Shops
from data.sources.exports.video_data import VIDEO_DATA
from data.sources.files import TABULAR, SourceFile
from data.sources.options import OptionError, Options

EXPORTS: tuple[Export, ...] = (
    *(ALL_ORDERS, AFFILIATE_ORDERS),
    *(CREATOR_DATA, VIDEO_DATA, LIVE_V1, LIVE_V2, GMV_MAX, KALODATA_PRODUCTS),
)
MOST_UNKNOWN = 20
BY_NAME = {export.name: export for export in EXPORTS}


@dataclass(frozen=True)
class _Report(Shape):
    """A format told by the header of its files, wherever that stands and in whatever language."""

    export: Export = ALL_ORDERS

    def lacks(self, file: SourceFile) -> frozenset[str]:
        if file.form not in TABULAR:
            return self.columns
        return layout(file, self.export, mapped(self.export.name, Options(""))).missing


@dataclass(frozen=True)
class _Marketplace(Adapter):
    @property
    def formats(self) -> tuple[str, ...]:
        return (self.name, *(export.name for export in EXPORTS))

    def claim(self, files: Sequence[SourceFile], options: Options) -> dict[str, list[SourceFile]]:
        """Each file by the format that knows most of its columns."""
        found: dict[str, list[SourceFile]] = {}
        for file in files:
            fitting = [one for one in layouts(file, options) if not one.missing]
            if fitting:
                best = max(fitting, key=lambda one: len(one.places))
                found.setdefault(best.export.name, []).append(file)
        _check_fields(options)
        return found

    def why(self, shape: Shape, file: SourceFile, options: Options) -> str:
        said = options.of(file.name)
        return layout(file, BY_NAME[shape.name], mapped(shape.name, said)).why

    def lacking(self, file: SourceFile, options: Options) -> str | None:
        """The fields that a file lacks of the format that it is said to be of, or that it comes
        near to; the headers that nobody knows, and how to name the columns.
        """
        if file.form not in TABULAR:
            return None
        said = options.of(file.name)
        if said.format in BY_NAME:
            found = layout(file, BY_NAME[said.format], mapped(said.format, said))
            return f"lacks {_fields(found)} of {found.export.title}{_to_be_named(found)}"
        near = [BY_NAME[shape.name] for shape in self.shapes if shape.is_near(file)]
        layouts = [layout(file, export, mapped(export.name, said)) for export in near]
        if not layouts:
            return None
        found = min(layouts, key=lambda one: len(one.missing))
        return f"looks like {found.export.title}, but lacks {_fields(found)}{_to_be_named(found)}"

    def learn(self, files: Mapping[str, Sequence[SourceFile]], options: Options) -> None:
        """Remembers the headers mapped by hand that stand in the files of each format."""
        for name, together in files.items():
            for file in together:
                said = options.of(file.name)
                remember(name, said, layout(file, BY_NAME[name], mapped(name, said)).header)


def _fields(found: Layout) -> str:
    return ", ".join(sorted(found.missing))


def _to_be_named(found: Layout) -> str:
    """The headers of a file that nobody knows, and how to say what they hold."""
    export = found.export.name
    unknown = [name for name in found.strangers if not words.is_known(export, name)]
    shown = ", ".join(f"'{name}'" for name in unknown[:MOST_UNKNOWN])
    more = f" and {len(unknown) - MOST_UNKNOWN} more" if len(unknown) > MOST_UNKNOWN else ""
    told = f"; headers that nobody knows: {shown}{more}" if unknown else ""
    ways = " ".join(f"--column 'HEADER={field}'" for field in sorted(found.missing))
    return f"{told}; name the columns that hold them: {ways}"


def _check_fields(options: Options) -> None:
    known = sorted({field for export in EXPORTS for field in export.by_name})
    for header, field in options.columns:
        if field not in known:
            raise OptionError(
                f"--column '{header}={field}' names no field; give one of {', '.join(known)}"
            )


def layouts(file: SourceFile, options: Options) -> Iterator[Layout]:
    """How each format, or the one that was said, would read a file."""
    if file.form in TABULAR:
        said = options.of(file.name)
        for export in EXPORTS:
            if said.format in (None, "exports", export.name):
                yield layout(file, export, mapped(export.name, said))


def parts(source: Source) -> Iterator[Part]:
    """What the reports of each format make, every question asked before a row is read."""
    key = Key(source.store, is_kept=not source.is_dry_run)
    found = [
        (file, layout(file, BY_NAME[name], mapped(name, source.options.of(file.name))))
        for name, files in source.files.items()
        for file in files
    ]
    shops = Shops(source.store, (source.options.of(file.name).merchant for file, _ in found))
    reports = opened(source, found, key, shops)
    source.notes += [note for one in reports for note in one.layout.notes(one.name)]
    described: dict[str, list[pd.DataFrame]] = {}
    for export in EXPORTS:
        mine = [report for report in reports if report.layout.export is export]
        for part in export.makes(mine) if mine else ():
            _settle_currency(source, part)
            if part.file:
                yield part
            else:
                for table, rows in part.tables.items():
                    described.setdefault(table, []).append(pd.DataFrame(rows))
    yield Part("", {table: _once(table, rows) for table, rows in described.items()})


def _settle_currency(source: Source, part: Part) -> None:
    """A market that has no currency yet takes the one that most of the first amounts are in."""
    for rows in part.tables.values():
        if not source.market["currency"] and "currency" in rows and len(rows):
            named = pd.Series(rows["currency"]).replace("", None).dropna()
            source.market["currency"] = str(named.mode()[0]) if len(named) else None


def _once(table: str, rows: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Shops, products, creators that several reports name: one row each, of what any tells."""
    key = list(TABLES[table].key)
    together = pd.concat(rows, ignore_index=True)
    return together.groupby(key, sort=False, dropna=False).first().reset_index()


MARKETPLACE = _Marketplace(
    "exports",
    "a marketplace's exports (All orders, Affiliate orders, creator, video and LIVE data, GMV Max; "
    "Kalodata products)",
    tuple(
        _Report(export.name, export.required, is_required=False, export=export)
        for export in EXPORTS
    ),
    parts,
    asks_itself=True,
)
