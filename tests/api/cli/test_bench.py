import json

from typer.testing import CliRunner

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
