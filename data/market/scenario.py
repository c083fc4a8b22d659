"""How creators come to their products: the named worlds in which an estimator is tried."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """What drives the choice of products, and what a creator then does to their sales.

    `sees_truth`: creators react to the latent momentum plus noise of `blur` standard deviations,
    else to the momentum that the tables show. `foresight`: weight of the coming four weeks, which
    nobody else can know. `effect` scales every incremental sale. `spillover`: share of a creator's
    sales taken from the same shop's products of the same category. `is_shared`: creators also take
    up what others carry, to audiences that overlap. `is_misspecified`: demand jumps
    and conversion falls when traffic surges, so that it is log-linear in nothing. `randomised`:
    products of 5,000 put on a randomised list, half of which start.
    """

    name: str
    about: str
    sees_truth: bool = False
    blur: float = 0.0
    foresight: float = 0.0
    effect: float = 1.0
    spillover: float = 0.0
    is_shared: bool = False
    is_misspecified: bool = False
    randomised: int = 0


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("S0", "creators choose on momentum that the tables show"),
        Scenario(
            "S1", "creators choose on true momentum, seen noisily", sees_truth=True, blur=0.25
        ),
        Scenario("S2", "creators also know the future", sees_truth=True, blur=0.25, foresight=6.0),
        Scenario("zero", "creators choose as in S0 and change nothing", effect=0.0),
        Scenario("misspecified", "S0 with jumps and curious crowds", is_misspecified=True),
        Scenario(
            "interference",
            "S0, creators share products and audiences and sell at the cost of siblings",
            spillover=0.35,
            is_shared=True,
        ),
        Scenario(
            "S2-trial",
            "S2 with a randomised list of 600 products",
            sees_truth=True,
            blur=0.25,
            foresight=6.0,
            randomised=600,
        ),
    )
}
