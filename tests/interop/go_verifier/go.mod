module example.org/record-verifier

go 1.26.0

require (
	filippo.io/edwards25519 v1.2.0
	github.com/gtank/ristretto255 v0.1.2
	golang.org/x/text v0.43.0
)
