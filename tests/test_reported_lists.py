"""What others report, found from the menu: a market of reports alone, and one that has orders."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.reported_list import reported_list
from data import lake
from data.scope import Scope
from data.sources import Options, inspect
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.small_sources import write
from tests.test_reported_beside import TOLD
from tests.visits import app_on, told, visit

MAY = pd.to_datetime(["2026-05-01", "2026-05-31"])
VIDEO, PRODUCT = "7500000000000000001", "1729000000000000001"
FILES = {
    "creators.csv": (
        "Creator name,Creator-attributed GMV,Attributed orders,CTR,Samples shipped\n"
        "mei,500.10,5,2.5%,1\nlin,1-100,1,1%,0\n"
    ),
    "videos.csv": (
        "Video title,Video ID,Creator name,Post date,Creator video-attributed GMV,Video views\n"
        f"Serum,{VIDEO},mei,2026-05-03 10:00:00,10.50,900\n"
    ),
    "gmv max.csv": f"Product ID,Cost,Gross revenue,SKU orders\n{PRODUCT},1.00,20.00,2\n",
}
SAID = {"first_day": date(2026, 5, 1), "last_day": date(2026, 5, 31), "time_zone": "Asia/Bangkok"}
LIVE = "LIVE 2026-05-03T10:00Z"


def figure(kind: str, entity: str, metric: str, value: float, currency: str) -> dict[str, object]:
    days = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 31)}
    about = {"entity_type": kind, "entity_id": entity, "merchant_id": "glow", **days}
    said = {"metric": metric, "value": value, "low": None, "high": None, "currency": currency}
    return {"source": "TikTok Shop LIVE data (glow)", **about, **said}


@pytest.fixture(scope="module", autouse=True)
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Market "bare" has reports alone; "tiny" has orders, and figures of others."""
    folder = tmp_path_factory.mktemp("store")
    with app_on(folder):
        options = Options("bare", merchant="glow", currency="USD", **SAID)
        inspect([write(folder / "files", FILES)], options).load_into(Store.of("bare"))
        live = [
            figure("live", LIVE, "viewers", 70, ""),
            figure("merchant", "glow", "gmv", 9, "USD"),
        ]
        with lake.load(Store.of("bare"), "reports") as load:
            load.add("reported_metrics", pd.DataFrame(live))
        frames = {**tiny.frames(), "reported_metrics": pd.DataFrame(TOLD)}
        tiny.build(Store.of("tiny"), frames)
        tiny.build(Store.of("untold"))
        yield folder


def listed(page: AppTest, first: str) -> pd.DataFrame:
    """The list of what is reported whose first column is this one."""
    found = [f.value for f in page.dataframe if "Reported by" in f.value and first in f.value]
    assert len(found) == 1, [list(f.value) for f in page.dataframe]
    return found[0].set_index(first)


def test_creators_of_a_market_without_orders_stand_with_their_figures() -> None:
    rows = listed(visit("creators", "bare"), "Creator")
    assert rows.loc["mei", ["GMV", "Currency", "Orders", "CTR, %"]].tolist() == [
        *(500.10, "USD", 5, 2.5)
    ]
    assert rows.loc["lin", "GMV"] == 1
    assert (rows.loc["mei", "From"], rows.loc["mei", "To"]) == tuple(MAY)
    assert rows.loc["mei", "Reported by"] == "TikTok Shop creator data (glow)"


@pytest.mark.parametrize(
    ("screen", "kind", "name", "label", "value"),
    [
        ("overview", "Creators", "mei", "GMV", 500.10),
        ("overview", "Videos", "Serum", "Video views", 900),
        ("overview", "Products", PRODUCT, "Gross revenue", 20),
        ("overview", "Shops", "glow", "GMV", 0.09),
        ("creators", "Videos", "Serum", "Video GMV", 10.50),
        ("creators", "LIVE sessions", LIVE, "Viewers", 70),
        ("merchants", "LIVE sessions", LIVE, "Viewers", 70),
    ],
)
def test_every_kind_is_reached_from_the_menu(
    screen: str, kind: str, name: str, label: str, value: float
) -> None:
    page = visit(screen, "bare")
    (choice,) = [group for group in page.button_group if group.key == "reported-of"]
    assert kind in choice.options
    choice.set_value(kind).run()
    assert listed(page, kind.removesuffix("s")).loc[name, label] == value


@pytest.mark.parametrize("screen", ["products", "product"])
def test_products_that_only_others_tell_of_are_listed(screen: str) -> None:
    assert listed(visit(screen, "bare"), "Product").loc[PRODUCT, "Cost"] == 1


@pytest.mark.parametrize(
    ("screen", "about", "of"),
    [
        ("creator", {"creator": "mei"}, "mei"),
        ("merchant", {"merchant": "glow"}, "glow"),
        ("product", {"product": PRODUCT}, PRODUCT),
    ],
)
def test_a_profile_in_a_market_without_orders_shows_what_is_reported(
    screen: str, about: dict[str, str], of: str
) -> None:
    page = visit(screen, "bare", **about)
    (rows,) = [frame.value for frame in page.dataframe if "Explained by" in frame.value]
    assert of in set(rows["About"])
    assert (rows["Ours"] == "–").all()


def test_shops_without_a_roster_have_no_chart_of_it() -> None:
    page = visit("merchants", "bare")
    assert "Shops by creators worked with" not in told(page)
    assert not page.get("arrow_vega_lite_chart")


@pytest.mark.parametrize(
    ("screen", "part", "first"),
    [
        ("creators", {"pane": "Reported"}, "Creator"),
        ("products", {}, "Product"),
        ("merchants", {"view": "Reported"}, "Creator"),
        ("overview", {}, None),
    ],
)
def test_a_market_with_orders_has_the_lists_too(
    screen: str, part: dict[str, str], first: str | None
) -> None:
    page = visit(screen, **part)
    if first:
        assert len(listed(page, first)) > 1
    assert first or "Reported by others" in [fold.label for fold in page.expander]
    assert "Reported by others" not in told(visit(screen, "untold"))


def test_a_row_per_window_and_currency_and_the_lower_end_of_a_band() -> None:
    session = Warehouse.snapshot(Store.of("tiny")).session(Scope.everything())
    found = reported_list(session, "creator")
    rows = found.rows.set_index("source")
    assert (rows.loc["band", "gmv"], rows.loc["agreeing", "gmv"]) == (5_000, 6_801)
    assert found.has_bands
    assert len(rows) == len({t["source"] for t in TOLD if t["entity_type"] == "creator"})
    birch = Warehouse.snapshot(Store.of("tiny")).session(Scope.of_merchants("b"))
    assert reported_list(birch, "creator").rows["source"].tolist() == ["b's own"]


def test_a_dry_run_tells_which_page_shows_the_figures(tmp_path: Path) -> None:
    """On a market with orders and figures of others too, of which it fills no gap."""
    said = {**SAID, "time_zone": "America/Los_Angeles"}
    files = write(tmp_path, {name: FILES[name] for name in ("creators.csv", "videos.csv")})
    report = inspect([files], Options("tiny", merchant="a", currency="USD", **said)).report
    assert [(gap.page, gap.consequence) for gap in report.gains] == [
        ("Creators and Creator, Reported", "figures that others report of 2 creators"),
        ("Creators and Merchants, Reported", "figures that others report of 1 video"),
    ]
