"""`python -m models.match --market M --product P`: who should carry it, from the model in force.

Knows products, creators and pairs as they stood when it was trained; Matches adds who came since.
"""

import re
from typing import Annotated

import pandas as pd
import typer

from data.money import CurrencyError, MoneyError, to_minor
from data.store import MarketMissingError, MarketNameError, Store
from models.artefact import ModelError
from models.entities import UnknownIdError
from models.newcomers import NewProduct, NothingKnownError, UnknownCategoryError
from models.trained import TrainedModel
from models.versions import load_current

PROBLEMS = (
    CurrencyError,
    MarketMissingError,
    MarketNameError,
    ModelError,
    MoneyError,
    NothingKnownError,
    UnknownCategoryError,
    UnknownIdError,
)
NOTHING = pd.DataFrame({"product_id": [], "creator_id": []}, dtype=str)


def main(
    *,
    market: Annotated[str, typer.Option(help="Market, a folder in data/store.")],
    product: Annotated[str | None, typer.Option(help="Product to find creators for.")] = None,
    creator: Annotated[str | None, typer.Option(help="Creator to find products for.")] = None,
    new: Annotated[str | None, typer.Option(help="Title of a product yet to be listed.")] = None,
    category: Annotated[str | None, typer.Option(help="Its category, such as 'A > B'.")] = None,
    price: Annotated[str | None, typer.Option(help="Its price and currency: '19.90 USD'.")] = None,
    commission: Annotated[float | None, typer.Option(min=0, max=1, help="Its rate: 0.15.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    include_existing: Annotated[
        bool, typer.Option("--include-existing", help="Keep pairs that already work together.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Ranks creators for a product (known or new), or products for a creator."""
    if sum(option is not None for option in (product, creator, new)) != 1:
        raise typer.BadParameter("give one of --product, --creator, --new")
    try:
        model = load_current(Store.of(market).required())
        exclude = NOTHING if include_existing else None
        if product is not None:
            found = model.recommender.recommend([product], top, exclude=exclude)
        elif creator is not None:
            found = model.recommender.recommend_products([creator], top, exclude=exclude)
        else:
            described = _described(new or "", category, price, commission)
            found = model.recommender.recommend_for(described.features(model.features), top)
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(_as_json(found) if as_json else _as_table(found, model))


def _described(
    title: str, category: str | None, price: str | None, commission: float | None
) -> NewProduct:
    if price is None:
        return NewProduct(title, category, commission_rate=commission)
    parts = re.fullmatch(r"([0-9.]+)\s*([A-Z]{3})", price)
    if parts is None:
        raise MoneyError(f"--price '{price}' is no amount and currency; write it like '19.90 USD'")
    amount, currency = parts.groups()
    return NewProduct(title, category, to_minor(amount, currency), currency, commission)


def _as_json(found: pd.DataFrame) -> str:
    return str(found.to_json(orient="records", double_precision=6))


def _as_table(found: pd.DataFrame, model: TrainedModel) -> str:
    head = f"{model.recommender.name}, version {model.version}"
    return f"{head}\n{found.to_string(index=False)}"


if __name__ == "__main__":
    typer.run(main)
