"""Titles, call names and the words that start an explanation, for `folding`.

Source: docs of the domain study, section 5.5, and the usual Indonesian academic degrees. All
entries are in folded writing: lower case, no dots.  A value is the sex the word speaks of, "L", "P"
or "".
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A word in front of a name that is a title: it belongs to the person, and says little about who is
# meant.
TITLES_BEFORE: Final[dict[str, str]] = {
    **dict.fromkeys(("h", "haji", "kh", "kyai", "kiai", "ust", "ustad", "ustadz", "ustaz", "drs", "tb"), "L"),
    **dict.fromkeys(("tubagus", "rm", "romo", "pdt", "pastor", "habib", "ajengan"), "L"),
    **dict.fromkeys(("hj", "hajah", "hajjah", "ustadzah", "ustazah", "dra", "rr", "ra", "roro"), "P"),
    **dict.fromkeys(("ir", "dr", "drg", "drh", "prof", "r", "rd", "raden", "alm", "almarhum"), ""),
    **dict.fromkeys(("letkol", "kol", "kolonel", "mayor", "kapten", "serma", "serka", "sertu", "aiptu"), ""),
    **dict.fromkeys(("aipda", "bripka", "peltu", "pelda", "ns", "apt"), ""),
    "almh": "P",
    "almarhumah": "P",
}

# Degrees behind a name, dots taken out: S.Pd.I is "spdi".
TITLES_AFTER: Final[frozenset[str]] = _words(
    """
    sp spd spdi spdsd se sei sh shi st skom sikom ssos ssosi ssi sip shum skep skm sfarm sked spt
    spsi sag sthi ssy ss ssn std stp sgz str strkeb strkes ste skg skh smb mpd mpdi msi mm mt mh
    mhum mkom mikom mag mkes msc ma mba mak mp map msn mkn mars mpsi mkep phd md amd amk amkeb
    amdkeb amdkep amdkom ama amapd amdak amp ba bsc be bba lc ns apt spog spa spb spm sppd spjp spkk
    spkj spak cpa ca ak alm almarhum almh almarhumah
    """
)

# How a person is addressed.  The sex is what matters: "Bu Dedi" is not Dedi, but perhaps his wife.
CALL_NAMES: Final[dict[str, str]] = {
    **dict.fromkeys(("pak", "bapak", "bpk", "bp", "bapa", "pa", "tn", "tuan", "mas", "kang", "akang", "aa"), "L"),
    **dict.fromkeys(("mang", "emang", "abah", "aki", "pakde", "paklik", "cak", "gus", "bang", "abang", "bung"), "L"),
    **dict.fromkeys(("ko", "koh", "engkoh", "om", "ayah", "papa", "papah", "papi", "abi", "uda", "sdr", "opa"), "L"),
    **dict.fromkeys(("bu", "ibu", "ibuk", "ny", "nyonya", "nn", "nona", "mbak", "mba", "teh", "teteh", "ceu"), "P"),
    **dict.fromkeys(("euceu", "bi", "bibi", "bude", "budhe", "bulik", "ci", "cici", "cece", "tante", "mama"), "P"),
    **dict.fromkeys(("mamah", "mami", "mak", "emak", "bunda", "umi", "ummi", "uni", "sdri", "nini", "neng"), "P"),
    **dict.fromkeys(("ning", "jeng", "yu", "oma", "nyai"), "P"),
    **dict.fromkeys(("uwa", "wa", "mbah", "eyang", "lik", "dik", "dek", "daeng", "sdra", "saudara"), ""),
}

# A call name that makes the name behind it the name of someone else: the child.
PARENT_CALLS: Final = frozenset(
    {"mama", "mamah", "mami", "emak", "bunda", "ayah", "papa", "papah", "papi", "abi", "umi"}
)

# Offices with one holder in a unit (domain study 1.6, SAH_JABATAN).
OFFICES: Final[dict[str, str]] = {"rt": "RT", "rw": "RW", "lurah": "LURAH", "kades": "KADES", "kadus": "KADUS"}

# Before a number these never are names themselves.
FORMAL_CALLS: Final = frozenset({"pak", "bapak", "bpk", "bp", "pa", "bu", "ibu", "ibuk", "ketua"})

# A word that ends the name and starts an explanation.
EXPLAINERS: Final = _words(
    """
    istri istrinya isteri isterinya suami suaminya anak anaknya bin binti bt alias als gang gg jalan
    jl kampung kp blok dekat deket depan belakang samping sebelah tukang yang yg rumah warung
    penjual ketua alamat dari orang
    """
)

# Said of a wife: "istrinya Pak Dedi".
WIFE_WORDS: Final = frozenset({"istri", "istrinya", "isteri", "isterinya"})
