"""How an experiment is read out: words, formulas and what has to hold, folded away."""

import streamlit as st

from models.causal.experiment import ALARM
from models.experiments.report import Report
from pages.components.experiment_view import amount, percent
from pages.components.filters import View

HELPS = 0.02
TEXT = (
    "**What is compared.** Everyone on the list, in the arm they were drawn into, whatever "
    "happened later (ITT); the outcome is all that a product sold in the 28 days from its draw, "
    "organic sales too, net of refunds. For creators it is what they are credited with at the "
    "shop, which may hold sales that would have come anyway. Errors are cluster-robust by what was "
    "drawn together (Liang and Zeger 1986).\n\n"
    "**Per start** is the Wald ratio with Anderson–Rubin's interval; it takes for granted that "
    "being asked changes sales only through a creator who starts.\n\n"
    "**Ratios** are Σ ÷ Σ per arm by the delta method (Deng, Knoblich and Lu 2018).\n\n"
    "**Day by day** is an asymptotic confidence sequence (Waudby-Smith et al. 2024), narrowest "
    "when all on the list have had their days.\n\n"
    "**For whom** is parametric empirical Bayes (Morris 1983), the spread between segments by "
    "Paule and Mandel.\n\n"
    "**After costs** is net GMV less commission, platform fee and cost of goods of each product, "
    "compared between the arms as sales are, so that commission on sales that would have come "
    "anyway counts; asking is a sample each where samples were drawn for, else the samples and "
    "fixed fees on record beyond those of the arm that was left alone.\n\n"
    "**It has to hold** that chance alone decided, that all who were drawn are on the list, and "
    "that no arm changes the other, as products with the same buyers, or a creator in both arms, "
    "might."
)


def method(view: View, told: Report, measure: str) -> None:
    """With the figures that only a statistician asks for."""
    with st.expander("Method"):
        ratio = told.ratio
        st.markdown(TEXT)
        lines = [
            f"sample ratio {ratio.counts[0]:,} : {ratio.counts[1]:,}, planned "
            f"{ratio.expected[0]:,.0f} : {ratio.expected[1]:,.0f}, p = {ratio.p_value:.2g}; alarm "
            f"below {ALARM}",
            f"clusters {told.clusters[0]:,} : {told.clusters[1]:,}",
            *_spared(view, told, measure),
        ]
        st.markdown("\n".join(f"- {line}" for line in lines).replace("$", r"\$"))


def _spared(view: View, told: Report, measure: str) -> list[str]:
    """The effect with the days before taken out, promising nothing."""
    if told.spared is None:
        return []
    less, saved = told.spared, told.variance_spared
    figures = (less.estimate, less.low, less.high)
    effect, low, high = (amount(figure, measure, view.currency) for figure in figures)
    helped = f"{percent(saved)} of variance spared" if saved > HELPS else "it spares nothing here"
    return [
        f"with the 28 days before taken out (CUPED, Deng et al. 2013): {effect}, "
        f"{percent(less.level)} interval {low} to {high}; {helped}"
    ]
