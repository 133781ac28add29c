package policy

import (
	"strconv"
	"strings"

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
