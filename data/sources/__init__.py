"""Real input: one adapter per file format over one mechanism of dry run, load and quarantine.

`inspect(paths, Options(market=...))` gives a Plan; its `report` is the dry run, and
`load_into(store)` loads everything or nothing.
"""

from data.sources.options import OptionError, Options
from data.sources.plan import Plan, RefusedError, inspect
from data.sources.report import Report

__all__ = ["OptionError", "Options", "Plan", "RefusedError", "Report", "inspect"]
