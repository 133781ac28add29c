package message

import "strings"

const (
	monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"
	dayNames   = "SunMonTueWedThuFriSat"
)

// foreignMonths are how names of months begin in languages whose programs write them into dates.
var foreignMonths = [...]struct {
	begin string
	month int
}{
	{"ene", 1}, {"gen", 1}, {"янв", 1}, {"fév", 2}, {"fev", 2}, {"фев", 2}, {"mär", 3}, {"mrz", 3}, {"mrt", 3}, {"мар", 3},
	{"avr", 4}, {"abr", 4}, {"апр", 4}, {"mai", 5}, {"mei", 5}, {"maj", 5}, {"mag", 5}, {"май", 5}, {"мая", 5}, {"juin", 6}, {"giu", 6}, {"июн", 6},
	{"jui", 7}, {"lug", 7}, {"июл", 7}, {"aoû", 8}, {"aou", 8}, {"ago", 8}, {"авг", 8}, {"set", 9}, {"сен", 9}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"окт", 10},
	{"ноя", 11}, {"dez", 12}, {"déc", 12}, {"dic", 12}, {"des", 12}, {"дек", 12},
}

// monthNumber finds a month by its name; longer words count by how they begin. 0: it is none.
func monthNumber(word string) int {
	if n := nameIndex(monthNames, word); n >= 0 {
		return n + 1
	}
	word = lowerASCII(word)
	for _, m := range foreignMonths {
		if strings.HasPrefix(word, m.begin) {
			return m.month
		}
	}
	return 0
}

// foreignMonth notes a month that is not written as it should be.
func (p *dateParser) foreignMonth(t dateToken) {
	if len(t.text) != 3 || nameIndex(monthNames, t.text) < 0 {
		p.flaw(flawDateWords, t.start, t.end)
	}
}

// nameIndex finds s in a row of three-letter names; longer words count by their first three letters.
func nameIndex(names, s string) int {
	if len(s) < 3 {
		return -1
	}
	for i := 0; i+3 <= len(names); i += 3 {
		if equalFold(names[i:i+3], s[:3]) {
			return i / 3
		}
	}
	return -1
}

// number reads between least and most digits.
func number(s string, least, most int) (int, bool) {
	if len(s) < least || len(s) > most {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
