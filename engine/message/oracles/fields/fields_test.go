package fields

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/message"
)

// explain finds the reason for a disagreement, and marks it as used.
func explain(reasons []reason, used []bool, oracle string, d difference) bool {
	for i, r := range reasons {
		if r.oracle == oracle && r.holds(d) {
			used[i] = true
			return true
		}
	}
	return false
}

func report(t *testing.T, reasons []reason, used []bool, values, disagreements int) {
	t.Helper()
	for i, r := range reasons {
		if !used[i] {
			t.Errorf("%s: this is no reason any more: %s", r.oracle, r.why)
		}
	}
	t.Logf("%d values, %d disagreements", values, disagreements)
}

// TestAddresses: where all others read a list and agree, so do we; every other disagreement has a reason.
func TestAddresses(t *testing.T) {
	values := slices.Concat(addressLists, generatedAddresses(400))
	if len(addressLists) < 100 {
		t.Errorf("only %d made by hand", len(addressLists))
	}
	unfolded := make([]string, len(values)) // What the others are given: they leave unfolding to somebody else.
	for i, v := range values {
		unfolded[i] = strings.ReplaceAll(v, "\r\n", "")
	}
	readings := map[string][]Boxes{}
	for _, kind := range []string{"getaddresses", "registry"} {
		boxes, err := pythonBoxes(kind, unfolded)
		if err != nil {
			t.Fatal(err)
		}
		readings[kind] = boxes
	}
	for _, v := range unfolded {
		readings["net/mail"] = append(readings["net/mail"], netMail(v))
		readings["go-message"] = append(readings["go-message"], goMessage(v))
	}
	used := make([]bool, len(addressReasons))
	disagreements := 0
	for i, v := range values {
		boxes, flaws := ours(v)
		agreed := true
		for _, oracle := range []string{"net/mail", "go-message", "getaddresses", "registry"} {
			theirs := readings[oracle][i]
			agreed = agreed && theirs != nil && theirs.String() == readings["net/mail"][i].String()
			if theirs != nil && slices.Equal(theirs, boxes) {
				continue
			}
			disagreements++
			if !explain(addressReasons, used, oracle, difference{value: v, flaws: flaws, ours: boxes, theirs: theirs}) {
				t.Errorf("%q\n  ours %s %v\n  %s %s", v, boxes, flaws, oracle, theirs)
			}
		}
		if agreed && readings["net/mail"][i].String() != boxes.String() {
			t.Errorf("%q\n  ours %s\n  all others %s", v, boxes, readings["net/mail"][i])
		}
	}
	report(t, addressReasons, used, len(values), disagreements)
}

// TestDates is the same for dates.
func TestDates(t *testing.T) {
	values := slices.Concat(dates, generatedDates(400))
	if len(dates) < 100 {
		t.Errorf("only %d made by hand", len(dates))
	}
	var python3 []*[2]*int64
	if err := python("date", values, &python3); err != nil {
		t.Fatal(err)
	}
	used := make([]bool, len(dateReasons))
	disagreements := 0
	for i, v := range values {
		theirs := map[string]*instant{}
		if p := python3[i]; p != nil {
			theirs["python"] = &instant{at: *p[0], known: p[1] != nil}
			if p[1] != nil {
				theirs["python"].zone = *p[1]
			}
		}
		if at, err := mail.ParseDate(v); err == nil {
			_, zone := at.Zone()
			theirs["net/mail"] = &instant{at.Unix(), int64(zone), true}
		}
		d := difference{value: v}
		read, ok := message.ReadDate(v)
		if d.flaws = read.Flaws; ok {
			d.oursAt = &instant{int64(read.At) / 1e9, int64(read.Zone), read.ZoneKnown}
		}
		for _, oracle := range []string{"net/mail", "python"} {
			d.theirsAt = theirs[oracle]
			if d.oursAt == nil && d.theirsAt == nil || d.oursAt != nil && d.theirsAt != nil && *d.oursAt == *d.theirsAt {
				continue
			}
			disagreements++
			if !explain(dateReasons, used, oracle, d) {
				t.Errorf("%q\n  ours %s %v\n  %s %s", v, d.oursAt, d.flaws, oracle, d.theirsAt)
			}
		}
		// Both draw the line between centuries elsewhere, and neither knows GMT+8.
		if a, b := theirs["python"], theirs["net/mail"]; a != nil && b != nil && a.at == b.at && (d.oursAt == nil || d.oursAt.at != a.at) && !d.has("date-short-year", "date-year", "date-zone-form") {
			t.Errorf("%q\n  ours %s\n  both others %s", v, d.oursAt, a)
		}
	}
	report(t, dateReasons, used, len(values), disagreements)
}

func (i *instant) String() string {
	if i == nil {
		return "refused"
	}
	return fmt.Sprint(i.at, " ", i.zone, " ", i.known)
}
