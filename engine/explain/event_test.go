package explain

import (
	"strings"
	"testing"

	"ehloworld/engine/queue"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// examples are events with a word that their explanation must have in each language.
var examples = []struct {
	body   trace.Body
	en, zh string
}{
	{&trace.Cmd{Proto: "smtp", Verb: "EHLO", Arg: "alice-pc.shan.example"}, "alice-pc.shan.example", "alice-pc.shan.example"},
	{&trace.Cmd{Proto: "smtp", Verb: "MAIL", Arg: "FROM:<alice@shan.example> SIZE=12"}, "is to be alice@shan.example", "alice@shan.example"},
	{&trace.Cmd{Proto: "smtp", Verb: "MAIL", Arg: "FROM:<>"}, "null sender", "空发件人"},
	{&trace.Cmd{Proto: "smtp", Verb: "MAIL", Arg: "FROM:alice"}, "opens", "开始"},
	{&trace.Cmd{Proto: "smtp", Verb: "RCPT", Arg: "TO:<bob@hai.example>"}, "bob@hai.example", "bob@hai.example"},
	{&trace.Cmd{Proto: "submission", Verb: "AUTH", Arg: "PLAIN AGFsaWNlQHNoYW4uZXhhbXBsZQBhbGljZS1wdw=="}, "user alice@shan.example, password alice-pw", "口令 alice-pw"},
	{&trace.Cmd{Proto: "submission", Verb: "AUTH", Arg: "LOGIN"}, "LOGIN", "LOGIN"},
	{&trace.Cmd{Proto: "submission", Arg: "YWxpY2UtcHc="}, "alice-pw", "alice-pw"},
	{&trace.Cmd{Proto: "submission", Arg: "AGJvYgBib2ItcHc="}, "password bob-pw", "口令 bob-pw"},
	{&trace.Cmd{Proto: "submission", Arg: "*"}, "501", "501"},
	{&trace.Cmd{Proto: "smtp"}, "Enter", "回车"},
	{&trace.Cmd{Proto: "smtp", Verb: "SUBJECT:", Arg: "Hi"}, "SUBJECT:", "SUBJECT:"},
	{&trace.Cmd{Proto: "smtp", Verb: "connect"}, "connect", "connect"},
	{&trace.Cmd{Proto: "smtp", Verb: "EOD", Size: 120}, "120 octets", "120 字节"},
	{&trace.Cmd{Proto: "smtp", Verb: "EOD", Size: 7, EightBit: true}, "127", "127"},
	{&trace.Cmd{Proto: "pop3", Verb: "PASS", Arg: "bob-pw"}, "“bob-pw”", "“bob-pw”"},
	{&trace.Cmd{Proto: "pop3", Verb: "RETR", Arg: "2"}, "message 2", "第 2 封"},
	{&trace.Cmd{Proto: "pop3", Verb: "MAIL"}, "SMTP", "SMTP"},

	{&trace.Reply{Proto: "smtp", Code: "220", Text: "mail.hai.example ESMTP ready"}, "speaks first", "先开口"},
	{&trace.Reply{Proto: "smtp", Code: "250", Enhanced: "2.1.5", Text: "Ok", Verb: "RCPT"}, "Nothing is delivered yet", "信还没有投递"},
	{&trace.Reply{Proto: "smtp", Code: "550", Enhanced: "5.1.1", Text: "<nobody@hai.example>: no such user", Verb: "RCPT"}, "no nobody@hai.example here", "没有 nobody@hai.example"},
	{&trace.Reply{Proto: "smtp", Code: "550", Enhanced: "5.7.1", Text: "relay access denied", Verb: "RCPT"}, "open relay", "开放中继"},
	{&trace.Reply{Proto: "smtp", Code: "250", Enhanced: "2.0.0", Text: "Ok: queued as H0001", Verb: "EOD"}, "H0001", "H0001"},
	{&trace.Reply{Proto: "smtp", Code: "250", Text: "mail.hai.example Hello x\nSIZE 1000000\n8BITMIME\nNEWTHING", Verb: "EHLO"},
		"SIZE 1000000 (the largest letter it takes); 8BITMIME (8-bit bodies may pass); NEWTHING", "8BITMIME（允许 8 位正文）；NEWTHING"},
	{&trace.Reply{Proto: "submission", Code: "334", Text: "VXNlcm5hbWU6", Verb: "AUTH"}, "Username:", "Username:"},
	{&trace.Reply{Proto: "smtp", Code: "503", Enhanced: "5.5.1", Text: "Send HELO first", Verb: "MAIL"}, "HELO or EHLO", "HELO"},
	{&trace.Reply{Proto: "smtp", Code: "500", Enhanced: "5.5.2", Verb: "SUBJECT:"}, "answers SUBJECT:", "SUBJECT:"},
	{&trace.Reply{Proto: "smtp", Code: "450", Enhanced: "4.9.9", Verb: "NOOP"}, "moment", "暂时"},
	{&trace.Reply{Proto: "pop3", Code: "-ERR", Text: "[AUTH] invalid password", Verb: "PASS"}, "begins again with USER", "从 USER 重新开始"},
	{&trace.Reply{Proto: "pop3", Code: "-ERR", Text: "no such message, only 3 messages in the maildrop", Verb: "RETR"}, "only 3 messages", "only 3 messages"},
	{&trace.Reply{Proto: "pop3", Code: "+OK", Text: "message 2 marked", Verb: "DELE"}, "QUIT", "QUIT"},

	{&trace.State{Host: "mail.hai.example", Proto: "submission", From: "MAIL", To: "RCPT"}, "from MAIL to RCPT", "从 MAIL 转到 RCPT"},
	{&trace.State{Host: "mail.hai.example", Proto: "pop3", To: "AUTHORIZATION"}, "begins in AUTHORIZATION", "从 AUTHORIZATION 开始"},
	{&trace.Auth{Host: "mail.hai.example", User: "bob", Clear: true}, "did not let bob in", "没有让 bob 登录"},
	{&trace.Auth{Host: "mail.hai.example", User: "bob", OK: true}, "bob has logged in", "bob 登录了"},
	{trace.Conn{Act: "open", From: "mail.shan.example", To: "mail.hai.example", Port: 25}, "mail.shan.example has opened it", "由 mail.shan.example 发起"},
	{trace.Conn{Act: "refused", From: "mail.shan.example", To: "mail.hai.example", Port: 25}, "mail.hai.example refused", "mail.hai.example 拒绝了"},
	{trace.Conn{Act: "close", From: "a", To: "b", Port: 25, Side: "server"}, "it was b", "这里是 b"},
	{&trace.Packet{Transport: "tcp", Flags: "S", From: "a", To: "b"}, "From a to b", "从 a 到 b"},
	{&trace.Packet{Transport: "tcp", Flags: "SA", From: "a", To: "b"}, "handshake", "握手"},
	{&trace.Packet{Transport: "tcp", Flags: "AP", From: "a", To: "b", Seq: 77, Data: []byte("QUIT\r\n"), Lost: "cut"}, "the line is cut", "线路断开"},
	{&trace.Packet{Transport: "tcp", Flags: "RA", From: "a", To: "b"}, "nobody listens", "没有人监听"},
	{&trace.Packet{Transport: "udp", From: "a", DstIP: "192.0.2.53"}, "192.0.2.53", "192.0.2.53"},
	{&trace.Packet{Transport: "icmp", From: "a", To: "b"}, "ping", "ping"},
	{trace.Drop{From: "a", To: "b", Reason: "down"}, "did not arrive", "没有到达"},
	{&trace.Data{Act: "sent", Host: "a", Data: []byte("x")}, "1 octets on a", "1 字节"},
	{&trace.DNS{Act: "query", Host: "a", Name: "hai.example", Type: "MX"}, "hai.example, MX?", "hai.example 的 MX"},
	{&trace.DNS{Act: "answer", Host: "a", Name: "hai.example", Type: "MX", Rcode: "NOERROR", Answers: []string{"MX 10 mail.hai.example."}}, "MX 10 mail.hai.example", "MX 10 mail.hai.example"},
	{&trace.DNS{Act: "answer", Host: "a", Name: "x.example", Type: "MX", Rcode: "NXDOMAIN"}, "does not exist", "不存在"},
	{&trace.DNS{Act: "cached", Host: "a", Name: "x.example", Type: "MX", Rcode: "NOERROR"}, "NODATA", "NODATA"},
	{&trace.Mail{Act: "deferred", Host: "mail.shan.example", QueueID: "S0001", From: "alice@shan.example", Rcpt: "bob@hai.example", Code: "4.4.1",
		Text: "connect to mail.hai.example[203.0.113.10]:25: Connection refused"}, "4.4.1: The connection", "4.4.1：连不上"},
	{&trace.Mail{Act: "failed", QueueID: "S1", Rcpt: "x@y.example", Code: "550", Text: "no such user."}, "550: ", "550："},
	{&trace.Mail{Act: "requeued", Host: "h", QueueID: "S1", Text: "S2"}, "S1 on h goes on as S2.", "新编号：S2"},
	{&trace.Mail{Act: "edited", Host: "h", QueueID: "S1", Text: "add x@y.example"}, "S1 on h: add x@y.example.", "h 上的 S1：add x@y.example"},
	{&trace.Mail{Act: "notified", Host: "h", From: "a@b.example"}, "h writes to a@b.example.", "h 写信给 a@b.example"},
	{&trace.Mail{Act: "delivered", QueueID: "S1", Rcpt: "x@y.example"}, "the mailbox", "邮箱"},
	{&trace.Mail{Act: "delivered", QueueID: "S1", Rcpt: "x@y.example", MX: "mail.y.example"}, "mail.y.example", "mail.y.example"},
	{&trace.Mail{Act: "accepted", Host: "h", QueueID: "S1", Rcpt: "x@y.example"}, "from <> for", "从 <> 到"},
	{&trace.Store{Act: "append", Host: "h", User: "bob@hai.example", Count: 1, Size: 1}, "1 letter now", "现有 1 封"},
	{&trace.Store{Act: "expunge", Host: "h", User: "bob@hai.example", Count: 1, Size: 2}, "2 letters left", "还剩 2 封"},
	{&trace.Client{Act: "start", What: "fetch", Host: "bob-pc"}, "bob-pc fetches mail", "bob-pc 开始收信"},
	{&trace.Client{Act: "failed", What: "send", Host: "bob-pc", Text: "connection refused"}, "connection refused", "connection refused"},
	{&trace.Client{Act: "append", Host: "bob-pc", Box: "inbox", Size: 3}, "3 letters", "现有 3 封"},
	{&trace.Verdict{Host: "h", What: "relay", Result: "refused"}, "h: refused", "h：refused"},
	{&trace.Rule{Host: "h", Addr: "sales@hai.example", What: "alias", Match: true, Arg: "sales", Result: "bob@hai.example"}, "sales? Yes: bob@hai.example", "sales？是：bob@hai.example"},
	{&trace.Rule{Host: "h", Addr: "bob@hai.example", What: "alias", Arg: "2 aliases"}, "2 aliases? No.", "2 aliases？否。"},
	{&trace.Rule{Host: "h", Addr: "bob@hai.example", What: "vacation", Arg: "bob", Result: "the sender is <>"}, "No: the sender is <>", "否：the sender is <>"},
	{trace.Fault{What: "stopped", Target: "mail.hai.example", On: true}, "Now at mail.hai.example", "mail.hai.example"},
	{trace.Fault{What: "stopped", Target: "mail.hai.example"}, "mended", "已修复"},
	{trace.Clock{Act: "jump"}, "span", "依次"},
	{&trace.Tool{Host: "alice-pc", Name: "telnet", Args: "mail.hai.example 25", OK: true}, "telnet mail.hai.example 25", "telnet mail.hai.example 25"},
	{&trace.Tool{Host: "alice-pc", Name: "mailq"}, "not on this host", "没有"},
	{&trace.Term{Act: "attach", Host: "alice-pc"}, "On alice-pc", "在 alice-pc 上"},
	{trace.TLS{Act: "offered", Host: "h"}, "TLS", "TLS"},
	{&trace.HTTP{Method: "GET", Path: "/", Status: 200}, "200", "200"},
	{trace.Limit{Name: "terminals", Text: "too many terminals"}, "too many terminals", "too many terminals"},
}

func TestEvents(t *testing.T) {
	for _, tt := range examples {
		for lang, want := range map[string]string{"en": tt.en, "zh": tt.zh} {
			x := Event(&trace.Event{Body: tt.body}, lang)
			sound(t, tt.body.Kind().String(), lang, x)
			if x != nil && !strings.Contains(x.Text, want) {
				t.Errorf("%+v in %s lacks %q: %s", tt.body, lang, want, x.Text)
			}
		}
	}
}

// TestNothingToSay names the events that speak for themselves.
func TestNothingToSay(t *testing.T) {
	for _, b := range []trace.Body{
		trace.Input{Text: "next"}, trace.UI{Act: "inspect", What: "ua alice-pc"}, trace.Answer{Question: "q"}, trace.Step{Act: "done", Step: "s"},
		&trace.Term{Act: "output", Text: "x"}, &trace.Cmd{Proto: "imap", Verb: "LOGIN"}, &trace.Reply{Proto: "smtp", Code: "xyz"},
		&trace.Reply{Proto: "imap", Code: "OK"}, &trace.Tool{Name: "rm"}, &trace.State{Proto: "imap", To: "SELECTED"}, &trace.Mail{Act: "sung"},
		&trace.DNS{Act: "query", Type: "HINFO"}, trace.Conn{Act: "sung"}, &trace.Store{Act: "sung"}, &trace.Client{Act: "sung"},
	} {
		if x := Event(&trace.Event{Body: b}, "en"); x != nil {
			t.Errorf("%+v is explained: %+v", b, x)
		}
	}
}

// TestIn explains replies with the commands that they answer.
func TestIn(t *testing.T) {
	log := trace.NewLog(0)
	add := func(b trace.Body) int { return log.Append(trace.Event{Body: b}) }
	add(&trace.Cmd{Conn: 1, Proto: "smtp", Verb: "MAIL", Arg: "FROM:<alice@shan.example>"})
	mail := add(&trace.Reply{Conn: 1, Proto: "smtp", Code: "250", Enhanced: "2.1.0", Verb: "MAIL"})
	add(&trace.Cmd{Conn: 1, Proto: "smtp", Verb: "RCPT", Arg: "TO:<bob@hai.example>"})
	add(&trace.Cmd{Conn: 2, Proto: "smtp", Verb: "RCPT", Arg: "TO:<carol@hai.example>"})
	rcpt := add(&trace.Reply{Conn: 1, Proto: "smtp", Code: "250", Enhanced: "2.1.5", Verb: "RCPT"})
	add(&trace.Cmd{Conn: 2, Proto: "smtp", Verb: "MAIL", Arg: "FROM:<>"})
	null := add(&trace.Reply{Conn: 2, Proto: "smtp", Code: "250", Enhanced: "2.1.0", Verb: "MAIL"})
	alone := add(&trace.Reply{Conn: 3, Proto: "smtp", Code: "250", Enhanced: "2.1.5", Verb: "RCPT"})
	other := add(&trace.Reply{Conn: 2, Proto: "smtp", Code: "250", Enhanced: "2.1.5", Verb: "RCPT"})
	for n, want := range map[int]string{
		mail: "sender is alice@shan.example", rcpt: "put bob@hai.example on the envelope", null: "null sender",
	} {
		if x := In(log, n, "en"); x == nil || !strings.Contains(x.Text, want) {
			t.Errorf("event %d: %+v lacks %q", n, x, want)
		}
	}
	for _, n := range []int{alone, other} {
		if x := In(log, n, "en"); x == nil || strings.Contains(x.Text, "@") {
			t.Errorf("event %d: %+v", n, x)
		}
	}
	if x := In(log, mail-1, "zh"); x == nil || !strings.Contains(x.Text, "alice@shan.example") {
		t.Errorf("a command: %+v", x)
	}
	if In(log, 0, "en") != nil || In(log, log.Len()+1, "en") != nil {
		t.Error("an event that there is not")
	}
}

// TestProfiles keeps the words about retries true to the timetables.
func TestProfiles(t *testing.T) {
	p, ok := queue.ProfileNamed("rfc")
	if !ok || p.Expire != 120*vtime.Hour || p.DelayNotice != 4*vtime.Hour {
		t.Errorf("the texts about delay and expiry speak of 4 hours and 5 days: %+v", p)
	}
}

// TestHostile feeds what a peer may write.
func TestHostile(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, verb := range []string{"MAIL", "RCPT", "AUTH", "EHLO", "\x00\xff", "mail", "EOD", long, "{arg}"} {
		for _, arg := range []string{"", "<", "<>", ">", "FROM:<{arg}>", long, "\x00\r\n\xff", "PLAIN =", "PLAIN AAAA", "PLAIN " + long} {
			for _, proto := range []string{"smtp", "pop3"} {
				for _, b := range []trace.Body{
					&trace.Cmd{Proto: proto, Verb: verb, Arg: arg}, &trace.Reply{Proto: proto, Code: "250", Verb: verb, Text: arg},
					&trace.Reply{Proto: proto, Code: "-ERR", Verb: verb, Text: "[" + arg}, &trace.Reply{Proto: proto, Code: "+OK", Text: arg},
				} {
					for _, lang := range Languages() {
						x := Event(&trace.Event{Body: b}, lang)
						if x != nil && (len(x.Text) > 3000 || strings.ContainsAny(x.Text, "\x00\r\n\xff")) {
							t.Errorf("%.60q %.60q: %.300q", verb, arg, x.Text)
						}
					}
				}
			}
		}
	}
}
