"""Whatever is installed is named with its hash, so that a registry cannot give something else tomorrow."""

import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Parts of this repository: built from it.
OURS = {"editable", "directory", "virtual"}


def test_every_python_package_is_pinned_by_hash() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    foreign = [each for each in packages if not OURS & each["source"].keys()]
    assert len(foreign) > 50
    for each in foreign:
        files = [*each.get("wheels", []), *([each["sdist"]] if "sdist" in each else [])]
        assert files, each["name"]
        assert [file["url"] for file in files if not file["hash"].startswith("sha256:")] == []


def test_every_package_of_the_pages_is_pinned_by_hash() -> None:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    foreign = {name: each for name, each in packages.items() if name and not each.get("link")}
    assert len(foreign) > 50
    assert [name for name, each in foreign.items() if not each.get("integrity", "").startswith("sha512-")] == []


def test_every_crate_is_pinned_by_hash() -> None:
    packages = tomllib.loads((ROOT / "crypto" / "native" / "Cargo.lock").read_text())["package"]
    foreign = [each for each in packages if "source" in each]
    assert foreign
    assert [each["name"] for each in foreign if len(each.get("checksum", "")) != 64] == []
