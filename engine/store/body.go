package store

import "ehloworld/engine/sha256"

// Hash names a body by its content.
type Hash [sha256.Size]byte

// bodies keeps each content once and counts who holds it. The map is only ever looked up, never iterated.
type bodies map[Hash]*body

type body struct {
	data    []byte
	holders int
}

// hold returns the shared copy of data. When the content is new, data itself becomes that copy: from then on nobody may
// change it. The capacity is cut so that an append by a reader cannot write behind it.
func (b bodies) hold(data []byte) (Hash, []byte) {
	h := Hash(sha256.Sum(data))
	shared := b[h]
	if shared == nil {
		shared = &body{data: data[:len(data):len(data)]}
		b[h] = shared
	}
	shared.holders++
	return h, shared.data
}

// drop gives up one hold; the last one frees the content.
func (b bodies) drop(h Hash) {
	shared := b[h]
	shared.holders--
	if shared.holders == 0 {
		delete(b, h)
	}
}
