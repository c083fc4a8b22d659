"""The rules of the house as functions: a Python source in, its violations out."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

MAY_IMPORT = {
    "app": {"pages", "analytics", "models", "data"},
    "pages": {"analytics", "models", "data"},
    "analytics": {"data"},
    "models": {"data"},
    "data": set(),
    "bootstrap": set(),
}
OWNERS = {
    "streamlit": ("app.py", "pages/"),
    "duckdb": ("data/warehouse.py",),
    "lightfm": ("models/matcher.py",),
    "lightgbm": ("models/rates/boosting.py",),
    "implicit": ("models/generators/factors.py",),
}
PICKLES = {"pickle", "cPickle", "_pickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}
UNPICKLERS = {"read_pickle", "to_pickle"}
KNOWS_TRUTH = ("data/store.py", "data/market/", "models/trial/")
HOLDS_SQL = ("data/warehouse.py",)
RUNS_SQL = {"execute", "executemany", "sql", "query", "frame", "rows", "one", "arrow"}
BUILDS_TEXT = {"format", "format_map", "join", "replace", "substitute", "safe_substitute"}
READS_SQL_FILE = {"sql", "_sql", "read_text"}
SQL_TEXT = re.compile(
    r"\s*(select\b.+\bfrom\b|with\b.+\bselect\b|insert\s+into\b|delete\s+from\b|merge\s+into\b"
    r"|update\b.+\bset\b|drop\s+(table|view|macro)\b|alter\s+table\b|copy\b.+\b(to|from)\b"
    r"|create\s+(or\s+replace\s+)?(temp\w*\s+)?(table|view|macro|schema)\b)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the root, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    def is_in(self, *places: str) -> bool:
        return self.path.startswith(places)

    def nodes(self, *kinds: type) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{node.lineno} {what}"


def imported(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every import with the full name of its module; `from a import b` counts as `a.b`."""
    for node in source.nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif node.level:
            above = source.path.split("/")[: -node.level]
            yield node, ".".join([*above, *filter(None, [node.module])])
        else:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def imports_against_the_way(source: Source) -> list[str]:
    allowed = MAY_IMPORT[source.package] | {source.package}
    return [
        source.at(node, f"imports {name}")
        for node, name in imported(source)
        if name.split(".")[0] in {*MAY_IMPORT, "tests"} - allowed
    ]


def uses_what_another_owns(source: Source) -> list[str]:
    return [
        source.at(node, f"imports {name}, which belongs to {' and '.join(OWNERS[top])}")
        for node, name in imported(source)
        if (top := name.split(".")[0]) in OWNERS and not source.is_in(*OWNERS[top])
    ]


def unpickles(source: Source) -> list[str]:
    found = [
        source.at(node, f"imports {name}")
        for node, name in imported(source)
        if PICKLES & set(name.split("."))
    ]
    for node in source.nodes(ast.Call):
        allows = any(k.arg == "allow_pickle" and not _is(k.value, False) for k in node.keywords)
        if allows or (isinstance(node.func, ast.Attribute) and node.func.attr in UNPICKLERS):
            found.append(source.at(node, "reads or writes a pickle"))
    return found


def looks_at_the_truth(source: Source) -> list[str]:
    if source.is_in(*KNOWS_TRUTH):
        return []
    reached = [node for node in source.nodes(ast.Attribute) if node.attr == "truth"]
    named = [
        node
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, str) and re.fullmatch(r"(.*/)?truth(/.*)?", node.value)
    ]
    return [source.at(node, "reaches for a market's truth") for node in reached + named]


def builds_sql(source: Source) -> list[str]:
    """SQL pieced together: what reaches a call that runs it, and any text that reads like it."""
    found = []
    for call in source.nodes(ast.Call):
        asked = _sql_argument(call)
        if asked is None:
            continue
        if _is_built(asked, source):
            found.append(source.at(call, "runs SQL that was pieced together"))
        elif _reads_like_sql(asked) and not source.is_in(*HOLDS_SQL):
            found.append(source.at(call, "runs SQL from Python; it belongs in a .sql file"))
    pieced = source.nodes(ast.JoinedStr, ast.BinOp, ast.Call)
    return found + [
        source.at(node, "pieces SQL together")
        for node in pieced
        if _is_pieced(node) and any(map(_reads_like_sql, ast.walk(node)))
    ]


def catches_everything(source: Source) -> list[str]:
    """`except:`, `except Exception`; BaseException may be caught to undo and raise again."""
    found = []
    for node in source.nodes(ast.ExceptHandler):
        names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else ""
        raises = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
        if not names or "Exception" in names or ("BaseException" in names and not raises):
            found.append(source.at(node, "catches everything"))
    return found


def prints(source: Source) -> list[str]:
    calls = source.nodes(ast.Call)
    return [source.at(c, "prints") for c in calls if getattr(c.func, "id", None) == "print"]


def lacks_annotations(source: Source) -> list[str]:
    found = []
    for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        a = node.args
        arguments = [*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg))]
        bare = [x.arg for x in arguments if not x.annotation and x.arg not in ("self", "cls")]
        if bare or node.returns is None:
            found.append(source.at(node, f"{node.name} lacks annotations: {bare or 'its result'}"))
    return found


def lacks_a_docstring(source: Source) -> list[str]:
    has_code = any(not isinstance(node, ast.ImportFrom) for node in source.tree.body)
    if has_code and not ast.get_docstring(source.tree):
        return [f"{source.path}:1 does not say what it is"]
    return []


RULES = (
    imports_against_the_way,
    uses_what_another_owns,
    unpickles,
    looks_at_the_truth,
    builds_sql,
    catches_everything,
    prints,
    lacks_annotations,
    lacks_a_docstring,
)


def _called(call: ast.Call) -> str | None:
    """The last name of what is called: `f` of `f()` and of `x.f()`."""
    return getattr(call.func, "id", None) or getattr(call.func, "attr", None)


def _is(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _sql_argument(call: ast.Call) -> ast.expr | None:
    """What a call runs as SQL: `x.execute(this)`, `x.frame(sql=this)`; None for other calls."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in RUNS_SQL:
        return None
    named = [k.value for k in call.keywords if k.arg in ("sql", "query")]
    return next(iter([*call.args[:1], *named]), None)


def _is_pieced(node: ast.AST) -> bool:
    """Whether an expression puts a text together from parts."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(value, ast.FormattedValue) for value in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_method and node.func.attr in BUILDS_TEXT


def _is_built(node: ast.AST, source: Source, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a text is pieced together here or where its name was assigned."""
    if isinstance(node, ast.Call) and _called(node) in READS_SQL_FILE:
        return False
    if _is_pieced(node):
        return True
    if isinstance(node, ast.Name) and node.id not in seen:
        assigned = _assigned(source, node.id)
        return any(_is_built(value, source, seen | {node.id}) for value in assigned)
    return any(_is_built(child, source, seen) for child in ast.iter_child_nodes(node))


def _assigned(source: Source, name: str) -> Iterator[ast.AST]:
    for node in source.nodes(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is None or not any(getattr(t, "id", None) == name for t in targets):
            continue
        grows = isinstance(node, ast.AugAssign)
        yield ast.BinOp(node.target, ast.Add(), node.value) if grows else node.value


def _reads_like_sql(node: ast.AST) -> bool:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and SQL_TEXT.match(node.value) is not None
