// Package sasl is the mechanisms of RFC 4422 as small step machines, without the base64 and the verbs in which each
// protocol wraps them. A server side turns responses into Credentials, which somebody else checks; a client side turns
// challenges into responses.
package sasl

import "errors"

// Names of mechanisms.
const (
	Plain = "PLAIN" // RFC 4616.
	Login = "LOGIN" // draft-murchison-sasl-login: never a standard, spoken everywhere.
)

// MaxField bounds each name and password in octets (RFC 4616 section 2 wants at least 255).
const MaxField = 1024

var (
	// ErrMalformed is a response that the mechanism's grammar does not know.
	ErrMalformed = errors.New("the response does not have the form of this mechanism")
	// ErrUnexpected is a challenge that this point of the mechanism does not have.
	ErrUnexpected = errors.New("the server asks for more than this mechanism has to say")
)

// Credentials is what a client claims.
type Credentials struct {
	Authzid string // Whom it wants to act as; empty: the same as User.
	User    string
	Pass    string
}

// Server is the server side of one exchange.
type Server interface {
	// Next takes the client's response, nil when none has come yet, and returns the next challenge, or done and what the
	// client claims. An error, which is ErrMalformed, ends the exchange.
	Next(response []byte) (challenge []byte, done bool, claim Credentials, err error)
}

// Client is the client side of one exchange.
type Client interface {
	// Mechanism is the name to begin with.
	Mechanism() string
	// Initial is the response to send together with the name; ok is false when the server must speak first.
	Initial() (response []byte, ok bool)
	// Next answers a challenge. An error, which is ErrUnexpected, means that the exchange should be cancelled.
	Next(challenge []byte) (response []byte, err error)
}

// NewServer returns the server side of a mechanism, named in upper case, or nil when there is none of that name.
func NewServer(mech string) Server {
	switch mech {
	case Plain:
		return &plainServer{}
	case Login:
		return &loginServer{}
	}
	return nil
}

// NewClient returns the client side of a mechanism, named in upper case, or nil when there is none of that name.
func NewClient(mech, user, pass string) Client {
	switch mech {
	case Plain:
		return &plainClient{user: user, pass: pass}
	case Login:
		return &loginClient{user: user, pass: pass}
	}
	return nil
}
