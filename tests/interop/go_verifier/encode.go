package main

// Canonical JSON, frames, transcript, base64url, base32.

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	r255 "github.com/gtank/ristretto255"
	"golang.org/x/text/unicode/norm"
)

type object map[string]any

type jsonReader struct {
	b []byte
	p int
}

// parseCanonical reads bytes and refuses them unless a writer makes the same bytes of the value.
func parseCanonical(b []byte) (any, error) {
	if !utf8.Valid(b) {
		return nil, errors.New("JSON is not UTF-8")
	}
	r := &jsonReader{b: b}
	v, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if r.p != len(b) {
		return nil, errors.New("bytes after the JSON value")
	}
	if !bytes.Equal(writeCanonical(nil, v), b) {
		return nil, errors.New("JSON is not canonical")
	}
	return v, nil
}

func (r *jsonReader) value(depth int) (any, error) {
	if r.p >= len(r.b) {
		return nil, errors.New("JSON ends early")
	}
	switch c := r.b[r.p]; {
	case c == '{' || c == '[':
		if depth == 16 {
			return nil, errors.New("JSON too deep")
		}
		r.p++
		if c == '[' {
			return r.array(depth + 1)
		}
		return r.object(depth + 1)
	case c == '"':
		return r.str()
	case c == '-' || c >= '0' && c <= '9':
		start := r.p
		for r.p < len(r.b) && (r.b[r.p] == '-' || r.b[r.p] >= '0' && r.b[r.p] <= '9') {
			r.p++
		}
		n, err := strconv.ParseInt(string(r.b[start:r.p]), 10, 64)
		if err != nil || n >= 1<<53 || n <= -(1<<53) {
			return nil, errors.New("bad number")
		}
		return n, nil
	}
	for word, v := range map[string]any{"true": true, "false": false, "null": nil} {
		if bytes.HasPrefix(r.b[r.p:], []byte(word)) {
			r.p += len(word)
			return v, nil
		}
	}
	return nil, errors.New("bad JSON value")
}

func (r *jsonReader) take(c byte) bool {
	if r.p < len(r.b) && r.b[r.p] == c {
		r.p++
		return true
	}
	return false
}

func (r *jsonReader) array(depth int) (any, error) {
	a := []any{}
	if r.take(']') {
		return a, nil
	}
	for {
		v, err := r.value(depth)
		if err != nil {
			return nil, err
		}
		a = append(a, v)
		if r.take(']') {
			return a, nil
		}
		if !r.take(',') {
			return nil, errors.New("bad array")
		}
	}
}

func (r *jsonReader) object(depth int) (any, error) {
	o := object{}
	if r.take('}') {
		return o, nil
	}
	for {
		if r.p >= len(r.b) || r.b[r.p] != '"' {
			return nil, errors.New("bad key")
		}
		k, err := r.str()
		if err != nil {
			return nil, err
		}
		if _, twice := o[k]; twice || !r.take(':') {
			return nil, errors.New("bad member")
		}
		if o[k], err = r.value(depth); err != nil {
			return nil, err
		}
		if r.take('}') {
			return o, nil
		}
		if !r.take(',') {
			return nil, errors.New("bad object")
		}
	}
}

func (r *jsonReader) str() (string, error) {
	r.p++
	var out []byte
	for r.p < len(r.b) {
		c := r.b[r.p]
		r.p++
		switch {
		case c == '"':
			if !norm.NFC.IsNormal(out) {
				return "", errors.New("string is not in NFC")
			}
			return string(out), nil
		case c < 0x20:
			return "", errors.New("control in string")
		case c != '\\':
			out = append(out, c)
		default:
			if r.p >= len(r.b) {
				return "", errors.New("bad escape")
			}
			e := r.b[r.p]
			r.p++
			short := map[byte]byte{'"': '"', '\\': '\\', 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9}
			if v, ok := short[e]; ok {
				out = append(out, v)
				continue
			}
			// \u is canonical only for other controls below U+0020
			if e != 'u' || r.p+4 > len(r.b) {
				return "", errors.New("bad escape")
			}
			n, err := strconv.ParseUint(string(r.b[r.p:r.p+4]), 16, 16)
			if err != nil || n >= 0x20 {
				return "", errors.New("bad escape")
			}
			r.p += 4
			out = append(out, byte(n))
		}
	}
	return "", errors.New("string ends early")
}

func writeCanonical(b []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, x)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case string:
		b = append(b, '"')
		for i := 0; i < len(x); i++ {
			switch c := x[i]; {
			case c == '"' || c == '\\':
				b = append(b, '\\', c)
			case c >= 0x20:
				b = append(b, c)
			case c >= 8 && c <= 13 && c != 11:
				b = append(b, '\\', "btn_fr"[c-8])
			default:
				b = fmt.Appendf(b, "\\u%04x", c)
			}
		}
		return append(b, '"')
	case []any:
		b = append(b, '[')
		for i, e := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = writeCanonical(b, e)
		}
		return append(b, ']')
	case object:
		keys := make([]string, 0, len(x))
		for k := range x {
			keys = append(keys, k)
		}
		sort.Slice(keys, func(i, j int) bool {
			p, q := utf16.Encode([]rune(keys[i])), utf16.Encode([]rune(keys[j]))
			for n := 0; n < len(p) && n < len(q); n++ {
				if p[n] != q[n] {
					return p[n] < q[n]
				}
			}
			return len(p) < len(q)
		})
		b = append(b, '{')
		for i, k := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(writeCanonical(b, k), ':')
			b = writeCanonical(b, x[k])
		}
		return append(b, '}')
	}
	panic("no JSON value")
}

// Access to members; a wrong type is a refusal.
func (o object) str(k string) string {
	s, ok := o[k].(string)
	need(ok, "member %s is no text", k)
	return s
}
func (o object) num(k string) int {
	n, ok := o[k].(int64)
	need(ok, "member %s is no number", k)
	return int(n)
}
func (o object) obj(k string) object {
	v, ok := o[k].(object)
	need(ok, "member %s is no object", k)
	return v
}
func (o object) list(k string) []any {
	v, ok := o[k].([]any)
	need(ok, "member %s is no array", k)
	return v
}
func (o object) bytes(k string, n int) []byte {
	b, err := base64.RawURLEncoding.Strict().DecodeString(o.str(k))
	need(err == nil && base64.RawURLEncoding.EncodeToString(b) == o.str(k), "member %s is no b64", k)
	need(n < 0 || len(b) == n, "member %s has a wrong length", k)
	return b
}
func (o object) exactly(names ...string) {
	need(len(o) == len(names), "wrong members")
	for _, n := range names {
		_, ok := o[n]
		need(ok, "member %s is missing", n)
	}
}

type refusal struct{ error }

func need(ok bool, format string, a ...any) {
	if !ok {
		panic(refusal{fmt.Errorf(format, a...)})
	}
}

// Frames and transcript.

func u32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }
func u64(n int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

func frame(b []byte, label string, value []byte) []byte {
	b = append(append(b, u32(len(label))...), label...)
	return append(append(b, u64(len(value))...), value...)
}

// frames takes labels and values in turn; a value is text, bytes, or a number (u32be).
func frames(pairs ...any) []byte {
	var b []byte
	for i := 0; i < len(pairs); i += 2 {
		b = frame(b, pairs[i].(string), val(pairs[i+1]))
	}
	return b
}

func val(v any) []byte {
	switch x := v.(type) {
	case string:
		return []byte(x)
	case []byte:
		return x
	case int:
		return u32(x)
	}
	panic("no frame value")
}

type transcript struct{ s []byte }

func newTranscript(domain string) *transcript { return &transcript{frames("domain", domain)} }

func (t *transcript) absorb(pairs ...any) { t.s = append(t.s, frames(pairs...)...) }

func (t *transcript) draw(label string) []byte {
	t.s = frame(t.s, "challenge", []byte(label))
	d := sha512.Sum512(t.s)
	t.s = frame(t.s, "drawn", d[:])
	return d[:]
}

func (t *transcript) scalar(label string) *r255.Scalar {
	return new(r255.Scalar).FromUniformBytes(t.draw(label))
}

func (t *transcript) challenges128(label string, n int) []*r255.Scalar {
	d := t.draw(label)
	out := make([]*r255.Scalar, 0, n+3)
	for b := 0; len(out) < n; b++ {
		h := sha512.Sum512(append(bytes.Clone(d), u64(b)...))
		for i := 0; i < 4; i++ {
			out = append(out, shortScalar(h[16*i:16*i+16]))
		}
	}
	return out[:n]
}

func shortScalar(b16 []byte) *r255.Scalar {
	var wide [32]byte
	copy(wide[:], b16)
	s := r255.NewScalar()
	if s.Decode(wide[:]) != nil {
		panic("short scalar")
	}
	return s
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func base32text(b []byte) string {
	var out []byte
	acc, bits := 0, 0
	for _, x := range b {
		acc, bits = acc<<8|int(x), bits+8
		for bits >= 5 {
			bits -= 5
			out = append(out, crockford[acc>>bits&31])
		}
		acc &= 1<<bits - 1
	}
	if bits > 0 {
		out = append(out, crockford[acc<<(5-bits)&31])
	}
	return string(out)
}

func sha256hex(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
