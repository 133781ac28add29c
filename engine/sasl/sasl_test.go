package sasl

import (
	"errors"
	"strings"
	"testing"
)

// TestBothEnds lets each client talk to its server.
func TestBothEnds(t *testing.T) {
	for _, mech := range []string{Plain, Login} {
		for _, early := range []bool{true, false} {
			server, client := NewServer(mech), NewClient(mech, "alice", "alice-pw")
			var response []byte
			if early {
				response, _ = client.Initial()
			}
			for step := 0; ; step++ {
				challenge, done, claim, err := server.Next(response)
				if err != nil || step > 3 {
					t.Fatalf("%s: step %d: %v", mech, step, err)
				}
				if done {
					if (claim != Credentials{User: "alice", Pass: "alice-pw"}) {
						t.Errorf("%s: %+v", mech, claim)
					}
					break
				}
				if response, err = client.Next(challenge); err != nil {
					t.Fatalf("%s: the client: %v", mech, err)
				}
			}
			if _, err := client.Next(nil); !errors.Is(err, ErrUnexpected) {
				t.Errorf("%s: a client that has said all goes on: %v", mech, err)
			}
		}
		if NewClient(mech, "", "").Mechanism() != mech {
			t.Errorf("the client of %s has another name", mech)
		}
	}
	if NewServer("X") != nil || NewClient("X", "", "") != nil {
		t.Error("there is no mechanism X")
	}
}

func TestPlainResponses(t *testing.T) {
	long := strings.Repeat("x", MaxField)
	for _, c := range []struct {
		in   string
		want Credentials
		bad  bool
	}{
		{in: "\x00alice\x00pw", want: Credentials{User: "alice", Pass: "pw"}},
		{in: "bob\x00alice\x00pw", want: Credentials{Authzid: "bob", User: "alice", Pass: "pw"}},
		{in: "\x00" + long + "\x00" + long, want: Credentials{User: long, Pass: long}},
		{in: "", bad: true},
		{in: "alice", bad: true},
		{in: "alice\x00pw", bad: true},
		{in: "\x00\x00pw", bad: true},
		{in: "\x00alice\x00", bad: true},
		{in: "\x00alice\x00p\x00w", bad: true},
		{in: "\x00alice\x00\xff", bad: true},
		{in: "\x00" + long + "y\x00pw", bad: true},
	} {
		_, done, got, err := NewServer(Plain).Next([]byte(c.in))
		if done == c.bad || errors.Is(err, ErrMalformed) != c.bad || got != c.want {
			t.Errorf("%.40q: %v %+.40v %v", c.in, done, got, err)
		}
	}
}

func TestLoginResponses(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string // The first: the initial response; "-": none.
		want  string   // The challenges, and then how it ends.
	}{
		{"asked", []string{"-", "alice", "pw"}, "Username: Password: alice/pw"},
		{"told", []string{"alice", "pw"}, "Password: alice/pw"},
		{"no name", []string{"-", ""}, "Username: malformed"},
		{"no password", []string{"-", "alice", ""}, "Username: Password: malformed"},
		{"too long", []string{strings.Repeat("x", MaxField+1)}, "malformed"},
	} {
		s := NewServer(Login)
		var got []string
		for _, r := range c.steps {
			response := []byte(r)
			if r == "-" {
				response = nil
			}
			challenge, done, claim, err := s.Next(response)
			switch {
			case err != nil:
				got = append(got, "malformed")
			case done:
				got = append(got, claim.User+"/"+claim.Pass)
			default:
				got = append(got, string(challenge))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzServers(f *testing.F) {
	f.Add("\x00a\x00b", "c")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, mech := range []string{Plain, Login} {
			s := NewServer(mech)
			for _, r := range []string{a, b} {
				_, done, claim, err := s.Next([]byte(r))
				if err != nil {
					break
				}
				if done {
					if claim.User == "" || claim.Pass == "" {
						t.Fatalf("%s takes %q, %q as %+v", mech, a, b, claim)
					}
					break
				}
			}
		}
	})
}
