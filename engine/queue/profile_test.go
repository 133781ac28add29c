package queue

import (
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
