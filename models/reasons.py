"""Why a candidate: what counts most for it in the model, told by facts that can be counted again.

A fact is about a theme. A match's reasons are the themes that count most for it by the model's own
contributions, each told by its fact; where the model tells no themes apart, the facts in which the
candidate stands out most, so that neighbours in a list do not all say the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

MOST = 3
LITTLE = 0.1
SLIGHT = 0.05
"""What a theme may take off, in log odds, and its fact still be told: less is no word against."""
ALIKE = 0.8
"""Said of more than this share of the others word for word, a fact sets nobody apart."""


@dataclass(frozen=True)
class Reason:
    """One reason: `kind` names the fact, `values` holds its numbers and names for a sentence, and
    `strength` is its place among all candidates asked about, 0 to 1; `is_common` what nearly all of
    them have alike; `is_neutral` what speaks for it only where the model counts its theme so.
    """

    kind: str
    values: dict[str, Any]
    strength: float
    theme: str
    is_common: bool = False
    is_neutral: bool = False


Reasons = dict[str, list[Reason]]
"""By candidate."""


Facts = dict[str, Reason]
"""One fact by candidate."""


def by_candidate(ids: Sequence[str], facts: Sequence[Facts]) -> Reasons:
    """All facts of each candidate; what nearly all have alike is marked."""
    times = Counter(_said(reason) for known in facts for reason in known.values())
    common = {said for said, n in times.items() if n - 1 > ALIKE * max(len(ids) - 1, 1)}
    return {
        name: [
            replace(known[name], is_common=_said(known[name]) in common)
            for known in facts
            if name in known
        ]
        for name in ids
    }


def _said(reason: Reason) -> tuple[str, str]:
    return reason.kind, repr(sorted(reason.values.items()))


def chosen(
    facts: Sequence[Reason],
    themes: pd.Series,
    above: pd.Series,
    tells: Callable[[str], bool] | None = None,
) -> list[Reason]:
    """At most three reasons of one match, first what counts most for it.

    `themes`: what each theme adds to the score beyond the average, `above` the share of all others
    to which it adds less. What adds little beside the first theme is no reason. Other facts fill
    up, but for those of themes that count against the match by more than that, and what nearly all
    have alike after the rest; a theme of which the tables have no fact comes last, told by its
    share alone, if `tells` lets it.
    """
    by_strength = sorted(facts, key=lambda fact: (fact.is_common, fact.is_neutral, -fact.strength))
    little = max(LITTLE * themes.max(), 0.0) if len(themes) else 0.0
    counting = themes[themes > little]
    in_order = [str(theme) for theme in counting.sort_values(ascending=False).index]
    strongest = {fact.theme: fact for fact in reversed(by_strength)}
    found = [strongest[theme] for theme in in_order if theme in strongest]
    found = [fact for fact in found if not (fact.is_common or fact.is_neutral)]
    rest = [
        fact
        for fact in by_strength
        if fact not in found
        and themes.get(fact.theme, 0) >= -min(little, SLIGHT)
        and (fact.theme in in_order or not fact.is_neutral)
    ]
    bare = [
        Reason("theme", {"theme": theme, "above": float(above[theme])}, 0.0, theme)
        for theme in in_order
        if theme not in strongest and (tells is None or tells(theme))
    ]
    return [*found, *rest, *bare][:MOST]
