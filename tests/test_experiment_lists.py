"""Lists on a market: kept within the own shop, never changed, taken back, recognised again."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data import lake
from data.check import checked
from data.contract import TABLES
from data.edits import NotYourShopError
from data.experiment_lists import (
    KeptList,
    ListHeldError,
    TakenBack,
    held_list,
    keep_list,
    take_back,
    written_by,
)
from data.manifests import manifests, undo
from data.scope import Scope
from data.sources import Options, RefusedError, inspect
from data.sources.kept_lists import contradicted
from data.store import Store
from data.warehouse import Session, Warehouse
from models.experiments.candidates import (
    Wish,
    candidates,
    product_units,
)
from models.experiments.drawing import Draw, draw
from models.experiments.followed import experiments
from pages.components.downloads import csv
from tests.tested import market

LAST_DAY = pd.Timestamp("2026-03-08").date()
AT = datetime(2026, 3, 8, 12)
ALDER = Scope.of_merchants("a")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return market(tmp_path, products=24)


def of(store: Store, scope: Scope = ALDER) -> Session:
    return Warehouse.snapshot(store).session(scope)


def drawn(session: Session, name: str = "Summer") -> pd.DataFrame:
    """A list of shop a's products, as the page draws it."""
    known = candidates(session, LAST_DAY, "USD", "a")
    units = product_units(known.products, Wish("unit", 50))
    return draw(units, Draw(name, "product", "invitation"), AT)


def test_a_kept_list_is_recognised(store: Store) -> None:
    rows = drawn(of(store))
    kept = keep_list(store, of(store), rows, by="a")
    assert kept == KeptList(load=2, rows=20)
    name = rows["experiment_id"].iloc[0]
    known = experiments(of(store)).set_index("experiment_id")
    assert known.loc[name, "units"] == 20
    assert sorted(known.loc[name, "arms"]) == ["invited", "left_alone"]
    assert manifests(store)[-1].by == "a"


def test_a_shop_takes_back_its_own_list(store: Store) -> None:
    """Then it is on record no more, and may be drawn and kept anew."""
    rows = drawn(of(store))
    name = rows["experiment_id"].iloc[0]
    keep_list(store, of(store), rows, by="a")
    assert take_back(store, of(store), name, by="a") == TakenBack(2, ())
    assert experiments(of(store))["experiment_id"].tolist() == ["spring-1"]
    assert manifests(store)[-1].by == "a"
    with pytest.raises(NotYourShopError, match="is none that you kept here"):
        take_back(store, of(store), name, by="a")
    assert keep_list(store, of(store), rows, by="a").load == 4


def test_a_list_that_came_in_a_file_too_is_not_gone(store: Store, tmp_path: Path) -> None:
    """Its file, as downloaded, is a load of its own, and says the same."""
    rows = drawn(of(store))
    name = rows["experiment_id"].iloc[0]
    keep_list(store, of(store), rows, by="a")
    (tmp_path / "assignments.csv").write_bytes(csv(rows, {}))
    options = Options("tested", time_zone="America/Los_Angeles", currency="USD")
    assert not inspect([tmp_path / "assignments.csv"], options).load_into(store).problems
    assert take_back(store, of(store), name, by="a") == TakenBack(2, (3,))
    assert len(held_list(of(store), name)) == len(rows)


def test_nobody_takes_back_the_list_of_another_shop(store: Store) -> None:
    """Nor one that has another shop's units among the own, nor one of the own shop that someone
    else kept, nor one that came in a file.
    """
    everyone = of(store, Scope.everything())
    own = drawn(of(store))
    keep_list(store, of(store), own, by="a")
    known = candidates(everyone, LAST_DAY, "USD")
    both = draw(
        product_units(known.products, Wish("unit", 50)), Draw("Both", "product", "sample"), AT
    )
    keep_list(store, everyone, both, by="analyst")
    held = Warehouse.snapshot(store)
    birch, everything = Scope.of_merchants("b"), Scope.everything()
    for scope, rows in ((birch, own), (ALDER, both), (birch, both)):
        with pytest.raises(NotYourShopError):
            take_back(store, held.session(scope), rows["experiment_id"].iloc[0], by="b")
    name, whole = own["experiment_id"].iloc[0], both["experiment_id"].iloc[0]
    assert written_by(store, held.session(ALDER), name, "a") == 2
    assert written_by(store, held.session(ALDER), name, "someone else") is None
    assert written_by(store, held.session(ALDER), "spring-1", "command") is None, "from a file"
    for listed, number in ((name, 2), (whole, 3)):
        assert written_by(store, held.session(everything), listed, "analyst") == number
    assert len(manifests(store)) == 3


def test_a_list_on_record_is_never_changed(store: Store) -> None:
    rows = drawn(of(store))
    keep_list(store, of(store), rows, by="a")
    with pytest.raises(ListHeldError, match="is on record already; change its name or its seed"):
        keep_list(store, of(store), rows, by="a")
    assert len(manifests(store)) == 2


@pytest.mark.parametrize(
    ("change", "what"),
    [({"merchant_id": "b"}, "shop 'b'"), ({"unit_id": "p100"}, "product 'p100'")],
)
def test_a_shop_writes_its_own_units_alone(store: Store, change: dict[str, str], what: str) -> None:
    """p100 is shop b's, whatever shop the row names."""
    rows = drawn(of(store)).head(2)
    rows.loc[0, list(change)] = list(change.values())
    with pytest.raises(NotYourShopError, match=f"no {what} that you may test with"):
        keep_list(store, of(store), rows, by="a")
    assert len(manifests(store)) == 1


def test_no_load_changes_a_list_on_record(store: Store) -> None:
    """Told with other arms, of no shop or another one, it stays as drawn, taken up now or anew; and
    goes only where its own load is taken back.
    """
    rows, warehouse = drawn(of(store)), Warehouse.open(store)
    keep_list(store, warehouse.session(ALDER), rows, by="a")
    name = rows["experiment_id"].iloc[0]
    turned = rows.assign(arm=rows["arm"].iloc[::-1].to_numpy(), merchant_id="b")
    for anew in (turned, rows.assign(merchant_id=None), rows.assign(cluster_id="all")):
        with lake.load(store, "a command") as load:
            load.add("assignments", anew)
        warehouse.take_up()
    kept = rows.astype(object)
    for session in (warehouse.session(ALDER), of(store)):
        held = held_list(session, name)[list(rows)].astype(object)
        pd.testing.assert_frame_equal(held, kept, check_dtype=False)
    assert not contradicted(store, checked(TABLES["assignments"], rows)).any(), "as the first said"
    assert contradicted(store, checked(TABLES["assignments"], turned)).all()
    undo(store, 2, by="a")
    warehouse.take_up()
    assert not len(held_list(warehouse.session(ALDER), name)), "what stands first now is of shop b"
    assert len(held_list(warehouse.session(Scope.of_merchants("b")), name)) == len(rows)
    warehouse.close()


def test_of_two_lists_kept_at_once_one_counts(store: Store) -> None:
    """The second looked at the market before the first was kept."""
    before = of(store)
    rows = drawn(before)
    keep_list(store, before, rows, by="a")
    with pytest.raises(ListHeldError, match="is on record already; change its name or its seed"):
        keep_list(store, before, rows.assign(assigned_at=datetime(2026, 3, 9)), by="a")
    assert len(manifests(store)) == 2


def test_a_list_kept_while_a_file_is_loaded_is_not_changed(store: Store, tmp_path: Path) -> None:
    """It is kept when the file's rows have been looked at, and before they are committed."""
    rows = drawn(of(store))
    folder = tmp_path / "files"
    folder.mkdir()
    turned = rows.assign(arm=rows["arm"].iloc[::-1].to_numpy())
    (folder / "assignments.csv").write_bytes(csv(turned, {}))
    columns = "impression_id,shown_at,viewer,product_id,creator_id,rank,score,model_version,action"
    seen = "i1,2026-03-01T12:00:00Z,a,p101,c100,1,0.5,v,shown"
    (folder / "match_impressions.csv").write_text(f"{columns}\n{seen}\n")

    def keep(file: str, _: int) -> None:
        if file.startswith("match_impressions") and len(manifests(store)) == 1:
            keep_list(store, of(store), rows, by="a")

    options = Options("tested", time_zone="America/Los_Angeles", currency="USD")
    with pytest.raises(RefusedError, match="was kept meanwhile that these files tell otherwise"):
        inspect([folder], options, keep).load_into(store)
    assert len(manifests(store)) == 2
    held = held_list(of(store), rows["experiment_id"].iloc[0])
    assert held["arm"].tolist() == rows["arm"].tolist()


def test_the_download_loads_as_assignments(store: Store, tmp_path: Path) -> None:
    """What is downloaded and loaded as a table of our own is what Keep would have written; the
    labels for people are left alone.
    """
    rows = drawn(of(store))
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / f"assignments-{rows['experiment_id'].iloc[0]}.csv").write_bytes(
        csv(rows.assign(label="=Serum"), {})
    )
    told = Options("tested", time_zone="America/Los_Angeles", currency="USD")
    read = inspect([folder], told).load_into(store)
    assert not read.problems
    assert read.notes[0].endswith("left alone, for no table has: label")
    loaded = (
        Warehouse.snapshot(store)
        .session(ALDER)
        .frame("from assignments where experiment_id <> 'spring-1' order by unit_id")
    )
    pd.testing.assert_frame_equal(
        loaded[list(rows)].astype(object), rows.astype(object), check_dtype=False
    )


def test_a_file_changes_no_list_on_record(store: Store, tmp_path: Path) -> None:
    """Of seven rows one is as kept, one is a new unit, and five tell another arm, time, shop (that
    of nobody too) or group.
    """
    rows = drawn(of(store))
    keep_list(store, of(store), rows, by="a")
    told = rows.head(7).copy()
    told.loc[1, "arm"] = "told"
    told.loc[2, "assigned_at"] = datetime(2026, 3, 20, 12)
    told.loc[3, "unit_id"] = "p999"
    told.loc[4, "merchant_id"] = "b"
    told.loc[5, "merchant_id"] = None
    told.loc[6, "cluster_id"] = "together"
    (tmp_path / "assignments.csv").write_bytes(csv(told, {}))
    options = Options("tested", time_zone="America/Los_Angeles", currency="USD")
    read = inspect([tmp_path / "assignments.csv"], options).load_into(store)
    assert [problem.row for problem in read.problems] == [3, 4, 6, 7, 8]
    assert read.problems[0].reason == "the list on record has this unit otherwise"
    assert "take back the load that holds the list" in read.problems[0].remedy
    held = held_list(of(store), rows["experiment_id"].iloc[0])
    assert len(held) == len(rows) + 1
    pd.testing.assert_frame_equal(
        held[held["unit_id"] != "p999"][list(rows)].astype(object).reset_index(drop=True),
        rows.astype(object),
        check_dtype=False,
    )
