import json
import re

import pytest
from typer.testing import CliRunner

from benchmarks import plot, tally
from benchmarks.growth import exponent
from rembug_api.cli import app, bench_steps
from rembug_crypto.generators import generators


def test_the_bench_prints_what_a_ballot_costs_in_every_step() -> None:
    done = CliRunner().invoke(app, ["bench", "--ballots", "20", "--width", "4", "--json"])
    assert done.exit_code == 0, done.output
    value = json.loads(done.stdout)
    assert value.keys() == {"backend", "ballots", "width", "cores", "steps", "http"}
    assert (value["ballots"], value["width"], value["http"]) == (20, 4, None)
    assert list(value["steps"]) == ["seal", "accept", "mix", "prove", "verify", "open", "combine"]
    for cost in value["steps"].values():
        assert cost.keys() == {"cpu_ms", "wall_ms"}
        assert cost["wall_ms"] > 0


def test_casting_over_http_is_measured_against_a_real_server() -> None:
    done = CliRunner().invoke(app, ["bench", "--ballots", "20", "--width", "2", "--http", "--clients", "4", "--json"])
    assert done.exit_code == 0, done.output
    http = json.loads(done.stdout)["http"]
    assert (http["ballots"], http["clients"]) == (20, 4)
    assert http["casts_per_second"] > 0
    assert 0 < http["p50_ms"] <= http["p99_ms"]
    assert http["server_cpu_ms"] > 0
    assert http["client_cpu_ms"] > 0


def test_no_step_lives_on_generators_that_another_left_behind() -> None:
    generators("bench", 3)
    assert bench_steps.Steps(1).run("step", lambda: generators.cache_info().currsize) == 0


def test_an_odd_width_is_no_ballot() -> None:
    assert CliRunner().invoke(app, ["bench", "--ballots", "2", "--width", "3"]).exit_code == 2


def test_the_benchmark_measures_a_list_in_a_process_of_its_own() -> None:
    found = tally.apart(20, 4, threads=1)
    assert (found.ballots, found.width) == (20, 4)
    assert list(found.steps) == ["mix", "prove", "verify", "open", "combine"]
    assert found.cpu("mix", "prove") == found.steps["mix"].cpu_ms + found.steps["prove"].cpu_ms > 0
    assert found.peak_mib > 1


def test_an_exponent_is_that_of_the_power_behind_the_costs() -> None:
    for power in (0.5, 1.0, 2.0):
        costs = {ballots: 3.0 * ballots**power for ballots in (500, 2000, 8000)}
        assert exponent(costs) == pytest.approx(power)


def test_a_chart_has_every_bar_and_its_labels_are_no_markup() -> None:
    drawn = plot.stacked("A <b>", "ms", ("x", "y"), [("one", [1, 2]), ("two & three", [0.5, 1])])
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert texts == ["A &lt;b&gt;", "x", "y", "one", "3 ms", "two &amp; three", "1.5 ms"]
    bars = [float(wide) for wide in re.findall(r'width="([\d.]+)" height="20"', drawn)]
    assert bars == [140, 280, 70, 140]
