package encoding

// Flaw says what was wrong with an encoded text. The zero Flaw is a clean text. A text may have several kinds of flaws:
// the Flaw tells the gravest kind, which is one by which something was lost if there is one, where it was first met, and
// how often.
type Flaw struct {
	Name  string // A stable name for translations: "base64-foreign".
	At    int    // Offset of the first place in the encoded text.
	Count int    // How many places of this kind there are.
	Lost  bool   // Octets are missing from what was decoded, or may be wrong.
}

// Clean says whether nothing was wrong.
func (f Flaw) Clean() bool { return f.Name == "" }

// UnknownEncoding is a transfer encoding that nobody here knows; the content is left as it stands.
const UnknownEncoding = "encoding-unknown"

// Flaws of base64.
const (
	Base64Foreign   = "base64-foreign"   // Characters outside the alphabet were skipped (RFC 2045 section 6.8).
	Base64Padding   = "base64-padding"   // There is too little or too much "=", or text goes on after it.
	Base64Truncated = "base64-truncated" // A last character stands alone: six bits make no octet.
)

// Flaws of quoted-printable.
const (
	QuotedEquals = "quoted-equals" // An "=" begins neither an octet nor a soft line break, and was kept as it is.
	QuotedOctet  = "quoted-octet"  // Octets that should have been encoded stand there as they are, and were kept.
)

// add counts one place.
func (f *Flaw) add(name string, at int) {
	if f.Count == 0 {
		f.Name, f.At = name, at
	}
	f.Count++
}
