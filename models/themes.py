"""What the signals of a ranker are about, in words that people use of a match."""

from models.entities import GIVEN

SIMILAR, WORDS = "similar products", "words and category"
PRICE, AUDIENCE, SHOP = "price", "audience", "shop and brand"
RECORD, REACH, MOMENTUM, ROOM = "selling record", "reach", "momentum", "room for more"
TURNS_TO = "interests"
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
    "interest long": TURNS_TO,
    "interest short": TURNS_TO,
    "price fit": PRICE,
    "audience fit": AUDIENCE,
    "merchant in common": SHOP,
    "brand in common": SHOP,
}
_MADE_OF = (
    ("price", PRICE),
    ("commission", PRICE),
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
    "profile": WORDS,
    "content": WORDS,
}


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
    for part, theme in _MADE_OF:
        if part in signal.split():
            return theme
    generator = signal.split(maxsplit=1)[0]
    return _BY.get(generator, WHOLE)
