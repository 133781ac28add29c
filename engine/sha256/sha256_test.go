package sha256

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"testing"
)

// TestAgainstStandardLibrary compares every length around two blocks, written in random pieces.
func TestAgainstStandardLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for length := range 400 {
		data := make([]byte, length)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		want := sha256.Sum256(data)
		if got := Sum(data); got != want {
			t.Fatalf("%d octets: %x, want %x", length, got, want)
		}
		h := New()
		for rest := data; len(rest) > 0; {
			n := 1 + random.IntN(len(rest))
			h.Write(rest[:n])
			h.Sum() // Asking in between changes nothing.
			rest = rest[n:]
		}
		if got := Hex(h.Sum()); got != hex.EncodeToString(want[:]) {
			t.Fatalf("%d octets in pieces: %s, want %x", length, got, want)
		}
	}
}
