"""How the Matches page comes together: candidates, picture or table, card, export, log."""

import uuid
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.candidates import candidates as known_of
from analytics.catalogue import product_rows
from data import match_log
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.downloads import csv, in_major
from pages.components.header import data_until
from pages.components.match_estimates import with_estimates
from pages.components.match_picture import picture
from pages.components.match_table import MONEY, compare, table
from pages.components.matching import HAVE, Query, Search, ranked
from pages.components.numbers import count
from pages.components.resources import ask, market
from pages.components.words import plain

PAGE = 20
FORMS = {"picture": ":material/align_horizontal_left:", "table": ":material/table_rows:"}


def candidates(search: Search) -> pd.DataFrame:
    """Ranked candidates with `id`, `name`, and all that is known or estimated of each."""
    found = ranked(search.model, search.query)
    if search.query.wants_products:
        rows = ask(product_rows, tuple(found["product_id"]))
        known = found.merge(rows, on="product_id", how="inner")
        named = known.assign(id=known["product_id"], name=known["title"])
        return with_estimates(named, search)
    ids, day = tuple(found["creator_id"]), search.facts.last_day
    rows = ask(known_of, ids, day, search.currency, viewer().merchant_id)
    known = found.merge(rows, on="creator_id", how="inner")
    named = known.assign(id=known["creator_id"], name="@" + known["handle"])
    return with_estimates(named, search)


def context(search: Search) -> None:
    """Market · for what · by which model · data until."""
    facts, query, model = search.facts, search.query, search.model
    by = f"ranked by {model.recommender.name}, version {model.version}"
    what = f"{HAVE[query.kind].removeprefix('a ')}: {plain(query.label)}"
    money = ["next 28 days", search.currency] if facts.has_orders else []
    st.caption(" · ".join([facts.title, what, *money, by, data_until(facts)]))


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
            form = st.segmented_control(
                "Show as",
                list(FORMS),
                default="picture",
                required=True,
                format_func=FORMS.__getitem__,
                key="form",
                bind="query-params",
                label_visibility="collapsed",
            )
        draw = table if form == "table" else picture
        chosen = draw(shown, currency, f"matches-{form}-{query.id}")
        st.caption(_legend(shown, has_money=has_money))
        st.button("Show more", key="show-more", type="tertiary", on_click=_show_more)
        return chosen


def _legend(shown: pd.DataFrame, *, has_money: bool) -> str:
    n = f"{len(shown)} candidates"
    if not has_money:
        why = shown["reason"].iloc[0] if "reason" in shown else "not estimable"
        return f"{n} · money: {why}"
    return f"{n} · bar: 80 % interval of what is new · dot: estimate · red tick: attributed GMV"


def _show_more() -> None:
    st.session_state["more-matches"] = st.session_state.get("more-matches", 0) + 1


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
    head["interval"] = "80 %, low to high and outcome_low to outcome_high; next 28 days"
    with st.container(horizontal=True):
        for label, frame in (("Export shortlist", picked), ("Export all matches", found)):
            st.download_button(
                label,
                partial(csv, in_major(frame.drop(columns=["id"]), search.currency, MONEY), head),
                file_name=f"{label.lower().replace(' ', '-')}-{query.id}.csv",
                on_click="ignore",
                icon=":material/download:",
                disabled=frame.empty,
            )


def log(search: Search, shown: pd.DataFrame) -> None:
    """Notes once per session who was shown which candidate at which rank."""
    model, query = search.model, search.query
    if query.kind == "new":
        return
    seen: dict[tuple[str, str, str], str] = st.session_state.setdefault("impressions", {})
    rows: list[dict[str, Any]] = []
    for row in shown.itertuples():
        key = (str(row.product_id), str(row.creator_id), model.version)
        if key not in seen:
            seen[key] = uuid.uuid4().hex
            rows.append(_impression(seen[key], row, query, model))
    if rows:
        match_log.note(market() or "", pd.DataFrame(rows))


def _impression(name: str, row: Any, query: Query, model: TrainedModel) -> dict[str, Any]:
    return {
        "impression_id": name,
        "shown_at": match_log.now(),
        "merchant_id": getattr(row, "merchant_id", query.merchant_id),
        "viewer": viewer().name,
        "product_id": row.product_id,
        "creator_id": row.creator_id,
        "rank": int(row.rank),
        "score": float(row.score),
        "model_version": model.version,
        "action": "shown",
    }


def how_to_read(model: TrainedModel) -> None:
    """What the order means and how sure it is."""
    pairs = count(len(model.recommender.training.pairs))
    with st.expander("How to read this"):
        st.markdown(
            f"Candidates are ranked by the **{model.recommender.name}** model, which did best on "
            f"held-out pairs (see Model quality), trained on {pairs} known pairs. Pairs that "
            "already work together are left out. **Extra GMV** is what the pair should add in 28 "
            "days to what the product sells anyway; **attributed** GMV is what the platform would "
            "credit, part of which is not new. *Prior only* means: from averages of similar pairs, "
            "not from an experiment; it is not a causal estimate."
        )
