package host

import (
	"ehloworld/engine/pop3server"
	"ehloworld/engine/simnet"
	"ehloworld/engine/store"
)

// acceptPOP3 serves one connection to the POP3 port.
func (h *Host) acceptPOP3(conn *simnet.Conn) {
	m := pop3server.New(pop3server.Config{Hostname: h.Spec.ID, Host: h.Spec.ID, Conn: conn.ID()}, pop3Backend{h.Store})
	h.serve(conn, "pop3", m)
}

// pop3Backend opens maildrops in the host's store.
type pop3Backend struct{ store *store.Store }

// Open implements pop3server.Backend.
func (b pop3Backend) Open(user, pass string) (pop3server.Maildrop, error) {
	drop, err := b.store.OpenMaildrop(user, pass)
	switch err {
	case nil:
		return drop, nil
	case store.ErrAuth:
		return nil, pop3server.ErrAuth
	case store.ErrInUse:
		return nil, pop3server.ErrInUse
	}
	return nil, err
}
