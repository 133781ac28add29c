package sasl

import (
	"bytes"
	"unicode/utf8"
)

// plainServer is PLAIN (RFC 4616): one response, [authzid] NUL authcid NUL passwd.
type plainServer struct{}

func (*plainServer) Next(response []byte) (challenge []byte, done bool, claim Credentials, err error) {
	if response == nil {
		return []byte{}, false, Credentials{}, nil // RFC 4422 section 5: a client-first mechanism gets an empty challenge.
	}
	authzid, rest, ok1 := bytes.Cut(response, []byte{0})
	user, pass, ok2 := bytes.Cut(rest, []byte{0})
	if !ok1 || !ok2 || len(user) == 0 || len(pass) == 0 || bytes.IndexByte(pass, 0) >= 0 ||
		len(authzid) > MaxField || len(user) > MaxField || len(pass) > MaxField || !utf8.Valid(response) {
		return nil, false, Credentials{}, ErrMalformed
	}
	return nil, true, Credentials{Authzid: string(authzid), User: string(user), Pass: string(pass)}, nil
}

type plainClient struct {
	user, pass string
	said       bool
}

func (c *plainClient) Mechanism() string { return Plain }

func (c *plainClient) Initial() ([]byte, bool) {
	c.said = true
	return c.response(), true
}

func (c *plainClient) response() []byte { return []byte("\x00" + c.user + "\x00" + c.pass) }

// Next answers the empty challenge of a server that was not given the initial response.
func (c *plainClient) Next([]byte) ([]byte, error) {
	if c.said {
		return nil, ErrUnexpected
	}
	c.said = true
	return c.response(), nil
}
