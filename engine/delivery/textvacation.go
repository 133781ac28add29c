package delivery

import (
	"strconv"
	"strings"
)

func readVacation(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("\"TEXT\"; days=7; subject=TEXT; also=ADDRESS")
	if problem != "" {
		return problem
	}
	var v Vacation
	if v.Account, problem = whom(name); problem != "" {
		return problem
	}
	v.Account = strings.ToLower(v.Account)
	parts := split(rest, ";|")
	if v.Text = unquote(parts[0]); v.Text == "" {
		return "it does not say what to answer"
	}
	for _, part := range parts[1:] {
		if part == "" {
			continue
		}
		key, value, has := option(part)
		switch {
		case key == "days":
			days, err := strconv.Atoi(value)
			if err != nil || days < 1 || days > MaxDays {
				return "days is a number from 1 to " + strconv.Itoa(MaxDays)
			}
			v.Days = days
		case key == "subject" && has:
			v.Subject = value
		case key == "also" && has:
			if v.Also, problem = everybody(split(value, ","), MaxTargets); problem != "" {
				return problem
			}
		default:
			return strconv.Quote(part) + " is no option of a vacation, which are days=NUMBER, subject=TEXT and also=ADDRESS; a text with \";\" or \"|\" in it needs quotes"
		}
	}
	for i := range r.Vacations {
		if r.Vacations[i].Account == v.Account {
			return twice(name)
		}
	}
	r.Vacations = append(r.Vacations, v)
	return ""
}
