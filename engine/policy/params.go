package policy

import (
	"strconv"
	"strings"
)

// words splits the parameters of an extension.
func words(params string) []string { return strings.Fields(params) }

// size checks the parameter of SIZE (RFC 1870 section 4).
func size(params string) (problem string) {
	if n, err := strconv.Atoi(params); err != nil || n < 1 || n > 64<<20 || params[0] == '+' {
		return params + " is not how many octets a letter may have (1 to " + strconv.Itoa(64<<20) + "), of which maxSize may allow less"
	}
	return ""
}

// seconds checks what is a number of seconds, with something behind it if more is allowed.
func seconds(params string, more int) (problem string) {
	list := words(params)
	if n, err := strconv.Atoi(list[0]); err != nil || n < 0 || n > 999_999_999 || params[0] == '+' || len(list) > 1+more {
		return strconv.Quote(params) + " is not a number of seconds"
	}
	return ""
}

// interval checks the parameters of FUTURERELEASE: seconds, and an instant (RFC 4865 section 3).
func interval(params string) (problem string) { return seconds(params, 1) }

// least checks the parameter of DELIVERBY: the fewest seconds that are taken (RFC 2852 section 3).
func least(params string) (problem string) { return seconds(params, 0) }

// limits checks the parameters of LIMITS (RFC 9422 section 3).
func limits(params string) (problem string) {
	for _, w := range words(params) {
		name, number, _ := strings.Cut(w, "=")
		n, err := strconv.Atoi(number)
		if name != "RCPTMAX" && name != "MAILMAX" && name != "RCPTDOMAINMAX" || err != nil || n < 1 || n > 1000 || number[0] == '+' {
			return strconv.Quote(w) + " is no limit (write RCPTMAX=50 MAILMAX=10 RCPTDOMAINMAX=5, of 1000 at most)"
		}
	}
	return ""
}

// among makes a check that takes only some words.
func among(known ...string) func(string) string {
	return func(params string) (problem string) {
		seen := ""
		for _, w := range words(params) {
			found := false
			for _, k := range known {
				found = found || w == k
			}
			if !found || strings.Contains(seen, " "+w+" ") {
				return strconv.Quote(w) + " is none of " + oneOf(known) + ", or there twice"
			}
			seen += " " + w + " "
		}
		return ""
	}
}

// classes checks the parameter of NO-SOLICITING: names such as net.example:ADV, divided by commas (RFC 3865 section 3).
func classes(params string) (problem string) {
	for i := 0; i < len(params); i++ {
		if c := params[i]; c <= ' ' || c > '~' {
			return strconv.Quote(params) + " is no list of solicitation classes (write net.example:ADV,net.example:ADLT)"
		}
	}
	return ""
}
