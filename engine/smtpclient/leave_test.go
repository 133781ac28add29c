package smtpclient

import (
	"testing"

	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// TestLeave: a client that waits for an order says farewell when told to, and a job that comes after it was not tried.
func TestLeave(t *testing.T) {
	job := Job{Envelope: smtp.Envelope{From: "a@shan.example", Rcpts: smtp.Rcpts("bob@hai.example")}, Data: []byte("x\r\n")}
	c := New(Config{Hostname: "h", IdleAfter: vtime.Minute}, job)
	var said string
	var outcomes []Outcome
	step := func(in machine.Input) {
		out := machine.Effects{Room: machine.DefaultRoom}
		c.Step(0, in, &out)
		said = ""
		for _, e := range out.List {
			switch e.Kind {
			case machine.Send:
				said += string(e.Data)
			case machine.Result:
				outcomes = append(outcomes, e.Ask.(Outcome))
			}
		}
	}
	leave := machine.Input{Kind: machine.Order, Answer: Leave{}}
	step(machine.Input{Kind: machine.Open})
	if step(leave); said != "" {
		t.Errorf("left in the middle of a job: %q", said)
	}
	for _, reply := range []string{"220 hi", "250 hai", "250 ok", "250 ok", "354 go", "250 ok"} {
		step(machine.Input{Kind: machine.Bytes, Data: []byte(reply + "\r\n")})
	}
	if step(leave); said != "QUIT\r\n" || len(outcomes) != 1 || !outcomes[0].Rcpts[0].Delivered || outcomes[0].Rcpts[0].Untried {
		t.Errorf("said %q, outcomes %+v", said, outcomes)
	}
	step(machine.Input{Kind: machine.Order, Answer: job})
	if len(outcomes) != 2 || outcomes[1].Rcpts[0].Delivered || !outcomes[1].Rcpts[0].Untried {
		t.Errorf("outcomes %+v", outcomes)
	}
}
