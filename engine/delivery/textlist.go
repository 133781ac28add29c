package delivery

import (
	"strconv"
	"strings"
)

func readList(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("MEMBER, MEMBER …; OPTION; OPTION …")
	if problem != "" {
		return problem
	}
	var l List
	if l.Name, problem = whom(name); problem != "" {
		return problem
	}
	l.Name = strings.ToLower(l.Name)
	parts := split(rest, ";|")
	if parts[0] != "" {
		if l.Members, problem = everybody(split(parts[0], ","), MaxMembers); problem != "" {
			return problem
		}
	}
	for _, part := range parts[1:] {
		if part == "" {
			continue
		}
		key, value, has := option(part)
		switch {
		case key == "munge" && !has:
			l.Munge = true
		case key == "private" && !has:
			l.Private = true
		case key == "footer":
			l.Footer, l.OurFoot = value, !has
		case key == "prefix" && has:
			l.Prefix = value
		case key == "title" && has:
			l.Title = value
		case key == "owner" && has:
			if l.Owners, problem = everybody(split(value, ","), MaxTargets); problem != "" {
				return problem
			}
		case key == "reply" && (value == "list" || value == "author"):
			l.ToList = value == "list"
		case key == "post":
			if l.Post, has = posting(value); !has {
				return "post is members, anybody or owner"
			}
		default:
			return strconv.Quote(part) + " is no option of a list, which are post=members|anybody|owner, owner=ADDRESS, prefix=TEXT, footer, footer=TEXT, title=TEXT, munge, reply=list|author and private"
		}
	}
	for i := range r.Lists {
		if r.Lists[i].Name == l.Name {
			return twice(name)
		}
	}
	r.Lists = append(r.Lists, l)
	return ""
}

func posting(word string) (Posting, bool) {
	for i, name := range postingNames {
		if name == word {
			return Posting(i), true
		}
	}
	return 0, false
}
