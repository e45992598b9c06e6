"""Write the golden vectors of the protocol, or compare them with what the code makes now.

python -m tests.crypto.make_vectors.protocol [--check]
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.crypto.make_vectors.protocol_keys import ceremony_vectors, opening_vectors
from tests.crypto.make_vectors.protocol_log import merkle_vectors, note_vectors, tiles_vectors
from tests.crypto.make_vectors.protocol_primitives import (
    elgamal_vectors,
    encoding_vectors,
    transcript_vectors,
)
from tests.crypto.make_vectors.protocol_proofs import ballot_proof_vectors, shuffle_vectors
from tests.crypto.make_vectors.protocol_shape import Json

FOLDER: Final = Path(__file__).parents[3] / "crypto" / "vectors"
FILES: Final[Mapping[str, Callable[[], dict[str, Json]]]] = {
    "transcript.json": transcript_vectors,
    "encoding.json": encoding_vectors,
    "elgamal.json": elgamal_vectors,
    "ballot_proof.json": ballot_proof_vectors,
    "shuffle.json": shuffle_vectors,
    "ceremony.json": ceremony_vectors,
    "opening.json": opening_vectors,
    "merkle.json": merkle_vectors,
    "note.json": note_vectors,
    "tiles.json": tiles_vectors,
}


def text_of(name: str) -> str:
    """Return what a file should hold."""
    return json.dumps(FILES[name](), indent=1, ensure_ascii=True) + "\n"


def main() -> int:
    """Write all files; with ``--check`` only say which would change, and fail if any would."""
    check = sys.argv[1:] == ["--check"]
    stale = []
    for name in FILES:
        path, text = FOLDER / name, text_of(name)
        if check:
            if not path.exists() or path.read_text() != text:
                stale.append(name)
        else:
            path.write_text(text)
    if stale:
        sys.stderr.write(f"these vectors are not what the code makes: {', '.join(stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
