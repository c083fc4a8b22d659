"""Two to four creators side by side: how they sold over time, and each rate beside all creators."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.creators import (
    MIN_N,
    RATIOS,
    Wanted,
    creator_ranking,
    creator_trends,
    creators_together,
)
from analytics.metrics import METRICS
from pages.components import creators_table as table
from pages.components.colours import GREY
from pages.components.downloads import as_counted, download
from pages.components.filters import View
from pages.components.numbers import NOTHING, count, major, metric_value, symbol
from pages.components.resources import ask

MOST, OFFERED, WEEKS = 4, 50, 13
KEY, WIDGET = "compare", "compared"
SUMS = ["net_gmv", "orders", "clicks", "impressions", "followers"]


def compare(view: View) -> None:
    """The creators picked, side by side; the two best by net GMV until others are."""
    picked = _pick(view)
    if len(picked) < 2:
        st.info("Choose two to four creators to see them side by side.")
        return
    left, right = st.columns([1, 1], gap="medium")
    with left, st.container(border=True):
        _over_time(view, picked)
    with right, st.container(border=True):
        _beside_all(view, picked)
    _table(view, picked)


def _pick(view: View) -> pd.DataFrame:
    """Rows of the ranking for the creators chosen; a search offers at most 50 beside them."""
    left, right = st.columns([1, 4], gap="small", vertical_alignment="bottom")
    text = left.text_input(
        "Search",
        type="search",
        placeholder="handle or id",
        key="offer",
        bind="query-params",
        live=True,
    )
    offered = ask(creator_ranking, view.slice, Wanted(text or ""), "net_gmv", most=OFFERED)
    kept = _kept(view, offered)
    names = _names(pd.concat([kept, offered]))
    st.session_state[WIDGET] = list(_names(kept))
    chosen = right.multiselect(
        "Creators",
        list(names),
        format_func=lambda key: names.get(key, key),
        max_selections=MOST,
        key=WIDGET,
        on_change=_put_into_url,
    )
    return _rows(view, tuple(chosen))


def _kept(view: View, offered: pd.DataFrame) -> pd.DataFrame:
    """The creators chosen, or those in the URL; alone, beside the best of the others."""
    if WIDGET in st.session_state:
        return _rows(view, tuple(st.session_state[WIDGET][:MOST]))
    asked = _rows(view, tuple(st.query_params.get_all(KEY)[:MOST]))
    others = offered[~offered["creator_id"].isin(asked["creator_id"])]
    return pd.concat([asked, others.head(max(0, 2 - len(asked)))])


def _put_into_url() -> None:
    """Ids, for a handle may change and may occur twice; a bound widget would put labels there."""
    st.query_params[KEY] = st.session_state[WIDGET]


def _rows(view: View, creator_ids: tuple[str, ...]) -> pd.DataFrame:
    """The creators named, in that order, whatever shop, category or channel is chosen."""
    if not creator_ids:
        return ask(creator_ranking, view.slice, Wanted(), "net_gmv", most=0)
    found = ask(creator_ranking, view.slice, Wanted(), "net_gmv", creator_ids=creator_ids)
    return found.set_index("creator_id", drop=False).reindex(creator_ids).dropna(how="all")


def _names(rows: pd.DataFrame) -> dict[str, str]:
    known = rows.drop_duplicates("creator_id")
    return dict(zip(known["creator_id"], known["handle"], strict=True))


def _over_time(view: View, picked: pd.DataFrame) -> None:
    st.subheader(f"Net GMV per week, {WEEKS} weeks", anchor=False)
    end = view.slice.period.last_day
    wide = view.slice.of(period=view.slice.period.last_days(end, 7 * WEEKS))
    trends = ask(creator_trends, wide, tuple(picked["creator_id"]))
    frame = pd.DataFrame(
        [
            {
                "handle": row.handle,
                "week": pd.Timestamp(wide.period.first_day) + pd.Timedelta(weeks=week),
                "net_gmv": major(
                    sum(trends[row.creator_id][7 * week : 7 * week + 7]), view.currency
                ),
            }
            for row in picked.itertuples()
            for week in range(WEEKS)
        ]
    )
    unit = f"Net GMV, {symbol(view.currency)}"
    st.altair_chart(weekly(frame, unit), alt="Net GMV per week of each creator", key="weekly")
    st.caption("Weeks end with the last day on screen · credited by the platform: not effect")


def weekly(frame: pd.DataFrame, unit: str) -> alt.Chart:
    """A line per creator; `frame`: handle, week, net_gmv in major units."""
    return (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x=alt.X("yearmonthdate(week):T", title=None, axis=alt.Axis(format="%-d %b")),
            y=alt.Y("net_gmv:Q", title=unit, axis=alt.Axis(format="~s")),
            color=alt.Color(
                "handle:N", title=None, sort=None, legend=alt.Legend(orient="top", labelLimit=160)
            ),
            shape=alt.Shape("handle:N", title=None, sort=None),
            tooltip=[
                alt.Tooltip("handle:N", title="Creator"),
                alt.Tooltip("week:T", title="Week from", format="%-d %b %Y"),
                alt.Tooltip("net_gmv:Q", title=unit, format=",.0f"),
            ],
        )
        .properties(height=300)
    )


def _beside_all(view: View, picked: pd.DataFrame) -> None:
    st.subheader("Rates beside all creators", anchor=False)
    together = ask(creators_together, view.slice)
    keys = [key for key in RATIOS if key in [*table.ranks(view), "aov"]]
    frame = pd.DataFrame(
        [
            {
                "metric": METRICS[key].label,
                "handle": row["handle"],
                "times": float(row[key] / together[key]),
                "own": metric_value(key, row[key], view.currency),
                "all": metric_value(key, together[key], view.currency),
                "n": f"{count(row[RATIOS[key]])} {table.N_WORDS[RATIOS[key]]}",
            }
            for key in keys
            for _, row in picked.iterrows()
            if row[RATIOS[key]] >= MIN_N and row[key] and together[key]
        ]
    )
    if frame.empty:
        st.info(f"No rate of these creators rests on {MIN_N} or more in these days.")
        return
    st.altair_chart(beside(frame), alt="Rates of each creator beside all creators", key="beside")
    st.caption(
        f"1× (dashed): all {together['creators']:,.0f} creators with traffic or sales, from sums · "
        f"rates with n < {MIN_N} are left out · logarithmic"
    )


def beside(frame: pd.DataFrame) -> alt.LayerChart:
    """A point per creator and rate; `frame`: metric, handle, times, and own, all, n as texts."""
    base = alt.Chart(frame)
    points = base.mark_point(filled=True, size=110, opacity=0.9).encode(
        x=alt.X(
            "times:Q",
            title="Times the rate of all creators",
            scale=alt.Scale(type="log", padding=20),
            axis=alt.Axis(
                format="~g", values=[0.1, 0.25, 0.5, 1, 2, 4, 10], labelExpr="datum.label + '×'"
            ),
        ),
        y=alt.Y("metric:N", title=None, sort=None, axis=alt.Axis(labelLimit=150, grid=True)),
        color=alt.Color(
            "handle:N", title=None, sort=None, legend=alt.Legend(orient="top", labelLimit=160)
        ),
        shape=alt.Shape("handle:N", title=None, sort=None),
        tooltip=[
            alt.Tooltip("handle:N", title="Creator"),
            alt.Tooltip("metric:N", title="Rate"),
            alt.Tooltip("own:N", title="Own"),
            alt.Tooltip("all:N", title="All creators"),
            alt.Tooltip("n:N", title="n"),
        ],
    )
    one = alt.Chart(pd.DataFrame({"times": [1]})).mark_rule(color=GREY, strokeDash=[4, 4])
    return (one.encode(x="times:Q") + points).properties(height=300)


def _table(view: View, picked: pd.DataFrame) -> None:
    """A row per measure, a column per creator, and all creators together where they have a rate."""
    together = ask(creators_together, view.slice)
    picked = as_counted(picked, view.facts)
    measures = [key for key in [*SUMS[:2], *RATIOS, *SUMS[2:]] if picked[key].notna().any()]
    label = {"followers": "Followers", **{key: METRICS[key].label for key in METRICS}}
    cells: dict[str, list[str]] = {"Measure": [label[key] for key in measures]}
    for _, row in picked.iterrows():
        cells[row["handle"]] = [_cell(row, key, view.currency) for key in measures]
    cells["All creators"] = [
        metric_value(key, together[key], view.currency) if key in RATIOS else NOTHING
        for key in measures
    ]
    st.dataframe(pd.DataFrame(cells), hide_index=True, height="content", placeholder=NOTHING)
    with st.container(horizontal=True, horizontal_alignment="right"):
        download(view, "creators-compared", {"Compared": picked}, ["net_gmv", *RATIOS])


def _cell(row: pd.Series, key: str, currency: str) -> str:
    if key == "followers":
        return count(row[key])
    value = metric_value(key, row[key], currency)
    return (
        f"{value} (n = {count(row[RATIOS[key]])})"
        if key in RATIOS and row[key] == row[key]
        else value
    )
