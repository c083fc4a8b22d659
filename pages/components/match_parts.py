"""How the Matches page comes together: candidates, picture or table, card, export, log."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from analytics.candidates import candidates as known_of
from analytics.catalogue import product_rows
from models.exposure import FIRST
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.downloads import csv, in_major
from pages.components.forms import TABLE, choose_form
from pages.components.header import data_until
from pages.components.listing import ranked, today_of, without_pair
from pages.components.match_estimates import with_estimates
from pages.components.match_exposure import room
from pages.components.match_filters import BEST, is_by_chance
from pages.components.match_impressions import acted
from pages.components.match_picture import picture
from pages.components.match_shortlist import Shortlist
from pages.components.match_table import MONEY, compare, table
from pages.components.matching import HAVE, Query, Search
from pages.components.numbers import count, counted
from pages.components.product_charts import distinct
from pages.components.quality_charts import METHODS
from pages.components.resources import ask
from pages.components.words import plain

PAGE = 20
OF_THE_AVERAGE = "the pair's average extra GMV, chance in single orders left out"


def candidates(search: Search) -> pd.DataFrame:
    """The model's best candidates, described."""
    return described(search, ranked(search.model, search.query))


def shortlisted(search: Search, found: pd.DataFrame, kept: Shortlist) -> pd.DataFrame:
    """The shortlisted as described, whatever the filters; also those that the model ranks no more,
    such as one who works with the shop by now.
    """
    rest = [key for key in kept.creator_ids if key not in set(found["creator_id"])]
    gone = pd.DataFrame({"product_id": search.query.id, "creator_id": rest, "score": np.nan})
    others = described(search, gone.assign(rank=pd.NA)) if rest else found.head(0)
    return pd.concat([found[found["creator_id"].isin(kept.creator_ids)], others])


def described(search: Search, found: pd.DataFrame) -> pd.DataFrame:
    """Pairs with `id`, `name`, and all that is known or estimated of each."""
    if search.query.wants_products:
        rows = ask(product_rows, tuple(found["product_id"]))
        known = found.merge(rows, on="product_id", how="inner")
        name = distinct(known["title"], known["product_id"])
        named = known.assign(id=known["product_id"], name=name)
        return with_estimates(named, search)
    ids, day = tuple(found["creator_id"]), search.facts.last_day
    rows = ask(known_of, ids, day, search.currency, search.query.merchant_id)
    known = found.merge(rows, on="creator_id", how="inner")
    named = known.assign(
        id=known["creator_id"],
        name="@" + known["handle"],
        is_new=without_pair(search.model, known["creator_id"]),
    )
    return with_estimates(named, search)


def context(search: Search) -> None:
    """Market · for what · by which model · data until."""
    facts, query, model = search.facts, search.query, search.model
    by = f"found by {found_by(model)}, version {model.version}"
    what = f"{HAVE[query.kind].removeprefix('a ')}: {plain(query.label)}"
    money = ["next 28 days", search.currency] if facts.has_orders else []
    st.caption(" · ".join([facts.title, what, *money, by, *_newcomers(search), data_until(facts)]))


def _newcomers(search: Search) -> list[str]:
    """How many candidates the model has not been trained on."""
    kind = search.query.candidate
    learned = search.model.recommender.training.side(kind)
    late = len(today_of(search.model).side(kind)) - len(learned)
    return [f"{counted(late, kind)} since then, matched by features alone"] if late else []


def shown_count(found: pd.DataFrame) -> int:
    """How many candidates are on screen: 20, more on request, never all."""
    more = st.session_state.get("more-matches", 0)
    return min(len(found), PAGE * (1 + more))


def picture_or_table(query: Query, shown: pd.DataFrame, currency: str) -> str | None:
    """The candidates, as a picture first; the id chosen in either."""
    with st.container(border=True, key="matches"):
        with st.container(horizontal=True, vertical_alignment="center"):
            has_money = "estimate" in shown and shown["estimate"].notna().any()
            st.subheader("Extra GMV in 28 days" if has_money else "Best fit", anchor=False)
            form = choose_form()
        draw = table if form == TABLE else picture
        chosen = draw(shown, currency, f"matches-{form}-{query.id}")
        st.caption(_legend(shown, form, has_money=has_money))
        st.button("Show more", key="show-more", type="tertiary", on_click=_show_more)
        return chosen


def _legend(shown: pd.DataFrame, form: str, *, has_money: bool) -> str:
    n = counted(len(shown), "candidate")
    if not has_money:
        why = shown["reason"].iloc[0] if "reason" in shown else "not estimable"
        order = f" · {ORDERS['chance']}" if is_by_chance() else ""
        return f"{n}{order} · money: {why}"
    order = ORDERS[st.session_state.get("sort") or "surest"] + (f", but {room()}" if room() else "")
    what = f"{n} within the filters, {order}"
    span = f"80 % interval of {OF_THE_AVERAGE}"
    if form == TABLE:
        return f"{what} · from, to: {span}"
    return f"{what} · bar: {span} · dot: estimate · tick: attributed GMV"


ORDERS = {
    "surest": f"of the model's best {BEST} those of the highest lower end first",
    "largest": f"of the model's best {BEST} those of most extra GMV first",
    "fit": "those of the best fit first",
    "chance": f"the first {FIRST} of the best fit by chance",
}


def _show_more() -> None:
    st.session_state["more-matches"] = st.session_state.get("more-matches", 0) + 1


def why_empty(every: pd.DataFrame, query: Query) -> str:
    """Why no candidate is on screen."""
    if not every.empty:
        return "No candidate passes these filters. Loosen them above."
    if query.wants_products and not viewer().is_analyst:
        return "Nothing new to match: no product of the shop is left that the model knows."
    whom = "product" if query.wants_products else "creator"
    return f"Nobody new to match: every {whom} that the model knows works with this one already."


def row_of(shown: pd.DataFrame, chosen: str | None) -> pd.Series:
    """The candidate chosen here or before, else the best."""
    if chosen is not None:
        st.session_state["candidate"] = chosen
    hits = shown[shown["id"] == st.session_state.get("candidate")]
    return hits.iloc[0] if len(hits) else shown.iloc[0]


def compared(picked: pd.DataFrame, currency: str) -> None:
    """Two to four of the shortlisted side by side."""
    if len(picked) >= 2:
        with st.expander("Compare the shortlisted", key="comparing"):
            compare(picked, currency)


def export(search: Search, picked: pd.DataFrame, found: pd.DataFrame) -> None:
    """Lists to take along for outreach: the shortlisted, or all that pass the filters."""
    query = search.query
    head = {"market": search.facts.title, "for": query.label, "currency": search.currency}
    head["money in"] = f"{search.currency}, major units"
    head["model"] = f"{search.model.recommender.name}, version {search.model.version}"
    head["estimate"] = "extra net GMV: what is new; attributed: what would be credited"
    head["interval"] = f"80 %, next 28 days; low to high: {OF_THE_AVERAGE}"
    head["outcome"] = "80 % interval of what would be credited, chance included; next 28 days"
    with st.container(horizontal=True):
        for label, frame in (("Export shortlist", picked), ("Export all matches", found)):
            pairs = list(zip(frame["product_id"], frame["creator_id"], strict=True))
            st.download_button(
                label,
                partial(csv, in_major(frame.drop(columns=["id"]), search.currency, MONEY), head),
                file_name=f"{label.lower().replace(' ', '-')}-{query.id}.csv",
                on_click=acted,
                args=(search, "exported", pairs),
                icon=":material/download:",
                disabled=frame.empty,
            )


def found_by(model: TrainedModel) -> str:
    """The method that serves, by the name that Model quality gives it."""
    name = model.recommender.name
    return METHODS.get(name, name)


def how_to_read(model: TrainedModel) -> None:
    """What the order means and how sure it is."""
    pairs = count(len(model.recommender.training.pairs))
    with st.expander("How to read this"):
        st.markdown(
            f"Candidates are found by **{found_by(model)}**, which did best on "
            f"held-out pairs (see Model quality), trained on {pairs} known pairs. Pairs that "
            f"already work together are left out. *Surest* and *Largest* order the model's best "
            f"{BEST} by money; *Best fit* is the model's own order. **Extra GMV** is what the pair "
            "should add in 28 days to what the product sells anyway; **attributed** GMV is what "
            "the platform would credit, part of which is not new. *Adjusted* means: the creator's "
            "own past tells what would be credited, and products like those that started, on the "
            "same days, what of it is new (see Trust); the interval allows that a pair's share "
            "differs from the market's, by how much stands under Extra GMV of a shop or creator. "
            "Both are of pairs that a shop asks for, as far as it is on record who chose the pairs "
            "that started: creators know what suits them, and their own choices sell more. "
            f"{_of_choice(model.thinning.starts)}"
            "*Prior only*: from averages of similar pairs alone; it is not a causal estimate. "
            "*Conversion uplift* is the product's orders per click with the creator less without "
            "(delta method), 80 % interval. What the dashboard may show is an interval that held "
            "for the pairs that started last; Model quality says how often such ones hold."
        )


def _of_choice(starts: int) -> str:
    """What is taken off for pairs that nobody chose, and how well that does."""
    taken = (
        "Pairs that started were chosen, so that less is expected of one that nobody chose yet; "
        "how much less lies between choice that knew no more than the tables and choice that knew "
        "all, which the interval allows for. "
    )
    if not starts:
        return taken + (
            "This model does not tell how fast starts thin out from rank to rank (train it anew; "
            "some 100 later starts are needed), so that the first of its order are told too low "
            "and those far behind too high. "
        )
    return taken + (
        f"The farther back the model ranks a pair, the less: n = {count(starts)} starts that came "
        "after their rank was known tell how much. On a simulated market whose truth is known the "
        "first 20 by *Surest* or *Largest* are within a tenth of it, those by *Best fit* a quarter "
        "too high. "
    )
