"""An honest record of an election whose tatib names witnesses of the log, made once by the demo."""

import io
import tempfile
from functools import lru_cache
from pathlib import Path

from rich.console import Console

from rembug_api.demo.setting import ELECTION
from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import Wishes
from rembug_ballots.ids import ElectionId
from rembug_ballots.record_open import open_record
from rembug_service.service import Service
from tests.ballots.verification.honest import Honest


@lru_cache(maxsize=1)
def witnessed() -> Honest:
    """Play a small election with three witnesses, of whom two are needed."""
    with tempfile.TemporaryDirectory() as folder:
        data, target = Path(folder) / "data", Path(folder) / "record.zip"
        wishes = Wishes(adults=120, turnout=0.5, names_max=2, tables=2, seed=3, witnesses=3)
        assert run_demo(data, wishes, export=target, serve=False, console=Console(file=io.StringIO())) == 0
        service = Service.open(data)
        seed = service.board(ElectionId(ELECTION)).seed
        service.close()
        with open_record(target) as record:
            leaves = tuple(record.leaves)
            blobs = tuple(blob for name in record.blob_names() if (blob := record.blob(name)) is not None)
        return Honest(leaves, blobs, seed, target.read_bytes())
