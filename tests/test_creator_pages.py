"""Creators and Creator as pages: they follow a planted row and say what a market cannot tell."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests import partnerships, tiny
from tests.visits import app_on, figures, plant, told, visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_on(tmp_path):
        tables = tiny.frames() | {"collaborations": pd.DataFrame(partnerships.COLLABORATIONS)}
        yield tiny.build(Store.of("tiny"), tables)


def cell(page: AppTest, row: str, column: str) -> float:
    return float(page.dataframe[0].value.set_index("handle").loc[row, column])


def test_creators_follows_a_row(store: Store) -> None:
    page = visit("creators")
    assert figures(page)["Attributed GMV"] == "$108.00"
    assert figures(page)["Selling creators"] == "2"
    assert cell(page, "@glow", "net_gmv") == 30
    assert cell(page, "@glow", "sample_post_rate") == 50
    plant("o8", payment=6_000)
    page.run()
    assert figures(page)["Attributed GMV"] == "$158.00"
    assert cell(page, "@glow", "net_gmv") == 80


def test_creator_follows_a_row(store: Store) -> None:
    page = visit("creator", creator="c1")
    assert page.title[0].value == "@glow"
    assert "micro · 12,000 followers" in told(page)
    assert figures(page)["Net GMV"] == "$30.00"
    plant("o8", payment=6_000)
    page.run()
    assert figures(page)["Net GMV"] == "$80.00"


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("Content", "Not estimable: 0 pieces of this kind"),
        ("Live", "No live session of this creator is known by the minute"),
        ("Interests", "Now: n = 5 product-days, 1 Mar to 3 Mar 2026"),
        ("Interests", "**Not told apart from chance** (n = 3 products)"),
        ("Audience", "Not estimable: 2 shoppers known to have clicked"),
        ("Products", "n = 3 products, 4 order lines"),
        ("Extra GMV", "Not estimable: 0 collaborations started"),
        ("Samples", "n = 2 received"),
        ("Similar", "what the other lacks counts as 0"),
        ("Reported", "Nobody has reported a figure here"),
    ],
)
def test_each_part_says_what_it_knows(store: Store, tab: str, words: str) -> None:
    assert words in told(visit("creator", creator="c1", tab=tab))


def test_a_ratio_hides_thin_creators_until_asked(store: Store) -> None:
    assert "No creator has 30 order lines here" in told(visit("creators", by="Refund rate"))
    page = visit("creators", by="Refund rate", few="true")
    assert page.dataframe[0].value["handle"].tolist() == ["@pan_pete", "@glow"]
    assert page.dataframe[0].value["n"].tolist() == [1, 4]


def test_creators_are_compared_side_by_side(store: Store) -> None:
    page = visit("creators", pane="Compare", compare="c2")
    assert page.multiselect[0].value == ["c2", "c1"], "alone in the link, beside the best other"
    table = page.dataframe[0].value.set_index("Measure")
    assert table.loc["Net GMV"].tolist()[:2] == ["$30.00", "$30.00"]
    assert table.loc["Refund rate"].tolist() == ["25.0 % (n = 1)", "11.8 % (n = 4)", "16.7 %"]


def test_segments_name_their_rule(store: Store) -> None:
    page = visit("creators", pane="Segments")
    assert "**Rule** fewer than 30 clicks" in told(page)
    assert page.dataframe[0].value.set_index("handle").loc["@glow", "why"] == "3 clicks: wait"


def test_an_unknown_creator_leads_to_the_search_box(store: Store) -> None:
    assert "No creator 'c99' in this market" in told(visit("creator", creator="c99"))


def test_a_shop_sees_its_own_figures_of_a_creator(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")
    page = visit("creator", creator="c1")
    assert figures(page)["Net GMV"] == "€50.00"
    assert "12,000 followers" in told(page)
    assert "fewer than five other shops" in told(page)
    listed = visit("creators").dataframe[0].value
    assert listed["handle"].tolist() == ["@glow"]
    products = visit("creator", creator="c1", tab="Products").dataframe[0].value
    assert products["title"].tolist() == ["Pan"]
    interests = told(visit("creator", creator="c1", tab="Interests"))
    assert "first showed one of your products" in interests
    assert "over the year: n = 2 product-days" in interests


def test_interests_say_what_is_missing(store: Store) -> None:
    """No product of one market has a category; of another, c2 has nothing until 1 March is over."""
    tables = tiny.frames()
    tables["products"]["category_path"] = None
    tiny.build(Store.of("plain"), tables)
    assert "has a category" in told(visit("creator", market="plain", creator="c1", tab="Interests"))
    days = ["2026-03-01", "2026-03-01"]
    early = visit("creator", creator="c2", tab="Interests", period="Custom", days=days)
    assert "up to 1 Mar 2026 no content of this creator showed a product" in told(early)


def test_a_rivals_creator_reads_like_one_who_is_not_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """c9, of whom only a handle is known, sold for shop a alone."""
    tables = tiny.frames()
    bare = pd.DataFrame([{"creator_id": "c9", "handle": "rival_pick"}])
    tables["creators"] = pd.concat([tables["creators"], bare])
    sold = pd.DataFrame([tiny.line("x", "p1", "d2", 100, creator_id="c9")])
    tables["order_lines"] = pd.concat([tables["order_lines"], sold])
    tiny.build(Store.of("rivals"), tables)
    assert "rival\\_pick" in told(visit("creator", market="rivals", creator="c9"))
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    monkeypatch.setenv("TANDEM_MARKET", "rivals")
    there, nowhere = (told(visit("creator", market="rivals", creator=c)) for c in ("c9", "c0"))
    assert there.replace("c9", "c0") == nowhere


def test_a_market_without_creators_says_what_would_bring_them(store: Store) -> None:
    tables = {name: tiny.frames()[name] for name in ("market", "merchants", "products")}
    lines = tiny.frames()["order_lines"].assign(creator_id=None, content_id=None)
    tiny.build(Store.of("grocer"), tables | {"order_lines": lines})
    assert "No creators in this market" in told(visit("creators", market="grocer"))
    assert "No creators in this market" in told(visit("creator", market="grocer", creator="c1"))


def test_orders_that_tell_no_creators_are_not_called_organic(store: Store) -> None:
    tables = {name: tiny.frames()[name] for name in ("market", "merchants", "products")}
    lines = tiny.frames()["order_lines"].assign(creator_id=None, content_id=None, content_type=None)
    lines["is_attribution_unstated"] = True
    tiny.build(Store.of("orders"), tables | {"order_lines": lines})
    creators = told(visit("creators", market="orders"))
    assert "counts as organic" not in creators
    assert "Affiliate orders of the same days" in creators
    for screen in ("overview", "merchant"):
        shown = told(visit(screen, market="orders", merchant="a"))
        assert "whether creators led to 100.0 % of GMV is not told" in shown
        assert "All orders tells no creators; Affiliate orders of the same days would" in shown


def test_a_creator_whom_no_file_credits_has_no_sales_of_zero(store: Store) -> None:
    """Only the first of the lines is credited, to c1; c2 is known, and nobody knows what of."""
    tables = {n: tiny.frames()[n] for n in ("market", "merchants", "products", "creators")}
    lines = tiny.frames()["order_lines"].assign(creator_id=None, content_id=None, content_type=None)
    lines["is_attribution_unstated"] = True
    first = lines["order_id"] == lines["order_id"].iloc[0]
    lines.loc[first, "creator_id"] = "c1"
    tiny.build(Store.of("credited"), tables | {"order_lines": lines})
    page = visit("creator", market="credited", creator="c2")
    assert not {"Net GMV", "Orders"} & figures(page).keys()
    assert "no file credits these days' sales" in told(page)
    page = visit("creator", market="credited", creator="c1")
    assert figures(page)["Orders"] == "1"
    assert "This creator may have sold more" in told(page)


def test_a_market_of_posts_ranks_by_engagement(store: Store) -> None:
    tiny.build(Store.of("posts"), partnerships.posts())
    page = visit("creators", market="posts")
    listed = page.dataframe[0].value.set_index("handle")
    assert listed["engagement"].tolist() == [10, 9]
    assert listed.loc["@glow", "videos"] == 1
    content = visit("creator", market="posts", creator="c1").dataframe[0].value
    assert content["reactions"].dropna().tolist() == [40]
    assert content["title"].tolist() == ["Photo of 2 Mar 2026", "Video of 2 Mar 2026"]


def test_a_market_without_days_shows_partners_and_features(store: Store) -> None:
    names = ("market", "merchants", "products", "creators")
    tables = {name: tiny.frames()[name] for name in names}
    pairs = pd.DataFrame(partnerships.COLLABORATIONS)[
        ["collaboration_id", "merchant_id", "product_id", "creator_id", "recorded_at"]
    ]
    vectors = pd.DataFrame(
        [
            {"entity_type": "creator", "entity_id": who, "block": "topic", "vector": [x, 0.5]}
            for who, x in (("c1", 1.0), ("c2", 0.25))
        ]
    )
    tiny.build(Store.of("brands"), tables | {"collaborations": pairs, "entity_features": vectors})
    listed = visit("creators", market="brands").dataframe[0].value
    assert listed[["handle", "merchants"]].to_numpy().tolist() == [["@glow", 1], ["@pan_pete", 1]]
    page = visit("creator", market="brands", creator="c1")
    assert "Features given: topic" in told(page)
    assert page.dataframe[0].value["shop"].tolist() == ["Alder", "Alder"]
    assert page.dataframe[1].value["handle"].tolist() == ["@pan_pete"]
