"""All figures side by side: our steps by size, how they grow, and what others cost.

Run: ``.venv/bin/python -m benchmarks`` (some minutes), or with ``--quick`` (half a minute).  CPU time is of all threads
together.  Wall time means something only on a machine that does nothing else: the load is printed.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import peers, plot, tally
from benchmarks.growth import exponent
from benchmarks.peers import Peer
from benchmarks.tally import Tally

SIZES: Final = (500, 2000, 8000, 40000)
WIDTHS: Final = (6, 10, 34)
QUICK: Final = ((500, 2000), (6,))
# A ciphertext of five elements, which is what the others were measured with.
PEERS_WIDTH: Final = 4
STEPS: Final = ("mix", "prove", "verify", "open", "combine")

console = Console(width=110)


def own_table(found: Sequence[Tally]) -> Table:
    """Lay out our steps."""
    table = Table(title="Milliseconds of CPU a ballot (wall in brackets)")
    for heading in ("Ballots", "Width", "mix + prove", "verify", "open, one holder", "combine", "Peak MiB"):
        table.add_column(heading, justify="right")
    for each in found:
        groups = [("mix", "prove"), ("verify",), ("open",), ("combine",)]
        cells = [f"{each.cpu(*names):.3f} ({each.wall(*names):.3f})" for names in groups]
        table.add_row(f"{each.ballots:,}", str(each.width), *cells, f"{each.peak_mib:.0f}")
    return table


def growth_table(found: Sequence[Tally]) -> Table:
    """Lay out how each step grows: 1 is in proportion to the ballots."""
    table = Table(title="Exponent of growth with the number of ballots (CPU)")
    for heading in ("Width", *STEPS, "all"):
        table.add_column(heading, justify="right")
    for width in sorted({each.width for each in found}):
        same = [each for each in found if each.width == width]
        if len(same) > 1:
            fits = [exponent({each.ballots: each.ballots * each.cpu(step) for each in same}) for step in STEPS]
            whole = exponent({each.ballots: each.ballots * each.cpu(*STEPS) for each in same})
            table.add_row(str(width), *(f"{fit:.2f}" for fit in [*fits, whole]))
    return table


def peers_table(own: Tally, others: Sequence[Peer]) -> Table:
    """Lay out others beside us, for ciphertexts of five elements."""
    table = Table(title=f"One mixer, {own.ballots:,} ballots of five elements, milliseconds of CPU a ballot")
    for heading in ("", "mix + prove", "times ours", "verify", "times ours", "Source"):
        table.add_column(heading, justify="left" if heading in {"", "Source"} else "right")
    mix, verify = own.cpu("mix", "prove"), own.cpu("verify")
    table.add_row("Rembug", f"{mix:.3f}", "1", f"{verify:.3f}", "1", "measured now")
    for each in others:
        ratios = f"{each.mix_ms / mix:.1f}", f"{each.verify_ms / verify:.1f}"
        table.add_row(each.name, f"{each.mix_ms:.3f}", ratios[0], f"{each.verify_ms:.3f}", ratios[1], each.source)
    return table


def cores_table(one: Tally, all_cores: Tally) -> Table:
    """Lay out what the other cores gain."""
    table = Table(title=f"Wall time a ballot in ms, {one.ballots:,} ballots of width {one.width}")
    for heading in ("Step", "one core", f"{os.cpu_count()} cores", "times faster"):
        table.add_column(heading, justify="left" if heading == "Step" else "right")
    for step in (*STEPS, "all"):
        names = STEPS if step == "all" else (step,)
        alone, together = one.wall(*names), all_cores.wall(*names)
        table.add_row(step, f"{alone:.3f}", f"{together:.3f}", f"{alone / together:.2f}")
    return table


def draw(folder: Path, found: Sequence[Tally], own: Tally, others: Sequence[Peer]) -> None:
    """Write the charts."""
    rows = [(f"{each.ballots:,} ballots, width {each.width}", [each.cpu(step) for step in STEPS]) for each in found]
    steps = plot.stacked("CPU a ballot, by step", "ms", STEPS, rows)
    (folder / "langkah.svg").write_text(steps)
    bars = [("Rembug", [own.cpu("mix", "prove"), own.cpu("verify")])]
    bars += [(each.name, [each.mix_ms, each.verify_ms]) for each in others]
    beside = plot.stacked("One mixer, ballots of five elements: CPU a ballot", "ms", ("mix + prove", "verify"), bars)
    (folder / "pembanding.svg").write_text(beside)


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--plots", type=Path, help="write charts (SVG) into this folder")
    wanted = parser.parse_args()
    sizes, widths = QUICK if wanted.quick else (SIZES, WIDTHS)
    console.print(f"{os.cpu_count()} cores, load {Path('/proc/loadavg').read_text().split()[0]}")
    found = [tally.apart(ballots, width) for width in widths for ballots in sizes]
    console.print(own_table(found))
    console.print(growth_table(found))
    middle = sizes[-1] if wanted.quick else 8000
    own = tally.apart(middle, PEERS_WIDTH)
    others = [peers.sodium_floor(PEERS_WIDTH), *peers.QUOTED]
    console.print(peers_table(own, others))
    console.print(peers.belenios_here())
    one = tally.apart(middle, widths[0], threads=1)
    both = next(each for each in found if (each.ballots, each.width) == (middle, widths[0]))
    console.print(cores_table(one, both))
    if wanted.json is not None:
        figures = {"tallies": [asdict(each) for each in (*found, own)], "others": [asdict(each) for each in others]}
        wanted.json.write_text(json.dumps(figures, indent=2) + "\n")
    if wanted.plots is not None:
        draw(wanted.plots, found, own, others)


if __name__ == "__main__":
    main()
