"""Which modules import which while they are themselves imported: circles hide in their order."""

import ast
from collections.abc import Iterable, Iterator

from tests.house_rules import Source, imported


def imports_at_once(sources: Iterable[Source]) -> dict[str, set[str]]:
    """Which of these modules each imports while it is itself imported, not later in a function."""
    modules = {source.module: source for source in sources}
    return {name: set(_at_once(source, set(modules))) for name, source in modules.items()}


def _at_once(source: Source, modules: set[str]) -> Iterator[str]:
    """Whoever imports a module imports the packages around it first, but for those it lies in."""
    running = _run(source.tree)
    for node, name in imported(source):
        if id(node) in running:
            target = name if name in modules else name.rpartition(".")[0]
            yield from {target} & modules
            parts = target.split(".")
            around = {".".join(parts[:n]) for n in range(1, len(parts))} & modules
            yield from (package for package in around if not source.module.startswith(package))


def _run(node: ast.AST) -> set[int]:
    """Statements below a node that run when the module does."""
    is_later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    is_never = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    if is_later or is_never:
        return set()
    return {id(node)}.union(*map(_run, ast.iter_child_nodes(node)))
