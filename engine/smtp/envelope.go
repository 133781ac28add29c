package smtp

// Envelope is what MAIL and RCPT say about a letter. Servers deliver by it; the header of the letter is only paper
// (RFC 5321 section 2.3.1).
type Envelope struct {
	From     string   // Reverse-path without brackets; empty: the null sender.
	Rcpts    []string // Forward-paths without brackets and source routes. "postmaster" may stand without a domain.
	Size     int64    // SIZE=, octets that the client expects; 0: not said (RFC 1870).
	Body8bit bool     // BODY=8BITMIME (RFC 6152).
	SMTPUTF8 bool     // SMTPUTF8 (RFC 6531).
	Auth     string   // AUTH=, as written; empty: not said (RFC 4954 section 5).
}
