"""A live session by the minute: viewers, what was pinned and offered, violations, sales."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from analytics.live import live_pins, live_sessions, live_timeline
from pages.components.access import viewer
from pages.components.colours import ACCENT, CHANNELS, GREY
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import count, counted, money, symbol
from pages.components.resources import ask
from pages.components.tables import entity_table, in_major_units, metric_columns
from pages.components.tiles import tiles

MARKS = {
    "promotion": ("Offer", "star", ACCENT),
    "violation": ("Violation", "x", CHANNELS["unattributed"]),
}
LABEL_CHARS = 24
KEY = "session"


def live(view: View) -> None:
    """One of the creator's sessions up to the last day on screen, the newest first."""
    last_day = view.slice.period.last_day
    sessions = ask(live_sessions, view.slice.creator_id, last_day, view.currency)
    if sessions.empty:
        with_yours = "" if viewer().is_analyst else " with your products"
        st.info(
            f"No live session of this creator{with_yours} is known by the minute. Live sessions "
            "with their minutes would bring the timeline.",
            icon=":material/info:",
        )
        return
    chosen = _choose(sessions, view)
    minutes = ask(live_timeline, str(chosen["content_id"]), view.currency)
    pins = ask(live_pins, str(chosen["content_id"]), view.currency)
    tiles(
        {
            "Minutes": f"{len(minutes):,}",
            "Peak viewers": count(minutes["viewers"].max()),
            "Clicks": count(minutes["clicks"].sum()),
            "GMV in the session": money(minutes["gmv"].sum(), view.currency),
            "Violations": f"{minutes['violation'].notna().sum():,}",
        },
        "tiles",
    )
    with st.container(border=True):
        st.subheader("Minute by minute", anchor=False)
        st.plotly_chart(
            timeline(minutes, pins, view.currency),
            key="timeline",
            config={"displayModeBar": False},
        )
        own = "" if viewer().is_analyst else " · pins, offers and sales of your own shop alone"
        st.caption(
            f"n = {counted(len(minutes), 'minute')}, {minutes['clicks'].sum():,} clicks, "
            f"{counted(minutes['sku_orders'].sum(), 'order line')} paid within the session, of "
            f"{chosen['sku_orders']:,} credited to it · local time, {view.facts.time_zone}{own}"
        )
    _pins(view, pins)


def _choose(sessions: pd.DataFrame, view: View) -> pd.Series:
    """The session in the URL, by its id, else the newest."""
    by_id = sessions.set_index("content_id", drop=False)

    def told(content_id: str) -> str:
        row = by_id.loc[content_id]
        return (
            f"{row['started_at']:%-d %b %Y, %H:%M} · {row['title'] or content_id} · peak "
            f"{count(row['peak_viewers'])} · {money(row['gmv'], view.currency)}"
        )

    options = by_id.index.tolist()
    asked = st.query_params.get(KEY)
    chosen = st.selectbox(
        f"Session, the newest {len(sessions)}" if len(sessions) > 1 else "Session",
        options,
        index=options.index(asked) if asked in options else 0,
        format_func=told,
        key=f"session-of-{view.slice.creator_id}",
        on_change=_put_into_url,
        args=(f"session-of-{view.slice.creator_id}",),
    )
    return by_id.loc[chosen]


def _put_into_url(widget: str) -> None:
    st.query_params[KEY] = st.session_state[widget]


def timeline(minutes: pd.DataFrame, pins: pd.DataFrame, currency: str) -> go.Figure:
    """Viewers with offers and violations, GMV per minute, and below them who was pinned when."""
    figure = make_subplots(
        rows=3, cols=1, shared_xaxes=True, row_heights=[0.52, 0.24, 0.24], vertical_spacing=0.05
    )
    at, viewers = minutes["minute_at"], minutes["viewers"]
    figure.add_scatter(
        x=at,
        y=viewers,
        name="Viewers",
        mode="lines",
        fill="tozeroy",
        line={"color": CHANNELS["live"], "width": 1.5},
        hovertemplate="%{y:,} viewers<extra></extra>",
        row=1,
        col=1,
    )
    for column, (name, shape, colour) in MARKS.items():
        marked = minutes[minutes[column].notna()]
        if len(marked):
            figure.add_scatter(
                x=marked["minute_at"],
                y=marked["viewers"],
                name=name,
                mode="markers",
                marker={"symbol": shape, "size": 11, "color": colour},
                text=marked[column],
                hovertemplate=f"{name}: %{{text}}<extra></extra>",
                row=1,
                col=1,
            )
    figure.add_bar(
        x=at,
        y=in_major_units(minutes, ["gmv"], currency)["gmv"],
        name=f"GMV, {symbol(currency)}",
        marker_color=ACCENT,
        customdata=minutes[["clicks", "sku_orders"]],
        hovertemplate="%{y:,.2f} · %{customdata[0]} clicks · %{customdata[1]} lines<extra></extra>",
        row=2,
        col=1,
    )
    _strips(figure, pins)
    figure.update_yaxes(title_text="Viewers", rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title_text=f"GMV, {symbol(currency)}", rangemode="tozero", row=2, col=1)
    figure.update_xaxes(type="date", tickformat="%H:%M")
    figure.update_layout(
        height=430 + 14 * pins["product_id"].nunique(),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.08, "x": 0},
        hovermode="x unified",
        bargap=0.1,
    )
    return figure


def _strips(figure: go.Figure, pins: pd.DataFrame) -> None:
    """Each stretch with a product pinned as a bar on the product's own line."""
    names = list(dict.fromkeys(pins["title"]))
    figure.add_bar(
        base=pins["starts_at"],
        x=(pins["ends_at"] - pins["starts_at"]).dt.total_seconds() * 1000,
        y=[names.index(title) for title in pins["title"]],
        orientation="h",
        name="Pinned",
        marker_color=GREY,
        hovertext=[
            f"{row.title}: {row.minutes} min, {row.clicks} clicks, {row.sku_orders} lines"
            for row in pins.itertuples()
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        row=3,
        col=1,
    )
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[_short(title) for title in names],
        autorange="reversed",
        showgrid=False,
        row=3,
        col=1,
    )


def _short(title: str) -> str:
    return title if len(title) <= LABEL_CHARS else f"{title[: LABEL_CHARS - 1]}…"


def _pins(view: View, pins: pd.DataFrame) -> None:
    if pins.empty:
        st.info("Nothing that you may see was pinned in this session.")
        return
    config = st.column_config
    columns = {
        "title": config.TextColumn("Pinned product", pinned=True, width="large"),
        "starts_at": config.DatetimeColumn("From", format="HH:mm"),
        "minutes": config.NumberColumn("Minutes"),
        **metric_columns(["clicks", "sku_orders", "gmv"], view.currency),
    }
    chosen = entity_table(pins, columns, view.currency, "pins")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "What the product got from this session while it was pinned; orders often come later, "
            "so this is no measure of the pin's effect · choose a row to open the product",
            width="stretch",
        )
        download(view, "live-session", {"Pinned": pins}, ["gmv", "sku_orders"])
    if chosen is not None:
        go_to("product", product=str(pins.iloc[chosen]["product_id"]))
