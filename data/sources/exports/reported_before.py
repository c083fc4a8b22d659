"""Figures that a load brings beside those held of the same key: which of the two were made later.

Reports of sums seldom say when they were made, so where the figures differ people are asked.
"""

from collections.abc import Sequence

import pandas as pd

from data.check import checked
from data.contract import TABLES
from data.sources.exports.opened import Opened
from data.sources.held_figures import AT, NAME, figures, held_figures, is_equal
from data.sources.options import AskedError, Question

ABOUT = ["source", "entity_type", "entity_id", "starts_on", "ends_on"]


def beside_held(reports: Sequence[Opened], metrics: pd.DataFrame) -> pd.DataFrame:
    """The figures (`at`: the place of their report), those that are held alike as old as they are.

    Raises AskedError where others are held and the report does not say when it was made.
    """
    told = figures(checked(TABLES[NAME], metrics.drop(columns="at")))
    held = held_figures(reports[0].source.store, told.index.to_numpy())
    is_held = told.index.isin(held.index)
    before = held.reindex(told.index)
    same = is_equal(told, before).to_numpy() & is_held
    is_undated = metrics[AT].isna().to_numpy()
    doubtful = metrics[is_held & ~same & is_undated]
    if len(doubtful):
        raise AskedError([_question(reports, doubtful)])
    made_at = before[AT].set_axis(metrics.index)
    return metrics.assign(**{AT: metrics[AT].mask(same & is_undated, made_at)})


def _question(reports: Sequence[Opened], doubtful: pd.DataFrame) -> Question:
    about = doubtful[ABOUT].drop_duplicates()
    names = tuple(reports[place].name for place in sorted(set(doubtful["at"])))
    things = "entity and window" if len(about) == 1 else "entities and windows"
    text = (
        "--as-of, when each report was made: other figures are held of the same "
        f"{len(about):,} {things} ({about['entity_id'].iloc[0]}). Once said, the "
        "report counts unless what is held was made later; to keep what is held, leave the file out"
    )
    return Question("as_of", text, names)
