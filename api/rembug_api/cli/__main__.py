"""``python -m rembug_api.cli`` is the same as ``rembug``."""

from rembug_api.cli import main

main()
