package vtime

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestAgainstPackageTime compares with the standard library over four centuries and all zones.
func TestAgainstPackageTime(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	low, high := time.Date(MinYear, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano(), time.Date(MaxYear, 12, 31, 0, 0, 0, 0, time.UTC).UnixNano()
	check := func(at Time, offset int) {
		std := time.Unix(0, int64(at)).In(time.FixedZone("", offset))
		if got, want := at.Date(offset), std.Format("Mon, 2 Jan 2006 15:04:05 -0700"); got != want {
			t.Fatalf("Date(%d, %d) = %s, want %s", at, offset, got, want)
		}
		if got, want := at.RFC3339(offset), std.Format("2006-01-02T15:04:05.000Z07:00"); got != want {
			t.Fatalf("RFC3339(%d, %d) = %s, want %s", at, offset, got, want)
		}
		if got, want := at.HourMinute(offset), std.Format("15:04"); got != want {
			t.Fatalf("HourMinute(%d, %d) = %s, want %s", at, offset, got, want)
		}
		c := at.Civil(0)
		if back, ok := FromCivil(c); !ok || back != at {
			t.Fatalf("FromCivil(%+v) = %d, %t, want %d", c, back, ok, at)
		}
		text := std.Format(time.RFC3339Nano)
		back, zone, err := Parse(text)
		if err != nil || back != at || zone != offset {
			t.Fatalf("Parse(%s) = %d, %d, %v, want %d, %d", text, back, zone, err, at, offset)
		}
	}
	for range 50_000 {
		at := Time(low + random.Int64N(high/2-low/2) + random.Int64N(high/2-low/2))
		check(at, (random.IntN(28*4)-14*4)*900)
	}
	for day := range 800 { // Every day around two leap years.
		check(Time(time.Date(1999, 12, 1+day, 23, 59, 59, 999_999_999, time.UTC).UnixNano()), 0)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{
		"", "2026", "2026-03-02", "2026-03-02T08:00:00", "2026-03-02 08:00:00Z", "2026-13-02T08:00:00Z", "2026-02-29T08:00:00Z",
		"2026-03-02T24:00:00Z", "2026-03-02T08:60:00Z", "2026-03-02T08:00:60Z", "2026-03-02T08:00:00.Z", "2026-03-02T08:00:00.1234567890Z",
		"2026-03-02T08:00:00+8:00", "2026-03-02T08:00:00+24:00", "2026-03-02T08:00:00+08:00x", "1600-01-01T00:00:00Z", "9999-01-01T00:00:00Z",
	} {
		if at, _, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %d", s, at)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for s, want := range map[string]Duration{
		"0s": 0, "40ms": 40 * Millisecond, "1h30m": 90 * Minute, "5d": 120 * Hour, "5d12h": 132 * Hour,
		"-1h": -Hour, "+5m": 5 * Minute, "1.5s": 1500 * Millisecond, "0.25h": 15 * Minute, "7us": 7 * Microsecond,
		"3ns": 3, "1.000001s": Second + Microsecond, "36500d": MaxSpan,
	} {
		if got, err := ParseDuration(s); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", s, got, err, want)
		}
		if back, err := ParseDuration(Span(want)); err != nil || back != want {
			t.Errorf("Span(%v) = %q, which reads back as %v, %v", want, Span(want), back, err)
		}
	}
	for _, s := range []string{"", "-", "5", "d", "5x", "1.s", ".5s", "5 d", "5d 3h", "36501d", "9999999999s", "1h-3m", "1e3s", "∞"} {
		if got, err := ParseDuration(s); err == nil {
			t.Errorf("ParseDuration(%q) = %v", s, got)
		}
	}
}
