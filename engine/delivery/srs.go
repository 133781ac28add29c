package delivery

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/sha256"
	"ehloworld/engine/vtime"
)

// SRS writes the sender of a letter that is forwarded as an address of the forwarder, and finds the sender again when a
// notice comes to it: the Sender Rewriting Scheme of M. Wong, "Sender Rewriting Scheme for Forwarders", 2004. Without it
// the next server asks the SPF record of the sender's domain about the forwarder, which is not in it.
//
//	SRS0=HHHH=TT=domain=local@forwarder                 the first forwarder
//	SRS1=HHHH=forwarder==HHHH=TT=domain=local@second    every later one; notices go straight to the first
//
// TT is the day, so that an address is good for MaxSRSDays only; HHHH is a keyed hash of all the rest, so that nobody can
// use the forwarder to send anything anywhere. Both are compared without case, since servers on the way may have changed
// it.
type SRS struct {
	Secret string
	Domain string // The forwarder's.
}

// MaxSRSDays is how long notices to a rewritten address are taken, in days.
const MaxSRSDays = 21

// srsDays is how many days TT tells apart: two digits to the base 32.
const srsDays = 32 * 32

// srsHash is how many letters of the hash are in an address.
const srsHash = 4

// SRSError says why an address is not taken for a rewritten sender.
type SRSError struct{ Problem string }

func (e *SRSError) Error() string { return e.Problem }

var (
	errSRSForm    = &SRSError{"this is no address of the Sender Rewriting Scheme, which are SRS0=HASH=DAY=domain=name or SRS1=HASH=host==HASH=DAY=domain=name"}
	errSRSForged  = &SRSError{"the tag of this rewritten address is not this server's: it has been forged or mistyped"}
	errSRSExpired = &SRSError{"this rewritten address is older than 21 days: its time is over"}
	errSRSLong    = &SRSError{"the rewritten sender would be longer than the 64 octets that a name may have (RFC 5321 section 4.5.3.1.1)"}
)

// isSRS says whether a local part is, by its first letters, a rewritten sender.
func isSRS(local string) bool { return srsTag(local) != 0 }

// srsTag is '0' or '1' for a local part that begins with "SRS0" or "SRS1" and a separator, otherwise 0.
func srsTag(local string) byte {
	if len(local) < 5 || !strings.EqualFold(local[:3], "SRS") || strings.IndexByte("=-+", local[4]) < 0 {
		return 0
	}
	if tag := local[3]; tag == '0' || tag == '1' {
		return tag
	}
	return 0
}

// Forward rewrites a sender. Errors are *SRSError.
func (s SRS) Forward(sender address.Address, now vtime.Time) (address.Address, error) {
	var local string
	switch srsTag(sender.Local) {
	case '0':
		rest := sender.Local[len("SRS0"):] // With its separator.
		local = "SRS1=" + s.hash(sender.Domain, rest) + "=" + sender.Domain + "=" + rest
	case '1':
		_, host, rest, ok := cutSRS1(sender.Local)
		if !ok {
			return address.Address{}, errSRSForm
		}
		local = "SRS1=" + s.hash(host, rest) + "=" + host + "=" + rest
	default:
		day := srsDay(now)
		local = "SRS0=" + s.hash(day, sender.Domain, sender.Local) + "=" + day + "=" + sender.Domain + "=" + sender.Local
	}
	if len(local) > address.MaxLocal {
		return address.Address{}, errSRSLong
	}
	return address.Address{Local: local, Domain: s.Domain}, nil
}

// Reverse finds what a rewritten address stands for: the sender, or the first forwarder's address of it. Errors are
// *SRSError.
func (s SRS) Reverse(local string, now vtime.Time) (address.Address, error) {
	switch srsTag(local) {
	case '0':
		hash, rest, _ := strings.Cut(local[len("SRS0="):], "=")
		day, rest, _ := strings.Cut(rest, "=")
		domain, name, ok := strings.Cut(rest, "=")
		if !ok || hash == "" || day == "" || name == "" || !isHost(domain) {
			return address.Address{}, errSRSForm
		}
		if !s.genuine(hash, day, domain, name) {
			return address.Address{}, errSRSForged
		}
		if !srsFresh(day, now) {
			return address.Address{}, errSRSExpired
		}
		return address.Address{Local: name, Domain: strings.ToLower(domain)}, nil
	case '1':
		hash, host, rest, ok := cutSRS1(local)
		if !ok {
			return address.Address{}, errSRSForm
		}
		if !s.genuine(hash, host, rest) {
			return address.Address{}, errSRSForged
		}
		return address.Address{Local: "SRS0" + rest, Domain: strings.ToLower(host)}, nil // The first forwarder looks at the day.
	}
	return address.Address{}, errSRSForm
}

// cutSRS1 takes "SRS1=HHHH=host=REST" apart. REST is what followed "SRS0" at the first forwarder, with its separator.
func cutSRS1(local string) (hash, host, rest string, ok bool) {
	hash, rest, _ = strings.Cut(local[len("SRS1="):], "=")
	host, rest, ok = strings.Cut(rest, "=")
	return hash, host, rest, ok && hash != "" && isHost(host) && len(rest) > 1 && strings.IndexByte("=-+", rest[0]) >= 0
}

func isHost(s string) bool {
	_, err := address.Domain(s)
	return err == nil
}

// genuine compares a hash from an address with what it must be.
func (s SRS) genuine(hash string, parts ...string) bool {
	return strings.EqualFold(hash, s.hash(parts...))
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// hash is the beginning of HMAC-SHA256 (RFC 2104) of the parts in lower case, in base64.
func (s SRS) hash(parts ...string) string {
	sum := hmac256([]byte(s.Secret), []byte(strings.ToLower(strings.Join(parts, "="))))
	bits := uint32(sum[0])<<16 | uint32(sum[1])<<8 | uint32(sum[2])
	var out [srsHash]byte
	for i := range out {
		out[i] = base64[bits>>(18-6*i)&63]
	}
	return string(out[:])
}

// hmac256 is RFC 2104 section 2 with SHA-256.
func hmac256(key, data []byte) [sha256.Size]byte {
	const block = 64
	var inner, outer [block]byte
	if len(key) > block {
		sum := sha256.Sum(key)
		key = sum[:]
	}
	copy(inner[:], key)
	copy(outer[:], key)
	for i := range block {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	in := sha256.New()
	in.Write(inner[:])
	in.Write(data)
	sum := in.Sum()
	out := sha256.New()
	out.Write(outer[:])
	out.Write(sum[:])
	return out.Sum()
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// srsDay is the day of an instant in two letters.
func srsDay(now vtime.Time) string {
	day := int(int64(now)/int64(24*vtime.Hour)) & (srsDays - 1)
	return string([]byte{base32[day>>5&31], base32[day&31]})
}

// srsFresh says whether a day is no longer ago than MaxSRSDays. One that lies ahead is very long ago.
func srsFresh(day string, now vtime.Time) bool {
	if len(day) != 2 {
		return false
	}
	day = strings.ToUpper(day)
	high, low := strings.IndexByte(base32, day[0]), strings.IndexByte(base32, day[1])
	if high < 0 || low < 0 {
		return false
	}
	today := int(int64(now)/int64(24*vtime.Hour)) & (srsDays - 1)
	return (today-(high<<5|low))&(srsDays-1) <= MaxSRSDays
}
