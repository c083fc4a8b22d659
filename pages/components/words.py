"""Texts of the data as they are: names may hold anything, Markdown marks and emoji included."""

LONGEST = 120
MARKS = "\\`*_{}[]<>#$~|:"
HEADERS = {
    "merchant_id": "Shop",
    "sku_id": "SKU",
    "gmv": "GMV",
    "net_gmv": "Net GMV",
    "event_at": "At",
    "n": "Events",
}

NOTHING_LINKS = (
    "nothing in this market links a creator to a product; collaborations, or orders that name a "
    "creator, would bring matches"
)


ON_PAGE = {
    "or say what it is: --format FORMAT --column 'HEADER=FIELD'": "or map its columns above",
    "see --templates for files that load": "see the templates for files that load",
    "--market": "market",
    "--tz": "time zone",
    "--column": "column",
    "--currency": "currency",
    "--merchant": "shop",
    "--format": "format",
    "--from": "first day",
    "--to": "last day",
}
"""What errors of the command call things, and what pages do."""


def in_words(text: str) -> str:
    """An error of the command in the words of pages."""
    for option, word in ON_PAGE.items():
        text = text.replace(option, word)
    return text


def plain(text: object) -> str:
    """A text for Markdown that shows its characters and runs none of them as marks."""
    return "".join(f"\\{sign}" if sign in MARKS else sign for sign in str(text))


def short(text: str, most: int = LONGEST) -> str:
    """A text of at most so many characters, cut with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def readable(name: str) -> str:
    """A table's or column's name as people read it: order_lines as order lines."""
    return name.replace("_", " ")


def header(column: str) -> str:
    """A column's name as the head of a table: order_id as Order, merchant_id as Shop."""
    if column in HEADERS:
        return HEADERS[column]
    return readable(column.removesuffix("_id").removesuffix("_at")).capitalize()


def file_name(source: str) -> str:
    """A loaded file's name without the fingerprint that the ledger keeps beside it."""
    return source.partition(" sha256:")[0]


def size(count: int) -> str:
    """Bytes as 12.3 MB."""
    for limit, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= limit:
            return f"{count / limit:.3g} {unit}"
    return f"{count} B"
