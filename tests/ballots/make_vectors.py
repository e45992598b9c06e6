"""Writes ballots/vectors/*.json: `python -m tests.ballots.make_vectors`.

Every vector has a comment, a result (valid or invalid) and, where invalid, exactly one fault. Other
implementations read the same files. All bytes are of a seeded stream, so the files are always the same.
"""

import json
from pathlib import Path

from rembug_ballots import signing
from rembug_ballots.ballot import BallotPlace, seal
from rembug_ballots.canonical import serialise
from rembug_ballots.card_pile import seal_pile
from rembug_ballots.cards import Card, card_number, card_seed, credential_of_secret, void_card
from rembug_ballots.encoding import to_b64
from rembug_ballots.events import Event
from rembug_ballots.events.signing import sign_event, signing_bytes
from rembug_ballots.ids import ContestId, ContestIndex, ElectionId, TableNumber
from rembug_ballots.names import EMPTY_SLOT, normalise, to_slot, to_slots
from rembug_ballots.tracking import tracking_code
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.group import GENERATOR_BASE, Scalars
from rembug_crypto.passphrase_box import Argon2Cost
from tests.ballots.agreement_vectors import document_signatures, documents, minutes
from tests.ballots.samples import SAMPLES
from tests.ballots.story import ELECTION, Stream
from tests.ballots.vector import Vector, changed, vector, without
from tests.ballots.witness_vectors import witnesses

FOLDER = Path(__file__).parents[2] / "ballots" / "vectors"
PLACE = BallotPlace(ElectionId("sukamaju-2026"), ContestId("bkm"), TableNumber(7))


def canonical() -> list[Vector]:
    """Bytes that are canonical JSON, and bytes that are not."""
    valid: list[tuple[str, object]] = [
        ("an empty object", {}),
        ("escapes", '\u20ac$\u000f\nA\'B"\\\\"/\b\t\f\r\x00\x7f'),
        ("keys by UTF-16 units", dict.fromkeys(["\ufffd", "\U0001f600", "\u20ac", "1", "\r"])),
        ("the largest integers", [2**53 - 1, 1 - 2**53, 0, -1]),
        ("literals", [None, True, False]),
        ("text in NFC", "\u00c9va"),
        ("sixteen levels", json.loads("[" * 16 + "]" * 16)),
    ]
    invalid = [
        ("a key twice", '{"a":1,"a":1}'),
        ("keys out of order", '{"b":1,"a":1}'),
        ("keys by code points", '{"\ufffd":1,"\U0001f600":1}'),
        ("a space", '{"a": 1}'),
        ("a line feed after it", "{}\n"),
        ("a byte order mark", "\ufeff{}"),
        ("a float", "1.0"),
        ("an exponent", "1e2"),
        ("minus zero", "-0"),
        ("a leading zero", "01"),
        ("2^53", "9007199254740992"),
        ("NaN", "NaN"),
        ("an escape that is not needed", '"\\u0041"'),
        ("an escaped slash", '"\\/"'),
        ("an upper-case escape", '"\\u000F"'),
        ("a line feed as \\u000a", '"\\u000a"'),
        ("a lone surrogate", '"\\ud800"'),
        ("text that is not in NFC", '"E\u0301va"'),
        ("a key that is not in NFC", '{"E\u0301va":1}'),
        ("seventeen levels", "[" * 17 + "]" * 17),
        ("nothing", ""),
    ]
    return [
        *[vector(comment, data=serialise(value).hex()) for comment, value in valid],
        *[vector(comment, "invalid", data=text.encode().hex()) for comment, text in invalid],
        vector("no UTF-8", "invalid", data=b'"\xff"'.hex()),
        vector("an overlong encoding", "invalid", data=b'"\xc0\x80"'.hex()),
    ]


def names() -> list[Vector]:
    """Names as typed, slots as decoded, and the slots of whole ballots."""
    typed = ["Siti Aminah", "  Siti   Aminah ", "Re\u0301ne\u0301", "Bu RT 3", "", "a" * 60]
    refused = [("61 bytes", "a" * 61), ("a control character", "a\x00b"), ("C1", "a\u0085\u0085b\x9f")]
    slots: list[tuple[str, bytes, str | None]] = [
        ("an empty slot", b"", ""),
        ("a name", b"Budi", "Budi"),
        ("sixty bytes", b"a" * 60, "a" * 60),
        ("spaces at the edges", b" Budi ", " Budi "),
        ("a byte after a zero", b"a\x00b", None),
        ("a zero first", b"\x00a", None),
        ("no UTF-8", b"\xff", None),
        ("an overlong encoding", b"\xc0\xaf", None),
        ("a surrogate", b"\xed\xa0\x80", None),
        ("a control character", b"a\x1f", None),
        ("U+007F", b"a\x7f", None),
        ("U+0085", b"a\xc2\x85", None),
        ("not in NFC", "E\u0301va".encode(), None),
        ("cut inside a character", b"a" * 59 + b"\xc3", None),
    ]
    ballots = [["Siti", "Budi"], ["Budi", "Siti", "Asep"], [], ["z", "\u00c9va", "Z"], ["a", "a"]]
    return [
        *[
            vector("as typed", kind="typed", typed=text, name=normalise(text), slot=to_slot(normalise(text)).hex())
            for text in typed
        ],
        *[vector(comment, "invalid", kind="typed", typed=text) for comment, text in refused],
        *[vector(comment, kind="slot", slot=data.ljust(60, b"\x00").hex(), text=text) for comment, data, text in slots],
        *[
            vector(
                f"{len(texts)} names",
                kind="ballot",
                names=texts,
                names_max=3,
                slots=[slot.hex() for slot in to_slots(texts, 3)],
            )
            for texts in ballots
        ],
        vector("too many names", "invalid", kind="ballot", names=["a", "b", "c", "d"], names_max=3),
        vector("an empty slot is 60 zero bytes", kind="slot", slot=EMPTY_SLOT.hex(), text=""),
    ]


def cards() -> list[Vector]:
    """Card texts with all that follows from them, and texts that are no cards."""
    random = Stream("cards")
    found = []
    for index, table in ((1, 1), (1, 7), (1023, 32767)):
        secret = random(16)
        place = PLACE.election, PLACE.contest, TableNumber(table)
        credential = credential_of_secret(secret, *place)
        card = Card(ContestIndex(index), TableNumber(table), secret)
        found.append(
            vector(
                f"contest {index}, table {table}",
                election=PLACE.election,
                contest=PLACE.contest,
                contest_index=index,
                table=table,
                secret=secret.hex(),
                text=card.to_text(),
                seed=card_seed(secret, *place).hex(),
                credential=credential.hex(),
                number=card_number(credential),
                void_signature=void_card(secret, *place).signature.hex(),
            )
        )
    text = found[1]["text"]
    typed = " ".join(text[start : start + 6] for start in range(0, 36, 6)).lower().replace("0", "o")
    found.append({**found[1], "comment": "as typed", "text": typed})
    wrong = "2" if text[10] != "2" else "3"
    return [
        *found,
        vector("one character wrong", "invalid", text=text[:10] + wrong + text[11:]),
        vector("another version", "invalid", text="2" + text[1:]),
        vector("a character too few", "invalid", text=text[:-1]),
        vector("a character too many", "invalid", text=text + "0"),
        vector("a U", "invalid", text=text[:10] + "U" + text[11:]),
    ]


def card_piles() -> list[Vector]:
    """Piles of cards under a passphrase, and files that open for nobody."""
    random = Stream("card-piles")
    place = PLACE.election, PLACE.contest, PLACE.table
    pile = [Card(ContestIndex(1), place[2], random(16)) for _ in range(3)]
    words, cost = "sawah pagi kopi hujan bambu rakit", Argon2Cost(memory_kib=64, passes=1)
    file = seal_pile(place, pile, words, random, cost).to_bytes().decode()
    of_another = seal_pile(place, [Card(ContestIndex(1), TableNumber(8), random(16))], words, random, cost)
    value = json.loads(file)

    def other(**members: object) -> str:
        return json.dumps({**value, **members}, sort_keys=True, separators=(",", ":"))

    wrong = [
        ("another passphrase", file, words + "i"),
        ("no passphrase", file, "  "),
        ("another table in clear", other(table=8), words),
        ("another contest in clear", other(contest="lain"), words),
        ("another election in clear", other(election="lain-2026"), words),
        ("cards of another table", of_another.to_bytes().decode(), words),
        ("a cost that takes the machine", other(kdf={"lanes": 1, "memory_kib": 1 << 21, "passes": 1}), words),
        ("a key file", other(format="rembug-key/1"), words),
        ("a space", file.replace(":", ": ", 1), words),
        ("a line feed after it", file + "\n", words),
    ]
    return [
        vector("three cards", file=file, passphrase=words, texts=[each.to_text() for each in pile]),
        vector(
            "as typed", file=file, passphrase="  Sawah PAGI kopi hujan  bambu rakit ", texts=[c.to_text() for c in pile]
        ),
        *(vector(comment, "invalid", file=text, passphrase=typed) for comment, text, typed in wrong),
    ]


def tracking() -> list[Vector]:
    """Tracking codes."""
    random = Stream("tracking")
    found = []
    for election, contest in (("sukamaju-2026", "bkm"), ("sukamaju-2026", "utusan-1"), ("e", "c")):
        ciphertext, proof = random(224), random(64)
        code = tracking_code(ElectionId(election), ContestId(contest), ciphertext, proof)
        found.append(
            vector(
                f"{election}, {contest}",
                election=election,
                contest=contest,
                ciphertext=ciphertext.hex(),
                proof=proof.hex(),
                code=code,
            )
        )
    return found


def ballot() -> list[Vector]:
    """A sealed ballot with its opening, and one changed member each; ``check`` says which check refuses it."""
    random = Stream("ballot-vectors")
    key = PublicKey(GENERATOR_BASE.times(Scalars.random(6, random)))
    secret, table_seed = random(16), random(32)
    sealed, opening = seal(("Siti Aminah", "Budi"), secret, PLACE, key, random)
    cast = sealed.cast(table_seed)
    good: Vector = {
        "election": PLACE.election,
        "contest": PLACE.contest,
        "table": PLACE.table,
        "keys": key.to_bytes().hex(),
        "table_key": signing.public_key(table_seed).hex(),
        "secret": secret.hex(),
        "credential": cast.credential.hex(),
        "ciphertext": cast.ciphertext.hex(),
        "proof": cast.proof.hex(),
        "signature": cast.signature.hex(),
        "table_signature": cast.table_signature.hex(),
        "randomness": opening.randomness.hex(),
        "names": list(opening.names),
        "tracking": sealed.tracking,
    }
    other, _ = seal(("Siti Aminah", "Budi"), random(16), PLACE, key, random)
    e = cast.ciphertext.hex()
    faults: list[tuple[str, str, Vector]] = [
        ("another election", "signatures", {"election": "lain"}),
        ("another contest", "signatures", {"contest": "rt"}),
        ("another table", "signatures", {"table": 8}),
        ("another table's key", "signatures", {"table_key": signing.public_key(random(32)).hex()}),
        ("another card", "signatures", {"credential": other.credential.hex()}),
        ("another ciphertext", "signatures", {"ciphertext": other.ciphertext.hex()}),
        ("another proof", "signatures", {"proof": other.proof.hex()}),
        ("another card's signature", "signatures", {"signature": other.signature.hex()}),
        ("the card's signature as the table's", "signatures", {"table_signature": good["signature"]}),
        ("a signature with S + l", "signatures", {"signature": _second_form(cast.signature)}),
        ("another election, proof", "proof", {"election": "lain"}),
        ("another contest, proof", "proof", {"contest": "rt"}),
        ("another table, proof", "proof", {"table": 8}),
        ("another key", "proof", {"keys": e[64 : 64 + 384]}),
        ("copied under another card", "proof", {"credential": other.credential.hex()}),
        ("two elements swapped", "proof", {"ciphertext": e[:64] + e[128:192] + e[64:128] + e[192:]}),
        ("the identity as first element", "proof", {"ciphertext": "00" * 32 + e[64:]}),
        ("an element that is not canonical", "proof", {"ciphertext": "ff" * 32 + e[64:]}),
        ("a ciphertext too short", "proof", {"ciphertext": e[:-128]}),
        ("a response of l or more", "proof", {"proof": good["proof"][:64] + "ff" * 32}),
        ("the identity as commitment", "proof", {"proof": "00" * 32 + good["proof"][64:]}),
        ("a name changed", "opening", {"names": ["Siti Aminah", "Budy"]}),
        ("a name left out", "opening", {"names": ["Siti Aminah"]}),
        ("other randomness", "opening", {"randomness": random(31).hex() + "00"}),
        ("randomness of l or more", "opening", {"randomness": "ff" * 32}),
    ]
    return [
        vector("a sealed ballot", check="all", **good),
        *[vector(comment, "invalid", check=check, **{**good, **change}) for comment, check, change in faults],
    ]


def _second_form(signature: bytes) -> str:
    order = 2**252 + 27742317777372353535851937790883648493
    response = int.from_bytes(signature[32:], "little") + order
    return (signature[:32] + response.to_bytes(32, "little")).hex()


def events() -> list[Vector]:
    """One event of each type, and one fault each of every type that is easily made."""
    found = [vector(event.type, leaf=event.data.decode()) for event in SAMPLES]
    for event in SAMPLES:
        tree = json.loads(event.data)
        name = min(tree["body"])
        for comment, wrong in (
            ("an unknown member", changed(tree, ["body", "time"], 1)),
            (f"{name} is missing", without(tree, ["body", name])),
            (f"{name} of another kind", changed(tree, ["body", name], {"a": 1})),
        ):
            found.append(vector(f"{event.type}: {comment}", "invalid", leaf=serialise(wrong).decode()))
    return [*found, *_event_faults()]


def _event_faults() -> list[Vector]:
    sample = {event.type: json.loads(event.data) for event in SAMPLES}
    signature = {"by": "holder:1", "signature": to_b64(Stream("events")(64))}
    agreed = "document.agreed"
    cast, decided, tested = "ballot.cast", "adjudication.decided", "ballot.audited"
    cases: list[tuple[str, str, list[str | int], object]] = [
        ("unknown type", cast, ["type"], "ballot.lost"),
        ("a signature where nobody signs", cast, ["signatures"], [signature]),
        ("an election id in upper case", cast, ["election"], "Sukamaju"),
        ("a table of 0", cast, ["body", "table"], 0),
        ("a table of 32768", cast, ["body", "table"], 32768),
        ("a credential too short", cast, ["body", "credential"], to_b64(bytes(31))),
        ("padding in base64", cast, ["body", "credential"], to_b64(bytes(32)) + "="),
        ("unused bits in base64", cast, ["body", "credential"], "A" * 42 + "B"),
        ("an odd number of elements", cast, ["body", "ciphertext"], to_b64(bytes(32 * 6))),
        ("one officer twice", "stage.sealed", ["body", "officers"], ["ketua", "ketua"]),
        ("three officers", "stage.sealed", ["body", "officers"], ["a", "b", "c"]),
        ("signed by another holder", "mix.done", ["signatures", 0, "by"], "holder:9"),
        ("signed twice", "mix.done", ["signatures"], [signature, signature]),
        ("not signed", "mix.done", ["signatures"], []),
        ("a counting code without person", decided, ["body", "person"], None),
        ("a void code with person", decided, ["body", "code"], "TIDAK_SAH_BUKAN_NAMA"),
        ("the monitor is an officer", decided, ["body", "monitor"], "ketua"),
        ("an empty text", decided, ["body", "string"], ""),
        ("a text of 61 bytes", decided, ["body", "string"], "a" * 61),
        ("content shown in part", tested, ["body", "names"], None),
        ("rolls that fall", "checkin.list", ["body", "rolls"], [2, 1]),
        ("a roll twice", "checkin.list", ["body", "rolls"], [1, 1]),
        ("an empty reason", "card.replaced", ["body", "reason"], ""),
        ("a reason of 501 characters", "card.replaced", ["body", "reason"], "a" * 501),
        ("a lot without dice", "tie.settled", ["body", "method"], "UNDIAN"),
        ("rules_sha256 beside another document", "document.agreed", ["body", "document"], "AD"),
        ("neither signer nor scan", agreed, ["body", "signers"], []),
        ("one key signs twice", agreed, ["body", "signers"], sample[agreed]["body"]["signers"][:1] * 2),
        ("31 signers", agreed, ["body", "signers"], _signers(31)),
        ("a signer without capacity", agreed, ["body", "signers", 0, "capacity"], ""),
        ("an assembly of 0", agreed, ["body", "assembly"], 0),
        ("an unknown kind", "assembly.recorded", ["body", "kind"], "RAPAT"),
        ("a day that does not exist", "assembly.recorded", ["body", "date"], "2026-11-31"),
        ("an outcome that does not exist", "assembly.recorded", ["body", "outcome"], "MUNGKIN"),
        ("eighteen names on a ballot", "rules.sealed", ["body", "rules", "stages", 0, "contests", 0, "names_max"], 18),
    ]
    found = []
    for comment, kind, path, value in cases:
        tree = sample[kind]
        if comment.startswith("rules_sha256"):
            tree = changed(tree, ["body", "rules_sha256"], "0" * 64)
        wrong = changed(tree, path, value)
        found.append(vector(f"{kind}: {comment}", "invalid", leaf=serialise(wrong).decode()))
    return found


def _signers(count: int) -> list[object]:
    random = Stream("signers")
    return [
        {"name": "Warga", "capacity": "wakil", "key": to_b64(random(32)), "signature": to_b64(random(64))}
        for _ in range(count)
    ]


def signatures() -> list[Vector]:
    """Signed events: the key, and whether the signature is its."""
    event = next(event for event in SAMPLES if event.type == "mix.done")
    random = Stream("signatures")
    seed = random(32)
    good = sign_event(ELECTION, event.body, seed)
    other = sign_event(ElectionId("lain"), event.body, seed)
    key = signing.public_key(seed).hex()
    moved = Event.build(ELECTION, event.body, other.signature.signature if other.signature else None)
    return [
        vector("signed", key=key, leaf=good.data.decode(), message=signing_bytes(ELECTION, event.body).hex()),
        vector("another key", "invalid", key=signing.public_key(random(32)).hex(), leaf=good.data.decode()),
        vector("signed for another election", "invalid", key=key, leaf=moved.data.decode()),
    ]


FILES = {
    "canonical": canonical,
    "names": names,
    "cards": cards,
    "card-piles": card_piles,
    "tracking": tracking,
    "ballot": ballot,
    "events": events,
    "event-signatures": signatures,
    "documents": documents,
    "minutes": minutes,
    "document-signatures": document_signatures,
    "witnesses": witnesses,
}


def text_of(name: str) -> str:
    """Return the text of a file of vectors."""
    return json.dumps({"vectors": name, "tests": FILES[name]()}, ensure_ascii=True, indent=1) + "\n"


def main() -> None:
    """Write every file."""
    for name in FILES:
        (FOLDER / f"{name}.json").write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
