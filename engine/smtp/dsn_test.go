package smtp

import (
	"strings"
	"testing"

	"ehloworld/engine/address"
	"ehloworld/engine/vtime"
)

func TestNotify(t *testing.T) {
	for in, want := range map[string]Notify{
		"NEVER": NotifyNever, "success": NotifySuccess, "SUCCESS,FAILURE": NotifySuccess | NotifyFailure, "DELAY,failure": NotifyDelay | NotifyFailure,
		"": 0, "SUCCESS,SUCCESS": NotifySuccess, "NEVER,NEVER": NotifyNever, "NEVER,DELAY": 0, "SUCCESS,": 0, ",SUCCESS": 0, "SUCCESS FAILURE": 0, "ALWAYS": 0,
	} {
		n, ok := ParseNotify(in)
		if ok != (want != 0) || ok && n != want {
			t.Errorf("%q: %b, %v", in, n, ok)
		}
	}
	for in, want := range map[string]Ret{"FULL": RetFull, "hdrs": RetHeaders, "": 0, "HEADERS": 0} {
		if r, ok := ParseRet(in); r != want || ok != (want != 0) {
			t.Errorf("RET=%s: %d, %v", in, r, ok)
		}
	}
}

func TestORcpt(t *testing.T) {
	for _, c := range []struct {
		in       string
		extended bool
		want     string // Empty: refused.
	}{
		{"rfc822;bob@hai.example", false, "rfc822;bob@hai.example"},
		{"RFC822;bob+2Bx@hai.example", false, "RFC822;bob+x@hai.example"},
		{"x-nick;bob+20b", false, "x-nick;bob b"},
		{"rfc822;bob+2bx@hai.example", false, ""}, // Lower-case digits are no xtext.
		{"rfc822;bob+2", false, ""},
		{"rfc822;bob+", false, ""},
		{"rfc822;bob+0Dx", false, ""}, // What is decoded must be printable.
		{"rfc822;a=b", false, ""},
		{"rfc822;", false, ""},
		{";bob", false, ""},
		{"bob@hai.example", false, ""},
		{"rfc 822;bob", false, ""},
		{"rfc822;张三@hai.example", true, ""},
		{`utf-8;\x{5F20}\x{4E09}@hai.example`, false, "utf-8;张三@hai.example"},
		{"utf-8;张三@hai.example", true, "utf-8;张三@hai.example"},
		{"utf-8;张三@hai.example", false, ""},
		{`UTF-8;a\x{2B}b@hai.example`, false, "UTF-8;a+b@hai.example"},
		{`utf-8;a+2Bb@hai.example`, false, ""},
		{`utf-8;\x{D800}`, false, ""},
		{`utf-8;\x{110000}`, false, ""},
		{`utf-8;\x{A}`, false, ""},
		{`utf-8;\x{0A}`, false, ""},
		{`utf-8;\x{5F20`, false, ""},
		{`utf-8;\x5F20}`, false, ""},
		{`utf-8;\`, false, ""},
		{"utf-8;\xff", true, ""},
		{"rfc822;" + strings.Repeat("a", MaxORcpt-7), false, "rfc822;" + strings.Repeat("a", MaxORcpt-7)},
		{"rfc822;" + strings.Repeat("a", MaxORcpt-6), false, ""},
	} {
		got, ok := ParseORcpt(c.in, c.extended)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q, %v: %q, %v; want %q", c.in, c.extended, got, ok, c.want)
		}
		if back, _ := ParseORcpt(FormatORcpt(c.want), false); back != c.want {
			t.Errorf("%q is written as %q", c.want, FormatORcpt(c.want))
		}
	}
	for in, want := range map[string]string{"QQ314159": "QQ314159", "a+20b": "a b", "a b": "", "": "", "+FF": "", strings.Repeat("x", 101): ""} {
		if got, ok := ParseEnvID(in); ok != (want != "") || ok && got != want {
			t.Errorf("ENVID=%s: %q, %v", in, got, ok)
		}
	}
}

func TestTimes(t *testing.T) {
	const now = vtime.Time(1_000_000 * vtime.Second)
	for in, want := range map[string]DeliverBy{
		"60;R":   {At: now.Add(vtime.Minute), Mode: ByReturn},
		"+60;rt": {At: now.Add(vtime.Minute), Mode: ByReturn, Trace: true},
		"-60;N":  {At: now.Add(-vtime.Minute), Mode: ByNotify},
		"0;NT":   {At: now, Mode: ByNotify, Trace: true},
		"0;R":    {}, "-1;R": {}, "60": {}, "60;": {}, "60;T": {}, "60;X": {}, ";R": {}, "+;N": {}, "1.5;R": {}, "1234567890;R": {}, "60;RTT": {}, "60;RN": {},
	} {
		by, ok := ParseBy(in, now)
		if ok != (want.Mode != 0) || ok && by != want {
			t.Errorf("BY=%s: %+v, %v", in, by, ok)
		}
	}
	for in, want := range map[string]vtime.Time{
		"HOLDFOR=0": now, "HOLDFOR=3600": now.Add(vtime.Hour), "HOLDFOR=": 0, "HOLDFOR=-1": 0, "HOLDFOR=1234567890": 0,
		"HOLDUNTIL=1970-01-12T13:47:00Z": now.Add(20 * vtime.Second), "HOLDUNTIL=1970-01-12T21:47:00+08:00": now.Add(20 * vtime.Second),
		"HOLDUNTIL=tomorrow": 0, "HOLDUNTIL=": 0,
	} {
		key, value, _ := strings.Cut(in, "=")
		if at, ok := ParseHold(key, value, now); ok != (want != 0) || ok && at != want {
			t.Errorf("%s: %d, %v", in, at, ok)
		}
	}
	for in, want := range map[string]int8{"0": 0, "9": 9, "-9": -9, "-1": -1, "10": 99, "-0": 99, "+1": 99, "": 99, "-": 99, "x": 99} {
		if n, ok := ParsePriority(in); ok != (want != 99) || ok && n != want {
			t.Errorf("MT-PRIORITY=%s: %d, %v", in, n, ok)
		}
	}
}

func TestCodes(t *testing.T) {
	for _, c := range []struct {
		code, enhanced string
		ok             bool
	}{
		{"550", "5.1.1", true}, {"450", "4.1.10", true}, {"250", "2.0.0", true}, {"550", "5.7.30", true},
		{"550", "4.1.1", false}, {"550", "5.1.9", false}, {"550", "5.1.11", false}, {"550", "5.8.0", false}, {"550", "5.6.6", false},
		{"550", "5.1", false}, {"550", "5.1.", false}, {"550", "5.1.01", false}, {"550", "5..1", false}, {"354", "3.0.0", false}, {"550", "", false}, {"", "5.1.1", false},
		{"550", "5.1.1.1", false}, {"550", "5.10.1", false},
	} {
		if IsEnhanced(c.code, c.enhanced) != c.ok {
			t.Errorf("%s %s: not %v", c.code, c.enhanced, c.ok)
		}
	}
	for code, ok := range map[string]bool{"250": true, "556": true, "222": false, "0 2": false, "50": false, "5500": false, "": false} {
		if IsCode(code) != ok {
			t.Errorf("%s: not %v", code, ok)
		}
	}
}

// FuzzParams holds what the parameters of a command give against their bounds.
func FuzzParams(f *testing.F) {
	f.Add("SUCCESS,DELAY")
	f.Add(`utf-8;\x{5F20}+2B`)
	f.Add("+60;RT")
	f.Add("1970-01-12T13:47:00Z")
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := ParseNotify(s); ok && (n == 0 || n > 15) {
			t.Fatalf("NOTIFY=%q: %b", s, n)
		}
		for _, extended := range []bool{false, true} {
			o, ok := ParseORcpt(s, extended)
			if ok && (!printable(o) || len(o) > MaxORcpt || !strings.Contains(o, ";")) {
				t.Fatalf("ORCPT=%q: %q", s, o)
			}
			if again := FormatORcpt(o); ok && len(again) <= MaxORcpt {
				if back, ok := ParseORcpt(again, false); !ok || back != o {
					t.Fatalf("ORCPT=%q: written as %q, which is read as %q", s, again, back)
				}
			}
		}
		if id, ok := ParseEnvID(s); ok && (id == "" || !printable(id) || !address.IsASCII(id)) {
			t.Fatalf("ENVID=%q: %q", s, id)
		}
		if by, ok := ParseBy(s, 5); ok && (by.Mode == ByNotAsked || by.Mode == ByReturn && by.At <= 5) {
			t.Fatalf("BY=%q: %+v", s, by)
		}
		ParseHold("HOLDFOR", s, 5)
		ParseHold("HOLDUNTIL", s, 5)
		if n, ok := ParsePriority(s); ok && (n < -9 || n > 9) {
			t.Fatalf("MT-PRIORITY=%q: %d", s, n)
		}
		IsEnhanced("550", s)
		IsCode(s)
	})
}
