"""Small promises of the screens: long names, missing days, missing values, words for one thing."""

import ast
import warnings
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from data.store import Store
from pages.components.cascade import cascade
from pages.components.words import short
from tests import deals, tiny
from tests.places import ROOT
from tests.visits import app_on, told, visit

LONG = "Serum with *everything* " * 210
TEXTS_ALONE = {"match_table.py", "what_if.py"}


def named(name: str) -> dict[str, pd.DataFrame]:
    """The tiny market whose serum and whose shop a have this name."""
    tables = tiny.frames()
    tables["products"].loc[0, "title"] = name
    tables["merchants"].loc[0, "name"] = name
    return tables


def cut(until: str, since: str = "2026-03-01") -> dict[str, pd.DataFrame]:
    """The tiny market's sales from a local day on, complete until an instant."""
    tables = tiny.frames()
    lines = tables["order_lines"]
    tables["order_lines"] = lines[lines["created_at"] >= pd.Timestamp(since)]
    tables["market"]["complete_until_at"] = pd.Timestamp(until)
    del tables["events"]
    return tables


def costless() -> dict[str, pd.DataFrame]:
    """A balm that is only looked at beside the serum, of which every cost is known."""
    tables = tiny.frames()
    lines = tables["order_lines"]
    tables["order_lines"] = lines[lines["product_id"] == "p1"]
    seen = tiny.event("i9", "impression", "d3", product_id="p2")
    tables["events"] = pd.concat([tables["events"], pd.DataFrame([seen])])
    return tables


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    made = {
        "tiny": tiny.frames(),
        "long": named(LONG),
        "deals": deals.tables(),
        "costless": costless(),
        "one-day": cut("2026-03-04 08:00", "2026-03-03"),
        "no-day": cut("2026-03-03 08:00", "2026-03-03"),
    }
    with app_on(tmp_path_factory.mktemp("store")):
        for name, tables in made.items():
            tiny.build(Store.of(name), tables)
        yield


@pytest.mark.parametrize(
    ("screen", "about"), [("product", {"product": "p1"}), ("merchant", {"merchant": "a"})]
)
def test_a_long_name_is_cut_and_told_in_full_as_a_tooltip(
    screen: str, about: dict[str, str]
) -> None:
    page = visit(screen, market="long", **about)
    shown = page.title[0]
    assert len(shown.value.replace("\\", "")) == 120
    assert shown.value.startswith("Serum with \\*everything\\* ")
    assert shown.value.endswith("…")
    assert len(shown.proto.help.replace("\\", "")) == len(LONG)
    labels = [button.label for button in page.button]
    labels += [link.proto.label for link in page.get("page_link")]
    labels += [box.proto.popover.label for box in page.get("popover")]
    assert max(map(len, [*labels, *(caption.value for caption in page.caption)])) < 1_000


def test_a_short_name_has_no_tooltip() -> None:
    page = visit("product", product="p1")
    assert (page.title[0].value, page.title[0].proto.help) == ("Serum", "")
    assert short("a" * 121) == "a" * 119 + "…"
    assert short("a" * 120) == "a" * 120


@pytest.mark.parametrize(
    ("market", "only"), [("one-day", "Only 3 Mar 2026"), ("no-day", "Only 2 Mar 2026")]
)
def test_a_choice_of_days_needs_two(market: str, only: str) -> None:
    """Sales of 3 March alone; in one market that day is not complete, so data ends before it."""
    page = visit("overview", market=market, period="Custom").run()
    assert not page.exception
    assert only in told(page)
    assert not page.date_input


def test_one_day_is_compared_with_one_day() -> None:
    page = visit("overview", period="Custom").run()
    page.date_input[0].set_value((date(2026, 3, 3), date(2026, 3, 3)))
    assert "compared with the 1 day before" in told(page.run())


def test_samples_say_until_when_they_are_counted_and_what_each_tile_is() -> None:
    """Three shipped, of which two were received and one was followed by a post."""
    for screen, about in (
        ("merchants", {"view": "Samples"}),
        ("merchant", {"merchant": "a", "part": "Samples"}),
        ("creator", {"creator": "c1", "tab": "Samples"}),
    ):
        page = visit(screen, market="deals", **about).run()
        assert "All samples up to 3 Mar 2026" in told(page)
        tiles = [metric for metric in page.metric if metric.label in ("Overdue", "Sample→post")]
        assert len(tiles) == 2
        assert all(tile.help for tile in tiles), screen


def test_a_product_that_sold_nothing_lacks_no_cost() -> None:
    """The balm was seen only; in the tiny market it sold, and its unit cost is missing."""
    assert "without a margin" not in told(visit("merchant", merchant="a", market="costless"))
    assert "1 without a margin, for a cost is missing" in told(visit("merchant", merchant="a"))


def test_a_margin_without_net_gmv_has_no_share_of_it() -> None:
    total = pd.Series(
        {
            **dict.fromkeys(["net_gmv", "commission", "platform_fee", "goods_cost"], 0),
            "flat_fees": 300,
            "sample_costs": 0,
            "margin": -300,
            "lines": 0,
            "samples": 0,
        }
    ).astype("float64")
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        cascade(total, "USD", "cascade")


def test_every_table_shows_a_dash_for_what_is_missing() -> None:
    """Streamlit writes None by itself; TEXTS_ALONE hold no missing value."""
    lacking = []
    for path in sorted((ROOT / "pages" / "components").glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            is_table = isinstance(call, ast.Call) and ast.unparse(call.func) == "st.dataframe"
            if is_table and "placeholder" not in {keyword.arg for keyword in call.keywords}:
                lacking.append(path.name)
    assert set(lacking) <= TEXTS_ALONE
