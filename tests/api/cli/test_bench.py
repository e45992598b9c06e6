import json

from typer.testing import CliRunner

from rembug_api.cli import app


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


def test_an_odd_width_is_no_ballot() -> None:
    assert CliRunner().invoke(app, ["bench", "--ballots", "2", "--width", "3"]).exit_code == 2
