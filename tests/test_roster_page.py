"""The Roster page: its totals are its table's, limits are kept, and what cannot be is explained."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.kept import Keeper
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from models.estimate import pair_estimates
from models.placed import Product
from models.priors import priors
from models.records import Known, creator_records
from tests.served import THINNING, served
from tests.visits import figures, money, told, visit

AMOUNT = re.compile(r"^\*\*\\?\$[\d.,]+K?\*\*$")


@pytest.fixture(scope="module")
def product(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A product of a simulated market that tells what pairs bring; popularity serves."""
    with served(larger_store, tmp_path_factory.mktemp("store")) as training:
        yield str(training.products.ids[0])


def opened(product: str, **query: str) -> AppTest:
    """The page, beyond what was seen: of this product that is one creator."""
    asked = {"beyond-seen": "true", "form": "Table", **query}
    return visit("roster", "larger", product=product, **asked)


def table(page: AppTest) -> pd.DataFrame:
    return page.dataframe[0].value


def test_totals_are_those_of_the_table_and_limits_are_kept(product: str) -> None:
    page = opened(product, budget="400", asked="5")
    rows, shown = table(page), figures(page)
    assert 0 < len(rows) <= 5
    assert money(shown["Extra GMV"]) == pytest.approx(rows["adds"].sum(), abs=0.5 * len(rows) + 1)
    costs = rows[["sample_cost", "flat_fee", "commission"]].sum().sum()
    assert money(shown["Spend"]) == pytest.approx(costs, abs=0.5)
    assert costs <= 400
    assert money(shown["Surely"]) < money(shown["Extra GMV"])
    assert money(shown["Greedy"]) <= money(shown["Extra GMV"])
    assert (rows["adds"] <= rows["estimate"]).all()
    assert "Another \\$1,000 of budget would add" in told(page)
    assert "no other set is more than" in told(page)
    assert "Were each of 24 draws of all values the truth" in told(page)
    firm = page.dataframe[1].value
    assert firm["name"].tolist() == rows["name"].tolist()
    assert firm["stays"].between(0, 100).all()
    assert (firm["changes"].dropna() <= 1).all(), "nobody left out would be better in one's place"


def test_estimates_are_those_of_matches(product: str) -> None:
    page = opened(product, budget="400")
    matches = visit("matches", "larger", product=product, form="Table")
    known = matches.dataframe[0].value.set_index("name")["estimate"]
    mine = table(page).set_index("name")["estimate"]
    both = mine.index.intersection(known.index)
    assert len(both) > 0
    assert mine[both].to_numpy() == pytest.approx(known[both].to_numpy(), abs=0.51)


def test_the_models_order_of_fit_tells_pairs_apart(product: str) -> None:
    """What Matches shows is what the pair's rank in the list gives, all else as it is."""
    rows = visit("matches", "larger", product=product, sort="Best fit", form="Table")
    shown = rows.dataframe[0].value.reset_index(drop=True)
    session = OWNER.warehouse("larger").session(Scope.everything())
    last_day = session.rows("select max(day) from daily")[0][0]
    prior = priors(session, last_day, "USD")
    assert prior is not None
    prior = replace(prior, thinning=THINNING)
    ranks = shown[["creator_id", "rank"]].assign(product_id=product)
    query = "select top_category(category_path), price from products where product_id = $p"
    category, price = session.rows(query, p=product)[0]
    records = creator_records(session, prior, last_day, "USD")
    known = Known(prior, records, ranks.astype({"rank": float}))
    asked = Product(product, category, price, "USD")
    found = pair_estimates(session, known, [asked], shown["creator_id"].tolist(), last_day)
    assert shown["attributed"].to_numpy() == pytest.approx(found["attributed"] / 100, abs=0.51)
    unranked = pair_estimates(
        session, Known(prior, records), [asked], shown["creator_id"].tolist(), last_day
    )
    assert found["attributed"].iloc[0] > 1.5 * unranked["attributed"].iloc[0]


def test_a_must_have_that_costs_too_much_is_said_by_name(product: str) -> None:
    name = str(table(opened(product, budget="400"))["name"].iloc[0])
    page = opened(product, budget="1", must=name)
    (warning,) = page.warning
    assert "No roster keeps all of this:" in warning.value
    assert "the must-haves cost \\$" in warning.value
    assert "of \\$1.00 allowed" in warning.value
    both = opened(product, budget="400", must=name, never=name)
    assert "is a must-have and on the never list" in both.warning[0].value
    assert "Nobody: nobody may be asked." in told(opened(product, asked="0"))


def test_nothing_to_spend_takes_nobody_and_says_why(product: str) -> None:
    page = opened(product, budget="0")
    assert "Nobody: the budget is nothing" in told(page)
    assert not page.dataframe


def test_the_least_spend_reaches_the_target(product: str) -> None:
    target = 0.6 * money(figures(opened(product, budget="400"))["Extra GMV"])
    page = opened(product, seek="Least spend", target=f"{target:.0f}")
    assert money(figures(page)["Extra GMV"]) >= target - 1
    assert money(figures(page)["Spend"]) <= money(figures(page)["Greedy spend"]) <= 400
    assert "Another \\$1,000 of extra GMV" in told(page)


def test_the_roster_on_screen_becomes_the_target(product: str) -> None:
    page = opened(product, budget="400")
    most = money(figures(page)["Extra GMV"])
    press(page, "Reach ")
    assert page.session_state["target"] == pytest.approx(most, abs=1)
    assert money(figures(page)["Extra GMV"]) >= most - 2
    assert money(figures(page)["Spend"]) <= 400
    asks = opened(product, seek="Least spend", budget="400")
    assert "Say what extra GMV is to be reached" in told(asks)
    press(asks, "Reach ")
    assert money(figures(asks)["Extra GMV"]) >= most - 2


def press(page: AppTest, label: str) -> None:
    next(b for b in page.button if b.label.startswith(label)).click().run()


def test_a_roster_is_kept_opened_again_and_removed(product: str) -> None:
    page = opened(product, budget="400", asked="5", **{"per-product": "3"})
    before = table(page)["name"].tolist()
    page.text_input(key="roster-name").set_value("spring").run()
    press(page, "Save this one")
    assert "**spring** · extra GMV" in told(page)
    other = opened(product, budget="50", never=before[0])
    assert table(other)["name"].tolist() != before
    other.selectbox(key="roster-chosen").set_value("spring").run()
    press(other, "Open it")
    assert table(other)["name"].tolist() == before
    kept = ("budget", "asked", "per-product", "never")
    assert [other.session_state[key] for key in kept] == [400, 5, 3, []]
    other.selectbox(key="roster-chosen").set_value("spring").run()
    press(other, "Remove it")
    assert "**spring**" not in told(other)


def test_a_merchant_chooses_for_the_own_products_alone(product: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        session = OWNER.warehouse("larger").session(Scope.everything())
        ask = "select merchant_id from products where product_id = $product"
        ((shop,),) = session.rows(ask, product=product)
        patch.setenv("TANDEM_MERCHANT", shop)
        patch.setenv("TANDEM_MARKET", "larger")
        own = visit("roster", "larger", product=product, budget="400", form="Table")
        assert len(table(own)) or "Not estimable" in told(own)
        other = next(
            pid
            for pid, merchant in session.rows("select product_id, merchant_id from products")
            if merchant != shop
        )
        page = visit("roster", "larger", product=other)
        assert "No product" in page.warning[0].value


def test_shortlists_alone_are_chosen_from_where_asked(product: str) -> None:
    name, other = table(opened(product, budget="400"))["name"].iloc[[-1, 0]]
    handles = "select creator_id from creators where '@' || handle = $name"
    session = OWNER.warehouse("larger").session(Scope.everything())
    ((creator,),) = session.rows(handles, name=name)
    keeper = Keeper(Store.of("larger"), Scope.everything())
    keeper.keep("shortlist", product, {"creators": [creator], "budget": 0.0})
    page = opened(product, budget="400", **{"shortlist-alone": "true"})
    assert table(page)["name"].tolist() == [name]
    off = opened(product, budget="400", must=other, **{"shortlist-alone": "true"})
    assert "is a must-have and on none of the shortlists" in off.warning[0].value
    assert other in table(opened(product, budget="400"))["name"].tolist()
    ((second,),) = session.rows(handles, name=other)
    keeper.keep("shortlist", product, {"creators": [creator, second], "budget": 0.0})
    changed = opened(product, budget="400", **{"shortlist-alone": "true"})
    assert set(table(changed)["name"]) == {name, other}, "not the answer of the shortlist before"


def test_no_more_creators_than_were_seen_until_a_viewer_says_so(product: str) -> None:
    page = visit("roster", "larger", product=product, form="Table", budget="4000")
    within = len(table(page))
    words = f"Further creators within what this market has seen\\: {within} of {within} taken"
    assert words in told(page)
    assert not page.warning
    press(page, "Go beyond what was seen")
    assert len(table(page)) > within
    assert "beyond that diminishing returns are carried on as they were" in page.warning[0].value
    assert "Go beyond what was seen" not in [button.label for button in page.button]


def test_a_shortlist_of_a_product_that_is_gone_is_passed_over(product: str) -> None:
    keeper = Keeper(Store.of("larger"), Scope.everything())
    keeper.keep("shortlist", product, {"creators": ["c00001"], "budget": 0.0})
    keeper.keep("shortlist", "p-gone", {"creators": ["c00001"], "budget": 0.0})
    page = visit("roster", "larger", form="Table", budget="400")
    assert not any("No product" in warning.value for warning in page.warning)
    title = (
        OWNER.warehouse("larger")
        .session(Scope.everything())
        .rows("select title from products where product_id = $product", product=product)[0][0]
    )
    assert str(title)[:20] in told(page)


def test_the_budget_left_of_a_shortlist_is_what_its_roster_leaves(product: str) -> None:
    """Both count a sample each, usual fees and expected commission; who is gone is said."""
    names = table(opened(product, budget="400"))["name"].iloc[:2].tolist()
    session = OWNER.warehouse("larger").session(Scope.everything())
    handles = "select creator_id from creators where '@' || handle = $name"
    ids = [session.rows(handles, name=name)[0][0] for name in names]
    keeper = Keeper(Store.of("larger"), Scope.everything())
    keeper.keep("shortlist", product, {"creators": [*ids, "gone"], "budget": 90_000.0})
    page = opened(product, **{"shortlist-alone": "true", "must": names})
    assert set(table(page)["name"]) == set(names)
    assert page.number_input(key="budget").value == 900, "begins with the shortlist's"
    assert "no longer has them: 1 creator of the shortlist" in told(page)
    bold = [one.value for one in visit("matches", "larger", product=product).markdown]
    amounts = {money(one.strip("*").replace("\\", "")) for one in bold if AMOUNT.match(one)}
    spend = money(figures(page)["Spend"])
    assert any(one == pytest.approx(spend, abs=1) for one in amounts)
    assert any(one == pytest.approx(900 - spend, abs=1) for one in amounts)
    keeper.drop("shortlist", product)
