package queue

import (
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

func TestSchedules(t *testing.T) {
	m := vtime.Minute
	s := vtime.Second
	tests := []struct {
		name    string
		day     int              // Tries in the first 24 hours, the immediate one included.
		life    int              // Tries until the letter is returned.
		first   []vtime.Duration // The first tries, from arrival.
		expire  vtime.Duration
		delayed vtime.Duration
	}{
		// Scenario 04 `compare` asks for 13 and 480.
		{"rfc", 13, 61, []vtime.Duration{0, 30 * m, 150 * m, 270 * m, 390 * m}, 120 * vtime.Hour, 4 * vtime.Hour},
		{"notes3", 480, 2401, []vtime.Duration{0, 3 * m, 6 * m, 9 * m}, 120 * vtime.Hour, 0},
		{"textbook", 48, 241, []vtime.Duration{0, 30 * m, 60 * m, 90 * m}, 120 * vtime.Hour, 0},
		{"postfix", 26, 112, []vtime.Duration{0, 300 * s, 600 * s, 1200 * s, 2400 * s, 4800 * s, 8800 * s, 12800 * s}, 120 * vtime.Hour, 0},
		{"mox", 8, 9, []vtime.Duration{0, 450 * s, 3 * 450 * s, 7 * 450 * s, 15 * 450 * s, 31 * 450 * s, 63 * 450 * s, 127 * 450 * s}, 255 * 450 * s, 31 * 450 * s},
		{"sendmail", 144, 721, []vtime.Duration{0, 10 * m, 20 * m}, 120 * vtime.Hour, 4 * vtime.Hour},
		// Exim's own example says: 8 tries in 2 hours, then 1 h, 1½ h, 2¼ h …, then every 6 hours.
		{"exim", 15, 27, []vtime.Duration{0, 15 * m, 30 * m, 45 * m, 60 * m, 75 * m, 90 * m, 105 * m, 120 * m, 180 * m, 270 * m, 405 * m}, 96 * vtime.Hour, 24 * vtime.Hour},
	}
	if len(tests) != len(Profiles()) {
		t.Errorf("%d profiles, %d tested", len(Profiles()), len(tests))
	}
	for _, tt := range tests {
		p, ok := ProfileNamed(tt.name)
		if !ok {
			t.Fatalf("no profile %q", tt.name)
		}
		if got := len(p.Schedule(24 * vtime.Hour)); got != tt.day {
			t.Errorf("%s: %d tries in 24 h, want %d", tt.name, got, tt.day)
		}
		all := p.Schedule(31 * 24 * vtime.Hour)
		if len(all) != tt.life {
			t.Errorf("%s: %d tries in a lifetime, want %d", tt.name, len(all), tt.life)
		}
		for i, want := range tt.first {
			if all[i] != want {
				t.Errorf("%s: try %d at %v, want %v", tt.name, i+1, all[i], want)
			}
		}
		if p.Expire != tt.expire || p.DelayNotice != tt.delayed {
			t.Errorf("%s: expires %v, warns %v", tt.name, p.Expire, p.DelayNotice)
		}
		if p.EN == "" || p.ZH == "" {
			t.Errorf("%s: a description is missing", tt.name)
		}
	}
}

func TestNextCountsFromTheStartOfTheTry(t *testing.T) {
	p, _ := ProfileNamed("rfc")
	arrived := vtime.Time(1000 * vtime.Hour)
	last := arrived.Add(30 * vtime.Minute)
	if got := p.Next(2, arrived, last); got != last.Add(2*vtime.Hour) {
		t.Errorf("next after %v", got.Sub(last))
	}
}

func TestCustom(t *testing.T) {
	p, err := Custom([]vtime.Duration{5 * vtime.Minute, vtime.Hour}, 2*vtime.Hour, 4*vtime.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(p.Schedule(24 * vtime.Hour)); got != 5 { // 0, 5 m, 1:05, 2:05, 3:05.
		t.Errorf("%d tries", got)
	}
	bad := []struct {
		gaps          []vtime.Duration
		delay, expire vtime.Duration
	}{
		{nil, 0, vtime.Hour},
		{[]vtime.Duration{vtime.Second}, 0, vtime.Hour},
		{[]vtime.Duration{vtime.Hour}, 0, 0},
		{[]vtime.Duration{vtime.Hour}, 0, 31 * 24 * vtime.Hour},
		{[]vtime.Duration{vtime.Hour}, 2 * vtime.Hour, vtime.Hour},
		{make([]vtime.Duration, MaxGaps+1), 0, vtime.Hour},
	}
	for i, b := range bad {
		if _, err := Custom(b.gaps, b.delay, b.expire); err == nil {
			t.Errorf("bad profile %d was taken", i)
		}
	}
}

func TestParseProfile(t *testing.T) {
	for text, want := range map[string]string{
		"mox":                               "mox",
		" rfc ":                             "rfc",
		"0 5m 15m 1h*; warn 4h; expire 5d":  "0 5m 15m 1h*; warn 4h; expire 5d",
		"5m 15m 1h;expire 2d ; warn  90m":   "0 5m 15m 1h*; warn 1h30m; expire 2d",
		"90s":                               "0 1m30s*; expire 5d",
		"0 1m 2m 3m*; expire 30d; warn 29d": "0 1m 2m 3m*; warn 29d; expire 30d",
		"0 30m 2h*; warn 4h; expire 1d12h":  "0 30m 2h*; warn 4h; expire 1d12h",
	} {
		p, err := ParseProfile(text)
		if err != nil || p.String() != want {
			t.Errorf("%q: %q, %v, want %q", text, p.String(), err, want)
			continue
		}
		if again, err := ParseProfile(p.String()); err != nil || again.String() != want {
			t.Errorf("%q is not read back: %v", want, err)
		}
	}
	for text, want := range map[string]string{
		"":                       `there is no retry profile ""`,
		"moxx":                   `there is no retry profile "moxx"`,
		"0":                      "from 1 to 32 pauses",
		"0 5s":                   "from 1 minute to 30 days, and not 5s",
		"0 5m* 1h":               "5m* is not the last",
		"0 5m soon":              `"soon" is no pause`,
		"0 5m; warm 4h":          `"warm" is neither warn nor expire`,
		"0 5m; warn":             "a span such as 4h must follow warn",
		"0 5m; warn 4h; warn 5h": "warn stands there twice",
		"0 5m; expire 31d":       "expires within 30 days",
		"0 5m; warn 6d":          "warned before that",
		"0 5m; ":                 `"" is neither warn nor expire`,
	} {
		if _, err := ParseProfile(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestBackOff: a destination is never left alone for longer than a letter pauses.
func TestBackOff(t *testing.T) {
	for _, p := range Profiles() {
		all := p.Schedule(31 * 24 * vtime.Hour)
		for i := 1; i < len(all); i++ {
			if all[i]-all[i-1] < p.BackOff() {
				t.Errorf("%s: a back-off of %v and a pause of %v", p.Name, p.BackOff(), all[i]-all[i-1])
			}
		}
	}
	if p, _ := ProfileNamed("notes3"); p.BackOff() != 3*vtime.Minute {
		t.Error(p.BackOff())
	}
}
