"""The interface's OpenAPI document, from which the front end's types are made (``make openapi``)."""

import json
import tempfile
from pathlib import Path
from typing import Final

from rembug_api.app import create_app
from rembug_service.service import Service

TARGET: Final = Path(__file__).parents[2] / "frontend" / "openapi.json"
"""Where it is kept in the repository."""


def openapi() -> str:
    """Return the interface's document, in a form that changes only when the interface does."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service.open(Path(folder) / "data")
        try:
            return json.dumps(create_app(service).openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        finally:
            service.close()


if __name__ == "__main__":
    TARGET.write_text(openapi(), encoding="utf-8")
