package delivery

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/message"
)

const multipart = "DKIM-Signature: v=1; a=rsa-sha256; d=shan.example; s=k; h=From:To:Subject; b=abc\r\nFrom: alice@shan.example (Alice)\r\nTo: team@hai.example\r\n" +
	"Subject: Re: [team] =?utf-8?B?5Y2I6aWt?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n5Y2I6aWt\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Lunch</p>\r\n--b--\r\n"

// TestListLetters is what the members of lists get.
func TestListLetters(t *testing.T) {
	var out strings.Builder
	for _, tt := range []struct{ rule, letter string }{
		{"team: bob; post=anybody", plain},
		{`team: bob; post=anybody; prefix=[team]; footer; munge; title="The team"`, plain},
		{`team: bob; post=anybody; prefix=[team]; footer="Not for <outsiders>."; munge; reply=list`, multipart},
		{"team: bob; post=owner; owner=alice@shan.example; reply=list", "Reply-To: a@x.example\r\nList-Id: Old <other.example>\r\nList-Archive: <https://other.example/>\r\nPrecedence: list\r\n" + plain},
		{"team: bob; post=anybody; munge; prefix=[团队]", "Reply-To: a@x.example\r\nSubject: x\r\n\r\nno From, no To\r\n"},
	} {
		r := rules(t, Texts{Lists: []string{tt.rule}})
		e := r.Expand(envelope("team@hai.example"), []byte(tt.letter), arrival())
		if len(e.Letters) != 1 {
			t.Fatalf("%s\n%s", outcome(e), looked(e.Rules))
		}
		l := e.Letters[0]
		h := message.ParseHeader(l.Data)
		if list := message.ReadList(&h); len(list.Flaws) > 0 || list.ID != "team.hai.example" {
			t.Errorf("%+v", list)
		}
		fmt.Fprintf(&out, "%s\n\n%s=====\n", tt.rule, l.Data)
	}
	golden(t, "list.txt", strings.ReplaceAll(out.String(), "\r\n", "\n"))
}

func TestMayPost(t *testing.T) {
	tests := []struct {
		what   string
		rule   string
		from   string
		letter string
		want   string
	}{
		{"a member by the envelope", "team: alice@shan.example", "Alice@shan.example", "\r\nx", ""},
		{"a member by From", "team: alice@shan.example", "SRS0=x=y=shan.example=alice@f.example", plain, ""},
		{"a stranger", "team: bob", "alice@shan.example", plain, "550 5.7.2 <team@hai.example>: only its members may write to this list; write to team-request@hai.example to become one"},
		{"the owner, who is no member", "team: bob; owner=alice@shan.example", "alice@shan.example", plain, ""},
		{"the postmaster, when nobody else is the owner", "team: bob; post=owner", "postmaster@hai.example", "\r\nx", ""},
		{"a member where only the owner may", "team: alice@shan.example; post=owner; owner=bob", "alice@shan.example", plain, "550 5.7.2 <team@hai.example>: only its owner may write to this list"},
		{"a notice", "team: bob; post=anybody", "", plain, "550 5.7.2 <team@hai.example>: notices and other letters without a sender do not go to a list"},
		{"an answer by a program", "team: bob; post=anybody", "alice@shan.example", "Auto-Submitted: auto-replied\r\n" + plain, "550 5.7.2 <team@hai.example>: automatic answers do not go to a list (Auto-Submitted: auto-replied)"},
		{"a report of a program", "team: bob; post=anybody", "alice@shan.example", "Auto-Submitted: auto-generated\r\n" + plain, ""},
		{"bulk mail", "team: bob; post=anybody", "alice@shan.example", "Precedence: bulk\r\n" + plain, "550 5.7.2 <team@hai.example>: mass mail does not go to a list (Precedence: bulk)"},
		{"what calls itself a list", "team: bob; post=anybody", "alice@shan.example", "Precedence: list\r\n" + plain, "550 5.7.2 <team@hai.example>: mass mail does not go to a list (Precedence: list)"},
		{"another list", "team: bob; post=anybody", "x-bounces@y.example", "Precedence: list\r\nList-Id: <x.y.example>\r\n" + plain, ""},
		{"its own letter by way of another list", "team: bob; post=anybody", "x-bounces@y.example", "Delivered-To: x@y.example\r\nDelivered-To: team@hai.example\r\nList-Id: <x.y.example>\r\n" + plain, "554 5.4.6 <team@hai.example>: mail forwarding loop: by its Delivered-To this letter has been here already"},
		{"its own letter", "team: bob; post=anybody", "alice@shan.example", "List-Id: Team <TEAM.hai.example>\r\n" + plain, "554 5.4.6 <team@hai.example>: this letter has come from the list already: its List-Id says so"},
	}
	for _, tt := range tests {
		r := rules(t, Texts{Lists: []string{tt.rule}})
		env := envelope("team@hai.example")
		env.From = tt.from
		e := r.Expand(env, []byte(tt.letter), arrival())
		got := ""
		if refuse := e.Refusal(); refuse != nil {
			got = refuse.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %s\n%s", tt.what, got, outcome(e))
		}
	}
}

func TestExpn(t *testing.T) {
	r := rules(t, Texts{
		Lists:    []string{"team: bob, zhou@gone.example", "secret: bob; private", "empty:"},
		Aliases:  []string{"sales: carol, bob"},
		Forwards: []string{"bob -> x@lin.example srs"},
	})
	for arg, want := range map[string]string{
		"team":                        "250 2.1.5 <bob@hai.example> <zhou@gone.example>",
		" <Team@HAI.example> ":        "250 2.1.5 <bob@hai.example> <zhou@gone.example>",
		"sales":                       "250 2.1.5 <carol@hai.example> <bob@hai.example>",
		"team-owner":                  "250 2.1.5 <postmaster@hai.example>",
		"secret":                      "550 5.7.2 who is on this list is for its owner to know",
		"empty":                       "250 2.1.5 nobody is on this list",
		"bob":                         "550 5.1.3 <bob@hai.example> is one mailbox and no list; VRFY asks about mailboxes",
		"nobody":                      "550 5.1.1 no list or alias has this name here",
		"team@gone.example":           "550 5.1.1 no list or alias has this name here",
		"SRS0=a=b=c.example=d":        "550 5.1.1 no list or alias has this name here",
		"two words":                   "550 5.1.1 no list or alias has this name here",
		"":                            "501 5.5.4 Syntax: EXPN list name",
		"<>":                          "501 5.5.4 Syntax: EXPN list name",
		strings.Repeat("x", 70):       "550 5.1.1 no list or alias has this name here",
		"team-bounces@[203.0.113.10]": "250 2.1.5 <postmaster@[203.0.113.10]>",
	} {
		if got := r.Expn(arg).Error(); got != want {
			t.Errorf("EXPN %s: %s, want %s", arg, got, want)
		}
	}
}
