"""What was typed into a grid and not yet saved: kept while people search, look elsewhere, or while
the data changes behind the grid.
"""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype


@dataclass(frozen=True)
class Draft:
    """Rows as people have changed or added them, and the rows that they were before."""

    rows: pd.DataFrame
    before: pd.DataFrame

    def over(self, held: pd.DataFrame) -> pd.DataFrame:
        """Rows for a grid, from 1: the draft's, then those held that it does not replace."""
        replaced = set(_texts(self.before))
        is_kept = pd.Series([text not in replaced for text in _texts(held)], held.index, dtype=bool)
        rest = held[is_kept]
        rows = pd.concat([_like(held, self.rows), rest]) if len(self.rows) else rest
        return rows.set_axis(pd.RangeIndex(1, len(rows) + 1))

    def then(self, base: pd.DataFrame, edited: pd.DataFrame) -> "Draft":
        """The draft after edits of a grid that began as `base`, with this draft on top."""
        old = dict(zip(base.index, _texts(base), strict=True))
        now = dict(zip(edited.index, _texts(edited), strict=True))
        touched = {place for place, text in now.items() if old.get(place) != text}
        mine = set(range(1, len(self.rows) + 1))
        first = base[base.index.isin(touched - mine)]
        before = pd.concat([self.before, first]) if len(first) else self.before
        return Draft(edited[edited.index.isin(touched | mine)], before)


def draft(name: str, held: pd.DataFrame) -> Draft:
    """The draft of a grid, empty where nothing was typed."""
    kept: dict[str, Draft] = st.session_state.setdefault("drafts", {})
    return kept.get(name, Draft(held.head(0), held.head(0)))


def grid_key(name: str, about: str) -> str:
    """The key of a grid: another one where it begins anew, as after another grid was on screen."""
    if st.session_state.get("grid-shown") != name:
        st.session_state["grid-shown"] = name
        _begin_anew()
    return f"grid-{name}-{about}-{st.session_state['grids-begun']}"


def base(name: str, key: str, held: pd.DataFrame) -> pd.DataFrame:
    """What a grid begins with; the same for as long as the grid of that key is on screen."""
    begun: dict[str, tuple[str, pd.DataFrame]] = st.session_state.setdefault("grids", {})
    if key not in st.session_state or begun.get(name, ("",))[0] != key:
        begun[name] = (key, draft(name, held).over(held))
        st.session_state.setdefault("drafts-begun", {})[name] = draft(name, held)
    return begun[name][1]


def keep(name: str, base: pd.DataFrame, edited: pd.DataFrame) -> int:
    """Keeps what was typed until it is saved; returns how many rows that is."""
    begun: Draft = st.session_state["drafts-begun"][name]
    found = begun.then(base, edited)
    st.session_state["drafts"][name] = found
    return len(found.rows)


def forget(name: str) -> None:
    """Drops a draft, as after it was saved; its grid begins anew."""
    for kept in ("drafts", "drafts-begun", "grids"):
        st.session_state.get(kept, {}).pop(name, None)
    _begin_anew()


def _begin_anew() -> None:
    st.session_state["grids-begun"] = st.session_state.get("grids-begun", 0) + 1


def _like(held: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the columns and types of others; what is true or false may be unknown in them."""
    types = {name: kind for name, kind in held.dtypes.items() if not is_bool_dtype(kind)}
    return rows.reindex(columns=held.columns).astype(types)


def _texts(rows: pd.DataFrame) -> list[str]:
    """Each row as text, so that a day is one whether a date or a midnight."""
    shown = rows.astype(object).where(rows.notna(), "")
    return [
        "\t".join(str(value).removesuffix(" 00:00:00") for value in row)
        for row in shown.itertuples(index=False, name=None)
    ]
