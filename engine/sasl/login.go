package sasl

// loginServer is LOGIN: the server asks for the name, then for the password. A client may give the name at once.
type loginServer struct {
	asked int
	user  string
}

// The challenges that every client expects, although it should not look at them.
var loginChallenges = [...]string{"Username:", "Password:"}

func (s *loginServer) Next(response []byte) (challenge []byte, done bool, claim Credentials, err error) {
	if response == nil {
		s.asked = 1
		return []byte(loginChallenges[0]), false, Credentials{}, nil
	}
	if len(response) == 0 || len(response) > MaxField {
		return nil, false, Credentials{}, ErrMalformed
	}
	if s.asked < len(loginChallenges) {
		s.asked, s.user = len(loginChallenges), string(response)
		return []byte(loginChallenges[1]), false, Credentials{}, nil
	}
	return nil, true, Credentials{User: s.user, Pass: string(response)}, nil
}

type loginClient struct {
	user, pass string
	answered   int
}

func (c *loginClient) Mechanism() string { return Login }

// Initial says nothing: some servers know LOGIN only without an initial response.
func (c *loginClient) Initial() ([]byte, bool) { return nil, false }

// Next gives the name, then the password. It counts, since the words of the challenges differ between servers.
func (c *loginClient) Next([]byte) ([]byte, error) {
	c.answered++
	switch c.answered {
	case 1:
		return []byte(c.user), nil
	case 2:
		return []byte(c.pass), nil
	}
	return nil, ErrUnexpected
}
