"""Overview, Matches and What-if as pages: each follows a planted row, from either side."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import lake, match_log
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.training import train
from models.versions import publish
from tests import tiny
from tests.visits import app_on, figures, money, plant, told, visit

SECOND = pd.Timestamp("2026-02-01")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, larger_store: Store) -> Iterator[Path]:
    """The tiny market and the simulated one, both trained; and the tiny one as it is."""
    folder = tmp_path_factory.mktemp("store")
    with app_on(folder):
        tiny.build(Store.of("tiny"))
        tiny.build(Store.of("untold"))
        shutil.copytree(larger_store.root, folder / "larger")
        for store in map(Store.of, ("tiny", "larger")):
            publish(store, train(store))
        yield folder


def sampled(creator: str, posted_at: pd.Timestamp | None) -> None:
    """Loads that a creator received a sample of the serum, and perhaps posted."""
    deal = {
        "collaboration_id": f"k-{creator}",
        "merchant_id": "a",
        "product_id": "p1",
        "creator_id": creator,
        "sample_shipped_at": SECOND,
        "sample_received_at": SECOND,
        "posted_at": posted_at,
        "recorded_at": SECOND + pd.Timedelta(days=int(posted_at is not None)),
    }
    with lake.load(Store.of("tiny"), source="planted") as load:
        load.add("collaborations", pd.DataFrame([deal]))
    OWNER.take_up()


@pytest.mark.usefixtures("root")
def test_overview_follows_a_row() -> None:
    page = visit("overview")
    assert (figures(page)["GMV"], figures(page)["Net GMV"]) == ("$157.75", "$109.75")
    assert figures(page)["Orders"] == "8"
    plant("o2", payment=2_900)
    page.run()
    assert (figures(page)["GMV"], figures(page)["Net GMV"]) == ("$167.75", "$119.75")
    plant("o2")


@pytest.mark.usefixtures("root")
def test_matches_follows_a_row() -> None:
    """Balm was never carried by pan_pete, who has no sample on record, then one, then a post."""
    page = visit("matches", product="p2")
    assert "@pan\\_pete" in told(page)
    assert "no sample on record" in told(page)
    assert "Best fit" in told(page), "no start of these three days tells what is new"
    assert "Enter samples with the day of each first post (Merchant → Costs)" in told(page)
    sampled("c2", None)
    page.run()
    assert "posts after 0.00 % of samples (n = 1)" in told(page)
    sampled("c2", SECOND + pd.Timedelta(days=5))
    page.run()
    assert "posts after 100.0 % of samples, in 5 days (n = 1)" in told(page)


@pytest.mark.usefixtures("root")
def test_what_if_follows_a_row() -> None:
    """No lever moved: the projection is what the serum sold in the last 28 days."""
    page = visit("what_if", product="p1")
    assert "**$99.00**" in told(page)
    assert "last 28 days $99.00" in told(page)
    assert "The last 28 days again, without a band: 3 days of sales, and 112 are needed." in told(
        page
    )
    plant("o2", payment=2_900)
    page.run()
    assert "**$109.00**" in told(page)
    assert "Not estimable" in told(page), "a lever without evidence says so"
    assert any(slider.disabled for slider in page.slider)
    plant("o2")


@pytest.mark.usefixtures("root")
def test_every_grey_lever_names_the_file_that_would_bring_it() -> None:
    """Nobody recorded a post in the tiny market, so how many creators posted is not 0."""
    page = visit("what_if", market="untold", product="p1")
    labels = [slider.label for slider in page.slider]
    assert "More creators (unknown how many posted in 28 days)" in labels
    assert "More samples (unknown how many are posted)" in labels
    assert all(slider.disabled for slider in page.slider)
    waits = [one.value for one in page.caption if one.value.startswith("Not estimable: ")]
    files = ("All orders", "Affiliate orders", "samples", "samples", "events")
    for why, file in zip(waits, files, strict=True):
        assert f". Load {file}" in why


def trained(page: AppTest) -> str:
    """The words on screen of a page that found a model and candidates."""
    assert "found by" in told(page)
    return told(page)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("have", ["a product", "a creator"])
def test_matches_says_what_a_pair_may_bring_from_either_side(have: str) -> None:
    page = visit("matches", market="larger", have=have)
    assert figures(page)["Extra GMV"].startswith("$")
    said = trained(page)
    assert "sales from the first 28 days of" in said
    assert "the new share from products like theirs without a creator" in said
    assert re.search(r"of which \*\*[\d.]+ %\*\* is new", said)
    assert re.search(r"conversion uplift [+-][\d.]+ pp", said)
    assert "the dashboard may show" in said
    assert "80 % interval of the pair's average extra GMV" in said
    assert "break-even commission" in said


@pytest.mark.usefixtures("root")
def test_a_shop_sees_what_is_new_beside_what_is_attributed() -> None:
    """Extra GMV is attributed GMV × new share, and the rows of creators add up to both."""
    page = visit("merchant", market="larger", merchant="m0001", part="Extra GMV")
    shown = figures(page)
    attributed, share = money(shown["Attributed GMV"]), float(shown["New share"].split()[0]) / 100
    assert money(shown["Extra GMV"]) == pytest.approx(attributed * share, rel=0.01)
    assert money(shown["at least"]) < money(shown["Extra GMV"]) < money(shown["at most"])
    rows = page.dataframe[-1].value
    assert rows["attributed"].sum() == pytest.approx(attributed, rel=0.01)
    known = rows.dropna(subset=["extra"])
    assert (known["extra"] / known["attributed"]).to_list() == pytest.approx(
        [share] * len(known), abs=0.02
    )
    assert re.search(r"Of .{1,2}100 attributed in this market, \S+ is new \(", told(page))


@pytest.mark.usefixtures("root")
def test_a_new_product_is_matched_by_what_is_said_of_it() -> None:
    page = visit("matches", market="larger", have="a new product", title="Vitamin C serum")
    assert "a title and a category" in told(page)
    category = page.selectbox(key="new-category")
    category.set_value(category.options[0]).run()
    assert figures(page)["Extra GMV"].startswith("$")
    assert "product: Vitamin C serum" in trained(page)


@pytest.mark.usefixtures("root")
def test_tags_and_notes_stay_and_filter() -> None:
    page = visit("creator", creator="c1")
    page.multiselect[0].set_value(["summer"])
    page.text_area[0].set_value("Answers on Mondays")
    next(button for button in page.button if button.label == "Save").click()
    page.run()
    assert not page.exception
    again = visit("creator", creator="c1")
    assert again.multiselect[0].value == ["summer"]
    assert again.text_area[0].value == "Answers on Mondays"
    listed = visit("creators", **{"creator-tag": "summer"})
    assert listed.dataframe[0].value["handle"].tolist() == ["@glow"]


def test_the_log_says_where_a_candidate_stood_and_what_was_done(root: Path) -> None:
    """The list is sorted by money: the first shown is at place 1 whatever the model's rank."""
    started_at = match_log.now()
    page = visit("matches", market="larger")
    handle = next(s.value for s in page.subheader if s.value.startswith("@"))
    next(button for button in page.button if button.label == "Shortlist").click()
    page.run()
    match_log.flush()
    logged = Warehouse.snapshot(Store(root / "larger")).session(Scope.everything())
    rows = logged.frame(
        "select m.*, '@' || c.handle as handle from match_impressions m "
        "join creators c using (creator_id) where shown_at >= $started_at order by rank",
        started_at=started_at,
    )
    assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
    assert rows["handle"].iloc[0] == handle.replace("\\", "")
    assert rows["action"].tolist() == ["shortlisted"] + ["shown"] * (len(rows) - 1)
    assert rows["acted_at"].notna().tolist() == [True] + [False] * (len(rows) - 1)


@pytest.mark.usefixtures("root")
def test_a_shortlist_outlives_filters_and_adds_up() -> None:
    """Filters that leave nobody leave the shortlist; its money is one interval of the sum."""
    page = visit("matches", market="larger")
    for button in [button for button in page.button if button.label == "Shortlist"]:
        button.click()
    page.run()
    assert "Shortlist · 1 creator**" in told(page)
    kept = visit("matches", market="larger", **{"post-from": "100", "commission-to": "0"})
    assert "No candidate passes" in told(kept)
    assert "Shortlist · 1 creator**" in told(kept)
    assert re.search(r"\*\*\$[\d.KM]+ \(\$[\d.KM]+ – \$[\d.KM]+\)\*\*", told(kept))


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("sort", "column"), [("Surest", "low"), ("Largest", "estimate")])
def test_money_orders_the_best_of_the_model(sort: str, column: str) -> None:
    page = visit("matches", market="larger", sort=sort, form="Table")
    (rows,) = (f.value for f in page.dataframe if "estimate" in f.value)
    assert rows[column].tolist() == sorted(rows[column], reverse=True)
    by_fit = visit("matches", market="larger", sort="Best fit", form="Table")
    (rows,) = (f.value for f in by_fit.dataframe if "estimate" in f.value)
    assert rows["rank"].tolist() == list(range(1, len(rows) + 1))


def test_a_lever_whose_weeks_hold_no_whole_step_says_so_and_asks_for_no_file() -> None:
    """A product whose weeks differ by a tenth of a creator: one more was never seen."""

    def page() -> None:
        from dataclasses import replace

        from pages.components.what_if_levers import choose_levers
        from tests.test_models_scenario import BASE, known

        creators = replace(known().creators, highest=0.1)
        base = replace(BASE, creators=0)
        choose_levers(base, replace(known(), creators=creators), "USD")

    drawn = AppTest.from_function(page).run()
    assert not drawn.exception
    waits = [one.value for one in drawn.caption if one.value.startswith("Not estimable")]
    seen = "what this market's weeks have seen is no whole step from here"
    assert waits == [f"Not estimable: {seen}."] * 2
