package main

// ristretto255, written names, Ed25519 with the strict rules, the four kinds of proof.

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"unicode/utf8"

	"filippo.io/edwards25519"
	r255 "github.com/gtank/ristretto255"
	"golang.org/x/text/unicode/norm"
)

type (
	element = *r255.Element
	scalar  = *r255.Scalar
)

var identity = make([]byte, 32)

func readElement(b []byte) element {
	e := r255.NewElement()
	need(len(b) == 32 && e.Decode(b) == nil && !bytes.Equal(b, identity), "no element")
	return e
}

func readElements(b []byte) []element {
	need(len(b)%32 == 0, "length of elements")
	out := make([]element, len(b)/32)
	for i := range out {
		out[i] = readElement(b[32*i : 32*i+32])
	}
	return out
}

func readScalar(b []byte) scalar {
	s := r255.NewScalar()
	need(len(b) == 32 && s.Decode(b) == nil, "no scalar")
	return s
}

func readScalars(b []byte) []scalar {
	need(len(b)%32 == 0, "length of scalars")
	out := make([]scalar, len(b)/32)
	for i := range out {
		out[i] = readScalar(b[32*i : 32*i+32])
	}
	return out
}

func scalarOf(n int) scalar {
	var b [16]byte
	for i := 0; i < 8; i++ {
		b[i] = byte(uint64(n) >> (8 * i))
	}
	return shortScalar(b[:])
}

func base(s scalar) element { return r255.NewElement().ScalarBaseMult(s) }
func times(s scalar, e element) element {
	return r255.NewElement().VarTimeMultiScalarMult([]scalar{s}, []element{e})
}
func plus(a, b element) element           { return r255.NewElement().Add(a, b) }
func minus(a, b element) element          { return r255.NewElement().Subtract(a, b) }
func sum(s []scalar, e []element) element { return r255.NewElement().VarTimeMultiScalarMult(s, e) }
func same(a, b element) bool              { return a.Equal(b) == 1 }
func mul(a, b scalar) scalar              { return r255.NewScalar().Multiply(a, b) }
func neg(a scalar) scalar                 { return r255.NewScalar().Negate(a) }

func hashToGroup(dst string, msg []byte) element {
	// expand_message_xmd of RFC 9380 with SHA-512, 64 bytes: one block
	dstPrime := append([]byte(dst), byte(len(dst)))
	in := append(make([]byte, 128), msg...)
	in = append(in, 0, 64, 0)
	b0 := sha512.Sum512(append(in, dstPrime...))
	b1 := sha512.Sum512(append(append(b0[:], 1), dstPrime...))
	return r255.NewElement().FromUniformBytes(b1[:])
}

// verifyEd25519: canonical key and S, no cofactor, neither key nor R of small order.
func verifyEd25519(key, msg, sig []byte) bool {
	if len(key) != 32 || len(sig) != 64 {
		return false
	}
	for _, p := range [][]byte{key, sig[:32]} {
		pt, err := new(edwards25519.Point).SetBytes(p)
		if err != nil || !bytes.Equal(pt.Bytes(), p) {
			return false
		}
		if new(edwards25519.Point).MultByCofactor(pt).Equal(edwards25519.NewIdentityPoint()) == 1 {
			return false
		}
	}
	return ed25519.Verify(key, msg, sig)
}

// Written names.

func encodeHalf(p []byte) element {
	var b [32]byte
	copy(b[1:31], p)
	e := r255.NewElement()
	for i := 0; i < 1<<14; i++ {
		b[0], b[31] = byte(i%128*2), byte(i/128)
		if !bytes.Equal(b[:], identity) && e.Decode(b[:]) == nil {
			return e
		}
	}
	panic(refusal{})
}

func legalText(b []byte) bool {
	if !utf8.Valid(b) || !norm.NFC.IsNormal(b) {
		return false
	}
	for _, c := range string(b) {
		if c < 0x20 || c >= 0x7f && c <= 0x9f {
			return false
		}
	}
	return true
}

// decodeSlot gives the text, "" for an empty slot, nil for an undecodable one.
func decodeSlot(first, second element) any {
	var slot []byte
	for _, m := range []element{first, second} {
		half := m.Encode(nil)[1:31]
		if !same(encodeHalf(half), m) {
			return nil
		}
		slot = append(slot, half...)
	}
	text := bytes.TrimRight(slot, "\x00")
	if bytes.IndexByte(text, 0) >= 0 || !legalText(text) {
		return nil
	}
	return string(text)
}

// encrypt makes the ciphertext of names (sorted by the caller's rule here) under r.
func encrypt(names []string, slots int, keys []element, r scalar) []byte {
	need(len(names) <= slots && len(keys) == 2*slots, "too many names")
	out := base(r).Encode(nil)
	for s := 0; s < slots; s++ {
		var slot [60]byte
		if s < len(names) {
			need(len(names[s]) <= 60 && len(names[s]) > 0 && legalText([]byte(names[s])), "no written name")
			copy(slot[:], names[s])
		}
		for h := 0; h < 2; h++ {
			out = plus(encodeHalf(slot[30*h:30*h+30]), times(r, keys[2*s+h])).Encode(out)
		}
	}
	return out
}

// schnorr checks T || s: s*G = T + c*Y.
func schnorr(t *transcript, proof []byte, y element) bool {
	commit, s := readElement(proof[:32]), readScalar(proof[32:])
	t.absorb("commitment", proof[:32])
	return same(base(s), plus(commit, times(t.scalar("c"), y)))
}

func randomWeight() scalar {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	return shortScalar(b[:])
}

// column gives component k of every row.
func column(rows []element, width, k int) []element {
	var out []element
	for i := k; i < len(rows); i += width {
		out = append(out, rows[i])
	}
	return out
}

func verifyShuffle(election, contest string, mixer, step int, keys []byte, in, out, proof []byte) {
	x := readElements(keys)
	w := len(x)
	e, f := readElements(in), readElements(out)
	n := len(e) / (1 + w)
	need(n >= 1 && len(e) == n*(1+w) && len(f) == len(e), "lists of the mix differ in length")
	need(len(proof) == 32*(5*n+8+w), "length of the shuffle proof")
	elems := readElements(proof[:32*(3*n+4+w)])
	scal := readScalars(proof[32*(3*n+4+w):])
	h := make([]element, n+1)
	for j := range h {
		h[j] = hashToGroup("rembug/v1/generators", frames("election", election, "index", u64(j)))
	}
	cut := func(from, count int) []byte { return proof[32*from : 32*(from+count)] }
	t := newTranscript("rembug/v1/shuffle")
	t.absorb("election", election, "contest", contest, "mixer", mixer, "step", step, "width", w, "count", u64(n),
		"keys", keys, "inputs", in, "outputs", out, "permutation", cut(0, n))
	u := t.challenges128("u", n)
	t.absorb("chain", cut(n, n), "t1", cut(2*n, 1), "t2", cut(2*n+1, 1), "t3", cut(2*n+2, 1),
		"t4", cut(2*n+3, 1+w), "th", cut(2*n+4+w, n))
	c := t.scalar("c")

	perm, chain := elems[:n], append([]element{h[0]}, elems[n:2*n]...)
	t1, t2, t3, t4, th := elems[2*n], elems[2*n+1], elems[2*n+2], elems[2*n+3:2*n+4+w], elems[2*n+4+w:]
	s1, s2, s3, s4, sh, sp := scal[0], scal[1], scal[2], scal[3], scal[4:4+n], scal[4+n:]

	// (1)
	d := r255.NewElement().Zero()
	prod := scalarOf(1)
	for j := 0; j < n; j++ {
		d = minus(plus(d, perm[j]), h[j+1])
		prod = mul(prod, u[j])
	}
	need(same(base(s1), plus(t1, times(c, d))), "shuffle equation 1")
	// (2)
	need(same(base(s2), plus(t2, times(c, minus(chain[n], times(prod, h[0]))))), "shuffle equation 2")
	// (3)
	need(same(plus(base(s3), sum(sp, h[1:])), plus(t3, times(c, sum(u, perm)))), "shuffle equation 3")
	// (4)
	for k := 0; k <= w; k++ {
		g := base(neg(s4))
		if k > 0 {
			g = times(neg(s4), x[k-1])
		}
		left := plus(g, sum(sp, column(f, 1+w, k)))
		need(same(left, plus(t4[k], times(c, sum(u, column(e, 1+w, k))))), "shuffle equation 4, component %d", k)
	}
	// (5), as a random combination
	onG := r255.NewScalar()
	var ss []scalar
	var ee []element
	for j := 1; j <= n; j++ {
		r := randomWeight()
		onG.Add(onG, mul(r, sh[j-1]))
		ss = append(ss, mul(r, sp[j-1]), neg(r), neg(mul(r, c)))
		ee = append(ee, chain[j-1], th[j-1], chain[j])
	}
	need(same(plus(base(onG), sum(ss, ee)), r255.NewElement().Zero()), "shuffle equation 5")
}

func verifyOpening(election, contest string, holder int, ver []element, list, factors, proof []byte) []element {
	w := len(ver)
	rows := readElements(list)
	n := len(rows) / (1 + w)
	need(n >= 1 && len(rows) == n*(1+w), "length of the list")
	need(len(factors) == 32*n*w && len(proof) == 96*w, "length of factors or proof")
	d := readElements(factors)
	bases := column(rows, 1+w, 0)
	join := func(e []element) (b []byte) {
		for _, x := range e {
			b = x.Encode(b)
		}
		return
	}
	t := newTranscript("rembug/v1/opening")
	t.absorb("election", election, "contest", contest, "holder", holder, "width", w, "count", u64(n),
		"verification_keys", join(ver), "bases", join(bases), "factors", factors)
	weights := t.challenges128("weights", n)
	t.absorb("commitments", proof[:64*w])
	c := t.scalar("c")
	commits, resp := readElements(proof[:64*w]), readScalars(proof[64*w:])
	a := sum(weights, bases)
	for k := 0; k < w; k++ {
		b := sum(weights, column(d, w, k))
		need(same(base(resp[k]), plus(commits[2*k], times(c, ver[k]))), "opening of holder %d, key %d", holder, k+1)
		need(same(times(resp[k], a), plus(commits[2*k+1], times(c, b))), "opening of holder %d, factors %d", holder, k+1)
	}
	return d
}

// combine gives the m of every row, row-major.
func combine(list []byte, w int, holders []int, factors [][]element) []element {
	rows := readElements(list)
	n := len(rows) / (1 + w)
	out := make([]element, 0, n*w)
	lambda := make([]scalar, len(holders))
	for a, j := range holders {
		num, den := scalarOf(1), scalarOf(1)
		for _, i := range holders {
			if i == j {
				continue
			}
			num = mul(num, scalarOf(i))
			diff := r255.NewScalar().Subtract(scalarOf(i), scalarOf(j))
			den = mul(den, diff)
		}
		lambda[a] = neg(mul(num, r255.NewScalar().Invert(den)))
	}
	for i := 0; i < n; i++ {
		for k := 0; k < w; k++ {
			ee := make([]element, len(holders))
			for a := range holders {
				ee[a] = factors[a][i*w+k]
			}
			out = append(out, plus(rows[i*(1+w)+1+k], sum(lambda, ee)))
		}
	}
	return out
}
