"""``python -m rembug_service.documents.press TEMPLATE``: sets one untagged paper from JSON on standard input.

`typesetting` starts it for long lists, so that their memory goes back when it ends.
"""

import sys

from rembug_service.documents.typesetting import set_here

if __name__ == "__main__":
    sys.stdout.buffer.write(set_here(sys.argv[1], sys.stdin.buffer.read().decode(), tagged=False))
