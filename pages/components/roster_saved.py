"""Rosters that were kept for some products: what they came to, and opening one again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st

from pages.components.keeping import keeper
from pages.components.numbers import NOTHING
from pages.components.roster_candidates import Pool
from pages.components.roster_solved import Answer, in_money
from pages.components.roster_wishes import Wishes, put_back
from pages.components.words import plain, short

KIND = "roster"


def saved(pool: Pool, wishes: Wishes, answer: Answer) -> None:
    """Rosters kept for these products, as they were chosen then."""
    about = " ".join(sorted(pool.titles))
    with st.expander("Saved rosters", key="saved-rosters"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input("Name", key="roster-name", width=240).strip()
            if st.button("Save this one", icon=":material/save:", disabled=not name):
                keeper().keep(KIND, f"{about}: {name}", _body(about, name, pool, wishes, answer))
                st.rerun()
        kept = {k.body["name"]: k for k in keeper().all(KIND) if k.body["about"] == about}
        if not kept:
            st.caption("None yet. The address of this page also opens the roster on screen.")
            return
        for one, found in kept.items():
            st.markdown(_told(one, found.body, pool))
        _open_or_remove({one: found.body for one, found in kept.items()}, about, pool)


def _told(name: str, body: Mapping[str, Any], pool: Pool) -> str:
    extra, spend = (in_money(body[key], pool.currency) for key in ("extra", "spend"))
    who = plain(short(", ".join(body["creators"])))
    return f"**{plain(name)}** · extra GMV {plain(extra)} for {plain(spend)} · {who}"


def _open_or_remove(kept: Mapping[str, Mapping[str, Any]], about: str, pool: Pool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Saved roster", [NOTHING, *kept], key="roster-chosen", width=240)
        if chosen not in kept:
            return
        st.button(
            "Open it", icon=":material/replay:", on_click=put_back,
            args=(kept[chosen]["wishes"], pool.names),
            help="Puts its limits and wishes back; who is chosen follows today's data.",
        )  # fmt: skip
        if st.button("Remove it", type="tertiary"):
            keeper().drop(KIND, f"{about}: {chosen}")
            st.rerun()


def _body(about: str, name: str, pool: Pool, wishes: Wishes, answer: Answer) -> dict[str, object]:
    total, names = answer.found.total, pool.names
    creators = [names[creator] for creator in answer.found.table["creator_id"]]
    told = {"extra": total.mean, "spend": total.spend, "creators": creators}
    return {"about": about, "name": name, "wishes": asdict(wishes), **told}
