package host

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// SetPolicy checks a change of a server's setting and returns what makes it. An empty value means the default. It holds for
// new connections and for the next decision about a letter.
func (h *Host) SetPolicy(key, value string) (func(), error) {
	if !edition.Full {
		return nil, edition.Needed("changing a server's settings while it runs")
	}
	if h.Store == nil {
		return nil, &policy.Error{Key: h.Spec.ID, Problem: "only a mail server has settings"}
	}
	changed := h.policy
	if err := changed.Set(key, value); err != nil {
		return nil, err
	}
	return func() {
		event := &trace.Policy{Host: h.Spec.ID, What: key, From: h.setting(key)}
		h.policy = changed
		event.To = h.setting(key)
		h.world.Rec.Emit(event)
		h.settle()
	}, nil
}

// settle makes what was built from the settings follow them.
func (h *Host) settle() {
	h.router = h.newRouter()
	if profile, err := h.timetable(); err == nil {
		h.Queue.SetProfile(profile)
	}
	h.Queue.SetReuse(h.policy.Int(policy.Reuse))
	h.wake()
}

// configure is what the settings say about a connection that begins now.
func (h *Host) configure(c *smtpserver.Config) {
	p := h.policy
	c.Keywords = h.keywords(c.Proto)
	if text, _ := p.Get("ehlo.SIZE"); p.IsSet(policy.MaxSize) && text != "" {
		if n, ok := smtp.ParseSize(text); ok && n < c.MaxSize {
			c.MaxSize = n // The smaller of the two.
		}
		c.Keywords = resized(c.Keywords, int(c.MaxSize))
	}
	c.Disabled = p.Disabled()
	p.Extensions(func(name, _ string, on bool) {
		if name == "AUTH" && !on {
			c.Disabled = append(c.Disabled, name) // Otherwise a submission port would offer it all the same.
		}
	})
	c.Zone = h.world.Zone
	if !p.IsSet(policy.MaxRecipients) {
		c.MaxRecipients = 0 // The keyword LIMITS may have a bound.
	}
	if p.IsSet(policy.MaxHold) {
		c.MaxHold = p.Span(policy.MaxHold) // Otherwise the keyword FUTURERELEASE may.
	}
	c.MaxDomains, c.MaxUnknown, c.MinBy, c.IdleTimeout = p.Int(policy.MaxDomains), p.Int(policy.MaxUnknown), p.Span(policy.MinBy), p.Span(policy.Idle)
	if c.MaxErrors = p.Int(policy.MaxErrors); c.MaxErrors == 0 {
		c.MaxErrors = -1 // No limit, as a machine wants it.
	}
	c.LineEnds, _ = framing.ParseLineEnds(p.Text(policy.LineEnds))
	c.Trusted = p.Covers(policy.XClientFrom, c.ClientIP)
	c.GreetDelay, c.StrictPipelining = p.Span(policy.GreetDelay), p.On(policy.StrictPipelining)
	c.Accent = h.accent()
	if text := p.Text(policy.Banner); text != "" {
		c.Banner = h.Spec.ID + " " + text // A greeting begins with the name of the host (RFC 5321 section 4.2).
	}
	if p.On(policy.Magic) {
		c.Magic = h.Spec.Domains
	}
}

func (h *Host) accent() smtpserver.Accent {
	a, _ := smtpserver.ParseAccent(h.policy.Text(policy.Accent))
	return a
}

// clientConfig is what the settings say about the queue's connections to other servers.
func (h *Host) clientConfig(c *smtpclient.Config) {
	if !edition.Full {
		return
	}
	if h.policy.Text(policy.LineEndsOut) == "lenient" {
		c.LineEnds = framing.Lenient
	}
	if h.policy.Text(policy.SevenBit) == "bounce" {
		c.SevenBit = smtpclient.Bounce
	}
	if h.policy.Text(policy.ChunkingOut) == "prefer" {
		c.Chunking = smtpclient.Prefer
	}
}

// setting is the value of a setting as it holds. Where the settings say nothing about an extension, the scenario's list or the
// standard set does.
func (h *Host) setting(key string) string {
	value, _ := h.policy.Get(key)
	name, ok := strings.CutPrefix(key, "ehlo.")
	switch {
	case !edition.Full:
		return value
	case key == "retry" && value == "":
		profile, _ := h.timetable()
		return profile.String()
	case !ok || value != "":
		return value
	}
	for _, offered := range h.Keywords() {
		if word, params, _ := strings.Cut(offered, " "); strings.EqualFold(word, name) {
			if params == "" {
				return "on"
			}
			return params
		}
	}
	return "off"
}

// keywords is what the settings and the scenario say that EHLO offers; nil: neither says anything.
func (h *Host) keywords(proto string) []string {
	list := h.Spec.EHLO
	if !edition.Full {
		return list
	}
	if size := h.policy.Int(policy.MaxSize); size != h.Spec.Policy.Int(policy.MaxSize) {
		list = resized(list, size)
	}
	h.policy.Extensions(func(name, params string, on bool) {
		if list == nil {
			list = h.standardKeywords(proto)
		}
		offer := name
		if params != "" {
			offer += " " + params
		}
		kept, found := make([]string, 0, len(list)+1), false
		for _, old := range list {
			if word, _, _ := strings.Cut(old, " "); !strings.EqualFold(word, name) {
				kept = append(kept, old)
				continue
			}
			found = true
			if on && params == "" {
				offer = old // It stays as it is.
			}
			if on {
				kept = append(kept, offer)
			}
		}
		if on && offer == smtp.AUTH {
			offer = "AUTH PLAIN LOGIN" // RFC 4954 section 3: with its mechanisms.
		}
		if on && !found {
			kept = append(kept, offer)
		}
		list = kept
	})
	return list
}

// standardKeywords is what EHLO offers when nobody says otherwise.
func (h *Host) standardKeywords(proto string) []string {
	return smtpserver.StandardKeywords(h.accent(), proto, int64(h.policy.Int(policy.MaxSize)))
}

// resized is a scenario's keywords with a bound on letters that was changed while the server runs.
func resized(list []string, size int) []string {
	list = slices.Clone(list)
	for i, keyword := range list {
		if word, _, _ := strings.Cut(keyword, " "); strings.EqualFold(word, "SIZE") {
			list[i] = word + " " + strconv.Itoa(size)
		}
	}
	return list
}

// timetable is when the queue tries again.
func (h *Host) timetable() (queue.Profile, error) {
	if !edition.Full {
		name := h.Spec.Retry
		if name == "" {
			name = queue.DefaultProfile
		}
		p, ok := queue.ProfileNamed(name)
		if !ok {
			return p, &BuildError{h.Spec.ID, "there is no retry profile " + name}
		}
		return p, nil
	}
	for _, text := range []string{h.policy.Text(policy.Retry), h.Spec.Retry} {
		if text != "" {
			return queue.ParseProfile(text)
		}
	}
	return queue.ParseProfile(queue.DefaultProfile)
}

// Setting is a setting of a server with its value.
type Setting struct {
	*policy.Setting
	Value string // As it holds; inputs write it in the same way.
	Usual string // What it was when the world began.
}

// Settings lists all settings of a mail server; of any other host there are none.
func (h *Host) Settings() []Setting {
	if h.Store == nil {
		return nil
	}
	all := policy.Settings()
	list := make([]Setting, len(all))
	for i := range all {
		list[i] = Setting{&all[i], h.setting(all[i].Key), h.usual(all[i].Key)}
	}
	return list
}

// usual is the value that a setting has when nobody sets it while the server runs: as the scenario began.
func (h *Host) usual(key string) string {
	now := h.policy
	was, _ := h.Spec.Policy.Get(key)
	if is, _ := now.Get(key); is == was {
		return h.setting(key) // It may look different because of others, as SIZE does when maxSize is set.
	}
	h.policy = h.Spec.Policy
	value := h.setting(key)
	h.policy = now
	return value
}

// Policy is a copy of the server's settings.
func (h *Host) Policy() policy.Policy { return h.policy }
