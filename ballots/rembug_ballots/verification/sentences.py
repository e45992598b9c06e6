"""What a verifier says about an error, in Indonesian.

The errors of the two layers below speak English, to programmers.  A report is read by residents: each error gets the
sentence of its message where that tells them more, and else the sentence of its class.  The TypeScript reads the same
tables (`sentences.json`); numbers are taken over from the message.
"""

import re
from typing import Final

from rembug_ballots.errors import InvalidCard, InvalidName, InvalidRules
from rembug_ballots.refusals import IllegalEvent

# Their own words are Indonesian already.
SPEAKING: Final = (IllegalEvent, InvalidCard, InvalidName, InvalidRules)

OF_CLASS: Final = {
    "BrokenRecord": "bentuk catatan rusak",
    "CeremonyFault": "bagian kunci tidak memenuhi aturan acara kunci",
    "InvalidBallot": "suara tidak berlaku",
    "InvalidBallotProofs": "ada suara tanpa bukti yang berlaku",
    "InvalidEventSignature": "tanda tangan tidak ada atau tidak berlaku",
    "InvalidMerkleProof": "buktinya tidak menuju sidik jari buku",
    "InvalidNote": "tanda buku rusak atau tidak ditandatangani buku ini",
    "InvalidOpeningProof": "bukti pembukaan tidak berlaku",
    "InvalidSchnorrProof": "bukti kunci tidak berlaku",
    "InvalidShuffleProof": "bukti pengacakan tidak berlaku",
    "InvalidSignature": "tanda tangan tidak berlaku",
    "MalformedBallot": "bentuk suara tidak sesuai",
    "MalformedDecision": "penetapan tidak sesuai dengan kodenya",
    "MalformedEncoding": "isinya bukan bentuk yang sah",
    "MalformedEvent": "bentuk catatan tidak sesuai",
    "MalformedResult": "bentuk hasil hitung tidak sesuai",
    "MalformedRow": "ada lembar yang tidak mungkin berasal dari suara",
    "MalformedSettlement": "urutan tidak menyelesaikan suara yang sama",
    "MalformedValue": "ada nilai yang bentuknya tidak sesuai",
    "NotCanonical": "penulisan JSON tidak baku",
    "UndecidedText": "ada tulisan yang belum ditetapkan",
    "UnknownPerson": "ada warga yang tidak dikenal",
}
OF_ANY: Final = "isinya tidak dapat diterima"

# Patterns mean the same in Python and JavaScript; the first that fits the whole message is taken.
OF_MESSAGE: Final[tuple[tuple[str, str], ...]] = (
    (r"equation \((\d)\): .*", "bukti pengacakan tidak berlaku, persamaan {0}"),
    (r"equations \(1\), \(2\), \(3\) and \(5\) do not hold together", "bukti pengacakan tidak berlaku"),
    (r"(?:a|an) (?:shuffle|opening) proof of (\d+) bytes, not (\d+)", "panjang bukti {0} byte, seharusnya {1}"),
    (r"(\d+) bytes of factors, not (\d+)", "panjang bagian pembuka {0} byte, seharusnya {1}"),
    (r"s_(\d+)\*[GA] is not .*", "bukti pembukaan tidak berlaku untuk kunci ke-{0}"),
    (r"(\d+) holders, but the threshold is (\d+)", "{0} pemegang kunci, ditetapkan {1}"),
    (r"holder (\d+): a commitment blob of (\d+) bytes", "pemegang {0}: panjang bagian kunci {1} byte tidak sesuai"),
    (r"holder (\d+): .*", "pemegang {0}: bagian kunci tidak berlaku"),
    (
        r"group element(?: other than the identity)? \(number (\d+), from 0\)",
        "unsur ke-{0} (dihitung dari 0) tidak sah",
    ),
    (r"group element(?: other than the identity)?", "ada unsur yang tidak sah"),
    (r"scalar(?: that has an inverse)?(?: \(number \d+, from 0\))?", "ada bilangan yang tidak sah"),
    (r"whole number of (?:scalars|group elements)", "panjangnya bukan kelipatan 32 byte"),
    (r"ciphertext (\d+) has (\d+) bytes, not (\d+)", "suara ke-{0} panjangnya {1} byte, seharusnya {2}"),
    (r"not signed by (\S+)", "tidak ditandatangani {0}"),
    (r"not cosigned by (\S+)", "tidak ikut ditandatangani saksi {0}"),
    (r"a signature does not hold", "tanda tangan tidak berlaku"),
    (r"a checkpoint of another log|the note of another checkpoint", "tanda buku milik buku lain"),
    (r"the witnesses cosigned another log", "saksi menandatangani buku yang bukan buku ini"),
    (r"not a checkpoint", "bukan tanda buku"),
    (r"not a receipt|the receipt is .*|no index|not a hash|not the form of a receipt", "bukan struk yang utuh"),
    (r"no such leaf in a tree of this size", "buku pada struk tidak memuat catatan itu"),
    (r"the proof is too (?:long|short)", "panjang bukti tidak sesuai"),
    (r"the proof leads to (?:another root|other roots)", "buktinya tidak menuju sidik jari buku"),
    (r"card signature", "tanda tangan kartu tidak berlaku"),
    (r"table signature", "tanda tangan meja tidak berlaku"),
    (r"proof: .*", "bukti suara tidak berlaku"),
    (r"tracking code", "kode lacak tidak cocok"),
    (r"opening: another ciphertext", "suara uji tidak terbuka menjadi nama yang tertulis"),
    (r"opening: .*", "suara uji tidak dapat dibuka"),
    (r"([a-z]+\.[a-z_.-]+) has no signature", "{0} tanpa tanda tangan"),
    (r"([a-z]+\.[a-z_.-]+) is not signed by (.+)", "{0} tidak ditandatangani oleh yang seharusnya"),
    (r"([a-z]+\.[a-z_.-]+): .*", "bentuk {0} tidak sesuai"),
    (r"unknown type of event", "jenis catatan tidak dikenal"),
    (r"not JSON in UTF-8", "bukan JSON"),
    (r"not in canonical form", "penulisan JSON tidak baku"),
    (r"a number that is no integer: .*|an integer of 2\^53 or more", "ada angka yang bukan bilangan bulat"),
    (r"longer than (\d+) bytes", "lebih panjang dari {0} byte"),
    (r"the record has no checkpoint", "tanda buku tidak ada"),
    (r"checkpoint: .*", "tanda buku rusak"),
    (r"the log is too long", "buku terlalu panjang"),
    (r"no such folder or file", "folder atau berkas itu tidak ada"),
    (r"the server did not send (\S+)", "server tidak mengirim berkas {0}"),
    (r"(\S+) is missing", "berkas {0} tidak ada"),
    (r"(\S+) is no bundle of (\d+) entries", "berkas {0} tidak memuat {1} catatan"),
    (r"(\S+) has another hash", "isi berkas {0} tidak cocok dengan namanya"),
    (r"(\S+) is too large", "berkas {0} terlalu besar"),
    (r"(\S+) is no folder", "{0} bukan folder"),
    (r"no zip of a record.*|a member .*|a header .*|a directory .*|too many .*|the record .*", "berkas zip tidak utuh"),
)
_COMPILED: Final = tuple((re.compile(pattern, re.DOTALL), template) for pattern, template in OF_MESSAGE)


def sentence_of(error: Exception) -> str:
    """Return the Indonesian sentence of an expected error."""
    if isinstance(error, SPEAKING):
        return str(error)
    message = str(error)
    for pattern, template in _COMPILED:
        found = pattern.fullmatch(message)
        if found is not None:
            return template.format(*found.groups())
    return OF_CLASS.get(type(error).__name__, OF_ANY)
