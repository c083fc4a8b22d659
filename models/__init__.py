"""Everything that is fitted: matches, their evaluation, first estimates and the reasons given.

Commands of this package do linear algebra on one thread: fits then give the same bits everywhere,
and matrices of this size gain nothing from more. It must be said before numpy is imported.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
