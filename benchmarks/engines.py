"""What the group costs in a browser, by noble and by WebAssembly, side by side in one run.

Run: ``.venv/bin/python -m benchmarks.engines`` (a minute; needs Node and Chromium).  All of it runs in one thread.  The
whole record is that of a demo of an invented kelurahan.
"""

import base64
import io
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser
from rich.console import Console
from rich.table import Table

from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import Wishes
from tests.pages.browsing import running_browser

FRONTEND: Final = Path(__file__).parents[1] / "frontend"
ENGINES: Final = ("noble", "wasm")
WISHES: Final = Wishes(adults=300, turnout=0.5, names_max=3, tables=2, seed=3)


def _measured(browser: Browser, engine: str, script: str, record: bytes) -> dict[str, Any]:
    page = browser.new_page()
    page.set_default_timeout(0)
    page.goto(f"about:blank#{engine}")
    page.add_script_tag(content=script, type="module")
    page.wait_for_function("globalThis.figures !== undefined")
    found: dict[str, Any] = page.evaluate("zip => figures(zip)", base64.b64encode(record).decode())
    if found["engine"] != engine or found["verdict"] != "valid":
        raise SystemExit(f"{engine}: measured {found['engine']}, whose verdict is {found['verdict']}")
    page.close()
    return found


def main() -> None:
    """Print the figures."""
    console = Console(width=90)
    with tempfile.TemporaryDirectory() as name, running_browser() as browser:
        folder = Path(name)
        vite = FRONTEND / "node_modules" / "vite" / "bin" / "vite.js"
        words = ["node", str(vite), "build", "--config", "vite.figures.config.ts", "--outDir", name]
        subprocess.run(words, cwd=FRONTEND, check=True, capture_output=True)
        record = folder / "record.zip"
        run_demo(folder / "data", WISHES, export=record, serve=False, console=Console(file=io.StringIO()))
        script = (folder / "figures.js").read_text()
        found = {each: _measured(browser, each, script, record.read_bytes()) for each in ENGINES}
        console.print(f"Chromium {browser.version}; load {os.getloadavg()[0]:.1f}")
    table = Table(title="One thread of the browser")
    for heading in ("", *ENGINES, "times faster"):
        table.add_column(heading, justify="left" if heading == "" else "right")
    for kind, unit in (("micros", "us"), ("millis", "ms")):
        for what in found["noble"][kind]:
            noble, wasm = (float(found[each][kind][what]) for each in ENGINES)
            table.add_row(f"{what}, {unit}", f"{noble:,.1f}", f"{wasm:,.1f}", f"{noble / wasm:.1f}")
    console.print(table)


if __name__ == "__main__":
    main()
