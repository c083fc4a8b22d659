"""Why a candidate: what counts most for it in the model, told by facts that can be counted again.

A fact is about a theme. A match's reasons are the themes that count most for it by the model's own
contributions, each told by its fact; where the model tells no themes apart, the facts in which the
candidate stands out most, so that neighbours in a list do not all say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

MOST = 3
LITTLE = 0.1


@dataclass(frozen=True)
class Reason:
    """One reason: `kind` names the fact, `values` holds its numbers and names for a sentence, and
    `strength` is its place among all candidates asked about, 0 to 1.
    """

    kind: str
    values: dict[str, Any]
    strength: float
    theme: str


Reasons = dict[str, list[Reason]]
"""By candidate."""


Facts = dict[str, Reason]
"""One fact by candidate."""


def by_candidate(ids: Sequence[str], facts: Sequence[Facts]) -> Reasons:
    """All facts of each candidate."""
    return {name: [known[name] for known in facts if name in known] for name in ids}


def chosen(facts: Sequence[Reason], themes: pd.Series, above: pd.Series) -> list[Reason]:
    """At most three reasons of one match, first what counts most for it.

    `themes`: what each theme adds to the score beyond the average, `above` the share of all others
    to which it adds less. What adds little beside the first theme is no reason. Other facts fill
    up, but for those of themes that count against the match; a theme of which the tables have no
    fact comes last, told by its share alone.
    """
    by_strength = sorted(facts, key=lambda fact: -fact.strength)
    counting = themes[themes > max(LITTLE * themes.max(), 0)] if len(themes) else themes
    in_order = [str(theme) for theme in counting.sort_values(ascending=False).index]
    strongest = {fact.theme: fact for fact in reversed(by_strength)}
    found = [strongest[theme] for theme in in_order if theme in strongest]
    rest = [fact for fact in by_strength if fact not in found and themes.get(fact.theme, 0) >= 0]
    bare = [
        Reason("theme", {"theme": theme, "above": float(above[theme])}, 0.0, theme)
        for theme in in_order
        if theme not in strongest
    ]
    return [*found, *rest, *bare][:MOST]
