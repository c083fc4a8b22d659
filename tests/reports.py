"""Loads reports of sums, for tests, and what was told of one entity."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data.sources import Options, Report, inspect
from data.store import Store
from tests.small_sources import loaded, write

SAID: dict[str, Any] = {
    "time_zone": "Asia/Kuala_Lumpur",
    "merchant": "glow-shop",
    "currency": "MYR",
    "first_day": date(2026, 5, 1),
    "last_day": date(2026, 5, 31),
}


def load(tmp_path: Path, files: dict[str, str], **said: Any) -> tuple[pd.DataFrame, Report, Store]:
    store = Store(tmp_path / "own")
    plan = inspect([write(tmp_path / "files", files)], Options("own", **(SAID | said)))
    report = plan.load_into(store)
    return loaded(store, "reported_metrics"), report, store


def asked(tmp_path: Path, files: dict[str, str], **said: Any) -> set[str]:
    plan = inspect([write(tmp_path / "files", files)], Options("own", **(SAID | said)))
    return {question.name for question in plan.report.questions}


def fate(report: Report) -> tuple[int, int, int, int, int]:
    (file,) = report.files
    return file.read, file.used, file.repeated, file.rejected, file.unused


def told_of(rows: pd.DataFrame, entity: str) -> dict[str, tuple[float, float, float, str]]:
    mine = rows[rows["entity_id"] == entity]
    ends = mine[["low", "value", "high"]].astype("float64").fillna(-1)
    return {
        metric: (low, value, high, currency)
        for metric, currency, low, value, high in zip(
            mine["metric"], mine["currency"], *(ends[name] for name in ends), strict=True
        )
    }
