"""Facts of the past: what they count, and that no day from the cut-off on tells them anything."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models import history as told
from models.evidence import READ, evidence, last_complete_day
from models.history import History, history
from models.question import sql
from tests import simulated, tiny

CUT_OFF = date(2026, 9, 1)


def at(days_before: int) -> pd.Timestamp:
    """Noon in Los Angeles, so many days before the cut-off."""
    return pd.Timestamp(CUT_OFF) - pd.Timedelta(days=days_before) + pd.Timedelta(hours=19)


def seen(kind: str, days_before: int, n: int, product: str = "p1") -> dict[str, object]:
    name = f"{kind} {product} {days_before}"
    return tiny.event(name, kind, "d1", n, event_at=at(days_before), product_id=product)


def sold(days_before: int, count: int, **more: object) -> list[dict[str, object]]:
    times = {"created_at": at(days_before), "paid_at": at(days_before)}
    whose = {**tiny.BY_C1, **times, **more}
    return [
        tiny.line(f"o {days_before} {n} {more}", "p1", "d1", 1000, **whose) for n in range(count)
    ]


def opened(folder: Path) -> Session:
    """c1 has shown p1 and sold it by the day of the cut-off and after it, p2 but long ago."""
    events = [
        *(
            seen("view", 10, 300),
            seen("view", 20, 100),
            seen("view", 40, 7),
            seen("view", 0, 9_000),
        ),
        *(seen("click", 40, 50), seen("click", 91, 8), seen("click", 0, 700)),
        *(seen("view", 100, 1, "p2"), seen("view", 211, 1, "p3"), seen("view", 0, 1, "p3")),
    ]
    lines = [
        *sold(10, 4),
        *sold(20, 2, creator_id=None, content_id=None, content_type=None),
        *sold(60, 3, refund=1000),
        *sold(60, 15),
        *sold(30, 1, refund=1000),
        *sold(0, 9, refund=1000),
    ]
    tables = {**tiny.frames(), "events": pd.DataFrame(events), "order_lines": pd.DataFrame(lines)}
    return tiny.opened(folder, tables)


def test_facts_of_a_creator_by_hand(tmp_path: Path) -> None:
    """400 views in 28 days, 300 of them lately; 50 clicks and 23 orders in 90 days, which is the
    rate of all; 3 of the 18 orders older than 30 days came back; p1 of p1 and p2 is still carried.
    """
    found = history(opened(tmp_path), CUT_OFF)["creator"]
    assert found.index.tolist() == ["c1"]
    own = found.loc["c1"]
    assert own["reach"] == pytest.approx(np.log(401))
    assert own["momentum"] == pytest.approx(np.log(500 / 300))
    assert own["conversion"] == pytest.approx(np.log((23 + 300 * 24 / 51) / 350))
    assert own["refunds"] == pytest.approx(np.log((3 + 20 * 4 / 19) / 38))
    assert own["orders"] == pytest.approx(np.log(5))
    assert own["carried"] == pytest.approx(np.log(2))
    assert own["saturation"] == 0.5


def test_facts_of_a_product_by_hand(tmp_path: Path) -> None:
    """p1: six orders in 28 days, four of them lately and two organic; seen first 91 days before."""
    found = history(opened(tmp_path), CUT_OFF)["product"]
    assert set(found.index) == {"p1", "p2"}
    own = found.loc["p1"]
    assert own["age"] == pytest.approx(np.log(92))
    assert own["momentum"] == pytest.approx(np.log(9 / 7))
    assert own["organic"] == pytest.approx(np.log((2 + 5 * 3 / 7) / 11))
    assert own["carriers"] == pytest.approx(np.log(2))
    assert np.isnan(found.loc["p2", "conversion"]), "p2 has no click, so no rate"


def truncated(store: Store, cut_off: date, folder: Path) -> Session:
    """The market as if its data ended when the day of the cut-off began."""
    names = ("market", "products", "creators", "creator_audience", "collaborations", "events")
    tables = {name: simulated.read(store, name).to_pandas() for name in (*names, "order_lines")}
    end = pd.Timestamp(cut_off, tz=tables["market"]["time_zone"][0]).tz_convert("UTC")
    for name, column in (("events", "event_at"), ("order_lines", "created_at")):
        times = pd.to_datetime(tables[name][column]).dt.tz_localize(None)
        tables[name] = tables[name][times < end.tz_localize(None)]
    built = tiny.build(Store(folder / "truncated"), tables)
    return Warehouse.snapshot(built, READ).session(Scope.everything())


def differences(one: History, other: History) -> list[str]:
    """The facts that are not the same bits in both."""
    return [
        f"{kind} {fact}"
        for kind, facts in one.items()
        for fact in facts
        if not facts[fact].equals(other[kind][fact].reindex(facts.index))
    ]


@pytest.fixture(scope="module")
def both(small_store: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, ...]:
    """The simulated market of seed 1 with all that came later, and without; and the cut-off."""
    whole = Warehouse.snapshot(small_store, READ).session(Scope.everything())
    return whole, truncated(small_store, cut_off(whole), tmp_path_factory.mktemp("cut"))


def cut_off(session: Session) -> date:
    last_day = last_complete_day(session)
    assert last_day is not None
    return last_day.replace(day=1)


def test_what_comes_later_changes_no_bit_of_a_fact(both: tuple[Session, ...]) -> None:
    whole, cut = both
    one, other = (history(session, cut_off(whole)) for session in (whole, cut))
    assert len(one["creator"]) > 20
    assert differences(one, other) == []


@pytest.mark.parametrize("place", ["traffic", "sales"])
def test_a_planted_leak_is_caught(
    both: tuple[Session, ...], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Questions that forget the cut-off, for what was shown or for what was sold."""
    leaky = forgetting(place)
    whole, cut = both
    monkeypatch.setattr(told, "sql", leaky)
    one, other = (history(session, cut_off(whole)) for session in (whole, cut))
    leaking = {"traffic": "creator reach", "sales": "creator orders"}[place]
    assert leaking in differences(one, other)


def forgetting(place: str) -> Callable[[str], str]:
    part = {"traffic": 0, "sales": 1}[place]

    def leaky(name: str) -> str:
        pieces = sql(name).split("and day < $cut_off")
        joints = ["" if joint == part else "and day < $cut_off" for joint in range(len(pieces) - 1)]
        return "".join(a + b for a, b in zip(pieces, [*joints, ""], strict=True))

    return leaky


def test_a_fold_by_product_knows_nothing_of_what_creators_did(small_store: Store) -> None:
    """Their past may be that of the very products which are held out."""
    known = evidence(Warehouse.snapshot(small_store, READ).session(Scope.everything()))
    assert known.history["creator"].notna().any().all()
    assert known.without_products(known.products["product_id"][:3]).history == {}
