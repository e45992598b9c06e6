// Command verify checks the public record of an election.
package main

import (
	"bytes"
	"crypto/sha512"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"time"

	r255 "github.com/gtank/ristretto255"
)

func pass(what string, n int) { fmt.Printf("ok   %-66s %6d\n", what, n) }

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: verify record.zip")
		os.Exit(2)
	}
	start := time.Now()
	defer func() {
		x := recover()
		if x == nil {
			fmt.Printf("ACCEPTED in %.2f s\n", time.Since(start).Seconds())
			return
		}
		if _, bug := x.(runtime.Error); bug {
			fmt.Printf("REFUSED: malformed record (%v)\n", x)
		} else if r, ok := x.(refusal); ok {
			fmt.Printf("REFUSED: %v\n", r.error)
		} else {
			panic(x)
		}
		os.Exit(1)
	}()
	verify(readZip(os.Args[1]))
}

type holder struct {
	number       int
	signing, box []byte
	raw          []byte
}

type table struct {
	number, adults                             int
	contest                                    string
	open                                       bool
	key                                        []byte
	listed                                     map[string]bool
	checkins, added, replaced, voided, ballots int
}

type contest struct {
	id              string
	names, w        int
	phase           string
	before          string
	ballots         [][]byte
	input, list     string
	lastOut         string
	mixes           int
	mixers          map[int]bool
	factors, proofs map[int]string
}

type state struct {
	rec                         record
	election                    string
	n, t, wmax, mixers, block   int
	holders                     map[int]*holder
	contests                    map[string]*contest
	tables                      map[int]*table
	stages                      map[string][]string
	run                         int
	committed                   map[int]string
	ceremony                    [][]byte // shared events of the run
	commits                     map[int][]element
	keys                        []element
	ver                         map[int][]element
	spent, voided, tracking, c1 map[string]bool // c1: behind the contest, in which it is unique
	listed                      map[string]bool
	rehearsal                   []byte
	rehFactors                  map[int][]element
	count                       map[string]int
	confirmed                   int
	tableKeys                   map[string]bool
}

func verify(rec record) {
	election, leaves := rec.readLog()
	replay(rec, election, leaves)
}

// replay checks the events in order.
func replay(rec record, election string, leaves []leaf) {
	s := &state{rec: rec, election: election, holders: map[int]*holder{}, contests: map[string]*contest{}, tables: map[int]*table{},
		stages: map[string][]string{}, run: 1, committed: map[int]string{}, commits: map[int][]element{}, ver: map[int][]element{},
		spent: map[string]bool{}, voided: map[string]bool{}, tracking: map[string]bool{}, c1: map[string]bool{}, listed: map[string]bool{},
		rehFactors: map[int][]element{}, count: map[string]int{}, tableKeys: map[string]bool{}}
	for i, l := range leaves {
		func() {
			defer func() {
				if x := recover(); x != nil {
					if r, ok := x.(refusal); ok {
						panic(refusal{fmt.Errorf("leaf %d (%s): %w", i, l.typ, r.error)})
					}
					panic(x)
				}
			}()
			s.signature(l)
			s.event(l)
		}()
	}
	for _, c := range []string{"signatures of holders and card makers", "ceremony: commitment blobs, proofs of knowledge", "ceremony: hash confirmed by holders",
		"ceremony: joint keys", "rehearsal: opening proofs", "rehearsal: name LATIHAN opened", "cards: listed credentials", "cards: void statements",
		"ballots: credential, proof, both signatures, code, count rule", "audits: recomputed from randomness and names", "tables: closing counts",
		"contests: input list is the accepted ballots", "mixes: shuffle proofs, five equations each", "openings: proofs of holders",
		"openings: rows decoded and equal to the blob", "openings: distinct texts equal to the blob"} {
		pass(c, s.count[c])
	}
}

var holderSigned = map[string]bool{"holder.registered": true, "ceremony.committed": true, "ceremony.revealed": true, "ceremony.shared": true,
	"ceremony.confirmed": true, "ceremony.complained": true, "rehearsal.factor": true, "mix.done": true, "opening.factor": true}

func (s *state) signature(l leaf) {
	var by string
	var key []byte
	if holderSigned[l.typ] {
		n := l.bod.num("holder")
		by = fmt.Sprintf("holder:%d", n)
		if l.typ == "holder.registered" {
			key = l.bod.bytes("signing_key", 32)
		} else {
			need(s.holders[n] != nil, "holder %d is not registered", n)
			key = s.holders[n].signing
		}
	} else if l.typ == "cards.registered" {
		by, key = "card-maker", l.bod.bytes("maker_key", 32)
	}
	_, has := l.obj["signatures"]
	need(has == (by != ""), "signatures where there are none to be, or none")
	if !has {
		return
	}
	list := l.obj.list("signatures")
	need(len(list) == 1, "one signature")
	sig := list[0].(object)
	sig.exactly("by", "signature")
	bare := object{"election": l.obj["election"], "type": l.typ, "body": l.bod}
	msg := frames("domain", "rembug/v1/event-signature", "event", writeCanonical(nil, bare))
	need(sig.str("by") == by && verifyEd25519(key, msg, sig.bytes("signature", 64)), "signature of %s", by)
	s.count["signatures of holders and card makers"]++
}

func join(e []element) (b []byte) {
	for _, x := range e {
		b = x.Encode(b)
	}
	return
}

func (s *state) event(l leaf) {
	b := l.bod
	switch l.typ {
	case "rules.sealed":
		rules := b.obj("rules")
		s.n, s.t, s.mixers, s.block = rules.num("holders"), rules.num("threshold"), rules.num("mixers"), rules.num("checkin_block")
		for _, st := range rules.list("stages") {
			stage := st.(object)
			for _, x := range stage.list("contests") {
				o := x.(object)
				c := &contest{id: o.str("id"), names: o.num("names_max"), phase: "PREPARED", mixers: map[int]bool{}, factors: map[int]string{}, proofs: map[int]string{}}
				c.w = 2 * c.names
				s.wmax = max(s.wmax, c.w)
				need(s.contests[c.id] == nil, "contest twice")
				s.contests[c.id] = c
				s.stages[stage.str("id")] = append(s.stages[stage.str("id")], c.id)
			}
		}
		var above []int
		for n := range s.holders {
			if n > s.n {
				above = append(above, n)
			}
		}
		s.leave(above)
	case "rules.reopened":
		need(s.n > 0, "no rules are sealed")
		for _, c := range s.contests {
			need(c.phase == "PREPARED" || c.phase == "SEALED", "a table was open")
		}
		s.contests, s.tables, s.stages, s.listed = map[string]*contest{}, map[int]*table{}, map[string][]string{}, map[string]bool{}
		s.n, s.t, s.wmax, s.mixers, s.block = 0, 0, 0, 0, 0
		s.restart(nil)
	case "holder.registered":
		n := b.num("holder")
		need(n >= 1 && n <= s.n && s.holders[n] == nil, "holder number")
		s.holders[n] = &holder{n, b.bytes("signing_key", 32), b.bytes("box_key", 32), l.raw}
		s.ceremony = append(s.ceremony, l.raw)
	case "ceremony.committed":
		need(b.num("ceremony") == s.run && len(s.holders) == s.n && s.committed[b.num("holder")] == "", "order of the ceremony")
		s.committed[b.num("holder")] = b.str("sha256")
		s.ceremony = append(s.ceremony, l.raw)
	case "ceremony.revealed":
		n := b.num("holder")
		need(b.num("ceremony") == s.run && len(s.committed) == s.n && s.commits[n] == nil && s.committed[n] == b.str("sha256"), "order of the ceremony")
		s.commits[n] = s.commitments(n, s.rec.blob(b.str("sha256")))
		s.ceremony = append(s.ceremony, l.raw)
		s.count["ceremony: commitment blobs, proofs of knowledge"]++
	case "ceremony.shared":
		need(b.num("ceremony") == s.run && len(s.commits) == s.n, "order of the ceremony")
		s.ceremony = append(s.ceremony, l.raw)
	case "ceremony.confirmed":
		need(b.num("ceremony") == s.run, "order of the ceremony")
		all := frames("domain", "rembug/v1/ceremony-transcript")
		for _, e := range s.ceremony {
			all = frame(all, "event", e)
		}
		h := sha512.Sum512(all)
		need(bytes.Equal(b.bytes("ceremony_hash", 64), h[:]), "ceremony hash")
		s.confirmed++
		s.count["ceremony: hash confirmed by holders"]++
	case "ceremony.abandoned":
		need(b.num("ceremony") == s.run, "order of the ceremony")
		var without []int
		for _, x := range b.list("without") {
			without = append(without, int(x.(int64)))
		}
		s.restart(without)
	case "keys.joined":
		need(b.num("ceremony") == s.run && s.confirmed == s.n, "not all holders confirmed")
		for k := 0; k < s.wmax; k++ {
			x := r255.NewElement().Zero()
			for i := 1; i <= s.n; i++ {
				x.Add(x, s.commits[i][k*s.t])
			}
			s.keys = append(s.keys, readElement(x.Encode(nil)))
			for j := 1; j <= s.n; j++ {
				y := r255.NewElement().Zero()
				power := scalarOf(1)
				for d := 0; d < s.t; d++ {
					a := r255.NewElement().Zero()
					for i := 1; i <= s.n; i++ {
						a.Add(a, s.commits[i][k*s.t+d])
					}
					y.Add(y, times(power, a))
					power = mul(power, scalarOf(j))
				}
				s.ver[j] = append(s.ver[j], y)
			}
		}
		need(bytes.Equal(b.bytes("keys", 32*s.wmax), join(s.keys)), "joint keys")
		s.count["ceremony: joint keys"] += s.wmax
	case "rehearsal.set":
		r := readScalar(b.bytes("randomness", 32))
		s.rehearsal = b.bytes("ciphertext", 32*(1+s.wmax))
		need(bytes.Equal(s.rehearsal, encrypt([]string{"LATIHAN"}, s.wmax/2, s.keys, r)), "test ciphertext")
	case "rehearsal.factor":
		n := b.num("holder")
		need(s.rehFactors[n] == nil, "factor twice")
		s.rehFactors[n] = verifyOpening(s.election, "rehearsal", n, s.ver[n], s.rehearsal, b.bytes("factors", -1), b.bytes("proof", -1))
		s.count["rehearsal: opening proofs"]++
	case "rehearsal.passed":
		hs := numbers(b.list("holders"))
		need(len(hs) >= s.t, "too few holders")
		// every window of t holders must open to the same name
		for at := 0; at+s.t <= len(hs); at++ {
			var f [][]element
			for _, j := range hs[at : at+s.t] {
				need(s.rehFactors[j] != nil, "factor missing")
				f = append(f, s.rehFactors[j])
			}
			m := combine(s.rehearsal, s.wmax, hs[at:at+s.t], f)
			for k := 0; k < s.wmax/2; k++ {
				text := decodeSlot(m[2*k], m[2*k+1])
				need(text == map[bool]any{true: "LATIHAN", false: ""}[k == 0], "rehearsal does not open to LATIHAN")
			}
		}
		s.count["rehearsal: name LATIHAN opened"]++
	case "register.sealed":
		for _, x := range b.list("tables") {
			o := x.(object)
			t := &table{number: o.num("table"), adults: o.num("adults"), contest: o.str("contest"), listed: map[string]bool{}}
			need(s.tables[t.number] == nil && s.contests[t.contest] != nil, "table twice")
			s.tables[t.number] = t
		}
	case "cards.registered":
		t := s.table(b)
		blob := s.rec.blob(b.str("sha256"))
		need(len(blob) == 32*b.num("count") && len(t.listed) == 0, "list of credentials")
		for i := 0; i < len(blob); i += 32 {
			need(i == 0 || bytes.Compare(blob[i-32:i], blob[i:i+32]) < 0, "order of credentials")
			cred := string(blob[i : i+32])
			need(!s.listed[cred], "credential twice")
			s.listed[cred], t.listed[cred] = true, true
			s.count["cards: listed credentials"]++
		}
	case "stage.sealed":
		for _, id := range s.stages[b.str("stage")] {
			s.contests[id].phase = "SEALED"
		}
	case "table.opened":
		t := s.table(b)
		c := s.contests[t.contest]
		need(!t.open && (c.phase == "SEALED" || c.phase == "OPEN" || c.phase == "HOME_ROUND"), "table cannot open")
		if c.phase == "SEALED" {
			c.phase = "OPEN"
		}
		t.open, t.key = true, b.bytes("table_key", 32)
		need(!s.tableKeys[string(t.key)], "table key used before")
		s.tableKeys[string(t.key)] = true
	case "checkin.block":
		t := s.openTable(b)
		total := b.num("total")
		need(total > t.checkins && total%s.block == 0 && total <= t.adults+t.added, "check-ins")
		t.checkins = total
	case "voter.added":
		s.openTable(b).added++
	case "card.replaced":
		s.openTable(b).replaced++
	case "card.voided":
		t := s.openTable(b)
		cred := b.bytes("credential", 32)
		need(t.listed[string(cred)] && !s.spent[string(cred)] && !s.voided[string(cred)], "voided card")
		msg := frames("domain", "rembug/v1/card-void", "election", s.election, "contest", t.contest, "table", t.number, "credential", cred)
		need(verifyEd25519(cred, msg, b.bytes("signature", 64)), "void statement")
		s.voided[string(cred)] = true
		t.voided++
		s.count["cards: void statements"]++
	case "ballot.cast":
		s.ballot(b)
	case "ballot.audited":
		s.audit(b)
	case "contest.suspended":
		c := s.contests[b.str("contest")]
		c.before, c.phase = c.phase, "SUSPENDED"
	case "contest.resumed":
		c := s.contests[b.str("contest")]
		need(c.phase == "SUSPENDED", "contest is not suspended")
		c.phase = c.before
	case "table.closed":
		t := s.table(b)
		need(t.open, "table is not open")
		t.open = false
		ch := b.num("checkins")
		need(ch >= t.checkins && ch <= t.adults+t.added, "closing check-ins")
		need(b.num("ballots") == t.ballots && b.num("voided") == t.voided && b.num("replaced") == t.replaced && b.num("added") == t.added, "closing counts")
		need(t.ballots <= ch+t.replaced, "count rule at closing")
		need(t.ballots+t.voided+b.num("left")+b.num("missing") == len(t.listed), "cards do not add up")
		t.checkins = ch
		s.count["tables: closing counts"]++
	case "contest.closed":
		c := s.contests[b.str("contest")]
		all := bytes.Join(c.ballots, nil)
		need(b.num("ballots") == len(c.ballots) && b.str("input") == sha256hex(all), "input list")
		for _, t := range s.tables {
			need(t.contest != c.id || !t.open && t.key != nil, "table %d is not closed", t.number)
		}
		c.phase = map[any]string{true: "CLOSED", false: "BELOW_QUORUM"}[b["quorum_met"]]
		s.rec["blobs/"+b.str("input")] = all
		c.lastOut = b.str("input")
		s.count["contests: input list is the accepted ballots"] += len(c.ballots)
	case "home_round.opened":
		s.contests[b.str("contest")].phase = "HOME_ROUND"
	case "contest.revote":
		s.contests[b.str("contest")].phase = "REVOTE"
	case "mix.done":
		c := s.contests[b.str("contest")]
		h := b.num("holder")
		need(c.phase == "CLOSED" && b.num("step") == c.mixes+1 && !c.mixers[h] && b.str("input") == c.lastOut, "order of mixing")
		verifyShuffle(s.election, c.id, h, c.mixes+1, join(s.keys[:c.w]), s.rec.blob(b.str("input")), s.rec.blob(b.str("output")), s.rec.blob(b.str("proof")))
		c.mixes, c.lastOut, c.mixers[h] = c.mixes+1, b.str("output"), true
		s.count["mixes: shuffle proofs, five equations each"]++
	case "mixing.finished":
		c := s.contests[b.str("contest")]
		need(c.phase == "CLOSED" && b.num("steps") == c.mixes && c.mixes >= s.mixers && b.str("list") == c.lastOut, "end of mixing")
		c.phase = "MIXED"
	case "opening.ordered":
		c := s.contests[b.str("contest")]
		need(c.phase == "MIXED" && b.str("list") == c.lastOut, "list to open")
		c.phase = "ORDERED"
	case "opening.factor":
		c := s.contests[b.str("contest")]
		h := b.num("holder")
		need(c.phase == "ORDERED" && c.factors[h] == "", "factor out of order")
		c.factors[h], c.proofs[h] = b.str("factors"), b.str("proof")
	case "contest.opened":
		s.opened(b)
	case "election.created", "assembly.recorded", "document.agreed", "ceremony.complained", "booth.sealed", "checkin.list", "cards.left", "adjudication.decided",
		"adjudication.reversed", "adjudication.completed", "result.counted", "tie.settled", "tie.revote", "acceptance.recorded",
		"result.certified", "election.published", "member.replaced":
		// not checked by this program
	default:
		need(false, "unknown type of event")
	}
}

// restart begins the next run of the ceremony, without some holders.
func (s *state) restart(without []int) {
	s.run++
	s.committed, s.commits, s.confirmed, s.keys, s.ver = map[int]string{}, map[int][]element{}, 0, nil, map[int][]element{}
	s.rehearsal, s.rehFactors = nil, map[int][]element{}
	s.leave(without)
}

// leave takes registrations out of force; of the shared events of the run only those of the others stay.
func (s *state) leave(without []int) {
	for _, n := range without {
		delete(s.holders, n)
	}
	var keep [][]byte
	for _, e := range s.ceremony {
		for _, h := range s.holders {
			if bytes.Equal(h.raw, e) {
				keep = append(keep, e)
			}
		}
	}
	s.ceremony = keep
}

func numbers(list []any) (out []int) {
	for _, x := range list {
		n := int(x.(int64))
		need(len(out) == 0 || n > out[len(out)-1], "numbers not ascending")
		out = append(out, n)
	}
	return
}

func (s *state) table(b object) *table {
	t := s.tables[b.num("table")]
	need(t != nil, "unknown table")
	return t
}

func (s *state) openTable(b object) *table {
	t := s.table(b)
	p := s.contests[t.contest].phase
	need(t.open && (p == "OPEN" || p == "HOME_ROUND"), "table is not open")
	return t
}

func (s *state) commitments(n int, blob []byte) []element {
	need(len(blob) == 32*s.t*s.wmax+64*s.wmax, "length of the commitment blob")
	split := 32 * s.t * s.wmax
	a := readElements(blob[:split])
	for k := 0; k < s.wmax; k++ {
		t := newTranscript("rembug/v1/ceremony-key")
		t.absorb("election", s.election, "ceremony", s.run, "holders", s.n, "threshold", s.t, "holder", n, "key", k+1, "commitments", blob[:split])
		need(schnorr(t, blob[split+64*k:split+64*k+64], a[k*s.t]), "proof of key %d of holder %d", k+1, n)
	}
	return a
}

func (s *state) trackingCode(contest string, e, proof []byte) string {
	h := sha512.Sum512(frames("domain", "rembug/v1/tracking", "election", s.election, "contest", contest, "ciphertext", e, "proof", proof))
	return base32text(h[:10])
}

func (s *state) ballotProof(c *contest, table int, e, cred, proof []byte) bool {
	t := newTranscript("rembug/v1/ballot")
	t.absorb("election", s.election, "contest", c.id, "table", table, "keys", join(s.keys[:c.w]), "ciphertext", e, "credential", cred)
	return schnorr(t, proof, readElement(e[:32]))
}

func (s *state) ballot(b object) {
	b.exactly("ciphertext", "contest", "credential", "proof", "signature", "table", "table_signature")
	t := s.openTable(b)
	c := s.contests[b.str("contest")]
	need(c != nil && t.contest == c.id, "table of another contest")
	e, cred, proof := b.bytes("ciphertext", 32*(1+c.w)), b.bytes("credential", 32), b.bytes("proof", 64)
	need(t.listed[string(cred)], "credential is not listed")
	need(!s.spent[string(cred)] && !s.voided[string(cred)], "credential is used")
	readElements(e)
	need(s.ballotProof(c, t.number, e, cred, proof), "proof of the ballot")
	body := frames("election", s.election, "contest", c.id, "table", t.number, "credential", cred, "ciphertext", e, "proof", proof)
	sig := b.bytes("signature", 64)
	need(verifyEd25519(cred, append(frames("domain", "rembug/v1/ballot-signature"), body...), sig), "card signature")
	msg := frame(append(frames("domain", "rembug/v1/table-signature"), body...), "signature", sig)
	need(verifyEd25519(t.key, msg, b.bytes("table_signature", 64)), "table signature")
	code := s.trackingCode(c.id, e, proof)
	need(!s.tracking[code] && !s.c1[c.id+string(e[:32])], "tracking code or c1 occurred before")
	s.tracking[code], s.c1[c.id+string(e[:32])], s.spent[string(cred)] = true, true, true
	t.ballots++
	need(t.ballots <= t.checkins+t.replaced+s.block, "count rule")
	c.ballots = append(c.ballots, e)
	s.count["ballots: credential, proof, both signatures, code, count rule"]++
}

func (s *state) audit(b object) {
	b.exactly("ciphertext", "contest", "credential", "names", "proof", "randomness", "table", "tracking")
	t := s.openTable(b)
	c := s.contests[b.str("contest")]
	need(c != nil && t.contest == c.id, "table of another contest")
	code := b.str("tracking")
	need(!s.tracking[code], "tracking code occurred before")
	s.tracking[code] = true
	if b["ciphertext"] == nil { // a voter's own test: only its code is told
		return
	}
	e, cred, proof := b.bytes("ciphertext", 32*(1+c.w)), b.bytes("credential", 32), b.bytes("proof", 64)
	need(t.listed[string(cred)] && !s.c1[c.id+string(e[:32])], "credential or c1 of an audit")
	s.c1[c.id+string(e[:32])] = true
	var names []string
	for _, x := range b.list("names") {
		names = append(names, x.(string))
	}
	sort.Strings(names)
	need(bytes.Equal(e, encrypt(names, c.names, s.keys[:c.w], readScalar(b.bytes("randomness", 32)))), "audited ciphertext")
	need(s.ballotProof(c, t.number, e, cred, proof), "proof of the audited ballot")
	need(s.trackingCode(c.id, e, proof) == code, "tracking code of the audit")
	s.count["audits: recomputed from randomness and names"]++
}

func (s *state) opened(b object) {
	c := s.contests[b.str("contest")]
	hs := numbers(b.list("holders"))
	need(c.phase == "ORDERED" && len(hs) == s.t, "holders of the opening")
	list := s.rec.blob(c.lastOut)
	var f [][]element
	for _, h := range hs {
		need(c.factors[h] != "", "factor of holder %d is missing", h)
		f = append(f, verifyOpening(s.election, c.id, h, s.ver[h][:c.w], list, s.rec.blob(c.factors[h]), s.rec.blob(c.proofs[h])))
		s.count["openings: proofs of holders"]++
	}
	m := combine(list, c.w, hs, f)
	rows, texts := []any{}, map[string]bool{}
	for i := 0; i < len(m); i += c.w {
		row := []any{}
		for k := 0; k < c.w; k += 2 {
			v := decodeSlot(m[i+k], m[i+k+1])
			if t, ok := v.(string); ok && t != "" {
				texts[t] = true
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	need(bytes.Equal(writeCanonical(nil, rows), s.rec.blob(b.str("rows"))), "rows differ from the blob")
	sorted := make([]string, 0, len(texts))
	for t := range texts {
		sorted = append(sorted, t)
	}
	sort.Strings(sorted)
	out := []any{}
	for _, t := range sorted {
		out = append(out, strings.Clone(t))
	}
	need(bytes.Equal(writeCanonical(nil, out), s.rec.blob(b.str("strings"))), "strings differ from the blob")
	s.count["openings: rows decoded and equal to the blob"] += len(rows)
	s.count["openings: distinct texts equal to the blob"] += len(out)
	c.phase = "OPENED"
}
