"""Effects and how sure they are: estimators that take tables and give `Effect`s."""
