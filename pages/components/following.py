"""A load as it runs, and what came of it, with the ways on."""

import json
from typing import Any

import streamlit as st

from pages.components import load_history, loading
from pages.components.links import go_to
from pages.components.words import in_words, plain


def follow(load: loading.Loading) -> None:
    """How a load stands; once it has ended, what came of it."""
    with st.container(border=True):
        if load.is_running:
            _running(load)
        else:
            _ended(load)


@st.fragment(run_every="1s")
def _running(load: loading.Loading) -> None:
    if not load.is_running:
        st.rerun()
    file, rows = load.step
    share = min(rows / max(load.rows, 1), 1.0)
    st.progress(share, f"{plain(file)} · {rows:,} of {load.rows:,} rows read")
    st.caption("You may leave this page: the load goes on.")
    st.button("Cancel", icon=":material/close:", on_click=_cancel, args=(load,))


def _cancel(load: loading.Loading) -> None:
    load.cancel()
    if load.committed is not None:
        st.toast("Too late to cancel: the files had been loaded.")
        return
    loading.put_away(load.market)
    st.toast("Cancelled: nothing was loaded.")


def _ended(load: loading.Loading) -> None:
    report = load.report
    if report is None and (number := load.committed):
        st.success(
            f"Loaded as load {number}, before it could be cancelled.", icon=":material/check:"
        )
        _ways_on(load, report)
    elif report is None or report["refused"]:
        why = report["refused"] if report else load.last_words or "the command ended without a word"
        st.error(f"Nothing was loaded: {plain(in_words(str(why)))}", icon=":material/error:")
    else:
        rows = sum(table["rows"] for table in report["tables"])
        st.success(
            f"Loaded {rows:,} rows into {len(report['tables'])} tables; "
            f"{report['rejected']:,} could not be loaded.",
            icon=":material/check:",
        )
        _ways_on(load, report)
    st.button("Load more", on_click=loading.put_away, args=(load.market,))


def _ways_on(load: loading.Loading, report: dict[str, Any] | None) -> None:
    """To what the load has changed, and back from it."""
    with st.container(horizontal=True):
        if st.button("See the market", type="primary", icon=":material/monitoring:"):
            loading.put_away(load.market)
            go_to("overview", market=load.market)
        if st.button("Train the models", icon=":material/model_training:"):
            loading.put_away(load.market)
            go_to("quality", market=load.market)
        number = load.committed or (report and report["already"])
        args = (load.market, number)
        st.button("Undo", icon=":material/undo:", on_click=_to_history, args=args)
        if report:
            _report(load.market, report)


def _report(market: str, report: dict[str, Any]) -> None:
    st.download_button(
        "Report",
        json.dumps(report, ensure_ascii=False, indent=1),
        file_name=f"{market}-load.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        help="The account of this load: files, tables, sums, problems (JSON).",
    )


def _to_history(name: str, number: int | None) -> None:
    """The list of loads with this one chosen, and the dialog that says what goes."""
    loading.put_away(name)
    load_history.offer_undo(name, number)
    st.query_params["market"] = name
    st.session_state["show"] = "Held"
