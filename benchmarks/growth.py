"""How cost grows with the number of ballots."""

import math
from collections.abc import Mapping


def exponent(costs: Mapping[int, float]) -> float:
    """Fit cost = a * ballots^b by least squares over logarithms, and return b.

    Args:
        costs: the whole cost for each number of ballots, of two at least.
    """
    points = [(math.log(ballots), math.log(cost)) for ballots, cost in costs.items()]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
