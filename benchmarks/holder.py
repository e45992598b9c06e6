"""A key holder's page with a whole kelurahan's ballots: mixing and opening in the browser's worker.

Run: ``.venv/bin/python -m benchmarks.holder [ballots]`` (needs the built pages and Chromium).  One mix is made by the
program, the second one in the browser; then the browser checks both, and opens.  Prints the time of each, how long the
page itself was ever held up meanwhile, and the memory of the browser's largest process.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from rembug_api.cli.kunci_device import Keyring
from rembug_api.demo import day
from rembug_api.demo.client import together
from rembug_api.demo.keys import Holder
from rembug_api.demo.open_polls import seal_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import CONTEST, ELECTION
from rembug_api.demo.votes import plan_votes
from rembug_ballots.ids import ElectionId
from rembug_service.system import system_random
from tests.pages.browsing import People, press, running_browser
from tests.pages.holder_acts import CHEAP, PASSPHRASE, open_file, sign_in

SEED: Final = 5
# An hour: far more than a holder would wait, and no test of time.
PATIENCE: Final = 3_600_000
_WATCH: Final = """() => {
  globalThis.longest = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    globalThis.longest = Math.max(globalThis.longest, now - last - 50);
    last = now;
  }, 50);
}"""


def main() -> None:
    """Print the figures."""
    ballots = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name, running_server(Path(name) / "data") as base:
        started = time.monotonic()
        sealed = seal_polls(base, ballots * 11 // 10)
        committee = sealed.committee
        day.open_tables(committee, sealed.tables)
        polling = day.Day(committee, sealed.key, base, system_random, SEED, lambda: None)
        polling.vote(sealed.tables, plan_votes(sealed.residents, ballots, 3, 11, SEED, tie=False).ballots)
        for table in sealed.tables:
            polling.close_table(table)
        together(committee.ketua, committee.sekretaris, "contest.close", {"contest": CONTEST})
        print(f"{ballots} ballots are in the box after {time.monotonic() - started:.0f} s", flush=True)
        sealed.holders[0].mix()
        with running_browser() as browser:
            people = People(browser, base)
            page = _with_key(people, sealed.holders[1], Path(name))
            page.evaluate(_WATCH)
            press(page, "Mengacak")
            _timed(page, "Acak", "sudah diacak dan buktinya diterima.")
            together(committee.ketua, committee.sekretaris, "mixing.finish", {"contest": CONTEST})
            together(committee.ketua, committee.sekretaris, "opening.order", {"contest": CONTEST})
            press(page, "Membuka")
            _timed(page, "Buka", "diterima.")
            print(f"the page was held up for {page.evaluate('() => globalThis.longest'):.0f} ms at most")
            people.leave()
        committee.close()


def _with_key(people: People, holder: Holder, folder: Path) -> Page:
    """Bring a holder's finished key to a browser."""
    path = folder / "kunci.json"
    Keyring(path, ElectionId(ELECTION), holder.number, holder.secret, PASSPHRASE, system_random, CHEAP).keep(
        holder.secret
    )
    page = sign_in(people, holder.number)
    open_file(page, path)
    page.get_by_role("heading", name=f"Pemegang kunci nomor {holder.number}").wait_for()
    return page


def _timed(page: Page, act: str, done: str) -> None:
    button = page.get_by_role("button", name=act).filter(has_text="suara")
    button.wait_for(timeout=PATIENCE)
    began = time.monotonic()
    button.click()
    page.get_by_text(done).wait_for(timeout=PATIENCE)
    print(f"{act}: {time.monotonic() - began:.0f} s; largest process {_largest_mib():.0f} MiB", flush=True)


def _largest_mib() -> float:
    """Return the largest resident memory that a process of a Chromium on this machine has had, in MiB."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if "chrom" in fields["Name"] and "VmHWM" in fields:
            most = max(most, int(fields["VmHWM"].split()[0]))
    return most / 1024


if __name__ == "__main__":
    main()
