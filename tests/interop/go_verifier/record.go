package main

// The zip, the log, the checkpoint.

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
)

type record map[string][]byte

// readZip reads the members and refuses a zip that a writer would not make byte for byte.
func readZip(path string) record {
	raw, err := os.ReadFile(path)
	need(err == nil, "%v", err)
	need(len(raw) <= 2<<30, "zip too large")
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	need(err == nil, "zip: %v", err)
	rec := record{}
	var names []string
	for _, f := range z.File {
		need(f.Method == zip.Store && f.UncompressedSize64 <= 256<<20, "zip member %s", f.Name)
		r, err := f.Open()
		need(err == nil, "zip: %v", err)
		b, err := io.ReadAll(r)
		need(err == nil, "zip member %s: %v", f.Name, err)
		_, twice := rec[f.Name]
		need(!twice, "zip member twice")
		rec[f.Name] = b
		names = append(names, f.Name)
	}
	need(sort.StringsAreSorted(names) && len(names) <= 65535, "zip order")
	var body, dir []byte
	le := binary.LittleEndian
	for _, n := range names {
		b := rec[n]
		core := le.AppendUint16(nil, 20) // version needed
		core = append(core, 0, 0, 0, 0, 0, 0, 0x21, 0)
		core = le.AppendUint32(core, crc32.ChecksumIEEE(b))
		core = le.AppendUint32(core, uint32(len(b)))
		core = le.AppendUint32(core, uint32(len(b)))
		core = le.AppendUint16(core, uint16(len(n)))
		core = append(core, 0, 0)
		at := uint32(len(body))
		body = append(append(append(append(body, 'P', 'K', 3, 4), core...), n...), b...)
		dir = append(append(append(dir, 'P', 'K', 1, 2, 20, 3), core...), 0, 0, 0, 0, 0, 0)
		dir = le.AppendUint32(dir, 0o100644<<16)
		dir = append(le.AppendUint32(dir, at), n...)
	}
	end := []byte{'P', 'K', 5, 6, 0, 0, 0, 0}
	end = le.AppendUint16(le.AppendUint16(end, uint16(len(names))), uint16(len(names)))
	end = le.AppendUint32(le.AppendUint32(end, uint32(len(dir))), uint32(len(body)))
	need(bytes.Equal(raw, append(append(append(body, dir...), end...), 0, 0)), "zip is not in the one form")
	return rec
}

func (r record) blob(name string) []byte {
	b, ok := r["blobs/"+name]
	need(ok, "INCOMPLETE: blob %s is not in the record", name)
	return b
}

func tileName(n int) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		s = fmt.Sprintf("x%03d/", n%1000) + s
	}
	return s
}

func tilePath(kind string, n, width int) string {
	p := "tile/" + kind + "/" + tileName(n)
	if width < 256 {
		p += ".p/" + strconv.Itoa(width)
	}
	return p
}

func nodeHash(l, r []byte) []byte {
	h := sha256.Sum256(append(append([]byte{1}, l...), r...))
	return h[:]
}

func root(hashes [][]byte) []byte {
	if len(hashes) == 1 {
		return hashes[0]
	}
	k := 1
	for k*2 < len(hashes) {
		k *= 2
	}
	return nodeHash(root(hashes[:k]), root(hashes[k:]))
}

type leaf struct {
	raw []byte
	obj object
	typ string
	bod object
}

func (r record) readLog() (election string, leaves []leaf) {
	used := map[string]bool{"checkpoint": true}
	note := string(r["checkpoint"])
	text, sigs, ok := strings.Cut(note, "\n\n")
	text += "\n"
	lines := strings.Split(text, "\n")
	need(ok && len(lines) == 4 && strings.HasSuffix(sigs, "\n"), "checkpoint is malformed")
	size, err := strconv.Atoi(lines[1])
	need(err == nil && strconv.Itoa(size) == lines[1] && size >= 1 && size <= 1<<20, "size of the checkpoint")
	want, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	need(err == nil && len(want) == 32, "root of the checkpoint")

	var hashes [][]byte
	for at := 0; at < size; at += 256 {
		width := min(256, size-at)
		p := tilePath("entries", at/256, width)
		used[p] = true
		b := r[p]
		for i := 0; i < width; i++ {
			need(len(b) >= 2, "entry bundle %s is short", p)
			n := int(binary.BigEndian.Uint16(b))
			need(len(b) >= 2+n, "entry bundle %s is short", p)
			raw := b[2 : 2+n]
			b = b[2+n:]
			h := sha256.Sum256(append([]byte{0}, raw...))
			hashes = append(hashes, h[:])
			leaves = append(leaves, leaf{raw: raw})
		}
		need(len(b) == 0, "entry bundle %s is long", p)
	}
	need(bytes.Equal(root(hashes), want), "root of the log differs from the checkpoint")
	tiles := 0
	for level, row := 0, hashes; len(row) > 0; level++ {
		var next [][]byte
		for at := 0; at < len(row); at += 256 {
			width := min(256, len(row)-at)
			p := tilePath(strconv.Itoa(level), at/256, width)
			used[p] = true
			tiles++
			need(bytes.Equal(r[p], bytes.Join(row[at:at+width], nil)), "hash tile %s differs from the leaves", p)
			if width == 256 {
				next = append(next, root(row[at:at+256]))
			}
		}
		row = next
	}
	pass("log: entries, hash tiles and root", tiles+len(leaves))

	for i := range leaves {
		l := &leaves[i]
		v, err := parseCanonical(l.raw)
		need(err == nil, "leaf %d: %v", i, err)
		o, ok := v.(object)
		need(ok, "leaf %d is no object", i)
		if _, signed := o["signatures"]; signed {
			o.exactly("election", "type", "body", "signatures")
		} else {
			o.exactly("election", "type", "body")
		}
		l.obj, l.typ, l.bod = o, o.str("type"), o.obj("body")
		if i == 0 {
			election = o.str("election")
		}
		need(o.str("election") == election && (l.typ == "election.created") == (i == 0), "leaf %d: election", i)
	}
	pass("leaves: canonical JSON of one election", len(leaves))

	key := strings.SplitN(leaves[0].bod.str("log_key"), "+", 3)
	need(len(key) == 3 && key[0] == "rembug.id/"+election && lines[0] == key[0], "log key or origin")
	pub, err := base64.StdEncoding.Strict().DecodeString(key[2])
	need(err == nil && len(pub) == 33 && pub[0] == 1, "log key")
	id := sha256.Sum256(append([]byte(key[0]+"\n"), pub...))
	need(hex.EncodeToString(id[:4]) == key[1], "key id of the log key")
	good := 0
	for _, line := range strings.Split(strings.TrimSuffix(sigs, "\n"), "\n") {
		rest, ok := strings.CutPrefix(line, "— ")
		name, sig, ok2 := strings.Cut(rest, " ")
		b, err := base64.StdEncoding.Strict().DecodeString(sig)
		need(ok && ok2 && err == nil && len(b) > 4, "signature line")
		if name == key[0] && bytes.Equal(b[:4], id[:4]) {
			need(verifyEd25519(pub[1:], []byte(text), b[4:]), "signature of the checkpoint")
			good++
		}
	}
	need(good == 1, "checkpoint has no signature of the log")
	pass("checkpoint: signature under log_key of the first leaf", good)

	blobs := 0
	for p, b := range r {
		if name, ok := strings.CutPrefix(p, "blobs/"); ok {
			need(sha256hex(b) == name, "blob %s is not what its name says", name)
			blobs++
			continue
		}
		need(used[p], "%s does not belong in the record", p)
	}
	pass("blobs: content is what the name says", blobs)
	return
}
