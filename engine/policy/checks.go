package policy

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/ip"
	"ehloworld/engine/queue"
)

// network checks an IP network such as 192.0.2.0/24, or a single address.
func network(text string) (problem string) {
	if _, ok := ip.ParseNetwork(text); !ok {
		return strconv.Quote(text) + " is not an IP network (write 192.0.2.0/24, with no bit set behind the prefix)"
	}
	return ""
}

// domain checks a domain.
func domain(text string) (problem string) {
	if d, err := address.Domain(text); err != nil {
		return strconv.Quote(text) + " is not a domain: " + err.Error()
	} else if d != text {
		return strconv.Quote(text) + " is written " + strconv.Quote(d)
	}
	return ""
}

// mailbox checks a mail address.
func mailbox(text string) (problem string) {
	if _, err := address.Parse(text); err != nil {
		return strconv.Quote(text) + " is not a mail address: " + err.Error()
	}
	return ""
}

// server checks the name or address of a host with an optional port, as in mail.hai.example:24.
func server(text string) (problem string) {
	name, port, more := strings.Cut(text, ":")
	if n, err := strconv.Atoi(port); more && (err != nil || n < 1 || n > 65535 || port[0] == '+' || port[0] == '0') {
		return strconv.Quote(port) + " is not a port (1 to 65535)"
	}
	if _, ok := ip.Parse4(name); ok {
		return ""
	}
	return domain(name)
}

// separator checks what divides a user from a detail.
func separator(text string) (problem string) {
	if len(text) != 1 || !strings.Contains("+-_=.!#$%&'*/?^`{|}~", text) {
		return strconv.Quote(text) + " is no sign that may stand in an address (write + or -)"
	}
	return ""
}

// timetable checks when the queue tries again: the name of a profile, or one of one's own.
func timetable(text string) (problem string) {
	if _, err := queue.ParseProfile(text); err != nil {
		return err.Error()
	}
	return ""
}

// retries are the names of timetables.
func retries() []string {
	var names []string
	for _, p := range queue.Profiles() {
		names = append(names, p.Name)
	}
	return names
}
