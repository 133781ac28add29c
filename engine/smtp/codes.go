package smtp

import "strings"

// Codes is every reply code that some server says, in the union of the best ones. A test demands that our own goldens show
// each of them.
const Codes = "211 214 220 221 235 250 251 252 253 334 354 421 432 450 451 452 454 455 458 459 " +
	"500 501 502 503 504 521 523 525 530 534 535 538 550 551 552 553 554 555 556"

// enhancedDetails is how many details each subject of the enhanced codes has (RFC 3463, RFC 5248 and the registry that it
// began). Some numbers between are not given away: see IsEnhanced.
var enhancedDetails = [8]int{0, 10, 4, 5, 7, 6, 10, 30}

// IsCode says whether code is in Codes.
func IsCode(code string) bool {
	return len(code) == 3 && isNumber(code) && strings.Contains(Codes, code)
}

// IsEnhanced says whether an enhanced code x.y.z is a registered one that fits a reply code.
func IsEnhanced(code, enhanced string) bool {
	class, rest, _ := strings.Cut(enhanced, ".")
	subject, detail, ok := strings.Cut(rest, ".")
	if !ok || code == "" || class != code[:1] || class == "3" || len(subject) != 1 || !isNumber(detail) || detail != "0" && detail[0] == '0' {
		return false
	}
	y, ok := ParseSize(subject)
	z, _ := ParseSize(detail)
	return ok && y < int64(len(enhancedDetails)) && z <= int64(enhancedDetails[y]) && detail != "" &&
		!(y == 1 && z == 9) && !(y == 6 && z == 6)
}
