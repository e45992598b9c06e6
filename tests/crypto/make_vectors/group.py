"""Write ``crypto/vectors/group.json``: what ristretto255 must accept, refuse and compute.

Run ``python -m tests.crypto.make_vectors.group`` from the root of the repository.  The values come from the
reference backend (libsodium), so that the native one and the browser's are checked against another's code.
"""

import json
from pathlib import Path

from tests.crypto import rfc9496
from tests.crypto.group_library import GroupLibrary, load_group
from tests.crypto.seeded import SeededRandom

PATH = Path(__file__).parents[3] / "crypto" / "vectors" / "group.json"
TAG = "rembug/v1/golden-vectors"

Case = dict[str, object]


def _scalar(value: int) -> str:
    return value.to_bytes(32, "little").hex()


def _scalar_decoding(order: int) -> list[Case]:
    good = {"zero": 0, "one": 1, "the order less one": order - 1, "2^252": 2**252}
    bad = {
        "the order": order,
        "the order plus one": order + 1,
        "2^253, only its top bits are too high": 2**253,
        "one with bit 255 set": 2**255 + 1,
        "all ones": 2**256 - 1,
    }
    cases: list[Case] = [
        {"comment": comment, "scalar": _scalar(value), "result": result}
        for result, values in (("valid", good), ("invalid", bad))
        for comment, value in values.items()
    ]
    short: Case = {"comment": "31 bytes", "scalar": _scalar(1)[:-2], "result": "invalid"}
    long: Case = {"comment": "33 bytes", "scalar": _scalar(1) + "00", "result": "invalid"}
    return [*cases, short, long]


def _scalar_arithmetic(library: GroupLibrary) -> list[Case]:
    group, random = library.group, SeededRandom("group.json scalars")
    pairs = [
        ("random", group.Scalar.random(random), group.Scalar.random(random)),
        ("a sum that wraps around", group.Scalar.from_int(-1), group.Scalar.from_int(2)),
        ("a difference below zero", group.Scalar.from_int(1), group.Scalar.from_int(2)),
        ("zero", group.Scalar.random(random), group.Scalar.from_int(0)),
    ]
    return [
        {
            "comment": comment,
            "a": a.to_bytes().hex(),
            "b": b.to_bytes().hex(),
            "sum": (a + b).to_bytes().hex(),
            "difference": (a - b).to_bytes().hex(),
            "product": (a * b).to_bytes().hex(),
            "inverse_of_a": a.inverse().to_bytes().hex(),
            "result": "valid",
        }
        for comment, a, b in pairs
    ]


def _wide_reduction(library: GroupLibrary) -> list[Case]:
    inputs = {
        "zero": bytes(64),
        "all ones": b"\xff" * 64,
        "the order": library.group.ORDER.to_bytes(64, "little"),
        "random": SeededRandom("group.json wide")(64),
    }
    return [
        {
            "comment": comment,
            "wide": wide.hex(),
            "scalar": library.group.Scalar.from_wide(wide).to_bytes().hex(),
            "result": "valid",
        }
        for comment, wide in inputs.items()
    ]


def _element_decoding(library: GroupLibrary) -> list[Case]:
    element = library.group.hash_to_elements(SeededRandom("group.json element")(64)).to_bytes()
    good = [(f"{i} times the generator", text) for i, text in enumerate(rfc9496.MULTIPLES)]
    good += [("random element", element.hex())]
    bad = [(fault, text) for fault, texts in rfc9496.BAD_ENCODINGS.items() for text in texts]
    bad += [
        ("top bit is set", (element[:31] + bytes([element[31] | 0x80])).hex()),
        ("31 bytes", element[:31].hex()),
        ("33 bytes", (element + b"\x00").hex()),
        ("no bytes", ""),
    ]
    return [
        {"comment": comment, "element": text, "result": result}
        for result, texts in (("valid", good), ("invalid", bad))
        for comment, text in texts
    ]


def _element_arithmetic(library: GroupLibrary) -> list[Case]:
    group, random = library.group, SeededRandom("group.json elements")
    identity, order = group.Element.identity(), group.ORDER
    p, q = group.hash_to_elements(random(128))
    x = group.Scalar.random(random)
    inputs = [
        ("random", p, q, x),
        ("doubling", p, p, x),
        ("sum is the identity", p, -p, x),
        ("identity on the left", identity, q, x),
        ("identity on the right", p, identity, x),
        ("scalar zero", p, q, group.Scalar.from_int(0)),
        ("scalar one", p, q, group.Scalar.from_int(1)),
        ("largest scalar", p, q, group.Scalar.from_int(order - 1)),
    ]
    return [
        {
            "comment": comment,
            "p": left.to_bytes().hex(),
            "q": right.to_bytes().hex(),
            "scalar": scalar.to_bytes().hex(),
            "sum": (left + right).to_bytes().hex(),
            "difference": (left - right).to_bytes().hex(),
            "product": (left * scalar).to_bytes().hex(),
            "result": "valid",
        }
        for comment, left, right, scalar in inputs
    ]


def _sums_of_products(library: GroupLibrary) -> list[Case]:
    group, random = library.group, SeededRandom("group.json sums")
    cases: list[Case] = []
    for count in (0, 1, 2, 9):
        scalars = group.Scalars.random(count, random)
        elements = group.hash_to_elements(random(64 * count))
        cases.append(
            {
                "comment": f"{count} terms",
                "scalars": [scalar.to_bytes().hex() for scalar in scalars],
                "elements": [element.to_bytes().hex() for element in elements],
                "sum": group.msm(scalars, elements).to_bytes().hex(),
                "result": "valid",
            }
        )
    return cases


def _one_way_map(library: GroupLibrary) -> list[Case]:
    inputs = [(f"halves that reduce to the same {i}", bytes.fromhex(text))
              for i, text in enumerate(rfc9496.SAME_HASHED)]  # fmt: skip
    inputs += [("zero", bytes(64)), ("random", SeededRandom("group.json uniform")(64))]
    return [
        {
            "comment": comment,
            "uniform": uniform.hex(),
            "element": library.group.hash_to_elements(uniform).to_bytes().hex(),
            "result": "valid",
        }
        for comment, uniform in inputs
    ]


def _hashing(library: GroupLibrary) -> list[Case]:
    inputs = [
        ("empty message", "", TAG),
        ("short message", "musyawarah", TAG),
        ("more than a block", "mufakat" * 30, TAG),
        ("tag of 256 bytes, which is hashed", "musyawarah", "t" * 256),
    ]
    return [
        {
            "comment": comment,
            "message": message,
            "dst": tag,
            "uniform_128": library.expand.expand_message_xmd(message.encode(), tag.encode(), 128).hex(),
            "element": library.expand.hash_to_elements_from([message.encode()], tag.encode()).to_bytes().hex(),
            "result": "valid",
        }
        for comment, message, tag in inputs
    ]


def vectors() -> str:
    """Return the file's text."""
    library = load_group("reference")
    kinds = {
        "ScalarDecoding": _scalar_decoding(library.group.ORDER),
        "ScalarArithmetic": _scalar_arithmetic(library),
        "WideReduction": _wide_reduction(library),
        "ElementDecoding": _element_decoding(library),
        "ElementArithmetic": _element_arithmetic(library),
        "SumOfProducts": _sums_of_products(library),
        "OneWayMap": _one_way_map(library),
        "HashToElement": _hashing(library),
    }
    number = 0
    groups = []
    for kind, cases in kinds.items():
        tests = []
        for case in cases:
            number += 1
            tests.append({"tcId": number, **case})
        groups.append({"type": kind, "tests": tests})
    document = {
        "algorithm": "ristretto255",
        "source": "RFC 9496, RFC 9380; bytes in hexadecimal, scalars little-endian, texts in UTF-8",
        "generatedBy": "python -m tests.crypto.make_vectors.group",
        "numberOfTests": number,
        "testGroups": groups,
    }
    return json.dumps(document, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(vectors())
