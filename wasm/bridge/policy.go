package bridge

import (
	"ehloworld/engine/edition"
	"ehloworld/engine/host"
	"ehloworld/engine/jsontext"
)

// policyView shows everything that can be set about a mail server. Changing something is the input line "policy HOST KEY
// VALUE", which only the full edition takes; so only that one has the list.
func (e *Engine) policyView(id string, w *jsontext.Writer) error {
	if !edition.Full {
		return edition.Needed("changing a server's policy while it runs")
	}
	h, err := e.host(id)
	if err != nil {
		return err
	}
	if h.Store == nil {
		return &Error{id + " is no mail server"}
	}
	open := 0
	for _, s := range h.Sessions() {
		if s.Server {
			open++
		}
	}
	w.Object()
	w.Str("host", id)
	w.Num("sessions", int64(open))
	jsontext.List(w, "settings", h.Settings(), func(s host.Setting) {
		w.Object()
		w.Str("key", s.Key)
		w.Str("group", s.Group)
		w.Str("kind", s.Kind.String())
		w.Str("value", s.Value)
		w.Str("default", s.Usual)
		w.Strs("choices", s.Choices)
		w.Num("min", s.Min)
		w.Num("max", s.Max)
		w.Flag("params", s.Params)
		w.EndObject()
	})
	w.EndObject()
	return nil
}
