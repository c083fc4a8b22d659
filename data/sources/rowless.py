"""Files that are named after a table and hold no row: an export that went wrong, most likely."""

from collections.abc import Iterator
from dataclasses import replace

from data.lake import Rejected
from data.sources.adapter import Adapter
from data.sources.files import EMPTY
from data.sources.report import Report

REASON = "has no row"
REMEDY = "export it again, or take it out if there is nothing to load"


def with_rowless(report: Report, adapter: Adapter) -> Report:
    """The report with a problem per file without a row; one that is refused says so already."""
    names = list(_rowless(report, adapter)) if report.is_loadable else []
    problems = [Rejected(name, None, None, REASON, REMEDY) for name in names]
    counts = [(f"{name}, whole file: {REASON}", 1) for name in names]
    return replace(
        report,
        problems=(*problems, *report.problems),
        problem_counts=(*counts, *report.problem_counts),
    )


def _rowless(report: Report, adapter: Adapter) -> Iterator[str]:
    named = {shape.name: shape for shape in adapter.shapes if shape.is_named}
    yield from (file.name for file in report.files if file.shape in named and not file.read)
    for name, why in report.left_alone:
        if why == EMPTY and any(shape.names(name) for shape in named.values()):
            yield name
