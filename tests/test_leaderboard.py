"""What people read of an evaluation: a table, best first, and one of what is new to the model."""

from models.leaderboard import lines

SPENT = {"seconds": 1.6, "peak_memory_mb": 1234}


def line(method: str, ndcg: float, cold: float | None, error: float | None) -> dict[str, object]:
    metrics = {"ndcg@10": ndcg, "median_rank": 2048.0, "cold ndcg@10": cold}
    return {"method": method, "metrics": metrics, "se": {"ndcg@10": error}, **SPENT}


def test_methods_stand_best_first_with_errors_and_costs() -> None:
    board = [
        line("late", 0.1, 0.25, 0.0125),
        {"method": "mute", "lacks": "mute needs words"},
        line("early", 0.2, None, float("nan")),
    ]
    told = {**board[0], "protocol": "market", "market": "demo", "n": 1200, "n_cold": 7}
    found = [" ".join(row.split()) for row in lines({**told, "leaderboard": board})]
    assert found == [
        "demo: n = 1,200",
        "ndcg@10 median_rank s MB",
        "early 0.2000 2,048.0 2 1,234",
        "late 0.1000 ± 0.0125 2,048.0 2 1,234",
        "mute not tried: mute needs words",
        "new to the model: n = 7",
        "ndcg@10",
        "early -",
        "late 0.2500",
    ]


def test_one_method_alone_is_a_table_of_one() -> None:
    told = {
        "protocol": "conversion",
        "method": "base-rate",
        "metrics": {"average_precision": 0.155, "auroc": 0.5},
        "se": {"average_precision": 0.001, "auroc": 0.0},
        "n": 12,
        **SPENT,
    }
    table = list(lines(told))
    assert table[0] == "conversion: n = 12"
    assert table[1].split() == ["average_precision", "auroc", "s", "MB"]
    assert " ".join(table[2].split()) == "base-rate 0.1550 ± 0.0010 0.5000 ± 0.0000 2 1,234"
