package main

import (
	"archive/zip"
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

func refused(f func()) (err error) {
	defer func() {
		if x := recover(); x != nil {
			r, ok := x.(refusal)
			if !ok {
				panic(x)
			}
			err = r.error
		}
	}()
	f()
	return nil
}

// The record to test with is named by RECORD.
func load(t *testing.T) record {
	path := os.Getenv("RECORD")
	if path == "" {
		t.Skip("set RECORD to the path of an honest record.zip")
	}
	return readZip(path)
}

func TestHonest(t *testing.T) {
	if err := refused(func() { verify(load(t)) }); err != nil {
		t.Fatal(err)
	}
}

// Past the names of the blobs: every proof must itself notice a flipped byte.
func TestFlips(t *testing.T) {
	rec := load(t)
	election, leaves := rec.readLog()
	for _, l := range leaves {
		var members []string
		switch l.typ {
		case "mix.done":
			members = []string{"output", "proof"}
		case "opening.factor":
			members = []string{"factors", "proof"}
		case "contest.opened":
			members = []string{"rows", "strings"}
		case "ceremony.revealed":
			members = []string{"sha256"}
		}
		for _, m := range members {
			name := "blobs/" + l.bod.str(m)
			n := len(rec[name])
			for _, at := range []int{0, n / 3, n - 1, n - 32} {
				bad := maps.Clone(rec)
				bad[name] = bytes.Clone(rec[name])
				bad[name][at] ^= 4
				err := refused(func() { replay(bad, election, leaves) })
				if err == nil {
					t.Errorf("%s %s byte %d: accepted", l.typ, m, at)
				}
				t.Logf("%s %s %d: %v", l.typ, m, at, err)
			}
		}
	}
}

// A flipped byte in a file, the zip made anew: the blob's name tells.
func TestFlippedFile(t *testing.T) {
	rec := load(t)
	for name := range rec {
		bad := maps.Clone(rec)
		bad[name] = bytes.Clone(rec[name])
		bad[name][len(rec[name])/2] ^= 1
		if refused(func() { verify(bad) }) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A zip of another make is refused.
func TestOtherZip(t *testing.T) {
	rec := load(t)
	path := filepath.Join(t.TempDir(), "x.zip")
	f, _ := os.Create(path)
	w := zip.NewWriter(f)
	for n, b := range rec {
		m, _ := w.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Store})
		m.Write(b)
	}
	w.Close()
	f.Close()
	if refused(func() { readZip(path) }) == nil {
		t.Error("accepted")
	}
}

// Elements that decode but are others (plus G), and scalars that are others (plus 1), in each part of a
// shuffle proof and of its lists: the equations themselves must refuse.
func TestShuffleEquations(t *testing.T) {
	rec := load(t)
	election, leaves := rec.readLog()
	for _, l := range leaves {
		if l.typ != "mix.done" || l.bod.num("step") != 2 {
			continue
		}
		out, proof := rec.blob(l.bod.str("output")), rec.blob(l.bod.str("proof"))
		in := rec.blob(l.bod.str("input"))
		var joined []byte
		for _, k := range leaves {
			if k.typ == "keys.joined" {
				joined = k.bod.bytes("keys", -1)
			}
		}
		w := len(joined) / 32 // the demo has one contest
		n := len(in) / (32 * (1 + w))
		run := func(in, out, proof []byte) error {
			return refused(func() {
				verifyShuffle(election, l.bod.str("contest"), l.bod.num("holder"), 2, joined, in, out, proof)
			})
		}
		if err := run(in, out, proof); err != nil {
			t.Fatal(err)
		}
		other := func(b []byte, at int, isScalar bool) []byte {
			b = bytes.Clone(b)
			word := b[32*at : 32*at+32]
			if isScalar {
				s := readScalar(word)
				copy(word, s.Add(s, scalarOf(1)).Encode(nil))
			} else {
				e := readElement(word)
				copy(word, e.Add(e, base(scalarOf(1))).Encode(nil))
			}
			return b
		}
		first := 3*n + 4 + w
		for _, at := range []int{0, n - 1, n, 2*n - 1, 2 * n, 2*n + 1, 2*n + 2, 2*n + 3, 2*n + 3 + w, 2*n + 4 + w, first - 1,
			first, first + 1, first + 2, first + 3, first + 4, first + 3 + n, first + 4 + n, first + 3 + 2*n} {
			err := run(in, out, other(proof, at, at >= first))
			t.Logf("proof word %d: %v", at, err)
			if err == nil {
				t.Errorf("proof word %d: accepted", at)
			}
		}
		for at := 0; at <= w; at++ {
			if run(other(in, at, false), out, proof) == nil || run(in, other(out, at, false), proof) == nil {
				t.Errorf("list word %d: accepted", at)
			}
		}
		// responses alone do not change the challenge: the equation that fails is the one named
		for at, want := range map[int]string{first: "shuffle equation 1", first + 1: "shuffle equation 2", first + 2: "shuffle equation 3",
			first + 3: "shuffle equation 4, component 0", first + 4: "shuffle equation 5"} {
			if err := run(in, out, other(proof, at, true)); err == nil || err.Error() != want {
				t.Errorf("%d: %v, not %s", at, err, want)
			}
		}
	}
}
