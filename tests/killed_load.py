"""Loads files in a process that is killed: `python -m tests.killed_load STORE K FILES`.

SIGKILL comes when the load touches a file below STORE for the K-th time; 0 lets it end, and prints
how often it did.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from data.sources import Options, inspect
from data.store import Store
from tests.order_files import SAID

TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.truncate"})


def watch(root: str, at: int) -> list[int]:
    """Counts what this process does to files below a folder, and kills it at the `at`-th."""
    count = [0]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in TOUCHES and str(arguments[0]).startswith(root):
            count[0] += 1
            if count[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return count


def main(folder: str, at: str, *files: str) -> None:
    count = watch(folder, int(at))
    inspect(list(map(Path, files)), Options("mine", **SAID)).load_into(Store(Path(folder)))
    sys.stdout.write(str(count[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
