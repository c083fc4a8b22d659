"""The simulated market: a daily economy with known causal effects, and events drawn from it."""
