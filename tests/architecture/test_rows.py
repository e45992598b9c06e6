"""No row of the database leaves the function that read it: values travel, so nothing is read late or twice."""

import ast
from collections.abc import Iterator
from pathlib import Path

SERVICE = Path(__file__).resolve().parents[2] / "service" / "rembug_service"
# What SQLAlchemy gives for a query, and what of it is still tied to a connection.
ROWS = {"Row", "RowMapping", "Result", "CursorResult", "MappingResult", "ScalarResult"}


def _named(tree: ast.AST) -> Iterator[str]:
    """Give every name of a row in imports and in annotations, written as code or as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            yield from (each.name for each in node.names if each.name in ROWS)
        elif isinstance(node, ast.Attribute) and node.attr in ROWS:
            yield node.attr


def _given_away(tree: ast.AST) -> Iterator[int]:
    """Give the lines on which a function returns what `execute` gave, or its rows, as they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return | ast.Lambda) and isinstance(_returned(node), ast.Call):
            call: ast.AST = _returned(node)
            while isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                if call.func.attr in {"execute", "fetchall", "first", "one", "mappings"} and _is_query(call):
                    yield node.lineno
                    break
                call = call.func.value


def _returned(node: ast.Return | ast.Lambda) -> ast.AST:
    return (node.body if isinstance(node, ast.Lambda) else node.value) or ast.Constant(None)


def _is_query(call: ast.AST) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "execute" for each in ast.walk(call))


def _faults(tree: ast.AST) -> list[object]:
    return [*_named(tree), *_given_away(tree)]


def test_no_module_outside_sql_knows_what_a_row_is() -> None:
    modules = [path for path in SERVICE.rglob("*.py") if "sql" not in path.relative_to(SERVICE).parts[:-1]]
    assert len(modules) > 100
    found = {str(path.relative_to(SERVICE)): _faults(ast.parse(path.read_text())) for path in modules}
    assert {module: faults for module, faults in found.items() if faults} == {}


def test_a_row_that_is_given_away_is_caught() -> None:
    assert _faults(ast.parse("from sqlalchemy import Connection, Row")) == ["Row"]
    assert _faults(ast.parse("def f(c):\n    return c.execute(q).first()")) == [2]
    assert _faults(ast.parse("rows = service.read(lambda c: c.execute(q).fetchall())")) == [1]
    assert _faults(ast.parse("def f(c):\n    return [Draft(*row) for row in c.execute(q)]")) == []
