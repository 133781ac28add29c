package message

import "strings"

// comment reads what servers put into comments: about the client after "from", about themselves later, and encryption
// anywhere.
func (p *receivedParser) comment(text string) {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == ',' || r == '(' || r == ')'
	})
	encryption, login := p.encryption(words), p.login(words)
	switch {
	case p.clause == "from" && !encryption:
		p.client(words)
	case len(words) == 0 || encryption || login:
	case p.clause == "by" && p.ownAddress(words):
	case len(words) > 1 && (equalFold(words[0], "envelope-from") || equalFold(words[0], "envelope-sender")):
		p.f.EnvelopeFrom = words[1]
	case p.clause == "" && len(words) > 1 && words[0] == "from": // Sendmail, of a user on the same machine.
		p.f.Login = words[1]
	case p.f.Program == "" && (p.clause == "by" || p.clause == "with" || p.clause == "tls" || p.clause == ""):
		p.f.Program = strings.Join(strings.Fields(text), " ")
	}
}

// ownAddress reads the server's own address.
func (p *receivedParser) ownAddress(words []string) bool {
	for _, word := range words {
		if address := traceIP(word); address != "" {
			p.f.ByIP = address
			return true
		}
	}
	return false
}

// client reads a comment about the client: "mail.shan.example [198.51.100.5]", "HELO alice-pc", "[198.51.100.5] helo=alice-pc".
func (p *receivedParser) client(words []string) {
	from := &p.f.From
	for i := 0; i < len(words); i++ {
		word := words[i]
		key, value, pair := strings.Cut(word, "=")
		switch {
		case pair && equalFold(key, "helo"):
			p.ownName(value)
		case pair:
		case i+1 < len(words) && (equalFold(word, "HELO") || equalFold(word, "EHLO") || equalFold(word, "LHLO")):
			i++
			p.ownName(words[i])
		case traceIP(word) != "":
			if !p.sure {
				from.IP, p.sure = traceIP(word), true
			}
			if i > 0 && strings.IndexByte(words[i-1], '=') < 0 && from.Name == "" && !p.helo {
				from.Name = words[i-1][strings.LastIndexByte(words[i-1], '@')+1:] // Some have the user's name before it.
			}
		case equalFold(word, "forged") && i > 1 && equalFold(words[i-1], "be"):
			from.Forged = true
		case len(words) == 1 && from.Name == "" && strings.IndexByte(word, '.') > 0:
			from.Name = word
		}
	}
}

func (p *receivedParser) ownName(name string) {
	p.f.From.Name, p.f.From.Helo = p.f.From.Helo, name
	p.helo = true
}

// encryption reads what is known of TLS: "version=TLS1_3 cipher=… bits=256/256", "using TLSv1.3 with cipher … (256/256 bits)",
// "TLS1.3", "TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO".
func (p *receivedParser) encryption(words []string) bool {
	found := false
	tls := &p.f.TLS
	for i, word := range words {
		if version := tlsVersion(word); version != "" {
			found, tls.Version = true, version
			parts := strings.Split(word, ":")
			if len(parts) >= 3 {
				tls.Cipher, tls.Bits = parts[1], parts[2]
			}
			continue
		}
		key, value, pair := strings.Cut(word, "=")
		switch {
		case pair && equalFold(key, "version") && tlsVersion(value) != "":
			found, tls.Version = true, tlsVersion(value)
		case pair && equalFold(key, "cipher"):
			found, tls.Cipher = true, value
		case pair && equalFold(key, "bits") && found:
			tls.Bits, _, _ = strings.Cut(value, "/")
		case equalFold(word, "cipher") && i+1 < len(words) && found:
			tls.Cipher = words[i+1]
		case equalFold(word, "encrypted") && i > 0: // qmail
			found, tls.Cipher = true, words[i-1]
		case equalFold(word, "bits") && i > 0 && found && tls.Bits == "":
			tls.Bits, _, _ = strings.Cut(words[i-1], "/")
		}
	}
	return found
}

// tlsVersion takes the number out of "TLSv1.3", "TLS1_3" and their like.
func tlsVersion(word string) string {
	word, _, _ = strings.Cut(word, ":")
	if len(word) < 4 {
		return ""
	}
	name, rest := word[:3], word[3:]
	if rest[0] == 'v' || rest[0] == 'V' {
		rest = rest[1:]
	}
	rest = strings.ReplaceAll(rest, "_", ".")
	if rest == "" || strings.Trim(rest, "0123456789.") != "" {
		return ""
	}
	switch {
	case equalFold(name, "TLS") && rest == "1":
		return "1.0"
	case equalFold(name, "TLS"):
		return rest
	case equalFold(name, "SSL"):
		return "SSL " + rest
	}
	return ""
}

// login reads who had logged in: "Authenticated sender: alice", "authenticated user alice", "AUTH: LOGIN alice", "account alice".
func (p *receivedParser) login(words []string) bool {
	for i, word := range words {
		word = strings.TrimSuffix(word, ":")
		skip := 0
		switch {
		case equalFold(word, "sender"), equalFold(word, "user"):
			if i == 0 || !equalFold(words[i-1], "authenticated") {
				continue
			}
			skip = 1
		case equalFold(word, "account"):
			skip = 1
		case equalFold(word, "auth"):
			skip = 2
		default:
			continue
		}
		if i+skip < len(words) {
			p.f.Login = words[i+skip]
			return true
		}
	}
	return false
}
