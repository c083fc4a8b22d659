"""What the signals of a ranker are about, in words that people use of a match.

Signals that say nearly the same share a theme, for the ranker may weigh one up and another down
where only their sum means anything: what a creator turns to stands with the words and categories.
"""

from models.entities import GIVEN, IDENTITY, POPULARITY

SIMILAR, WORDS = "similar products", "words and category"
PRICE, COMMISSION, SHOP = "price", "commission", "shop and brand"
AUDIENCE, COUNTRY, HISTORY = "audience", "country", "its own sales history"
RECORD, REACH, MOMENTUM, ROOM = "selling record", "reach", "momentum", "room for more"
DEMAND, TREND, SELLS = "demand for the product", "trend of the product", "how the product sells"
PRODUCT, WHOLE = "the product itself", "the whole profile"

_WHOLE = {
    "creator conversion": RECORD,
    "creator refunds": RECORD,
    "creator orders": RECORD,
    "creator reach": REACH,
    "creator followers": REACH,
    "creator pairs": REACH,
    "creator momentum": MOMENTUM,
    "creator idle": MOMENTUM,
    "creator carried": ROOM,
    "creator saturation": ROOM,
    "product orders": DEMAND,
    "product reach": DEMAND,
    "product carriers": DEMAND,
    "product pairs": DEMAND,
    "product organic": DEMAND,
    "product momentum": TREND,
    "product idle": TREND,
    "product age": TREND,
    "product conversion": SELLS,
    "product refunds": SELLS,
    "product price level": PRICE,
    "interest long": WORDS,
    "interest short": WORDS,
    "price fit": PRICE,
    "audience fit": AUDIENCE,
    "merchant in common": SHOP,
    "brand in common": SHOP,
}
_MADE_OF = (
    ("price", PRICE),
    ("commission", COMMISSION),
    ("audience", AUDIENCE),
    ("merchant", SHOP),
    ("brand", SHOP),
    ("category", WORDS),
    ("title", WORDS),
)
_HOW = (" of the best", " among the proposed", " in common")
"""How a signal measures what it is about, at the end of its name."""
_BY = {
    "popularity": REACH,
    "bridge": SIMILAR,
    "item-knn": SIMILAR,
    "creator-knn": SIMILAR,
    "graph-filter": SIMILAR,
    "ials": SIMILAR,
    "prod2vec": SIMILAR,
    "transition": SIMILAR,
    "smooth-steps": SIMILAR,
    "profile": WORDS,
    "content": WORDS,
    "taste": WORDS,
    "segments": WORDS,
    "clock": MOMENTUM,
}
_FEATURES = {
    "product": {POPULARITY: DEMAND},
    "creator": {
        POPULARITY: REACH,
        "tier": REACH,
        "followers": REACH,
        "country": COUNTRY,
        "audience": AUDIENCE,
    },
}
"""What a feature of a candidate is about, where its name alone does not say it."""

_PUBLIC = frozenset({AUDIENCE, COUNTRY})
_NAMED = frozenset(
    {HISTORY, PRODUCT, WHOLE, *_WHOLE.values(), *_BY.values(), *dict(_MADE_OF).values()}
).union(*(features.values() for features in _FEATURES.values()))
"""Every theme but those of vectors that came with the data, which bear their own names."""

OF_SIDE = {
    "product": (PRODUCT, DEMAND, TREND, SELLS),
    "creator": (RECORD, REACH, MOMENTUM, ROOM),
}
"""What is told of one side alone: the same for all candidates of the other side."""

OF_PAST = {
    "product": (HISTORY,),
    "creator": (HISTORY, SIMILAR, RECORD, MOMENTUM, ROOM, SHOP, PRICE, COMMISSION),
}
"""What a candidate without a pair cannot have: a creator's prices, shops and commissions are those
of what it carried, a product has its own from the day it is listed."""


def theme_of_feature(kind: str, feature: str) -> str:
    """What it is about where a feature of a candidate, a `product` or a `creator`, counts in a
    generator's score.
    """
    if feature == IDENTITY:
        return HISTORY
    return _FEATURES[kind].get(feature) or theme_of(feature)


def is_public(theme: str) -> bool:
    """Whether a theme is of what all may see: audience, country, vectors that data came with. All
    others have signals of what creators sold, showed or agreed, for whichever shop.
    """
    return theme in _PUBLIC or theme not in _NAMED


def whole_of(signal: str) -> str | None:
    """The generator whose whole score a signal measures; None where the signal's name says what it
    is about, or that no generator says it.
    """
    generator = signal.split(maxsplit=1)[0]
    is_named = signal in _WHOLE or GIVEN in signal or generator in OF_SIDE
    return None if is_named or _made_of(signal) else generator


def theme_of(signal: str) -> str:
    """The theme of a signal's name: what it is made of decides before who says it. Each vector that
    came with the data is a theme of its own.
    """
    if signal in _WHOLE:
        return _WHOLE[signal]
    _, is_given, block = signal.partition(GIVEN)
    if is_given:
        return next((block.removesuffix(how) for how in _HOW if block.endswith(how)), block)
    if signal.startswith("product "):
        return PRODUCT
    generator = signal.split(maxsplit=1)[0]
    return _made_of(signal) or _BY.get(generator, WHOLE)


def _made_of(signal: str) -> str | None:
    words = signal.split()
    return next((theme for part, theme in _MADE_OF if part in words), None)
