"""Names for people who do not exist: common Indonesian and Sundanese name words with rough frequencies.

A weight says how often a word is drawn beside the others of its list; the order of size follows the
domain study, section 5.5.
"""

from typing import Final

Weighted = tuple[tuple[str, int], ...]


def _weighted(text: str) -> Weighted:
    """Parse "Asep 9, Dedi 8"; no number means 2."""
    pairs = []
    for part in text.split(","):
        words = part.split()
        weight = int(words.pop()) if words[-1].isdigit() else 2
        pairs.append((" ".join(words), weight))
    return tuple(pairs)


MEN_FIRST: Final = _weighted(
    "Asep 22, Dedi 14, Agus 14, Cecep 8, Ujang 10, Iwan 9, Yayan 7, Ade 8, Dadang 10, Endang 6, Wawan 8, "
    "Aep 4, Deni 8, Rudi 6, Hendra 6, Budi 9, Tatang 7, Nanang 6, Cucu 3, Oman 4, Entis 3, Atang 4, "
    "Jajang 8, Yana 5, Yadi 5, Dudi 4, Andri 5, Rizki 7, Fajar 6, Irfan 5, Arif 7, Fauzi 3, Taufik 5, "
    "Ridwan 6, Hilman 3, Gilang 4, Novan, Rian 4, Eko 6, Slamet 8, Sutrisno 8, Mulyadi 7, Herman 6, "
    "Supardi 5, Ismail 5, Supriyanto 5, Wahyudi 6, Junaidi 4, Suparman 5, Joko 5, Bambang 5, Sugiyono 3, "
    "Wardoyo 2, Abdul 6, Ahmad 9, Yusuf 4, Usman 3, Zaenal 3, Khoirul 2, Saefudin 3, Dayat 3, Uu 1, Ii 1, "
    "Engkos 2, Maman 5, Didin 4, Udin 4, Ayi 2, Aceng 3, Yosep, Feri 3, Ferdi 2, Toni 3, Heri 5"
)
WOMEN_FIRST: Final = _weighted(
    "Siti 22, Nurhayati 11, Sulastri 7, Sumiyati 6, Sumarni 6, Sri 12, Yati 8, Neneng 9, Euis 9, Iis 7, "
    "Eulis 4, Lilis 7, Nia 5, Rina 6, Yani 6, Ani 6, Dewi 9, Ratna 5, Elis 6, Imas 6, Ai 5, Cucu 4, Tuti "
    "5, Entin 4, Eem 2, Enok 3, Dedeh 4, Kokom 4, Mimin 3, Titin 6, Wiwin 4, Novi 6, Fitri 8, Vina 3, "
    "Rini 4, Yuyun 4, Ida 5, Tati 5, Ika 4, Aisyah 5, Fatimah 5, Khadijah 2, Maryam 3, Nurjanah 5, "
    "Rohayati 3, Rahmawati 4, Sari 4, Wulan 3, Indah 4, Rosmiati 2, Suryani 3, Suhartini 3, Ningsih 3, "
    "Nuraeni 5, Eti 4, Popon 2, Oneng 1, Icih 2, Uum 1, Yoyoh 2, Lina 4, Evi 4"
)
MEN_SECOND: Final = _weighted(
    "Suryana 8, Hidayat 10, Kurniawan 9, Setiawan 9, Supriatna 6, Ruhiyat 3, Sutisna 5, Sopandi 4, "
    "Mulyana 7, Permana 6, Gunawan 7, Rahmat 7, Wijaya 4, Nugraha 6, Saputra 7, Ramdani 5, Firmansyah 5, "
    "Maulana 6, Rohman 5, Rohmat 4, Suhendar 4, Suherman 5, Sudrajat 4, Koswara 3, Somantri 3, Juhana 2, "
    "Iskandar 4, Santoso 5, Prasetyo 4, Wibowo 4, Purnomo 3, Soedjatmoko 1, Sulaeman 4, Abdullah 4, "
    "Syarifudin 3, Effendi 3, Fadilah 3, Yusuf 2, Hermawan 5, Kosasih 4, Sobandi 2, Sumarna 3, Suryadi 3, "
    "Rustandi 3, Rusmana 3, Darmawan 3, Haryanto 4, Riyadi 2, Zakaria 2, Ashari 2"
)
WOMEN_SECOND: Final = _weighted(
    "Nurhayati 6, Aminah 7, Rohmah 5, Maryam 5, Aisyah 5, Nurjanah 5, Fatimah 5, Rahmawati 6, Wahyuni 8, "
    "Handayani 6, Lestari 6, Suryani 5, Kurniasih 5, Sumiati 5, Rohaeti 5, Komariah 6, Jubaedah 4, "
    "Hasanah 5, Khotimah 4, Marlina 5, Herlina 5, Yulianti 6, Susilawati 6, Puspitasari 4, Permatasari 4, "
    "Maesaroh 4, Solihah 4, Sopiah 3, Nuraeni 5, Sukaesih 3, Widaningsih 3, Ratnasari 4, Anggraeni 5, "
    "Oktaviani 3, Fauziah 3, Safitri 4, Astuti 5, Purwanti 3, Mulyani 4, Sumarni 3"
)
MUHAMMAD: Final = ("Muhammad", "Muhamad", "Mohamad", "Mochamad", "Moch.", "Moh.", "M.", "Much.", "Muh.")
OLD_SPELLING: Final = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"))
TITLES_MEN: Final = _weighted("H. 60, Drs. 8, Drs. H. 4, KH. 3, Ir. 5, Ust. 8, R. 6, Dr. 2")
TITLES_WOMEN: Final = _weighted("Hj. 70, Dra. 8, Dra. Hj. 3, Rr. 1, Ir. 2, Ustadzah 4")
DEGREES: Final = _weighted(
    "S.Pd. 20, S.E. 14, S.H. 6, S.T. 8, S.Ag. 6, S.Pd.I. 5, S.Kom. 6, A.Md. 10, M.Pd. 3, M.Si. 4, S.Sos. 5"
)
TRADES: Final = (
    "bengkel", "warung", "tukang bubur", "ojeg", "guru ngaji", "penjahit", "bakso", "konter", "pasar", "tukang las",
    "kader posyandu", "satpam", "toko bangunan", "tahu", "cuanki",
)  # fmt: skip
ALLEYS: Final = (
    "Melati",
    "Mawar",
    "Haji Sanusi",
    "Masjid",
    "Kenanga",
    "Sukarasa",
    "Bakti",
    "Pelita",
    "Cempaka",
    "Sumur",
)
