package message

import (
	"net/mail"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

// TestReadDate has what letters have. Every flaw of a date has a row.
func TestReadDate(t *testing.T) {
	const at = "2026-03-02T00:00:02.000Z"
	for _, c := range []struct {
		in, want string
		zone     int
		known    bool
		flaws    string
	}{
		// In order.
		{"Mon, 2 Mar 2026 08:00:02 +0800", at, 28800, true, ""},
		{"2 Mar 2026 08:00 -0330", "2026-03-02T11:30:00.000Z", -12600, true, ""}, // day of the week and seconds may be missing
		{"Mon, 02 Mar 2026 08:00:02 +0800 (CST)", at, 28800, true, ""},
		{"(x) Mon (y(z)), 2 Mar\r\n 2026 08:00:02 (a\\)b) +0800", at, 28800, true, ""},
		{"MON, 2 MAR 2026 08:00:02 +0800", at, 28800, true, ""},
		{"mon ,\t2(x) mar 2026 08 : 00 : 02 +0800", at, 28800, true, ""},
		{"Mon, 2 Mar 2026 00:00:02 -0000", at, 0, false, ""}, // UTC, from a writer whose zone is not known
		{"Mon, 2 Mar 2026 00:00:02 +0000", at, 0, true, ""},
		{"Thu, 29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00.000Z", 0, true, ""},
		{"Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00.000Z", 0, true, ""}, // a leap second

		// Years.
		{"Fri, 21 Nov 97 09:55:06 -0600", "1997-11-21T15:55:06.000Z", -21600, true, "date-short-year"},
		{"Mon, 2 Mar 26 08:00:02 +0800", at, 28800, true, "date-short-year"},
		{"Mon, 2 Mar 126 08:00:02 +0800", at, 28800, true, "date-short-year"}, // a C program that forgot to add 1900
		{"2 Mar 49 00:00:00 +0000", "2049-03-02T00:00:00.000Z", 0, true, "date-short-year"},
		{"2 Mar 50 00:00:00 +0000", "1950-03-02T00:00:00.000Z", 0, true, "date-short-year"},
		{"1 Jan 1800 00:00:00 +0000", "1800-01-01T00:00:00.000Z", 0, true, "date-year"},
		{"1 Jan 2222 00:00:00 +0000", "2222-01-01T00:00:00.000Z", 0, true, "date-year"},

		// Days.
		{"Tue, 2 Mar 2026 08:00:02 +0800", at, 28800, true, "date-weekday"},
		{"31 Feb 2026 00:00:02 +0000", "2026-03-03T00:00:02.000Z", 0, true, "date-day"},
		{"Mon 2 Mar 2026 08:00:02 +0800", at, 28800, true, "date-comma"},
		{"Monday, 2 March 2026 08:00:02 +0800", at, 28800, true, "date-words"},
		{"Mon, 2nd of March, 2026 at 08:00:02 +0800", at, 28800, true, "date-words date-separators"},

		// Zones.
		{"Mon, 2 Mar 2026 00:00:02", at, 0, false, "date-no-zone"},
		{"Mon, 2 Mar 2026 00:00:02 GMT", at, 0, true, "date-zone-name"},
		{"Sun, 1 Mar 2026 20:00:02 EDT", at, -14400, true, "date-zone-name"},
		{"Mon, 2 Mar 2026 00:00:02 JST", at, 0, false, "date-zone-unknown"},
		{"Mon, 2 Mar 2026 00:00:02 A", at, 0, false, "date-zone-unknown"}, // RFC 822 had the letters the wrong way round
		{"Mon, 2 Mar 2026 00:00:02 Z", at, 0, true, "date-zone-name"},
		{"Mon, 2 Mar 2026 08:00:02 +08:00", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 +8:00", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 +08", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 +8", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 +800", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 + 0800", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 0800", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 GMT+0800", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 UTC+8", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 GMT+08:00", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 GMT +0800", at, 28800, true, "date-zone-form"},
		{"Mon, 2 Mar 2026 08:00:02 +0760", at, 28800, true, "date-zone-range"},
		{"Thu, 5 Mar 2026 20:00:02 +9200", at, 331200, true, "date-zone-range"},
		{"Mon, 2 Mar 2026 08:00:02 +0800 CST", at, 28800, true, "date-trailing"},
		{"Mon, 2 Mar 2026 08:00:02 +0800 (CST", at, 28800, true, "date-trailing"},
		{"Mon, 2 Mar 2026 00:00:02 GMT Standard Time", at, 0, true, "date-zone-name date-trailing"},

		// Times.
		{"Mon, 2 Mar 2026 +0800", "2026-03-01T16:00:00.000Z", 28800, true, "date-no-time"},
		{"Mon, 2 Mar 2026", "2026-03-02T00:00:00.000Z", 0, false, "date-no-time date-no-zone"},
		{"Mon, 2 Mar 2026 8:0:2 +0800", at, 28800, true, "date-digits"},
		{"Sun, 1 Mar 2026 24:00:00 +0000", "2026-03-02T00:00:00.000Z", 0, true, "date-hour-24"},
		{"Mon, 2 Mar 2026 08:00:02 AM +0800", at, 28800, true, "date-am-pm"},
		{"Mon, 2 Mar 2026 12:00:02 am +0000", at, 0, true, "date-am-pm"},
		{"Mon, 2 Mar 2026 12:00:02 PM +1200", at, 43200, true, "date-am-pm"},
		{"Mon, 2 Mar 2026 01:00:02 PM +1300", at, 46800, true, "date-am-pm"},
		{"Mon, 2 Mar 2026 08:00:02.123 +0800", at, 28800, true, "date-fraction"},
		{"Mon, 2 Mar 2026 08.00.02 +0800", at, 28800, true, "date-separators"},
		{"2 Mar 2026 08h00 +0800", "2026-03-02T00:00:00.000Z", 28800, true, "date-separators"},

		// Other orders.
		{"Mon Mar  2 00:00:02 2026", at, 0, false, "date-order date-no-zone"},      // asctime
		{"Mon Mar  2 00:00:02 UTC 2026", at, 0, true, "date-order date-zone-name"}, // date
		{"Mon Mar 2 08:00:02 2026 +0800", at, 28800, true, "date-order"},           // git
		{"March 2, 2026 08:00:02 +0800", at, 28800, true, "date-order date-words"},
		{"Mar. 2, 2026 08:00:02 +0800", at, 28800, true, "date-order date-separators"},
		{"2026-03-02T08:00:02+08:00", at, 28800, true, "date-order date-zone-form"}, // ISO 8601
		{"2026-03-02 08:00:02 +0800", at, 28800, true, "date-order"},
		{"2026/03/02 00:00:02", at, 0, false, "date-order date-no-zone"},
		{"20260302T000002Z", at, 0, true, "date-order date-zone-name"},
		{"08:00:02 2 Mar 2026 +0800", at, 28800, true, "date-order"},
		{"2-Mar-2026 08:00:02 +0800", at, 28800, true, "date-separators"}, // as in IMAP
		{"02.03.2026 08:00:02 +0800", at, 28800, true, "date-numeric-month"},
		{"3/2/2026 08:00:02 +0800", at, 28800, true, "date-numeric-month"},
		{"3/2/26 08:00:02 +0800", at, 28800, true, "date-numeric-month date-short-year"},
		{"25/3/2026 00:00:00 +0000", "2026-03-25T00:00:00.000Z", 0, true, "date-numeric-month"},
		{"03-25-2026 00:00:00 +0000", "2026-03-25T00:00:00.000Z", 0, true, "date-numeric-month"},

		// Other languages, other junk.
		{"lun., 2 mars 2026 08:00:02 +0800", at, 28800, true, "date-words"},
		{"Mo, 2. März 2026 08:00:02 +0800", at, 28800, true, "date-words date-separators"},
		{"mar. 3 mars 2026 08:00:02 +0800", "2026-03-03T00:00:02.000Z", 28800, true, "date-words"}, // a Tuesday
		{"lunes, 2 de marzo de 2026 08:00:02 +0800", at, 28800, true, "date-words"},
		{"2 juil. 2026 00:00:00 +0000", "2026-07-02T00:00:00.000Z", 0, true, "date-words date-separators"},
		{"2 juin 2026 00:00:00 +0000", "2026-06-02T00:00:00.000Z", 0, true, "date-words"},
		{"Пн, 2 мар 2026 08:00:02 +0800", at, 28800, true, "date-words"},
		{"2026年3月2日 08:00:02 +0800", at, 28800, true, "date-order"},
		{"2026年3月2日 下午01时00分02 +1300", at, 46800, true, "date-order date-am-pm date-separators"},
		{`"Mon, 2 Mar 2026 08:00:02 +0800"`, at, 28800, true, "date-words date-trailing"},
		{"Date: Mon, 2 Mar 2026 08:00:02 +0800", at, 28800, true, "date-words"},
		{"Mon, 2 Mar 2026 08:00:02 +0800" + strings.Repeat(" x", 50), at, 28800, true, "date-trailing"},
	} {
		d, ok := ReadDate(c.in)
		if !ok || d.At.RFC3339(0) != c.want || d.Zone != c.zone || d.ZoneKnown != c.known || flawNames(d.Flaws) != c.flaws {
			t.Errorf("%s\n got %s %d %v %q %v\nwant %s %d %v %q", c.in, d.At.RFC3339(0), d.Zone, d.ZoneKnown, flawNames(d.Flaws), ok, c.want, c.zone, c.known, c.flaws)
		}
	}
	for _, s := range []string{"", "today", "0 Mar 2026 08:00 +0800", "32 Mar 2026 08:00 +0800", "2 Mar 2026 08:60 +0800", "2 Mar 2026 25:00 +0800", "2 Mar 2026 24:01 +0800",
		"2 Mar 2026 08:00:61 +0800", "2 Mar 99999 08:00 +0000", "2 Mar 1066 08:00 +0000", "2 Mar 9999 08:00 +0000", "2 Foo 2026 08:00 +0000", "2 Mar 08:00 +0800", "2026", "13/13/2026 08:00",
		"2026-3 08:00", "Mon, Mar 2026 08:00:00 +0800", "1772409602", "123456789012345678901234567890"} {
		if d, ok := ReadDate(s); ok || d.At != 0 || !strings.HasSuffix(flawNames(d.Flaws), flawDateUnreadable) {
			t.Errorf("%q is %s, %s", s, d.At.RFC3339(0), flawNames(d.Flaws))
		}
	}
}

// TestDatePlaces shows that the places are those of the text.
func TestDatePlaces(t *testing.T) {
	data := crlf("X: y\nDate: Tue 32 (x)\n Feb 26\n 08:00 GMT+8\n\n")
	data = []byte(strings.Replace(string(data), "32", "31", 1))
	h := ParseHeader(data)
	d, ok := h.Find("Date").Date()
	var got []string
	for _, f := range d.Flaws {
		got = append(got, f.Name+"="+string(data[f.Start:f.End]))
	}
	if s := strings.Join(got, " "); !ok || s != "date-comma= date-zone-form=GMT+8 date-short-year=26 date-day=31" {
		t.Errorf("%v %s", ok, s)
	}
}

// FuzzDatePlain: the short way finds what the long one finds.
func FuzzDatePlain(f *testing.F) {
	for _, s := range []string{"Mon, 2 Mar 2026 08:00:02 +0800 (CST)", " 31 Feb 2026 08:00:60 -0000", "Tue, 02 mar 2026 00:00:00 +1400 (", "1 May 2026 23:59:59 -0030 (x) "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		short := dateParser{value: s, weekday: -1, year: -1, afternoon: -1}
		if !short.plain() {
			return
		}
		long := dateParser{value: s, weekday: -1, year: -1, afternoon: -1}
		if !long.read() {
			t.Fatalf("%q is no date the long way", s)
		}
		short.resolve()
		long.resolve()
		short.toks, long.toks = nil, nil
		if !reflect.DeepEqual(short, long) {
			t.Fatalf("%q\n got %+v\nwant %+v", s, short, long)
		}
	})
}

func FuzzDate(f *testing.F) {
	f.Add("Mon, 2 Mar 2026 08:00:02 +0800", int64(0), 0)
	f.Add("Fri, 21 Nov 97 09:55:06 GMT", int64(1e18), -12600)
	f.Fuzz(func(t *testing.T, s string, at int64, zone int) {
		// What is in order net/mail reads alike, except that it does not know -0000 for what it is.
		ours, ok := ReadDate(s)
		if theirs, err := mail.ParseDate(s); err == nil && ok && len(ours.Flaws) == 0 && theirs.Second() < 60 && ours.At != vtime.Time(theirs.UnixNano()) {
			t.Fatalf("%q: %s, want %s", s, ours.At.RFC3339(0), theirs)
		}
		now := vtime.Time(at - at%1e9)
		zone = zone % (14 * 60) * 60
		year := (now + vtime.Time(zone)*1e9).RFC3339(0)[:4]
		if year < "1900" || year > "2199" || now < -2e18 {
			return
		}
		got, ok := ReadDate(now.Date(zone))
		if !ok || len(got.Flaws) > 0 || got.At != now || got.Zone != zone {
			t.Fatalf("%s is read as %s, %+v, %v", now.Date(zone), got.At.Date(got.Zone), got, ok)
		}
	})
}
