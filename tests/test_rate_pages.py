"""Click and order rates on screen: as the version tells them, as far as the viewer may be told."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.market import market_facts
from data.market.build import small_market
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from models.rates.pair import Asked, pair_known, pair_rates
from models.training import train
from models.versions import load_current, publish, rates_report
from pages.components.numbers import count
from pages.components.quality import ESTIMATES, MATCHES, RATES
from pages.components.rate_quality import STAGES
from pages.components.resources import FEWEST_SHOPS
from tests import tiny
from tests.visits import app_on, told, visit


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small market, and the tiny one without an event, both trained."""
    folder = tmp_path_factory.mktemp("store")
    small = Store(folder / "small")
    small_market(small, seed=1)
    tables = {name: rows for name, rows in tiny.frames().items() if name != "events"}
    for store in (small, tiny.build(Store(folder / "orders"), tables)):
        publish(store, train(store))
    return folder


@pytest.fixture
def analyst(root: Path) -> Iterator[None]:
    with app_on(root, "small"):
        yield


def report(root: Path) -> list[dict[str, Any]]:
    store = Store(root / "small")
    found = rates_report(store, load_current(store).version)
    assert found
    return found


def test_each_channel_tells_its_error_model_and_n(analyst: None, root: Path) -> None:
    said = told(visit("quality", "small", judge=RATES))
    lines = [line for line in report(root) if line["stage"] == "ctr"]
    known = [line for line in lines if "missing" not in line]
    assert known, "else nothing is shown"
    for line in known:
        (every,) = (part for part in line["segments"] if part["by"] == "all")
        assert f"ECE {100 * every['ece']:.2f} pp" in said
        assert f"n = {every['trials']:,} impressions" in said
    for line in lines:
        assert line.get("missing", "") in said


def test_each_view_of_the_page_shows_its_own(analyst: None) -> None:
    """And the versions beneath in every one, so that a way back is always at hand."""
    sections = {MATCHES: "What each generator finds", RATES: "Click and order rates"}
    sections[ESTIMATES] = "Do the first estimates hold?"
    for view, section in sections.items():
        shown = [heading.value for heading in visit("quality", "small", judge=view).subheader]
        assert section in shown
        assert "Versions" in shown
        assert not set(shown) & (set(sections.values()) - {section})


def test_a_segment_has_its_own_error(analyst: None, root: Path) -> None:
    page = visit("quality", "small", judge=RATES)
    segments = next(box for box in page.selectbox if box.label == "Segment")
    assert {"All pairs", "Pairs with a past", "Pairs without a past"} <= set(segments.options)
    page = segments.select("Pairs without a past").run()
    parts = [part for line in report(root) for part in line.get("segments", [])]
    (first, *_) = [part for part in parts if part["value"] == "cold"]
    assert f"ECE {100 * first['ece']:.2f} pp" in told(page)


def test_a_stage_that_cannot_be_told_says_what_is_missing(analyst: None, root: Path) -> None:
    page = visit("quality", "small", judge=RATES, rate=STAGES["cvr"])
    lines = [line for line in report(root) if line["stage"] == "cvr"]
    assert any("missing" in line for line in lines)
    for line in lines:
        assert line.get("missing", "") in told(page)


def test_a_merchant_is_told_of_many_shops_only(root: Path) -> None:
    with app_on(root, "small", merchant="m0001"):
        page = visit("quality", "small", judge=RATES)
        segments = next(box for box in page.selectbox if box.label == "Segment")
    parts = [part for line in report(root) for part in line.get("segments", [])]
    few = {part["value"] for part in parts if part["by"] == "category" and part["shops"] < 6}
    many = {part["value"] for part in parts if part["by"] == "category" and part["shops"] >= 6}
    assert few - many, "else nothing is withheld"
    assert not (few - many) & set(segments.options)


def test_a_market_without_events_says_what_would_bring_rates(root: Path) -> None:
    with app_on(root, "orders"):
        page = visit("quality", "orders", judge=RATES)
    assert load_current(Store(root / "orders")).rates.rates == ()
    assert any("no impressions or clicks" in info.value for info in page.info)


def test_a_match_shows_its_rates_and_what_they_rest_on(analyst: None, root: Path) -> None:
    said = told(visit("matches", "small"))
    assert "Expected per channel" in said
    assert "n, impressions of creator + product" in said


def test_a_model_of_orders_alone_shows_none(root: Path) -> None:
    with app_on(root, "orders"):
        page = visit("matches", "orders")
    assert "Expected per channel" not in told(page)


def test_a_version_from_before_says_to_train_again(analyst: None, root: Path) -> None:
    store = Store(root / "small")
    folder = store.models / load_current(store).version
    kept = folder.parent / "kept.json"
    os.rename(folder / "rates.json", kept)
    sums = (folder / "SHA256SUMS").read_text()
    lines = [line for line in sums.splitlines(keepends=True) if "rates.json" not in line]
    (folder / "SHA256SUMS").write_text("".join(lines))
    assert "Training again brings them" in told(visit("quality", "small", judge=RATES))
    os.rename(kept, folder / "rates.json")
    (folder / "SHA256SUMS").write_text(sums)


def rests_on(root: Path, creator: str, product: str, shop: str, fewest_shops: int) -> list[str]:
    """Impressions of creator and product by channel, as a shop may be told with so many others."""
    session = OWNER.warehouse("small").session(Scope.everything())
    (row,) = session.rows(
        "select top_category(category_path), brand, price from products where product_id = $id",
        id=product,
    )
    known = pair_known(
        session,
        Asked(product, creator, str(row[0]), str(row[1] or ""), row[2]),
        market_facts(session).last_day,  # type: ignore[union-attr, arg-type]
        merchant_id=shop,
        fewest_shops=fewest_shops,
    )
    found = pair_rates(load_current(Store(root / "small")).rates, known)
    found = found[found["stage"] == "ctr"]
    return [
        f"{count(line['of_creator'])} + {count(line['of_product'])}"
        for line in found.to_dict("records")
    ]


def test_a_merchants_match_rests_on_five_other_shops_or_the_own_one(root: Path) -> None:
    """Live lets fewer than five others' shops have seen the creator: their counts are left out."""
    shop = "m0001"
    with app_on(root, "small", merchant=shop):
        page = visit("matches", "small")
        session = OWNER.warehouse("small").session(Scope.everything())
        handles = dict(session.rows("select '@' || handle, creator_id from creators"))
        asked = "select title, product_id from products where merchant_id = $shop"
        titles = dict(session.rows(asked, shop=shop))
        creator = next(handles[one.value] for one in page.subheader if one.value in handles)
        product = next(key for title, key in titles.items() if f"product: {title}" in told(page))
        few = rests_on(root, creator, product, shop, FEWEST_SHOPS)
        every = rests_on(root, creator, product, shop, 1)
    (said,) = (line for line in told(page).splitlines() if line.startswith("n, impressions"))
    assert few != every, "else nothing is withheld"
    assert [part in said for part in few] == [True] * len(few)
    hidden = set(every) - set(few)
    assert not [part for part in hidden if part in said]
