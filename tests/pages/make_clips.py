"""Says the texts of ``frontend/src/bilik/spoken.json``, in every language, with espeak-ng: the booth's sound clips.

Run: ``make clips`` (needs Debian's ``espeak-ng`` and ``opus-tools``).  A clip is named by the hash of its text, so that
a text that was changed has none until this was run again; clips of texts that are gone are removed.

There is no Sundanese and no Javanese voice.  The Indonesian one reads those texts: its letters sound nearly alike, and
what does not (``eu``, ``dh``, ``th``) is spelled for it.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

SRC: Final = Path(__file__).parents[2] / "frontend" / "src" / "bilik"
CLIPS: Final = SRC / "suara"
# Of the voice and its settings: another number gives every clip another name (`clips.ts` has the same).
EDITION: Final = "1"
VOICES: Final = {"id": "id", "su": "id", "jv": "id", "en": "en-gb"}
WORDS_A_MINUTE: Final = "135"
BIT_RATE: Final = "16"
SPELLED: Final = {"su": (("eu", "e"), ("Eu", "E")), "jv": (("dh", "d"), ("Dh", "D"), ("th", "t"), ("Th", "T"))}


def texts() -> dict[str, tuple[str, str]]:
    """Return language and text of every clip, by its name."""
    spoken: dict[str, list[dict[str, int | str]]] = json.loads((SRC / "spoken.json").read_text(encoding="utf-8"))
    found = {}
    for language in VOICES:
        catalogue = json.loads((SRC / "texts" / f"{language}.json").read_text(encoding="utf-8"))
        for key, each in spoken.items():
            for values in each:
                text = str(catalogue[key])
                for name, value in values.items():
                    text = text.replace(f"{{{name}}}", str(value))
                found[name_of(language, text)] = language, text
    return found


def name_of(language: str, text: str) -> str:
    """Return the name of a clip's file."""
    return hashlib.sha256(f"{EDITION}/{language}/{text}".encode()).hexdigest()[:16] + ".ogg"


def make(path: Path, language: str, text: str) -> None:
    """Say a text into a file: Opus, one channel."""
    for letters, sound in SPELLED.get(language, ()):
        text = text.replace(letters, sound)
    speak = ["espeak-ng", "-v", VOICES[language], "-s", WORDS_A_MINUTE, "--stdout", text]
    spoken = subprocess.run(speak, check=True, stdout=subprocess.PIPE).stdout
    pack = ["opusenc", "--quiet", "--speech", "--bitrate", BIT_RATE, "--serial", "1", "-", str(path)]
    subprocess.run(pack, check=True, input=spoken)


def main() -> None:
    """Make what is missing, and remove what nobody says any more."""
    CLIPS.mkdir(exist_ok=True)
    wanted = texts()
    for path in CLIPS.glob("*.ogg"):
        if path.name not in wanted:
            path.unlink()
    for name, (language, text) in wanted.items():
        if not (CLIPS / name).exists():
            make(CLIPS / name, language, text)
    sys.stdout.write(f"{len(wanted)} clips, {sum(path.stat().st_size for path in CLIPS.glob('*.ogg')) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
