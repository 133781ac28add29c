package delivery

import (
	"crypto/hmac"
	cryptosha "crypto/sha256"
	"strings"
	"testing"

	"ehloworld/engine/address"
	"ehloworld/engine/vtime"
)

func parsed(t *testing.T, s string) address.Address {
	t.Helper()
	a, err := address.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestSRSRoundTrip sends a sender through three forwarders, and a notice back.
func TestSRSRoundTrip(t *testing.T) {
	first, second, third := SRS{"one", "f1.example"}, SRS{"two", "f2.example"}, SRS{"three", "f3.example"}
	for _, who := range []string{"alice@shan.example", "a=b@shan.example", "SRS@x.example", "srs0@x.example", `"odd name"@x.example`, "A.b+c@x-y.example", "山@shan.example"} {
		sender := parsed(t, who)
		one, err := first.Forward(sender, now)
		if err != nil || !strings.HasPrefix(one.Local, "SRS0=") || !strings.HasSuffix(one.Local, "=BC="+sender.Domain+"="+sender.Local) {
			t.Fatalf("%s: %s %v", who, one, err)
		}
		parsed(t, one.String())
		two, err := second.Forward(one, now)
		if err != nil || !strings.HasPrefix(two.Local, "SRS1=") || !strings.HasSuffix(two.Local, "=f1.example="+one.Local[4:]) {
			t.Fatalf("%s: %s %v", who, two, err)
		}
		three, err := third.Forward(two, now)
		if err != nil || len(three.Local) != len(two.Local) {
			t.Fatalf("%s: %s %v", who, three, err)
		}
		// A notice to the third goes to the first at once, and from there to the sender. Case may get lost on the way.
		back, err := third.Reverse(strings.ToLower(three.Local), now)
		if err != nil || !strings.EqualFold(back.String(), one.String()) || back.Domain != "f1.example" {
			t.Errorf("%s: back to %s %v, want %s", who, back, err, one)
		}
		for _, local := range []string{one.Local, strings.ToUpper(one.Local), back.Local} {
			home, err := first.Reverse(local, now.Add(21*day))
			if err != nil || !strings.EqualFold(home.String(), who) {
				t.Errorf("%s: %s leads home to %s %v", who, local, home, err)
			}
		}
	}
}

func TestSRSRefuses(t *testing.T) {
	s := SRS{"secret", "hai.example"}
	one, _ := s.Forward(parsed(t, "alice@shan.example"), now)
	two, _ := s.Forward(parsed(t, "SRS0=abcd=AA=shan.example=alice@f.example"), now)
	cut := func(a address.Address) (hash, rest string) {
		hash, rest, _ = strings.Cut(a.Local[5:], "=")
		return hash, rest
	}
	hash, rest := cut(one)
	hash1, rest1 := cut(two)
	tests := []struct {
		local string
		at    vtime.Time
		want  error
	}{
		{one.Local, now, nil},
		{one.Local, now.Add(21 * day), nil},
		{one.Local, now.Add(22 * day), errSRSExpired},
		{one.Local, now.Add(1023 * day), errSRSExpired}, // The day before, in the next round of 1024.
		{one.Local, now.Add(-day), errSRSExpired},       // From tomorrow.
		{two.Local, now.Add(100 * day), nil},            // Only the first forwarder looks at the day.
		{"SRS0=AAAA=" + rest, now, errSRSForged},
		{"SRS0=" + hash + "X=" + rest, now, errSRSForged},
		{"SRS0=" + hash + "=" + strings.Replace(rest, "alice", "alicia", 1), now, errSRSForged},
		{"SRS0=" + hash + "=" + strings.Replace(rest, "BC=", "BD=", 1), now, errSRSForged},
		{"SRS0=" + hash + "=" + strings.Replace(rest, "shan", "lin", 1), now, errSRSForged},
		{"SRS1=AAAA=" + rest1, now, errSRSForged},
		{"SRS1=" + hash1 + "=" + strings.Replace(rest1, "f.example", "g.example", 1), now, errSRSForged},
		{"SRS0", now, errSRSForm}, {"SRS0=", now, errSRSForm}, {"SRS0=a", now, errSRSForm}, {"SRS0=a=b", now, errSRSForm}, {"SRS0=a=b=c", now, errSRSForm},
		{"SRS0=a=b=c.example=", now, errSRSForm}, {"SRS0=a=b=c..d=x", now, errSRSForm}, {"SRS0==b=c.example=x", now, errSRSForm}, {"SRS2=a=b=c=d", now, errSRSForm},
		{"SRS1=a=f.example=", now, errSRSForm}, {"SRS1=a=f.example==", now, errSRSForm}, {"SRS1=a=f.example=x=y", now, errSRSForm}, {"SRS1=a==x", now, errSRSForm}, {"SRS1=a", now, errSRSForm},
		{"", now, errSRSForm}, {"alice", now, errSRSForm},
	}
	for _, tt := range tests {
		if _, err := s.Reverse(tt.local, tt.at); err != tt.want {
			t.Errorf("%s: %v, want %v", tt.local, err, tt.want)
		}
	}
	if _, err := s.Forward(parsed(t, strings.Repeat("a", 40)+"@long.example"), now); err != errSRSLong {
		t.Errorf("a long name: %v", err)
	}
	if _, err := s.Forward(parsed(t, "SRS1=a=b@f.example"), now); err != errSRSForm {
		t.Errorf("half an SRS1: %v", err)
	}
	other, _ := SRS{"other", "hai.example"}.Forward(parsed(t, "alice@shan.example"), now)
	if other == one {
		t.Error("the secret makes no difference")
	}
}

// TestSRSBadDays: what is no day is no fresh one.
func TestSRSBadDays(t *testing.T) {
	for _, text := range []string{"", "A", "AAA", "1A", "A0", "=="} {
		if srsFresh(text, now) {
			t.Errorf("%q is a day", text)
		}
	}
	for d := range 3000 {
		at := now.Add(vtime.Duration(d) * day)
		if s := srsDay(at); !srsFresh(strings.ToLower(s), at.Add(21*day)) || srsFresh(s, at.Add(22*day)) || srsFresh(s, at.Add(-day)) {
			t.Fatalf("day %d is %s", d, s)
		}
	}
}

func TestHMAC(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 200} {
		key, data := []byte(strings.Repeat("k", n)), []byte("some data")
		want := hmac.New(cryptosha.New, key)
		want.Write(data)
		if got := hmac256(key, data); string(got[:]) != string(want.Sum(nil)) {
			t.Errorf("%d octets of key: %x", n, got)
		}
	}
}

// TestSRSAtTheServer: notices come back through the addresses that forwarding made, and nothing else does.
func TestSRSAtTheServer(t *testing.T) {
	r := rules(t, Texts{Forwards: []string{"bob -> bob@lin.example srs"}})
	e := r.Expand(envelope("bob@hai.example"), []byte(plain), arrival())
	from := e.Letters[0].From
	if refuse, route, _ := r.Judge(from, false, now); refuse != nil || route.Kind != Rewritten {
		t.Errorf("RCPT %s: %v, %v", from, refuse, route)
	}
	notice := envelope(from)
	notice.From = ""
	back := r.Expand(notice, []byte("Subject: Undelivered\r\n\r\nSorry\r\n"), arrival())
	if got := outcome(back); got != "to alice@shan.example(rfc822;"+from+")\n" {
		t.Error(got)
	}
	late := arrival()
	late.Now = now.Add(30 * day)
	if got := outcome(r.Expand(notice, nil, late)); got != "failed "+from+": 550 5.1.1 <"+from+">: "+errSRSExpired.Problem+"\n" {
		t.Error(got)
	}
	forged := strings.Replace(from, "alice", "alicia", 1)
	for _, tt := range []struct {
		rcpt string
		at   vtime.Time
		want string
	}{
		{forged, now, "550 5.1.1 <" + forged + ">: " + errSRSForged.Problem},
		{from, late.Now, "550 5.1.1 <" + from + ">: " + errSRSExpired.Problem},
		{from, 0, ""},
		{"SRS0=x@hai.example", now, "550 5.1.1 <SRS0=x@hai.example>: " + errSRSForm.Problem},
	} {
		got := ""
		if refuse, _, _ := r.Judge(tt.rcpt, true, tt.at); refuse != nil {
			got = refuse.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.rcpt, got, tt.want)
		}
	}
	// Neither notices nor our own people need a sender of ours; and one that would be too long stays.
	for from, want := range map[string]string{
		"": "", "dave@hai.example": "dave@hai.example", "SRS0=HHHH=AB=x.example=y@hai.example": "SRS0=HHHH=AB=x.example=y@hai.example",
		strings.Repeat("n", 60) + "@shan.example": strings.Repeat("n", 60) + "@shan.example",
		"SRS0=HHHH=AB=x.example=y@f.example":      "SRS1=HASH=f.example==HHHH=AB=x.example=y@hai.example",
	} {
		env := envelope("bob@hai.example")
		env.From = from
		if got := hideHash(r.Expand(env, []byte(plain), arrival()).Letters[0].From); got != hideHash(want) {
			t.Errorf("%s became %s, want %s", from, got, want)
		}
	}
}
