"""How much of the market a model reaches, beyond the few whom everybody knows."""

import numpy as np

from models.recommender import Recommender

K = 10
TOP = 0.1


def coverage(model: Recommender) -> dict[str, float]:
    """Of all products' ten best creators: how many products have any, how many creators appear,
    and which share of the places goes to the most listed tenth of all creators.
    """
    training = model.training
    lists = model.recommend(training.products.ids.tolist(), K)
    places = np.sort(lists["creator_id"].value_counts().to_numpy())[::-1]
    tenth = max(1, round(TOP * len(training.creators)))
    return {
        "k": K,
        "products": len(training.products),
        "products_listed": int(lists["product_id"].nunique()),
        "creators": len(training.creators),
        "creators_listed": len(places),
        "share_of_top_tenth": float(places[:tenth].sum() / places.sum()) if len(places) else 0.0,
    }
