"""What binds a roster and how near it is to the best, in words."""

from itertools import groupby

from models.roster.bounds import MONEY
from models.roster.choose import SURELY, Aim, Roster
from models.roster.stays import Stays
from pages.components.numbers import counted, share, symbol
from pages.components.roster_candidates import Pool
from pages.components.roster_solved import Answer, in_money
from pages.components.roster_wishes import Wishes
from pages.components.words import plain, short

NAMES = {
    "budget": "The budget",
    "sample_budget": "The limit on samples",
    "fee_budget": "The limit on fixed fees",
    "commission_budget": "The limit on commission",
    "asked": "The number of creators to ask",
    "samples": "Samples at hand",
    "per_product": "Creators per product",
    "seen": "Further creators within what this market has seen",
    "is_one_product_each": "One product per creator",
}
FRONTIERS = {
    False: "Extra GMV on average of the best roster of each budget, other limits as set · dashed: "
    "the budget set",
    True: "The least spend found that reaches each extra GMV, other limits as set · dashed: the "
    "roster on screen",
}


def bound(pool: Pool, answer: Answer, *, is_least: bool) -> list[str]:
    """A sentence per kind of limit that keeps candidates out who would add something; a budget
    never keeps the least spend from being less.
    """
    found = []
    rows = sorted(answer.binding, key=lambda one: one.kind)
    rows = [one for one in rows if not (is_least and one.kind == "budget")]
    for kind, same in groupby(rows, key=lambda one: one.kind):
        limits = list(same)
        stops, alone = sum(one.stops for one in limits), sum(one.alone for one in limits)
        used, most = sum(one.used for one in limits), sum(one.most for one in limits)
        if kind in MONEY:
            of = f"{in_money(used, pool.currency)} of {in_money(most, pool.currency)} taken"
        elif kind == "is_one_product_each":
            of = f"{counted(len(limits), 'creator')} taken for another product"
        else:
            of = f"{used:,.0f} of {most:,.0f} taken"
        by_itself = f", {alone:,} of them by itself" if alone else ""
        who = "candidate that would" if stops == 1 else "candidates that would"
        text = f"{NAMES[kind]}: {of}; it keeps out {stops:,} {who} add something{by_itself}."
        found.append((stops, plain(text)))
    return [text for _, text in sorted(found, key=lambda one: -one[0])]


def beyond_seen(pool: Pool, answer: Answer) -> str | None:
    """Products of which more creators are taken than any of the market's products have added."""
    taken = answer.found.table["product_id"].value_counts()
    told = [
        f"{plain(short(pool.titles[product]))}: {n:,} (seen: up to {pool.seen[product]:,})"
        for product, n in taken.items()
        if str(product) in pool.seen and n > pool.seen[product]
    ]
    if not told:
        return None
    return (
        "More creators at once than this market's products have been seen to add; beyond that "
        f"diminishing returns are carried on as they were. {' · '.join(told)}"
    )


def further_sentence(pool: Pool, aim: Aim, step: float, by: float | None) -> str:
    """What another `step` of budget adds, or of extra GMV costs; None where limits forbid it."""
    another = plain(f"{symbol(pool.currency)}{step:,.0f}")
    surely = " surely" if aim.by == SURELY else ""
    if by is None:
        return f"Another {another} of extra GMV is beyond these limits."
    more = plain(in_money(round(by), pool.currency).removesuffix(".00"))
    if aim.target is not None:
        return f"Another {another} of extra GMV would{surely} cost **{more}** more."
    return f"Another {another} of budget would{surely} add **{more}**."


def steady(stays: Stays) -> str:
    """How much of the roster is chosen again where values are others."""
    if stays.mean is None:
        return "Whether others would be chosen if values were others could not be told in time."
    return (
        f"Were each of {stays.times} draws of all values the truth, {share(stays.mean)} of the "
        "roster would be chosen again on average."
    )


def gap(found: Roster, wishes: Wishes) -> str:
    """How much better another set could be; that the search was cut short, if it was."""
    late = ", for the time was up" if found.is_time_up else ""
    if found.gap is None:
        best = "surest" if wishes.by == SURELY else "best"
        return f"the {best} set found; no bound on better ones is known{late}"
    most = share(max(found.gap, 0.0001))
    if found.kappa is not None:
        return (
            f"no other set is more than {most} surer, of those whose lower end lies "
            f"{found.kappa:.2f} spreads or more below their average, as with every set compared "
            f"(a normal total: 1.28){late}"
        )
    better = "cheaper" if wishes.aim.target is not None else "better"
    return f"no other set is more than {most} {better}{late}"


def why_nobody(pool: Pool, wishes: Wishes) -> str:
    """Why an empty roster is the best one."""
    if wishes.budget == 0:
        return "Nobody: the budget is nothing, and each candidate costs something."
    nothing = {
        "nobody may be asked": wishes.asked,
        "nobody may carry the product": wishes.per_product,
        "no samples are at hand": wishes.samples,
    }
    for words, most in nothing.items():
        if most == 0:
            return f"Nobody: {words}."
    if pool.seen and not wishes.is_beyond_seen and not any(pool.seen.values()):
        return (
            "Nobody: as many creators posted in the last 28 days, beside the usual number, as this "
            "market's products have been seen with, and what more of them add is not known."
        )
    return "Nobody: no candidate with extra GMV fits within these limits. Loosen one of them."
