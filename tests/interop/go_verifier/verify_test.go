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
