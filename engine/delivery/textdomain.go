package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
)

func readCatchAll(r *Rules, t *ruleText) string {
	if _, problem := quoted(t.text); problem != "" {
		return problem
	}
	for _, part := range split(t.text, ";|") {
		if part == "" {
			continue
		}
		var c CatchAll
		domain, rest, has := (&ruleText{part}).head()
		if !has {
			domain, rest = "", part
		} else {
			d, err := address.Domain(strings.TrimPrefix(domain, "@"))
			if err != nil {
				return strconv.Quote(domain) + " is no domain: " + err.Error()
			}
			c.Domain = d
		}
		var problem string
		if c.To, problem = everybody(split(rest, ","), MaxTargets); problem != "" {
			return problem
		}
		for i := range r.CatchAll {
			if r.CatchAll[i].Domain == c.Domain {
				return "there are two for the same domain"
			}
		}
		r.CatchAll = append(r.CatchAll, c)
	}
	return ""
}

func readSub(r *Rules, t *ruleText) string {
	for _, word := range split(t.text, ",; ") {
		switch strings.ToLower(word) {
		case "", "off":
		case "on":
			r.Subs = append(r.Subs, "")
		default:
			d, err := address.Domain(word)
			if err != nil {
				return strconv.Quote(word) + " is neither on nor a domain: " + err.Error()
			}
			r.Subs = append(r.Subs, d)
		}
	}
	return ""
}

func readBackup(r *Rules, t *ruleText) string {
	if _, problem := quoted(t.text); problem != "" {
		return problem
	}
	name, rest, has := t.head()
	d, err := address.Domain(name)
	if err != nil {
		return strconv.Quote(name) + " is no domain: " + err.Error()
	}
	b := Backup{Domain: d}
	if has {
		var problem string
		if b.Rcpts, problem = everybody(split(rest, ","), MaxMembers); problem != "" {
			return problem
		}
		for i, who := range b.Rcpts {
			if !strings.Contains(who, "@") {
				who += "@" + d
			} else if !strings.HasSuffix(who, "@"+d) {
				return strconv.Quote(who) + " is not at " + d
			}
			b.Rcpts[i] = strings.ToLower(who)
		}
	}
	for i := range r.BackupFor {
		if r.BackupFor[i].Domain == d {
			return twice(d)
		}
	}
	r.BackupFor = append(r.BackupFor, b)
	return ""
}
