"""The shape of one golden vector, and changes of a JSON value."""

import copy
from typing import Any

Vector = dict[str, Any]


def vector(comment: str, result: str = "valid", **members: object) -> Vector:
    """Return one vector."""
    return {"comment": comment, "result": result, **members}


def changed(tree: Any, path: list[str | int], value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a copy of a JSON value with another value at a path."""
    tree = copy.deepcopy(tree)
    node = tree
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return tree


def without(tree: Any, path: list[str | int]) -> Any:  # noqa: ANN401 - JSON
    """Return a copy of a JSON value without what stands at a path."""
    tree = copy.deepcopy(tree)
    node = tree
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
    return tree
