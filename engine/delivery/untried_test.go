package delivery

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
)

// TestUntried: whom a closing connection left out the same server gets over the next one, one after another if need be;
// a server that never gets to anybody is given up.
func TestUntried(t *testing.T) {
	for _, c := range []struct {
		name      string
		each      int // Recipients that one connection takes.
		connected int
		want      string
	}{
		{"one a connection", 1, 40, "delivered"},
		{"nobody, ever", 0, MaxConnects, "later"},
	} {
		var rcpts []string
		for i := range 40 {
			rcpts = append(rcpts, fmt.Sprintf("u%d@[203.0.113.10]", i))
		}
		a := NewAttempt(Self{}, Hop{}, "[203.0.113.10]", rcpts, rand.New(rand.NewPCG(1, 1)))
		connected := 0
		for act := a.Start(); act.Kind != Finish; {
			if connected++; act.Kind != Connect || act.IP != "203.0.113.10" || connected > 100 {
				t.Fatalf("%s: %+v", c.name, act)
			}
			o := smtpclient.Outcome{Stage: smtpclient.StageDot}
			for i, rcpt := range act.Rcpts {
				r := smtpclient.RcptOutcome{Rcpt: rcpt, Delivered: true, Reply: smtp.NewReply(250, "", "")}
				if i >= c.each {
					r = smtpclient.RcptOutcome{Rcpt: rcpt, Temporary: true, Local: true, Untried: true, Reply: smtp.NewReply(451, "4.4.2", "closing")}
				}
				o.Rcpts = append(o.Rcpts, r)
			}
			act = a.Finished(o)
		}
		if got := fates(a); connected != c.connected || strings.Count(got, c.want) != 40 {
			t.Errorf("%s: %d connections, %s", c.name, connected, got)
		}
	}
}
