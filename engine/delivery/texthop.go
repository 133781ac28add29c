package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/dns"
)

// parseHop reads "lin.example", "[relay.lin.example]:587" or "[192.0.2.1]". The problem is "" when all is well.
func parseHop(s string) (h Hop, problem string) {
	if _, problem = quoted(s); problem != "" {
		return h, problem
	}
	host, port := s, ""
	if end := strings.LastIndexByte(s, ']'); end >= 0 {
		host, port = s[:end+1], s[end+1:]
		if port != "" && port[0] != ':' {
			return h, "after the bracket comes :PORT or nothing"
		}
		port = strings.TrimPrefix(port, ":")
	} else if i := strings.IndexByte(s, ':'); i >= 0 {
		host, port = s[:i], s[i+1:]
		if port == "" {
			return h, "the port after the colon is missing"
		}
	}
	if port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return h, strconv.Quote(port) + " is no port, which are 1 to 65535"
		}
		h.Port = n
	}
	inner, bracketed := strings.CutPrefix(strings.TrimSuffix(host, "]"), "[")
	switch {
	case bracketed && dns.IPv4(inner):
		h.Host = host
		return h, ""
	case dns.IPv4(host):
		h.Host = "[" + host + "]"
		return h, ""
	}
	d, err := address.Domain(inner)
	if err != nil {
		return h, strconv.Quote(host) + " is neither a host nor an IPv4 address: " + err.Error()
	}
	h.Host, h.MX = d, !bracketed
	return h, ""
}

func readSmartHost(r *Rules, t *ruleText) (problem string) {
	if text := strings.TrimSpace(t.text); text != "off" {
		r.SmartHost, problem = parseHop(text)
	}
	return problem
}

func readLMTP(r *Rules, t *ruleText) (problem string) {
	text := strings.TrimSpace(t.text)
	if text == "off" {
		return ""
	}
	if text, r.LMTPAny = strings.CutSuffix(text, " any"); r.LMTPAny {
		text = strings.TrimSpace(text)
	}
	r.LMTP, problem = parseHop(text)
	r.LMTP.Proto, r.LMTP.MX = ProtoLMTP, false
	return problem
}

func readSRS(r *Rules, t *ruleText) string {
	word, domain, _ := strings.Cut(strings.TrimSpace(t.text), " ")
	switch domain = strings.TrimSpace(domain); {
	case word == "off" && domain == "":
		return ""
	case word != "on":
		return "it is off, on, or on and the domain of the rewritten addresses"
	case domain != "":
		d, err := address.Domain(domain)
		if err != nil {
			return strconv.Quote(domain) + " is no domain: " + err.Error()
		}
		r.SRS.Domain = d
	}
	r.SRS.On = true
	return ""
}
