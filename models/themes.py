"""What the signals of a ranker are about, in words that people use of a match.

Signals that say nearly the same share a theme, for the ranker may weigh one up and another down
where only their sum means anything: what a creator turns to stands with the words and categories.
"""

from models.entities import GIVEN

SIMILAR, WORDS = "similar products", "words and category"
PRICE, AUDIENCE, SHOP = "price", "audience", "shop and brand"
RECORD, REACH, MOMENTUM, ROOM = "selling record", "reach", "momentum", "room for more"
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
    "interest long": WORDS,
    "interest short": WORDS,
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


OF_SIDE = {"product": (PRODUCT,), "creator": (RECORD, REACH, MOMENTUM, ROOM)}
"""What is told of one side alone: the same for all candidates of the other side."""


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
