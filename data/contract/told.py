"""Tables whose rows are told again and again: the warehouse keeps what every load told of a key."""

import pyarrow as pa

TOLD = frozenset({"order_lines", "affiliate_lines"})
"""What all loads tell of a key together is a rollup: `order_states`, `affiliate_states`."""

TELLING = (
    pa.field("load_number", pa.int64(), nullable=False),
    pa.field("untold", pa.list_(pa.string()), nullable=False),
)
"""Beside a row of the warehouse: which load told it, and the columns that its report lacks."""
