package message

import "strings"

// Flaw is a named thing that is wrong at a place in a field. What the name means, the table of the linter's kinds of
// problems says.
type Flaw struct {
	Name       string
	Start, End int
}

// maxFlaws bounds the flaws that are told of one field.
const maxFlaws = 1000

// written returns what stands after the colon, with its folds, up to the line end.
func (f *Field) written() string {
	text := f.text
	if text == "" {
		text = string(f.Raw)
	}
	return strings.TrimRight(text[f.Colon+1:], " \t\r\n")
}

// shift moves flaws whose offsets count from the beginning of a value to where the value stands.
func shift(flaws []Flaw, by int) {
	for i := range flaws {
		flaws[i].Start += by
		flaws[i].End += by
	}
}

// Flaws of address lists.
const (
	flawNoAt         = "address-no-at"         // No "@", and so no address.
	flawSeveralAt    = "address-several-at"    // More than one "@".
	flawEmptyAddress = "address-empty"         // "<>" where somebody is meant.
	flawLocalPart    = "address-local-part"    // What stands before the "@" can be no local part.
	flawDomain       = "address-domain"        // What stands after it can be no domain.
	flawTooLong      = "address-too-long"      // Beyond the sizes of SMTP.
	flawDots         = "address-dots"          // Dots in the local part where none may be without quotes.
	flawHostname     = "address-hostname"      // A domain that can be no host name.
	flawLiteral      = "address-literal"       // A domain in brackets that is no IP address.
	flawRoute        = "address-route"         // A source route.
	flawPieces       = "address-quoted-pieces" // A local part of several words, some of them in quotes.
	flawNameAfter    = "address-name-after"    // A name after the brackets.
	flawBlanks       = "address-blanks"        // Blanks or comments within an address.
	flawWordAddress  = "address-encoded-word"  // An encoded word in an address.
	flawQuotedWhole  = "address-quoted-whole"  // Quotes around the whole address.
	flawNoBrackets   = "address-no-brackets"   // A name and an address without brackets.
	flawUnclosed     = "address-unclosed"      // ">" is missing.
	flawBrackets     = "address-brackets"      // A bracket that belongs to nothing.
	flawMailto       = "address-mailto"        // "mailto:" before an address.
	flawNoComma      = "address-comma-missing" // Two entries with nothing between them.
	flawSemicolon    = "address-semicolon"     // A semicolon that ends no group.
	flawEmptyEntry   = "address-empty-entry"   // Nothing between two commas.
	flawManyEntries  = "too-many-addresses"    // More than MaxMailboxes: the rest is not read.
	flawGroupNested  = "group-nested"          // A group in a group.
	flawGroupOpen    = "group-unclosed"        // The semicolon is missing.
	flawGroupName    = "group-no-name"         // A colon with nothing before it.
	flawNameDot      = "name-dot"              // A dot in a name without quotes: obsolete, but common.
	flawNameSpecial  = "name-specials"         // Another special character in a name without quotes.
	flawWordQuoted   = "word-in-quotes"        // An encoded word in quotes.
	flawOpenQuote    = "quote-unclosed"        // A quotation mark without its partner.
	flawOpenComment  = "comment-unclosed"      // "(" without ")".
)

// Flaws of dates.
const (
	flawDateUnreadable   = "date-unreadable"    // No date can be found.
	flawDateOrder        = "date-order"         // Month, year or time stand elsewhere than they should.
	flawDateNumericMonth = "date-numeric-month" // A number for the month: nobody can be sure that it is not the day.
	flawDateSeparators   = "date-separators"    // Dots, dashes or the like between the parts.
	flawDateComma        = "date-comma"         // No comma after the day of the week.
	flawDateWords        = "date-words"         // Words that are not English, or more than needed.
	flawDateShortYear    = "date-short-year"    // A year of two or three digits.
	flawDateYear         = "date-year"          // A year that no letter is from.
	flawDateDay          = "date-day"           // A day that the month does not have.
	flawDateWeekday      = "date-weekday"       // Another day of the week than the date's.
	flawDateNoTime       = "date-no-time"       // No time of day.
	flawDateDigits       = "date-digits"        // Hours, minutes or seconds that have not two digits.
	flawDateHour24       = "date-hour-24"       // 24:00.
	flawDateHalfDays     = "date-am-pm"         // AM or PM.
	flawDateFraction     = "date-fraction"      // Parts of a second.
	flawDateNoZone       = "date-no-zone"       // No zone.
	flawDateZoneForm     = "date-zone-form"     // A zone that is not written +0800.
	flawDateZoneName     = "date-zone-name"     // A name that RFC 5322 knows from former times.
	flawDateZoneUnknown  = "date-zone-unknown"  // A name or letter that says nothing reliable.
	flawDateZoneRange    = "date-zone-range"    // A zone that is nowhere on Earth.
	flawDateTrailing     = "date-trailing"      // Something after the date.
)

// Flaws of Received fields.
const (
	flawReceivedNoDate    = "received-no-date"      // No date, or none that can be read.
	flawReceivedSemicolon = "received-no-semicolon" // The date comes without a semicolon before it.
	flawReceivedEmpty     = "received-empty"        // It says neither from whom nor by whom.
)

// Flaws of message identifiers.
const (
	flawIDNoBrackets = "id-no-brackets" // No angle brackets.
	flawIDBrackets   = "id-brackets"    // More brackets than one pair.
	flawIDUnclosed   = "id-unclosed"    // ">" is missing.
	flawIDNoAt       = "id-no-at"       // No "@".
	flawIDHalf       = "id-half"        // Nothing before or after the "@".
	flawIDEmpty      = "id-empty"       // Nothing between the brackets.
	flawIDBlanks     = "id-blanks"      // Blanks or line ends within.
	flawID8Bit       = "id-8bit"        // Octets above 127.
	flawIDWords      = "id-words"       // Words that are no identifier.
	flawIDComma      = "id-comma"       // Commas between identifiers.
)

// Flaws of mailing list fields.
const (
	flawListURI      = "list-uri"       // No URI in angle brackets.
	flawListID       = "list-id"        // No identifier in angle brackets.
	flawListOneClick = "list-one-click" // List-Unsubscribe-Post says something else than it may.
	flawListNoHTTPS  = "list-no-https"  // One-click unsubscribing without a page that could be posted to.
)
