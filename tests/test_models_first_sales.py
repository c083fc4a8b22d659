"""What pairs usually bring is learned from starts that a post or traffic tells."""

from datetime import date
from pathlib import Path

import pandas as pd

from data.warehouse import Session
from models.priors import priors
from tests import tiny


def first_sales(folder: Path, shown: bool) -> Session:
    """Thirty products that c1 sold once each on 1 March, `shown` by a click of that day or not, and
    organic orders of 1 February and of 28 March, so that 28 days are on record on either side.
    """
    days = {"own": "2026-03-01 20:00", "before": "2026-02-01 20:00", "after": "2026-03-28 20:00"}
    by = {"own": tiny.BY_C1}
    ids = [f"q{number:02}" for number in range(30)]
    lines = [
        tiny.line(f"{name} {p}", p, "d1", 1_000, created_at=at, paid_at=at, **by.get(name, {}))
        for p in ids
        for name, at in ((name, pd.Timestamp(day)) for name, day in days.items())
    ]
    clicks = [tiny.event(f"k {p}", "click", "d1", product_id=p) for p in ids if shown]
    listed = [{"product_id": p, "merchant_id": "a", "title": p, "currency": "USD"} for p in ids]
    tables = {**tiny.frames(), "products": pd.DataFrame(listed), "order_lines": pd.DataFrame(lines)}
    tables["market"] = tables["market"].assign(complete_until_at=pd.Timestamp("2026-04-02"))
    del tables["events"]
    return tiny.opened(folder, {**tables, **({"events": pd.DataFrame(clicks)} if shown else {})})


def test_a_first_sale_tells_nothing_of_what_is_new(tmp_path: Path) -> None:
    """Counted from a first sale, every pair sold once and the product rose by just that."""
    told = priors(first_sales(tmp_path / "shown", shown=True), date(2026, 3, 31), "USD")
    assert told is not None
    assert (told.starts, told.new_share) == (30, 1.0)
    assert priors(first_sales(tmp_path / "sold", shown=False), date(2026, 3, 31), "USD") is None
