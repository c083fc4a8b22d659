"""Where things are that tests need."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "tests" / "output"


def real_data_folder() -> Path:
    """Where the public data should be: `TANDEM_DATA`, or the default beside the repository."""
    return Path(os.environ.get("TANDEM_DATA") or ROOT.parent / "shared" / "data")
