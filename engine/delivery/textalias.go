package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
)

func readAlias(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("ADDRESS, ADDRESS …")
	if problem != "" {
		return problem
	}
	a := Alias{Name: strings.ToLower(name)}
	if strings.HasPrefix(name, "@") {
		_, err := address.Domain(name[1:])
		to, err2 := address.Domain(strings.TrimPrefix(rest, "@"))
		switch {
		case err != nil:
			return strconv.Quote(name) + " is no domain: " + err.Error()
		case !strings.HasPrefix(rest, "@") || err2 != nil:
			return "a whole domain stands for another whole domain: " + name + ": @DOMAIN (for one address there is the catch-all)"
		case "@"+to == a.Name:
			return "a domain cannot stand for itself"
		}
		a.To = []string{"@" + to}
	} else {
		if a.Name, problem = whom(name); problem != "" {
			return problem
		}
		a.Name = strings.ToLower(a.Name)
		if a.To, problem = everybody(split(rest, ","), MaxTargets); problem != "" {
			return problem
		}
	}
	for i := range r.Aliases {
		if r.Aliases[i].Name == a.Name {
			return twice(name)
		}
	}
	r.Aliases = append(r.Aliases, a)
	return ""
}

func readForward(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("ADDRESS, ADDRESS …, keep, srs")
	if problem != "" {
		return problem
	}
	var f Forward
	if f.Account, problem = whom(name); problem != "" {
		return problem
	}
	f.Account = strings.ToLower(f.Account)
	var to []string
	for _, word := range split(rest, ",;| ") {
		switch strings.ToLower(word) {
		case "keep":
			f.Keep = true
		case "srs":
			f.SRS = true
		case "plain", "":
		default:
			to = append(to, word)
		}
	}
	if len(to) == 0 {
		return "it does not say where to"
	}
	if f.To, problem = everybody(to, MaxTargets); problem != "" {
		return problem
	}
	for i := range r.Forwards {
		if r.Forwards[i].Account == f.Account {
			return twice(name)
		}
	}
	r.Forwards = append(r.Forwards, f)
	return ""
}
