"""A market as it stands, seen with a model that was trained on an earlier state of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.entities import Entities
from models.exam import Training
from models.features import Features
from models.question import sql


@dataclass(frozen=True)
class Today:
    """Whom a list may be made of: those of the training as they were learned, and whoever came
    since, by what is stated of them; without those of whom nothing is stated that the model knows.
    """

    products: Entities
    creators: Entities

    def side(self, kind: str) -> Entities:
        """The products or the creators."""
        return self.products if kind == "product" else self.creators

    def named(self, kind: str, name: str) -> Entities | None:
        """One of them; None where the model knows nothing of it."""
        side = self.side(kind)
        return side.take(side.rows_of([name])) if name in side else None


def today(session: Session, training: Training, features: Features) -> Today:
    """Those of the training and, of what the session may see, those who came since."""
    products = _late(session.frame(sql("product_attributes")), training.products)
    creators = _late(session.frame(sql("creator_attributes")), training.creators)
    if products.empty and creators.empty:
        return Today(training.products, training.creators)
    vectors, audience = session.frame(sql("given_vectors")), session.frame(sql("audience_shares"))
    audience = audience[audience["creator_id"].isin(creators["creator_id"])]
    return Today(
        training.products.joined(features.products(products, vectors).told),
        training.creators.joined(features.creators(creators, audience, vectors).told),
    )


def partners(session: Session, kind: str, name: str) -> pd.DataFrame:
    """Pairs of a product or a creator by now, as the session sees them; see
    models/sql/partners.sql.
    """
    ids = {"product_id": None, "creator_id": None} | {f"{kind}_id": name}
    return session.frame(sql("partners"), **ids)


def pairs_begun(session: Session) -> pd.DataFrame:
    """All pairs that work together by now, as the session sees them: product_id, creator_id."""
    return session.frame(sql("pairs_begun"))


def begun(session: Session) -> pd.DataFrame:
    """`creator_id` of all who work with a product by now, as the session sees them."""
    return session.frame(sql("begun"))


def _late(attributes: pd.DataFrame, known: Entities) -> pd.DataFrame:
    is_late = known.places(attributes[f"{known.kind}_id"]) < 0
    return attributes[np.asarray(is_late)].reset_index(drop=True)
