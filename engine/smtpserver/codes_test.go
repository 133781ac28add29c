package smtpserver

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/smtp"
)

// reached says how each reply code and each subject.detail of the enhanced codes is reached, and in which transcript that
// can be read: of this package, or of smtpclient where it says so. Those in magic transcripts are said by no host of
// ours by itself: SPF, DKIM and the like are not judged yet, and the rest belongs to servers of other kinds.
var reached = map[string]struct{ file, how string }{
	"211": {"magic", "nobody has a system status to tell; VRFY of a magic name"},
	"214": {"help-verbs", "HELP"},
	"220": {"happy-ehlo", "the greeting; also STARTTLS and XCLIENT"},
	"221": {"happy-ehlo", "QUIT"},
	"235": {"auth-plain", "the right password"},
	"250": {"happy-ehlo", "nearly every command"},
	"251": {"moved", "RCPT to one whose letters are passed on; ETRN when nothing waits"},
	"252": {"vrfy-expn-help", "VRFY; ETRN when letters wait"},
	"253": {"etrn", "ETRN when it is known how many wait"},
	"334": {"auth-login", "AUTH without initial response"},
	"354": {"happy-ehlo", "DATA"},
	"421": {"idle", "silence; too many errors, letters, connections"},
	"432": {"magic-auth", "a password in transition"},
	"450": {"asked", "greylisting; a sender whose domain cannot be looked up"},
	"451": {"intercepted", "a fault of the server's"},
	"452": {"recipients-limit", "too many recipients; mailbox or disk full"},
	"454": {"starttls-broken", "STARTTLS where TLS does not work"},
	"455": {"magic-codes", "parameters that cannot be kept just now"},
	"458": {"etrn", "ETRN for a queue that cannot be started now"},
	"459": {"etrn", "ETRN for a queue that is not this client's"},
	"500": {"unknown-verb", "an unknown word; a line too long"},
	"501": {"sender-syntax", "an argument that is written wrongly"},
	"502": {"retired-verbs", "a verb that is known and not served"},
	"503": {"wrong-order", "a verb in the wrong place"},
	"504": {"auth-mechanisms", "AUTH by a mechanism that is not offered"},
	"521": {"host-takes-no-mail", "a host that takes no mail (RFC 7504)"},
	"523": {"magic-auth", "a mechanism that needs encryption (RFC 5248)"},
	"525": {"magic-auth", "a disabled account (RFC 5248)"},
	"530": {"auth-required", "MAIL before AUTH; REQUIRETLS without TLS"},
	"534": {"magic-auth", "a mechanism that is too weak"},
	"535": {"auth-wrong-password", "a wrong password"},
	"538": {"magic-auth", "a mechanism that needs encryption (RFC 4954)"},
	"550": {"unknown-user", "RCPT to nobody"},
	"551": {"moved", "RCPT to one who has moved"},
	"552": {"size-exceeded", "a letter that is too big"},
	"553": {"smtputf8-off", "an address that cannot be used"},
	"554": {"refused-after-dot", "a letter that is refused; a greeting that refuses"},
	"555": {"parameters", "a parameter that is not known"},
	"556": {"magic", "a domain that takes no mail: clients find it in DNS (smtpclient, delivery), servers hardly say it"},

	"x.0.0": {"happy-ehlo", "success without more to say"}, "x.1.0": {"happy-ehlo", "MAIL accepted"}, "x.1.1": {"unknown-user", "no such mailbox"},
	"x.1.2": {"magic-codes", "no such domain"}, "x.1.3": {"recipient-syntax", "RCPT written wrongly"}, "x.1.4": {"magic-codes", "an ambiguous name"},
	"x.1.5": {"happy-ehlo", "RCPT accepted"}, "x.1.6": {"moved", "a mailbox that has moved"}, "x.1.7": {"sender-syntax", "MAIL written wrongly"},
	"x.1.8": {"asked", "a sender whose domain is not in the DNS"}, "x.1.10": {"magic", "a null MX"},
	"x.2.0": {"magic-codes", "something about a mailbox"}, "x.2.1": {"moved", "a disabled mailbox"}, "x.2.2": {"temporary", "a full mailbox"},
	"x.2.3": {"magic-codes", "too big for a mailbox"}, "x.2.4": {"magic-codes", "a list that cannot be expanded"},
	"x.3.0": {"etrn", "something about the system"}, "x.3.1": {"temporary", "a full disk"}, "x.3.2": {"host-takes-no-mail", "a host that takes no mail"},
	"x.3.3": {"magic-codes", "a capability that is missing"}, "x.3.4": {"size-exceeded", "too big for this server"}, "x.3.5": {"magic-codes", "a bad configuration"},
	"x.4.0": {"magic-codes", "something about the network"}, "x.4.1": {"magic-codes", "no answer from a host"}, "x.4.2": {"idle", "silence"},
	"x.4.3": {"magic-codes", "DNS out of order"}, "x.4.4": {"magic-codes", "no way to a host"}, "x.4.5": {"magic-codes", "congestion"},
	"x.4.6": {"magic-codes", "a loop"}, "x.4.7": {"magic-codes", "out of time"},
	"x.5.0": {"magic-codes", "something about the protocol"}, "x.5.1": {"wrong-order", "the wrong place"}, "x.5.2": {"unknown-verb", "an unknown word"},
	"x.5.3": {"recipients-limit", "too many recipients"}, "x.5.4": {"bad-arguments", "an argument written wrongly"}, "x.5.5": {"magic-codes", "a wrong version"},
	"x.5.6": {"auth-long-line", "a line of AUTH that is too long"},
	"x.6.0": {"bare-lf-letter", "octets that no letter may have"}, "x.6.1": {"seven-bit-only", "8-bit text without 8BITMIME"},
	"x.6.2": {"magic-codes", "a conversion that is forbidden"}, "x.6.3": {"smtpclient/seven-bit-bounced", "a conversion that is not made"},
	"x.6.4": {"magic-codes", "a conversion with loss"}, "x.6.5": {"magic-codes", "a conversion that failed"}, "x.6.7": {"smtputf8-off", "an address beyond ASCII"},
	"x.6.8": {"vrfy-utf8", "an answer beyond ASCII"}, "x.6.9": {"magic-codes", "a header beyond ASCII"}, "x.6.10": {"magic-codes", "the double of x.6.8"},
	"x.7.0": {"auth-required", "AUTH first"}, "x.7.1": {"relay-refused", "no relaying"}, "x.7.2": {"magic-codes", "a closed list"}, "x.7.3": {"magic-codes", "no conversion of security"},
	"x.7.4": {"magic-codes", "a security feature that is missing"}, "x.7.5": {"magic-codes", "cryptography failed"}, "x.7.6": {"magic-codes", "an unknown algorithm"},
	"x.7.7": {"magic-codes", "a changed letter"}, "x.7.8": {"auth-wrong-password", "a wrong password"}, "x.7.9": {"magic-auth", "a weak mechanism"},
	"x.7.10": {"requiretls", "REQUIRETLS without TLS"}, "x.7.11": {"magic-auth", "encryption needed"}, "x.7.12": {"magic-auth", "a password in transition"},
	"x.7.13": {"magic-auth", "a disabled account"}, "x.7.14": {"magic-codes", "a trust relation"}, "x.7.15": {"magic-codes", "a low priority"},
	"x.7.16": {"magic-codes", "too big for its priority"}, "x.7.17": {"rrvs", "RRVS of a mailbox with a new owner"}, "x.7.18": {"magic-codes", "RRVS of a domain with a new owner"},
	"x.7.19": {"magic-codes", "RRVS that cannot be told"}, "x.7.20": {"magic-codes", "DKIM"}, "x.7.21": {"magic-codes", "DKIM"}, "x.7.22": {"magic-codes", "DKIM"},
	"x.7.23": {"magic-codes", "SPF"}, "x.7.24": {"magic-codes", "SPF"}, "x.7.25": {"magic-codes", "reverse DNS"}, "x.7.26": {"magic-codes", "several checks"},
	"x.7.27": {"magic-codes", "a sender with a null MX"}, "x.7.28": {"magic-codes", "a flood"}, "x.7.29": {"magic-codes", "ARC"}, "x.7.30": {"magic-codes", "REQUIRETLS on the way"},
}

var replyLine = regexp.MustCompile(`(?m)(?:^S(?:\*\s\d+|:)|by (?:server|ourselves):|,) ?(\d{3})[ -](?:([245])\.(\d+\.\d+) )?`)

// TestEveryCodeIsReached holds the registry of package smtp against the transcripts.
func TestEveryCodeIsReached(t *testing.T) {
	var wanted []string
	for code := range strings.FieldsSeq(smtp.Codes) {
		wanted = append(wanted, code)
	}
	for y := range 10 {
		for z := range 40 {
			if smtp.IsEnhanced("550", "5."+strconv.Itoa(y)+"."+strconv.Itoa(z)) {
				wanted = append(wanted, "x."+strconv.Itoa(y)+"."+strconv.Itoa(z))
			}
		}
	}
	if len(wanted) != len(reached) {
		t.Errorf("%d codes are registered, and the table says how to reach %d", len(wanted), len(reached))
	}
	said := map[string]string{} // By file: all codes, with spaces around.
	for _, code := range wanted {
		r, ok := reached[code]
		if !ok {
			t.Errorf("nobody says how %s is reached", code)
			continue
		}
		if said[r.file] == "" {
			path := filepath.Join("testdata", r.file+".txt")
			if dir, name, other := strings.Cut(r.file, "/"); other {
				path = filepath.Join("..", dir, "testdata", name+".txt")
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Errorf("%s: %v", code, err)
				continue
			}
			codes := " "
			for _, m := range replyLine.FindAllStringSubmatch(string(text), -1) {
				codes += m[1] + " x." + m[3] + " "
			}
			said[r.file] = codes
		}
		if !strings.Contains(said[r.file], " "+code+" ") {
			t.Errorf("%s (%s) is not in %s", code, r.how, r.file)
		}
	}
}
