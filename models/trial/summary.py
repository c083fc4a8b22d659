"""Many markets' figures in one: bias, coverage and width over all of them."""

from typing import Any

import numpy as np
import pandas as pd

from models.causal.cohort.band import STRENGTHS


def summary(markets: pd.DataFrame) -> dict[str, Any]:
    """From a row per market (see models/trial/market.py); none where a figure has no meaning.

    Biases are sums over sums; where nothing was added, shares of what products would have sold.
    `decile_gap_closed` holds ours and the dashboard's ranking against that of the truth, which is
    more than any ranking from tables can reach.
    """
    has_effect = bool(markets["truth"].sum())
    whole = markets["truth" if has_effect else "baseline"].sum()
    top, naive = markets["top"].mean(), markets["top_naive"].mean()
    return {
        "bias": _beyond(markets["estimate"], markets["truth"], whole),
        "coverage": markets["covered"].mean(),
        "half_width": markets["half"].sum() / whole,
        "half_width_ratio": _ratio(markets, "half", "oracle_half"),
        "randomised_bias": _bias(markets, "randomised", "randomised_truth"),
        "randomised_coverage": _mean(markets, "randomised_covered"),
        "pair_coverage": markets["pairs_covered"].mean(),
        "shown_coverage": markets["shown_covered"].mean(),
        "shown_bias": _bias(markets, "shown", "shown_truth") if has_effect else None,
        "outcome_coverage": markets["outcomes_covered"].mean(),
        "naive_bias": _beyond(markets["naive"], markets["truth"], whole),
        "did_bias": _beyond(markets["did"], markets["truth"], whole),
        "aipw_bias": _beyond(
            markets["aipw"], markets["aipw_truth"], markets["aipw_truth"].sum() or whole
        ),
        "band_coverage": {str(k): markets[f"band_{k}"].mean() for k in STRENGTHS},
        "top_decile_share": top,
        "top_decile_share_naive": naive,
        "top_decile_share_reach": markets["top_reach"].mean(),
        "decile_gap_closed": (top - naive) / (1 - naive),
        "false_positives": None if has_effect else markets["excludes_0"].mean(),
        "shown_false_positives": None if has_effect else markets["shown_above_0"].mean(),
        "n": len(markets),
    }


def errors(markets: pd.DataFrame) -> dict[str, float]:
    """Standard errors over markets of the figures that bars are set for."""
    truth = markets["truth"] if markets["truth"].sum() else markets["baseline"]
    missed = (markets["estimate"] - markets["truth"]) / truth.mean()
    covered = markets["covered"]
    return {"bias": _error(missed), "coverage": _error(covered)}


def _error(values: pd.Series) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")


def _beyond(found: pd.Series, truth: pd.Series, whole: float) -> float:
    return float((found.sum() - truth.sum()) / whole)


def _ratio(markets: pd.DataFrame, part: str, of: str) -> float | None:
    return float(markets[part].sum() / markets[of].sum()) if of in markets else None


def _bias(markets: pd.DataFrame, found: str, truth: str) -> float | None:
    ratio = _ratio(markets, found, truth)
    return None if ratio is None else ratio - 1


def _mean(markets: pd.DataFrame, name: str) -> float | None:
    return float(markets[name].mean()) if name in markets else None
