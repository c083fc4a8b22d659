"""What the Roster page begins and ends with: its products, what was kept, how to read it."""

import streamlit as st

from analytics.catalogue import leading, shop_products
from analytics.market import MarketFacts
from pages.components.header import data_until
from pages.components.keeping import keeper
from pages.components.matching import Query, known_product
from pages.components.numbers import counted, share
from pages.components.product_charts import distinct
from pages.components.resources import ask
from pages.components.roster_candidates import SHORTLIST, Pool
from pages.components.search import pick_product
from pages.components.words import plain, short

MOST_PRODUCTS = 20


def choose_products(facts: MarketFacts, currency: str) -> list[Query]:
    """One product, the latest shortlist's or the leading one until another is picked, and others of
    its shop.
    """
    query = _picked() or _shortlisted() or _leading(facts)
    if query is None:
        st.info("This market has no products.")
        st.stop()
    told = query.new.currency if query.new else None
    if told not in (None, currency):
        st.info(f"Not estimable: it is sold in {told}. Choose that currency.")
        st.stop()
    if query.merchant_id is None:
        return [query]
    rows = ask(shop_products, query.merchant_id, facts.last_day, currency)
    rows = rows[rows["product_id"] != query.id]
    ids = dict(zip(distinct(rows["title"], rows["product_id"]), rows["product_id"], strict=True))
    also = st.multiselect(
        "With other products of the shop",
        list(ids),
        max_selections=MOST_PRODUCTS - 1,
        key="also",
        bind="query-params",
        placeholder="None",
        width=420,
    )
    return [query, *(known_product(ids[name]) for name in also if name in ids)]


def _picked() -> Query | None:
    picked = pick_product()
    return None if picked is None else known_product(picked)


def _shortlisted() -> Query | None:
    """The product of the shortlist changed last, of those that still are in the market; says that
    a later one's is gone.
    """
    for kept in keeper().all(SHORTLIST):
        if kept.body["creators"] and not kept.name.startswith("new: "):
            try:
                return known_product(kept.name)
            except LookupError:
                gone = plain(short(kept.name))
                st.caption(f"Left out: the shortlist of {gone}, which is no longer in this market.")
    return None


def _leading(facts: MarketFacts) -> Query | None:
    first = ask(leading, "product", facts.last_day)
    return None if first is None else known_product(first)


def context(facts: MarketFacts, queries: list[Query], currency: str) -> None:
    """Market · products · window · data until."""
    names = plain(short(queries[0].label))
    if len(queries) > 1:
        names += f" and {counted(len(queries) - 1, 'other product')}"
    words = [facts.title, names, "next 28 days", currency, data_until(facts)]
    st.caption(" · ".join(words))


def how_to_read(pool: Pool) -> None:
    """What the total counts, how the set was found, and what its shares mean."""
    with st.expander("How to read this"):
        st.markdown(
            "**Extra GMV** is estimated net GMV in 28 days beyond what the products would sell "
            "anyway; *prior only* where the evidence says so, not an experiment. **Estimate** is "
            "what Matches shows of the pair alone, **adds** is its part of the total, and the "
            f"parts sum to it. {_saturation(pool)} {_overlap(pool)}"
        )
        st.markdown(
            "The set is found by mixed-integer programming; *gap* is how much better another set "
            "could be at most. *Surely*: sets are compared by the 10 % quantile of their drawn "
            "totals, the best of several searches is improved step by step; the bound is on the "
            "average less so many spreads (standard deviations of the total). The "
            "interval stands on draws that chose nothing. **Greedy** takes one after the other by "
            "extra GMV per unit of spend, or by extra GMV, whichever brings more. **Stays** is "
            "the share of new choices that take the creator again, each as if one draw of all "
            "values were the truth: low where many would do as well; **exchangeable with** names "
            "who, left out, would replace it at the least loss. "
            "What-if tells what an average further creator adds, as a share of all that the "
            "product sells now; Roster what its best matches are expected to bring, by what such "
            "pairs and these creators brought. For the best sellers What-if says many times more, "
            "for small products less. "
            "Commission is what is expected at each creator's usual rate on the GMV that would be "
            "attributed, before diminishing returns."
        )


def _saturation(pool: Pool) -> str:
    seen = pool.known.creators
    if seen.missing is not None:
        return (
            f"How further creators of a product take from each other is not known here "
            f"({seen.missing}), so their estimates are summed."
        )
    if all(curve.is_linear for curve in pool.curves.values()):
        return "Who posts now is not on record, so that estimates of a product are summed."
    return (
        "Further creators of one product add less: in this market's weeks orders went with (1 + "
        f"creators) to the power of {seen.slope:.2f} (80 % interval {seen.low:.2f} to "
        f"{seen.high:.2f}, n = {counted(seen.n, 'product')})."
    )


def _overlap(pool: Pool) -> str:
    groups = pool.groups
    if not groups.known:
        return "Which creators share an audience is not known: clicks here name no shopper."
    if not groups.shared:
        return f"None of {counted(groups.known, 'creator')} share a striking part of shoppers."
    return (
        f"Of {counted(groups.known, 'creator')} with known shoppers, {len(groups.group)} stand in "
        f"{counted(len(groups.shared), 'group')} who share shoppers more than the usual "
        f"{share(groups.usual)}; what they share beyond it counts once."
    )
