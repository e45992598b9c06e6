"""Words for passphrases: Indonesian, 3 to 8 letters, that everybody knows and spells alike.

Written for this project.  Left out: words with two usual spellings (apotek, izin), words that are one when spoken
carelessly (pondasi and fondasi), names, insults, and words of faith or party.  Exactly 2048, so that eleven random bits
choose one; a test holds all this.  A word may be replaced at any time: nothing that was made depends on the list.
"""

from typing import Final

_TEXT: Final = """
abad abdi abon abu acara adat adik adil aduk agama agar agustus air ajak ajar akal akar akasia akhir akibat akrab akur
alamat alami alasan alat album alir alis alpukat alu alun aman amanah ambil amplop ampuh anak aneka anggota anggrek
angguk anggur angin angka angkat angklung angsa anjing antar antena anting antre anugerah anyaman apel api april apung
arah arang aren arena arisan arit arloji arsip arus arwana asah asal asam asap asin asinan aspal asri atap atas atlas
atur aturan awal awan awet ayah ayam ayun ayunan baca badak badan bagai bagan bagasi bagi bagian bagus bahagia bahan
bahari bahasa bahu baik baja bajak baju bak bakar bakat bakau baki bakpia bakso bakti baku bakul bakwan balado balai
balap balok balon bambu ban bandara bandeng bandul bangau bangga bangku bangsa bangun bank bantal banteng bantu
bantuan banyak bapak barang baris barisan baru basah basket bata batagor batang batas baterai batik batu bawaan bawah
bawang bayam bayangan bayar bayi bebas becak bedak bekal bekantan bekicot belah belajar belakang belalang belanja
belas beli belia belok belukar belut benang benar bendera bendung bengkel benih bening bensin benteng bentuk benua
berani beras berat berdiri beri beringin berita berkah berkas bersama bersatu bersih beruang beruntun besar besi besok
betah betis biawak bibi bibir bibit bicara bidan bidang bihun bijak biji bilik bimbing bina bingkai bintang bintik
biografi biola bioskop biru bisik biskuit blangkon bola boleh bolu boneka bonus bor botok botol brokoli bros buah
buaya bubuk bubur budaya budi bugar buka bukit bukti buku bulan bulat bulu bumi buncis bundar bunga bunglon bunyi buru
buruh burung bus busur butir cabang cagar cahaya cair cakar cakram calon camar camat campur cangkir cangkul cantik
canting cap caping capung cara cari cat catat catatan catur celana celengan cemara cempedak cendana cendol cengkih
centong cepat cerdas cerdik ceret ceri ceria cerita cermin cetak cicak cincau cincin cinta cita coba cobek contoh
copot coret cuaca cuci cucu cuka cukup cumi daerah daftar dagang dagangan daging dagu dahan dahi dahlia dahulu daki
dalam dalang damai dana danau dandan dandang dapur daratan dasar data datang dataran daun daunan dawet daya dayung
debit debu dedak delapan delima delman dendeng dengar depan dermaga desa desain desember detik dewasa diam didih didik
dinas dinding dingin disiplin diskon dodol dokter domba dompet donat dongeng dorong dosen drama dua duduk duet duku
dukung dunia duri durian dusun ekonomi ekor elang elok emas ember embun embus empang empat empuk enak enam engkol
engsel enteng erat estafet fajar film final fisik foto gabah gabus gadis gagah gagasan gajah galah galang gali gambar
gambir gamelan gandum gang ganti garam garasi gardu garis garpu garu gas gasing gawang gaya gayung gedung gelang gelap
gelar gelas gelatik gembira gembok gemercik gemulai gemuruh genang genap gendang gendong generasi genggam genteng
gentong geometri gerai gerak gerbang gergaji gerimis gerobak gesit getah getar gigi gigih giling giliran gitar gizi
globe golong gong gorden goreng gosok got gotong granit gratis gua gudang gudeg gula gulai guling gulung gunting
guntur gunung gurami gurih gurita guru gurun hadiah hadir hajatan halaman halte halus handuk hangat harap harga hari
harimau harum hasil hati helm hemat hening heran hibur hidang hidung hidup hijau hikmah hilir hitam hitung hiu hobi
hormat hotel hujan hukum hulu humas huruf hutan ibu iguana ikan ikat iklan iklim ikut ilalang impian indah ingat ingin
intan internet ipar irama irigasi iris irit isi istana istri itik iuran jabat jabatan jadwal jaga jagat jagung jahe
jahit jajan jajar jaket jala jalan jalar jalin jalur jam jambore jambu jaminan jamu jamur jangka jangkar jangkrik
janji jantung januari janur jarak jarang jari jaring jarum jas jasa jati jauh jawab jawara jaya jejak jejaring jelajah
jelas jelita jemari jembatan jempol jemur jemuran jenaka jendela jengkal jengkol jenis jepit jerami jerapah jernih
jeruk jinak jingga jitu joglo jok jongkok jual juara jubah judul jujur juli jumlah jumpa jungkir juni juragan jurang
jurnal juru jurus juta kabar kabel kabut kaca kacamata kacang kadal kadang kadar kader kagum kail kain kakak kakao
kakatua kakek kaki kaldu kaleng kali kalimat kalkun kalung kamar kambing kamboja kamera kamis kampung kamus kanan
kancil kancing kandang kangkung kantin kantor kapak kapal kapas kapsul kapur karambol karamel karate karcis kardus
karedok karet karpet kartu karung karunia karya kasa kasar kasih kasir kasur kata katak katun kaus kawah kawan kawasan
kawat kaya kayu kayuh kebaikan kebal kebaya kebun kecambah kecap kecapi kecil kedai kedua kejora keju kejut kelabu
kelapa kelas kelereng keliling kelinci kelompok kelopak kelor keluar keluarga kemah kemangi kemarau kemarin kemas
kembali kembang kembar kemeja kemilau kemiri kemudi kenal kenanga kenari kencana kencang kendali kendang kendi kenduri
kentang kentong kenyang kepak kepala kepik kepiting kerah keramba keramik kerang keras keraton kerbau kerikil kering
keripik kerok kertas kerucut kerudung kerupuk kesan keset ketan ketat ketel ketiga ketik ketua ketumbar ketupat kicau
kijang kilap kilat kilau kimia kios kipas kirab kiri kirim kisah kisi kitab kiwi klakson klasik klepon klinik koala
kodok koi koin kok koki kol kolak kolam koleksi kolom komet komik komodo kompak kompas kompor kompos komputer konser
koper koperasi kopi kopiah koral koran korek kornet kota kotak kreasi kreatif kredit kuali kuas kuat kubis kucing kuda
kudapan kue kuku kukus kuliah kulit kulkas kumbang kumpul kunci kuncup kuning kunyit kupas kupu kura kurang kurir
kurma kursi kurun kusen kusir kutilang kutipan labu laci lada ladang lagu lahan lahir laju lakon lalat lama lambai
lambang lambat lambung lampu lancar lancip landak langgeng langit langka langkah langsat lantai lantang lantas lap
lapang lapangan lapis lapor laptop laras lari laris las latih latihan lauk laut lawak lawas layak layang layangan
layar layu lebah lebar lebaran leci legenda legit leher lekas lele leluasa leluhur lem lemah lemari lembaga lembah
lembap lembar lembing lembut lemon lempar lempeng lemper lempung lengkap lengkuas lengkung lentera lentur lepas lereng
lestari lesung letak lewat lezat lidah lihat lilin lima limas limau limpah lincah lindung linggis lingkar lingkup
lintas lipat lirik lisan listrik liter liwet lobak lobster lodeh logam logat logika lokal lokasi loket lomba lompat
loncat lonceng lonjong lontong lorek lorong loteng loyang luar luas lubuk luhur lukis lukisan lulus lumba lumbung
lumpia lumpur lumut lunak lunas luncur lupa lurah lurus lusa lutut maaf macam madu mahal mahir mahkota mahoni main
majalah makan makmur malam mampir mampu mandor manfaat mangga manggis mangkal mangkuk manis manisan mantap manusia
maraton maret marga mari markisa marmer martabak martabat mas masa masak masinis masuk mata matahari matang materi
mawar medali mei meja mekar melati melinjo melodi melon memukau menang menantu menara menawan mendidih mendoan mendung
menginap menit mentari mentega menteri menyala merah merak merang merdu merekah merica merona merpati mertua mesin
meteran mewah mimpi minat minggu mini minta minum minyak miring mobil model modern monitor montir monumen monyet motor
muara muat muda mudah mufakat mujair mujur mulai mulia mulus mulut murah murai murid murni musang museum musik musim
mutiara mutu nada nafkah naik nakhoda nama nampan nanas nangka nanti nasi nasional naskah negara negeri nelayan nenek
ngengat niat nikmat nila nilai nilam nol nomor nonton nota nuri nyala nyaman nyamuk nyanyi nyanyian nyaring oase obat
obeng obor obral obrolan odol oktober olah olahan olahraga oli ombak omong oncom ongkos opor orbit otomatis otot oven
pabrik padang padi padu pagi pahat pahlawan pajak pajang pakai pakar paket pakis paku pala palang palem palu paman
pamong panah panas panci pancing pandai pandang pandu panel panen pangan pangeran panggang panggil panggung pangkal
panglima panitia panjang panjat pantai pantas pantun panutan papan paprika parade paraf pare pari parit paru paruh
parut pasak pasang pasar pasir pastel pasti pasukan patok patung paus pawai pawang payung pecah pecahan pecel peci
pedagang pedal pedas pedati pedoman pegang pekan pel pelajar pelan pelana pelangi pelat pelatih pelaut pelayan
pelihara pelita pelosok peluang peluit peluk pelukis peluru pemain pematang pembeli pembesar pemilik pempek pemuda
pena penari pendapa pendek pendekar penegak peniti penjahit penjual penonton pensil pensiun pentas penting penuh
penulis penyair penyanyi penyu pepaya pepes perabot perahu perak peran perasa perawat perban perdana pergi periksa
perkakas perkedel perkutut permai permata permen persik pertama perut pesan pesawat pesisir pesta peta petai petak
petani peti petik petunjuk piagam piala piano pigura pijat pikir pikul pil pilar pilih pilot pimpin pinang pindah
pindang pinggang pinguin pinjam pintal pintar pintu pinus pipa pipi pipih pipit piramida piring pisang pisau pita
planet plastik plester pohon pola polos pompa ponsel pos posyandu potong potret prakarsa pramuka prasasti prestasi
prima prinsip prosa proses provinsi proyek puas puasa pucuk pudar puding puisi pujangga puji pukat pukau pulang pulau
pulih puluh puncak pundak punggung punya pupil pupuk pusaka pusat puspa putar putih putra putri puyuh puzzle rabu
racik radar radio ragam rahasia raja rajin rajungan rajut rak raket rakit rakyat ramah ramai rambat rambu rambut
rambutan rampai rampung rancak randu rangka rangkai ranjang ransel rantai rantang ranting rapat rapi rasa rata ratu
ratus rawa rawon raya rebana rebung rebus receh redup rekaman rekan rekat rekor relawan rem remaja rembulan rempah
rempeyek renang rencana renda rendah rendang renggang rentang reparasi resep resmi riang ribu rimba rimbun rincian
rindang rindu ringan ringkas rintik rintis risalah riwayat robot roda rok roket roman rombong ronde rotan rotasi roti
royong ruang ruas rubrik rujak rujukan rukun rumah rumpun rumput rumus runcing rupiah rusa rusuk rute rutin sabar
sabit sabtu sabuk sabun sadap sadar sagu sahabat saham saji saklar saksi salak salam salep salin salju salon sama
sambal sambung sampai sampan samping sampo sampul samudra sandal sandi sanggar sanggul sanggup sangka sangkar santai
santan santun sapa sapaan sapi sapu sarana sarang sarapan sari saring saringan sarjana sarung sastra sate satelit
satpam satu satwa saudara saung sawah sawi sawit sawo sayang sayap sayur sebab sebagian seberang sedap sedekah sedia
sedikit segar segel segera segitiga sehat sejarah sejati sejuk sekarang sekoci sekolah sekop sekrup seksama selada
selai selalu selam selancar selang selasa selat seledri selera selimut seling selokan selotip semak semangat semangka
semarak sembilan sembuh semen semerbak semilir sempat sempit sempurna semu semua semur semut senam senang sendiri
sendok seng seni senin senior senja senter sentosa sentra sentuh senyum sepadan sepakat separuh sepatu sepeda sepi
sepoi sepuluh sepupu serabi seragam serai serambi serasi serba serbet serbuk seri serigala serikat sering serius serta
seru seruling sesepuh setengah setia setiap setir setor setrika setuju sewa siaga siang siap siaran sidang sifat sigap
sikap sikat siku silang silat silau silsilah simak simpan simpang simpul sinar singa singgah singkong sinyal siomay
siput siram siraman sirene sirih sirip sirsak sirup sisi sisik sisir sistem siswa skala sketsa sofa soka solar songket
sopan sopir sore soto spanduk spidol spion sportif stadion stasiun stempel stroberi suaka suami suara subuh sudut suhu
suka sukacita sukarela sukses suku sulam sulap suling sulung sumber sumbu sumpah sumur sungai sungguh suntik sunting
sunyi surat surau surut surya susu susun swadaya swalayan syair syarat syukur syukuran tabah tabel tablet tabung
tabungan tahap tahu tahun tajam tajuk talas talenan tali taman tamasya tambah tambak tambal tambang tampah tampan tamu
tanah tanam tanaman tanda tandan tanduk tang tangan tangga tanggal tangguh tanggul tangkai tangkap tangkas tanjung
tanya tape tari tarik taring tas tasik tata tauge tawa tawar tawon tebal tebing tebu teduh tegak tegap tegas teguh
tegur teh teknik teko tekun teladan telaga telapak telepon teleskop televisi telinga teliti teluk teman temaram
tembakau tembang tempat tempe temu tenaga tenang tenda tengah tengger tenis tenteram tenun tepat tepi tepian tepuk
tepung tera terang terapung teras terasi teratai terbang terbit teri teriak terik terjun terminal termos ternak
terompet terong teropong tertib terumbu tetangga tetes tetua tiang tidur tiga tikar tiket tim timah timbang timbun
timun timur tinggal tinggi tinta tipis tirai titik titipan tokek toko tokoh tolak tolong tomat tombol tonggak tongkat
tongkol topan topeng topi toples traktor tribun trotoar truk tua tualang tuang tugas tugu tuju tujuan tujuh tukang
tukar tulang tulip tulis tulus tumbuh tumbuk tumis tumit tumpang tumpeng tumpuk tumpul tuna tunai tunas tunda tunggal
tunggu tungku tunjuk tuntas tuntun tupai turun tutup uang ubi ubin udang uji ujian ukur ukuran ular ulat ulekan ulet
umbi umpan umum umur undang unggas unggul unggun ungkap ungu unik unit unta untung upacara upaya urai urut urutan
usaha usia utama utara utuh utus vaksin vanili vas video vitamin voli volume wadah waduk wafer wahana waisak wajah
wajan wajar wajib walet wangi warga warisan warna warta wartawan warung wasiat wasit waspada wayang wedang wejangan
wenang wijen wilayah wisata wisma wisuda wol wortel yatim yayasan yoga zaitun zamrud zebra
"""
WORDS: Final = tuple(_TEXT.split())
