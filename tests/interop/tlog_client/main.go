// Reads a Rembug board with libraries that others wrote for transparency logs: golang.org/x/mod/sumdb (signed notes,
// Merkle proofs; Go's own checksum database runs on it) and filippo.io/torchwood (tiles, receipts).
// Nothing here knows how Rembug lays out a log; where it disagrees, the board or its documents are wrong.
package main

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// source is what both a folder of tiles and a server of tiles can do.
type source interface {
	torchwood.TileReader
	ReadEndpoint(ctx context.Context, path string) ([]byte, error)
}

// files is a flag that may be given many times.
type files []string

func (f *files) String() string     { return strings.Join(*f, " ") }
func (f *files) Set(s string) error { *f = append(*f, s); return nil }

func main() {
	var older, receipts, witnesses files
	key := flag.String("key", "", "verifier key of the log")
	flag.Var(&older, "older", "file with a checkpoint seen before; may be repeated")
	flag.Var(&receipts, "receipt", "file with a receipt; may be repeated")
	flag.Var(&witnesses, "witness", "verifier key of a witness; may be repeated")
	quorum := flag.Int("quorum", 0, "how many witnesses must have cosigned the checkpoint and every receipt")
	flag.Parse()
	policy, verifier, err := trust(*key, witnesses, *quorum)
	if err == nil {
		err = check(context.Background(), policy, verifier, flag.Arg(0), older, receipts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
}

// trust makes the rule that a checkpoint must satisfy: signed by the log, and cosigned by enough witnesses.
func trust(key string, witnesses files, quorum int) (torchwood.Policy, note.Verifier, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, nil, fmt.Errorf("verifier key: %w", err)
	}
	policy := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(verifier.Name()), torchwood.SingleVerifierPolicy(verifier))
	if quorum == 0 {
		return policy, verifier, nil
	}
	var known []torchwood.Policy
	for _, each := range witnesses {
		witness, err := torchwood.NewCosignatureVerifier(each)
		if err != nil {
			return nil, nil, fmt.Errorf("witness %q: %w", each, err)
		}
		known = append(known, torchwood.SingleVerifierPolicy(witness))
	}
	return torchwood.ThresholdPolicy(2, policy, torchwood.ThresholdPolicy(quorum, known...)), verifier, nil
}

func check(ctx context.Context, policy torchwood.Policy, verifier note.Verifier, place string, older, receipts files) error {
	board, err := open(place)
	if err != nil {
		return err
	}
	data, err := board.ReadEndpoint(ctx, "checkpoint")
	if err != nil {
		return err
	}
	tree, err := head(data, verifier)
	if err != nil {
		return err
	}
	if _, _, err := torchwood.VerifyCheckpoint(data, policy); err != nil {
		return fmt.Errorf("witnesses: %w", err)
	}
	fmt.Println("checkpoint", tree.N)

	hashes := torchwood.TileHashReaderWithContext(ctx, tree, board)
	for _, file := range older {
		if err := checkOlder(file, verifier, tree, hashes); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Println("consistent", len(older))

	entries, err := checkEntries(ctx, board, tree)
	if err != nil {
		return err
	}
	fmt.Println("included", len(entries))

	for _, file := range receipts {
		if err := checkReceipt(file, policy, entries); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Println("receipts", len(receipts))
	return nil
}

// open reads a zip of the public record, or a server under its address.
func open(place string) (source, error) {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		return torchwood.NewTileFetcher(place)
	}
	record, err := zip.OpenReader(place)
	if err != nil {
		return nil, err
	}
	return torchwood.NewTileFS(record)
}

// head opens a checkpoint that the log signed.
func head(data []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	checkpoint, err := torchwood.ParseCheckpoint(opened.Text)
	if err != nil {
		return tlog.Tree{}, err
	}
	if checkpoint.Origin != verifier.Name() || checkpoint.Extension != "" {
		return tlog.Tree{}, fmt.Errorf("checkpoint of %q with %q", checkpoint.Origin, checkpoint.Extension)
	}
	return checkpoint.Tree, nil
}

// checkOlder proves that the log of today only grew since an older checkpoint.
func checkOlder(file string, verifier note.Verifier, tree tlog.Tree, hashes tlog.HashReader) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, err := head(data, verifier)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(tree.N, before.N, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash)
}

// checkEntries reads every entry by its bundle, and some of them again by a proof of their own.
func checkEntries(ctx context.Context, board source, tree tlog.Tree) ([][]byte, error) {
	client, err := torchwood.NewClient(board)
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for _, entry := range client.AllEntries(ctx, tree, 0) {
		entries = append(entries, entry)
	}
	if err := client.Err(); err != nil {
		return nil, err
	}
	if int64(len(entries)) != tree.N {
		return nil, fmt.Errorf("%d entries under a checkpoint of %d", len(entries), tree.N)
	}
	for _, index := range []int64{0, tree.N / 3, tree.N / 2, tree.N - 1} {
		entry, _, err := client.Entry(ctx, tree, index)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(entry, entries[index]) {
			return nil, fmt.Errorf("entry %d differs", index)
		}
	}
	return entries, nil
}

// checkReceipt opens a receipt (C2SP tlog-proof) for the entry at the index that it names.
func checkReceipt(file string, policy torchwood.Policy, entries [][]byte) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(data), "\nindex ")
	var index int
	if _, err := fmt.Sscanf(rest, "%d\n", &index); err != nil || index >= len(entries) {
		return fmt.Errorf("no index of an entry: %v", err)
	}
	return torchwood.VerifyProof(policy, tlog.RecordHash(entries[index]), data)
}
