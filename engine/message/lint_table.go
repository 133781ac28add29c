package message

import "ehloworld/engine/message/encoding"

// Kind is one kind of problem that a letter can have: what is the same wherever it is found.
type Kind struct {
	Name     string
	Severity string // "error": a rule with MUST is broken. "warning": one with SHOULD, or an obsolete form. "note": none is, but one should know.
	Section  string // Where the rule stands, or what is behind it.
	Text     string // One sentence or two: what is wrong and what would be right.
	Lost     bool   // Something that the writer meant cannot be read, or is shown in another place than was meant.
}

// note is the severity of what breaks no rule.
const note = "note"

// Problems returns every kind of problem that Lint can list: those of the structure first, then those of lintKinds in its
// order. Pages translate by name.
func Problems() []Kind {
	kinds := make([]Kind, 0, len(structureProblems)+len(lintKinds))
	for _, p := range structureProblems {
		kinds = append(kinds, Kind{p.Name, p.Severity, p.Section, p.Text, p.Lost})
	}
	return append(kinds, lintKinds[:]...)
}

// Problems of letters as a whole. Those of single fields are flaws; flaw.go has their names.
const (
	missingDate      = "missing-date"
	missingFrom      = "missing-from"
	missingMessageID = "missing-message-id"
	missingSender    = "missing-sender"
	severalSenders   = "several-senders"
	groupAuthor      = "group-author"
	repeatedField    = "field-repeated"
	emptyField       = "field-empty"
	notAField        = "not-a-field"
	spaceBeforeColon = "space-before-colon"
	blankFold        = "blank-fold"
	header8Bit       = "8bit-header"
	headerNotUTF8    = "8bit-header-unreadable"
	headerControl    = "control-character"
	longLine         = "long-line"
	lineTooLong      = "line-too-long"
	traceBelow       = "trace-below-fields"
	resentHalf       = "resent-incomplete"

	dateAfterReceived  = "date-after-received"
	dateBeforeReceived = "date-long-before-received"

	domainIDNA       = "domain-idna"
	domainAlphabets  = "domain-alphabets"
	nameIsAddress    = "name-is-address"
	replyElsewhere   = "reply-to-elsewhere"
	severalIDs       = "id-several"
	referencesLack   = "references-incomplete"
	replyToNothing   = "reply-without-reference"
	unsubscribePlain = "list-unsubscribe-insecure"

	wordTooLong     = "word-too-long"
	wordLineLong    = "word-line-too-long"
	wordMisplaced   = "word-misplaced"
	wordInParameter = "word-in-parameter"
	wordGlued       = "word-glued"
	wordBlank       = "word-blank"
	word8Bit        = "word-8bit"
	wordPadding     = "word-padding"
	wordUnreadable  = "word-unreadable"
	wordCharset     = "word-charset-unknown"
	wordCut         = "word-character-cut"
	wordPhrase      = "word-characters"

	missingMIMEVersion = "missing-mime-version"
	otherMIMEVersion   = "mime-version-unknown"
	body8Bit           = "8bit-body"
	multipartNarrow    = "multipart-encoding"
	charsetMissing     = "charset-missing"
	charsetASCII       = "charset-ascii-8bit"
	charsetWrong       = "charset-wrong"
	charsetMojibake    = "charset-mojibake"
	boundaryLong       = "boundary-too-long"
	boundaryCharacter  = "boundary-characters"
	boundaryBlank      = "boundary-blank-end"
	nameNotFilename    = "name-without-filename"
	repeatedContentID  = "content-id-repeated"
	alternativeOrder   = "alternative-order"
	relatedStart       = "related-start"
	relatedNoType      = "related-no-type"
	reportNoType       = "report-no-type"
	securityParameters = "security-parameters"
	flowedUnknown      = "flowed-unknown"
	flowedLong         = "flowed-long-line"
	cidUnresolved      = "cid-unresolved"
	htmlExternal       = "html-external"
	htmlActive         = "html-active"

	fileDirection  = "filename-direction"
	fileTwoEndings = "filename-two-endings"
	fileRuns       = "filename-executable"
	filePath       = "filename-path"

	bareLF = "bare-lf"
	bareCR = "bare-cr"
	nul    = "nul"
)

// lintKinds is the table of what Lint finds beyond the structure.
var lintKinds = [...]Kind{
	// The header as a whole.
	{missingDate, severe, "RFC 5322 §3.6.1", "The field Date is missing: it says when the writer finished the letter.", false},
	{missingFrom, severe, "RFC 5322 §3.6.2", "The field From is missing: it says who wrote the letter.", false},
	{missingMessageID, minor, "RFC 5322 §3.6.4", "The field Message-ID is missing: without it no reply can refer to the letter.", false},
	{missingSender, severe, "RFC 5322 §3.6.2", "With several authors in From, a Sender field must say who of them, or for them, sent the letter.", false},
	{severalSenders, severe, "RFC 5322 §3.6.2", "The Sender is one mailbox: exactly one person or program hands a letter in.", false},
	{groupAuthor, note, "RFC 6854 §3", "A group stands where the author should. That is allowed for letters that nobody can answer, but many programs cannot show it.", false},
	{repeatedField, severe, "RFC 5322 §3.6", "This field is there more than once, and readers differ in which one they show; it may be there once.", false},
	{emptyField, severe, "RFC 5322 §3.6", "This field is empty; leave it out or put something into it.", false},
	{notAField, severe, "RFC 5322 §2.2", "This line of the header is no field: a field is a name, a colon and a value.", false},
	{spaceBeforeColon, severe, "RFC 5322 §4.5", "No blank may stand between a field's name and its colon.", false},
	{blankFold, minor, "RFC 5322 §4.2", "A line of this field has nothing but blanks. Some programs take it for the end of the header.", false},
	{header8Bit, minor, "RFC 5322 §2.2", "The field holds octets above 127. Write an encoded word; only SMTPUTF8 (RFC 6532) lets UTF-8 stand in the header.", false},
	{headerNotUTF8, severe, "RFC 5322 §2.2", "The field holds octets above 127 that are not even UTF-8, so nobody knows what they say. Write an encoded word.", true},
	{headerControl, severe, "RFC 5322 §2.2", "The field holds a control character; text in the header has none but TAB.", false},
	{longLine, minor, "RFC 5322 §2.1.1", "A line of the header is longer than 78 characters; fold it before a blank.", false},
	{lineTooLong, severe, "RFC 5322 §2.1.1", "A line is longer than 998 octets. Servers may cut it or refuse the letter.", false},
	{traceBelow, minor, "RFC 5321 §4.4", "A Received field stands below fields that the writer wrote. Servers put theirs on top, so somebody has changed the order or made it up.", false},
	{resentHalf, severe, "RFC 5322 §3.6.6", "The fields of a letter that was resent come together; Resent-From and Resent-Date must be among them.", false},

	// Dates.
	{flawDateUnreadable, severe, "RFC 5322 §3.3", "This is no date that can be read. Write it like this: Mon, 2 Mar 2026 08:00:00 +0800.", true},
	{flawDateOrder, severe, "RFC 5322 §3.3", "The parts of the date stand in another order than day, month, year, time, zone.", false},
	{flawDateNumericMonth, severe, "RFC 5322 §3.3", "The month is a number, so day and month can be mistaken for each other; write its English name in three letters.", true},
	{flawDateSeparators, severe, "RFC 5322 §3.3", "Blanks stand between the parts of a date, and colons between hours, minutes and seconds; nothing else.", false},
	{flawDateComma, severe, "RFC 5322 §3.3", "A comma belongs between the day of the week and the date.", false},
	{flawDateWords, severe, "RFC 5322 §3.3", "Days and months have English names of three letters in a date, in whatever language the writer thinks.", false},
	{flawDateShortYear, minor, "RFC 5322 §4.3", "The year has fewer than four digits, as before 1997; the century is a guess.", false},
	{flawDateYear, minor, "RFC 5322 §3.3", "No letter is from this year; a clock was wrong.", false},
	{flawDateDay, severe, "RFC 5322 §3.3", "The month does not have this day; counting on from its end gives the day that is shown.", true},
	{flawDateWeekday, severe, "RFC 5322 §3.3", "The day of the week is not the one of this date: one of them is wrong.", false},
	{flawDateNoTime, severe, "RFC 5322 §3.3", "The time of day is missing, and midnight was taken for it.", true},
	{flawDateDigits, severe, "RFC 5322 §3.3", "Hours, minutes and seconds have two digits: 08:00:02.", false},
	{flawDateHour24, severe, "RFC 5322 §3.3", "A day ends with 23:59:59; its midnight is 00:00 of the day after.", false},
	{flawDateHalfDays, severe, "RFC 5322 §3.3", "Hours go from 00 to 23 in a date, without AM and PM.", false},
	{flawDateFraction, severe, "RFC 5322 §3.3", "Dates in letters have no fractions of a second.", false},
	{flawDateNoZone, severe, "RFC 5322 §3.3", "The zone, such as +0800, is missing, so the time can be meant anywhere on Earth.", true},
	{flawDateZoneForm, severe, "RFC 5322 §3.3", "The zone is a sign and four digits, hours and minutes: +0800.", false},
	{flawDateZoneName, minor, "RFC 5322 §4.3", "The zone is a name, which is obsolete; write a number: +0000 for GMT, -0500 for EST.", false},
	{flawDateZoneUnknown, minor, "RFC 5322 §4.3", "The zone is a name that means nothing reliable, so the time counts as UTC without a known zone.", true},
	{flawDateZoneRange, minor, "RFC 5322 §3.3", "No place on Earth has this zone.", false},
	{flawDateTrailing, severe, "RFC 5322 §3.3", "Something stands after the date; put remarks into brackets.", false},
	{dateAfterReceived, minor, "RFC 5322 §3.6.1", "By its own date, the letter was written after a server had already received it: the writer's clock is wrong.", false},
	{dateBeforeReceived, note, "RFC 5322 §3.6.1", "Between the letter's date and the first server that received it lies more than a week: it waited long, or the writer's clock is wrong.", false},

	// Addresses.
	{flawNoAt, severe, "RFC 5322 §3.4", "This is no address; it is written name@domain, or Name <name@domain>.", true},
	{flawSeveralAt, severe, "RFC 5322 §3.4.1", "An address has one @. Another one must stand in quotation marks.", true},
	{flawEmptyAddress, severe, "RFC 5322 §3.4", "There is no address between the angle brackets.", true},
	{flawLocalPart, severe, "RFC 5322 §3.4.1", "What stands before the @ is no local part: letters, digits and some other characters, or anything in quotation marks.", true},
	{flawDomain, severe, "RFC 5322 §3.4.1", "What stands after the @ is no domain: words with single dots between them.", true},
	{flawTooLong, severe, "RFC 5321 §4.5.3.1", "The address is longer than servers need to take: 64 octets before the @, 255 after it.", false},
	{flawDots, severe, "RFC 5322 §3.4.1", "Dots at the ends of a local part, or two in a row, need quotation marks: \"a..b\"@domain.", false},
	{flawHostname, minor, "RFC 5321 §2.3.5", "The domain has characters that names of hosts do not have: they are made of letters, digits and hyphens.", false},
	{flawLiteral, severe, "RFC 5321 §4.1.3", "What stands in brackets is no IP address; it is written [192.0.2.1] or [IPv6:2001:db8::1].", false},
	{flawRoute, minor, "RFC 5322 §4.4", "A route stands before the address, as in the days when senders had to know the way. It is ignored.", false},
	{flawBlanks, minor, "RFC 5322 §4.4", "Blanks or comments stand within the address, which is obsolete.", false},
	{flawPieces, minor, "RFC 5322 §4.4", "The local part consists of several words, some of them in quotation marks, which is obsolete; quote all of it or nothing.", false},
	{flawNameAfter, severe, "RFC 5322 §3.4", "The name stands before the address in angle brackets, not after it.", false},
	{flawWordAddress, severe, "RFC 2047 §5", "An encoded word stands in the address, where it means nothing; only names may have them.", false},
	{flawQuotedWhole, severe, "RFC 5322 §3.4.1", "Quotation marks stand around the whole address; they may be around the local part only.", false},
	{flawNoBrackets, severe, "RFC 5322 §3.4", "An address with a name beside it needs angle brackets: Name <name@domain>.", false},
	{flawUnclosed, severe, "RFC 5322 §3.4", "The angle bracket is not closed.", false},
	{flawBrackets, severe, "RFC 5322 §3.4", "This bracket belongs to nothing.", false},
	{flawMailto, severe, "RFC 5322 §3.4", "\"mailto:\" belongs into a link and not into the header.", false},
	{flawNoComma, severe, "RFC 5322 §3.4", "Between two addresses a comma is missing.", false},
	{flawSemicolon, severe, "RFC 5322 §3.4", "Commas stand between addresses; a semicolon only ends a group.", false},
	{flawEmptyEntry, minor, "RFC 5322 §4.4", "Nothing stands between two commas, which is obsolete.", false},
	{flawManyEntries, minor, "RFC 5322 §3.4", "There are so many addresses that not all were read.", true},
	{flawGroupNested, severe, "RFC 5322 §3.4", "A group stands in another group; groups hold mailboxes only.", false},
	{flawGroupOpen, severe, "RFC 5322 §3.4", "The group does not end; a semicolon ends it.", false},
	{flawGroupName, severe, "RFC 5322 §3.4", "A colon has no name of a group before it.", false},
	{flawNameDot, minor, "RFC 5322 §4.1", "A dot in a name needs quotation marks: \"John Q. Public\".", false},
	{flawNameSpecial, severe, "RFC 5322 §3.2.5", "A name with such a character needs quotation marks.", false},
	{flawWordQuoted, severe, "RFC 2047 §5", "An encoded word in quotation marks means itself; leave out the quotation marks.", false},
	{flawOpenQuote, severe, "RFC 5322 §3.2.4", "A quotation mark has no partner.", false},
	{flawOpenComment, severe, "RFC 5322 §3.2.2", "A bracket has no partner.", false},
	{domainIDNA, severe, "RFC 5891 §4.2", "The domain cannot be written in ASCII, or its xn-- is no Punycode; DNS can have no such name.", false},
	{domainAlphabets, minor, "RFC 5890 §4.4", "The domain mixes letters of several alphabets that look alike. Who imitates another's name does so.", false},
	{nameIsAddress, minor, "RFC 5322 §3.4", "The author's name is itself an address, another one than the author's. Readers whose program shows only names are deceived.", false},
	{replyElsewhere, note, "RFC 5322 §3.6.2", "Answers go to another domain than the author's.", false},

	// Identifiers.
	{flawIDNoBrackets, severe, "RFC 5322 §3.6.4", "An identifier stands in angle brackets: <name@domain>.", false},
	{flawIDBrackets, severe, "RFC 5322 §3.6.4", "An identifier has one pair of angle brackets.", false},
	{flawIDUnclosed, severe, "RFC 5322 §3.6.4", "The angle bracket around an identifier is not closed.", false},
	{flawIDNoAt, severe, "RFC 5322 §3.6.4", "An identifier has an @; the part after it keeps different writers' identifiers apart.", false},
	{flawIDHalf, severe, "RFC 5322 §3.6.4", "An identifier has something before its @ and something after it.", false},
	{flawIDEmpty, severe, "RFC 5322 §3.6.4", "There is nothing between the angle brackets.", false},
	{flawIDBlanks, severe, "RFC 5322 §3.6.4", "There are blanks in an identifier, or it was folded. Programs that compare it octet by octet find no match.", false},
	{flawID8Bit, severe, "RFC 5322 §3.6.4", "An identifier is ASCII.", false},
	{flawIDWords, minor, "RFC 5322 §4.5.4", "Words stand beside identifiers, as before 1982; put nothing but identifiers here.", false},
	{flawIDComma, severe, "RFC 5322 §3.6.4", "Blanks stand between identifiers, no commas.", false},
	{severalIDs, severe, "RFC 5322 §3.6.4", "A letter has one Message-ID.", false},
	{referencesLack, note, "RFC 5322 §3.6.4", "The letter that is answered should be the last one in References; programs that build conversations look there.", false},
	{replyToNothing, note, "RFC 5322 §3.6.4", "By its subject this is an answer, but no field says to which letter; programs cannot put it into its conversation.", false},

	// Received fields and mailing lists.
	{flawReceivedNoDate, severe, "RFC 5321 §4.4", "A Received field ends with a semicolon and a date; this one has no date that can be read.", true},
	{flawReceivedSemicolon, severe, "RFC 5321 §4.4", "The semicolon before the date is missing.", false},
	{flawReceivedEmpty, severe, "RFC 5321 §4.4", "A Received field says from whom and by whom; this one says neither.", false},
	{flawHopSkew, note, "RFC 5321 §4.4", "By their clocks, this server received the letter before the one below had it: a clock is wrong, or a field is made up.", false},
	{flawHopGap, note, "RFC 5321 §4.4", "This server got the letter from another one than the one below says had it: a step is missing, or a field is made up.", false},
	{flawListURI, severe, "RFC 2369 §2", "These fields hold URIs in angle brackets, with commas between.", false},
	{flawListID, severe, "RFC 2919 §3", "A list's identifier stands in angle brackets: Name <list.domain>.", false},
	{flawListOneClick, severe, "RFC 8058 §3.1", "The only value of this field is List-Unsubscribe=One-Click.", false},
	{flawListNoHTTPS, severe, "RFC 8058 §3.1", "Unsubscribing with one click needs an https address in List-Unsubscribe.", false},
	{unsubscribePlain, note, "RFC 8058 §3.1", "The address for unsubscribing is http, not https: everybody on the way sees who leaves the list.", false},

	// Encoded words.
	{wordTooLong, severe, "RFC 2047 §2", "An encoded word is longer than 75 characters; split it.", false},
	{wordLineLong, minor, "RFC 2047 §2", "A line with an encoded word is longer than 76 characters; fold it.", false},
	{wordMisplaced, severe, "RFC 2047 §5", "In this field an encoded word means nothing: it is no text for people.", false},
	{wordInParameter, severe, "RFC 2231 §1", "A parameter with other characters than ASCII is written name*=utf-8''text, not as an encoded word.", false},
	{wordGlued, severe, "RFC 2047 §5", "An encoded word needs white space between it and other text.", false},
	{wordBlank, severe, "RFC 2047 §2", "A blank stands within an encoded word, which ends it for most programs; write _ or =20.", false},
	{word8Bit, severe, "RFC 2047 §2", "An encoded word holds octets above 127 as they are; the purpose of encoding is that it does not.", false},
	{wordPadding, minor, "RFC 2047 §4.1", "The base64 of an encoded word lacks its =, or has too many.", false},
	{wordUnreadable, severe, "RFC 2047 §4", "An encoded word does not say what it should: its encoding is broken, or its octets are not of its character set.", true},
	{wordCharset, minor, "RFC 2047 §3", "The character set of an encoded word is not known.", true},
	{wordCut, severe, "RFC 2047 §5", "A character is cut in two, one part in this encoded word and one in the next. Each word must make sense by itself.", false},
	{wordPhrase, minor, "RFC 2047 §5", "In a name, an encoded word may hold only letters, digits and !*+-/=_ as they are; write commas and the like as =2C.", false},

	// MIME.
	{missingMIMEVersion, severe, "RFC 2045 §4", "A letter with MIME's fields needs the field MIME-Version: 1.0 as well.", false},
	{otherMIMEVersion, minor, "RFC 2045 §4", "The only version of MIME is 1.0.", false},
	{body8Bit, severe, "RFC 2045 §6.2", "The body holds octets above 127, but its Content-Transfer-Encoding says 7bit. Say 8bit, or encode it.", false},
	{multipartNarrow, severe, "RFC 2045 §6.4", "A part is 8bit or binary, and what it stands in says 7bit; the whole needs what its parts need.", false},
	{charsetMissing, severe, "RFC 2046 §4.1.2", "The text is not ASCII, and no charset parameter says what it is. It is read as UTF-8.", false},
	{charsetASCII, severe, "RFC 2046 §4.1.2", "The text is said to be US-ASCII, but holds octets above 127.", true},
	{charsetWrong, severe, "RFC 2046 §4.1.2", "Some octets of the text are none of its character set: another one was meant, or the text is damaged.", true},
	{charsetMojibake, note, "RFC 2046 §4.1.2", "The text is in the character set that it says, but looks as if somebody had read it with a wrong one before it was sent.", true},
	{boundaryLong, severe, "RFC 2046 §5.1.1", "A boundary has 70 characters at most.", false},
	{boundaryCharacter, severe, "RFC 2046 §5.1.1", "A boundary consists of letters, digits, blanks and '()+_,-./:=? only.", false},
	{boundaryBlank, severe, "RFC 2046 §5.1.1", "A boundary does not end with a blank, which gets lost on the way.", false},
	{nameNotFilename, note, "RFC 2183 §2.3", "The file's name stands only in the Content-Type, as before 1997; Content-Disposition has the parameter filename for it.", false},
	{repeatedContentID, severe, "RFC 2045 §7", "Another part has the same Content-ID; each is unique in the world.", false},
	{alternativeOrder, minor, "RFC 2046 §5.1.4", "Of alternatives the best comes last; after the page, the plain text will be shown instead of it.", false},
	{relatedStart, severe, "RFC 2387 §3.2", "The parameter start names a part that is not there.", false},
	{relatedNoType, note, "RFC 2387 §3.1", "A multipart/related says with the parameter type what its main part is.", false},
	{reportNoType, severe, "RFC 6522 §3", "A multipart/report says with the parameter report-type what it reports.", false},
	{securityParameters, severe, "RFC 1847 §2", "A signed part names its protocol and micalg, an encrypted one its protocol.", false},
	{flowedUnknown, minor, "RFC 3676 §4", "The parameter format is flowed or fixed.", false},
	{flowedLong, minor, "RFC 3676 §4.2", "The text is said to flow, but has a line of more than 78 characters that is not broken with a blank before the line end.", false},
	{cidUnresolved, minor, "RFC 2392 §2", "The page shows a part of the letter by its Content-ID, but no part has it: a picture is missing.", true},
	{htmlExternal, note, "RFC 6973 §5.1.1", "The page loads something from elsewhere: whoever runs that server learns when the letter is read, and from where.", false},
	{htmlActive, note, "RFC 2854 §7", "The page holds a script, a form, a frame or a plug-in. Mail programs remove these.", false},
	{encoding.Base64Truncated, severe, "RFC 2045 §6.8", "The base64 ends in the middle of an octet: something is missing.", true},
	{encoding.Base64AfterEnd, severe, "RFC 2045 §6.8", "After the = that ends the base64, something follows that is none. It was left out.", true},
	{encoding.Base64Foreign, minor, "RFC 2045 §6.8", "Characters that are not base64 stand in it. They were passed over.", true},
	{encoding.Base64Padding, minor, "RFC 2045 §6.8", "The = at the end of the base64 is missing, too many or misplaced.", false},
	{encoding.Base64URL, severe, "RFC 4648 §5", "The base64 has - and _ for + and /, which is the alphabet for addresses and not for mail; readers of mail skip them.", true},
	{encoding.Base64Bits, note, "RFC 4648 §3.5", "The last letter of the base64 says more than its octets need.", false},
	{encoding.QuotedTruncated, severe, "RFC 2045 §6.7", "The quoted-printable ends within an =XX.", true},
	{encoding.QuotedEquals, severe, "RFC 2045 §6.7", "An = in quoted-printable begins neither an octet nor a soft line break; write =3D.", true},
	{encoding.QuotedOctet, severe, "RFC 2045 §6.7", "Octets above 127, or control characters, stand in the quoted-printable as they are.", false},
	{encoding.QuotedLower, minor, "RFC 2045 §6.7", "Hexadecimal digits of quoted-printable are capital letters.", false},
	{encoding.QuotedBlank, severe, "RFC 2045 §6.7", "White space at the end of a line of quoted-printable was dropped, since transports add some; write =20.", true},
	{encoding.QuotedLong, severe, "RFC 2045 §6.7", "A line of quoted-printable is longer than 76 characters.", false},
	{encoding.QuotedEnd, minor, "RFC 2045 §6.7", "The quoted-printable ends with a soft line break, after which nothing follows.", false},

	// Names of files.
	{fileDirection, minor, "RFC 2183 §5", "The file's name holds a character that turns the direction of writing, so its end is not what it seems.", false},
	{fileTwoEndings, minor, "RFC 2183 §5", "The file's name looks like that of a document but ends like a program's.", false},
	{fileRuns, note, "RFC 2183 §5", "This file is a program, or can hold one. Open it only if you know who sent it and why.", false},
	{filePath, minor, "RFC 2183 §2.3", "The file's name has the name of a folder in it, which readers must ignore.", false},

	// Octets.
	{bareLF, severe, "RFC 5322 §2.3", "A line ends with LF alone; lines end with CR LF. Where servers differ about that, a second letter can hide.", false},
	{bareCR, severe, "RFC 5322 §2.3", "A CR stands without its LF.", false},
	{nul, severe, "RFC 5322 §4", "There is an octet 0, at which some programs stop reading.", false},
}
