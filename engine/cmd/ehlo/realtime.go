package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"ehloworld/engine/scenario"
	"ehloworld/engine/simnet"
	"ehloworld/engine/vtime"
	"ehloworld/engine/world"
)

// server lets a world follow the real clock and joins real connections to simulated ones. The world itself stays the
// single-threaded machine that it is everywhere: whoever touches it holds mu.
type server struct {
	mu        sync.Mutex
	world     *world.World
	began     time.Time
	wake      chan struct{}
	listeners []io.Closer
	conns     map[*bridge]bool
	closed    bool
}

// maxBuffered is how many octets may wait for a real client that does not read; beyond it the simulated connection is
// paused, so that the window closes and the server stops sending.
const maxBuffered = 1 << 20

func newServer(w *world.World) *server {
	w.OpenOutside()
	return &server{world: w, began: time.Now(), wake: make(chan struct{}, 1), conns: map[*bridge]bool{}}
}

// now is the virtual instant that corresponds to this moment.
func (s *server) now() vtime.Time { return s.world.Start().Add(vtime.Duration(time.Since(s.began))) }

// do lets the world catch up with the clock, does something in it, and lets what follows at once happen.
func (s *server) do(act func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.world.Run(s.now())
	act()
	s.world.Run(s.now())
	s.world.Forget()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// run follows the clock until a signal comes, or until a bound stops the world, which is an error.
func (s *server) run(stop <-chan os.Signal) error {
	for {
		s.mu.Lock()
		s.world.Run(s.now())
		s.world.Forget()
		if why := s.world.Stopped(); why != "" {
			s.mu.Unlock()
			return &uncleanError{"the world stopped: " + why}
		}
		wait := time.Hour
		if at, _, _, ok := s.world.Next(); ok {
			wait = time.Duration(at.Sub(s.now()))
		}
		s.mu.Unlock()
		timer := time.NewTimer(max(wait, 0))
		select {
		case <-stop:
			timer.Stop()
			return nil
		case <-s.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

func (s *server) close() {
	for _, l := range s.listeners {
		l.Close()
	}
	s.mu.Lock()
	s.closed = true
	for b := range s.conns {
		if b.real != nil {
			b.real.Close()
		}
	}
	s.mu.Unlock()
}

// listen opens a real port for a simulated service and returns its number.
func (s *server) listen(addr string, port int, host string, svc scenario.Service) (int, error) {
	if svc.Proto == "dns" {
		return s.listenDNS(addr, port, host, svc.Port)
	}
	l, err := net.Listen("tcp", hostPort(addr, port))
	if err != nil {
		return 0, fmt.Errorf("cannot listen for %s of %s: %w", svc.Proto, host, err)
	}
	s.listeners = append(s.listeners, l)
	go func() {
		for {
			real, err := l.Accept()
			if err != nil {
				return
			}
			s.join(real, host, svc)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// listenDNS carries real questions to port sim of a simulated name server, and its answers back.
func (s *server) listenDNS(addr string, port int, host string, sim int) (int, error) {
	conn, err := net.ListenPacket("udp", hostPort(addr, port))
	if err != nil {
		return 0, fmt.Errorf("cannot listen for dns of %s: %w", host, err)
	}
	s.listeners = append(s.listeners, conn)
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				if errors.Is(err, net.ErrClosed) {
					return
				}
				continue
			}
			query := append([]byte(nil), buf[:n]...)
			s.do(func() {
				s.world.AskOutside(host, sim, query, func(reply []byte) { conn.WriteTo(reply, from) })
			})
		}
	}()
	return conn.LocalAddr().(*net.UDPAddr).Port, nil
}

// join opens a simulated connection for a real one and copies both ways.
func (s *server) join(real net.Conn, host string, svc scenario.Service) {
	b := &bridge{server: s, real: real}
	b.ready = sync.NewCond(&s.mu)
	s.do(func() {
		s.conns[b] = true
		b.sim = s.world.DialOutside(host, svc.Port, svc.Proto, b)
	})
	go b.readReal()
	go b.writeReal()
}

// dialTimeout is how long a real server has for accepting a connection.
const dialTimeout = 30 * time.Second

// lead lets the world deliver a domain's letters to a real server: connections to the host that stands for it in the
// world go on to the real address.
func (s *server) lead(r route) error {
	return s.world.OutsideServer(r.domain, func(sim *simnet.Conn) {
		b := &bridge{server: s, sim: sim}
		b.ready = sync.NewCond(&s.mu)
		sim.SetApp(b)
		s.conns[b] = true
		go b.dial(r.addr)
	})
}

// dial opens the real connection for a simulated one that stands already. Where nobody listens the simulated one is reset:
// its handshake is over, so that it is too late for refusing.
func (b *bridge) dial(addr string) {
	s := b.server
	real, err := net.DialTimeout("tcp", addr, dialTimeout)
	if err != nil {
		s.do(func() {
			delete(s.conns, b)
			if !b.broken {
				b.drop()
			}
		})
		return
	}
	s.mu.Lock()
	b.real = real
	s.mu.Unlock()
	go b.readReal()
	go b.writeReal() // It also closes the real connection when the simulated one, or the server, is gone by now.
}

// bridge is the program at the simulated end: simnet calls it while the server's lock is held.
type bridge struct {
	server  *server
	real    net.Conn // nil while the real server is dialled.
	sim     *simnet.Conn
	ready   *sync.Cond // Signalled on every change of the fields below.
	open    bool
	pending []byte // For the real end.
	ended   bool   // The simulated end has closed its side.
	broken  bool
	paused  bool
}

// Opened implements simnet.App.
func (b *bridge) Opened() { b.open = true; b.ready.Broadcast() }

// Received implements simnet.App.
func (b *bridge) Received(data []byte) {
	b.pending = append(b.pending, data...)
	if len(b.pending) > maxBuffered && !b.paused {
		b.paused = true
		b.sim.Pause(true)
	}
	b.ready.Broadcast()
}

// Ended implements simnet.App.
func (b *bridge) Ended() { b.ended = true; b.sim.CloseWrite(); b.ready.Broadcast() }

// Broken implements simnet.App.
func (b *bridge) Broken(string) { b.broken = true; b.ready.Broadcast() }

// Writable implements simnet.App.
func (b *bridge) Writable() { b.ready.Broadcast() }

// drop ends the simulated connection because the real one is gone. The network does not tell who drops a connection that
// it is gone, so whoever waits for news of it is woken here.
func (b *bridge) drop() {
	b.sim.Abort()
	b.broken = true
	b.ready.Broadcast()
}

// readReal carries what the real client sends into the world.
func (b *bridge) readReal() {
	buf := make([]byte, 32<<10)
	for {
		n, err := b.real.Read(buf)
		if n > 0 && !b.send(buf[:n]) {
			return
		}
		if err != nil {
			b.server.do(func() {
				if b.broken || b.ended {
					return
				}
				if errors.Is(err, io.EOF) {
					b.sim.CloseWrite()
				} else {
					b.drop()
				}
			})
			return
		}
	}
}

// send writes into the simulated connection, waiting while it is full. It says whether the connection still stands.
func (b *bridge) send(data []byte) bool {
	s := b.server
	s.mu.Lock()
	for !s.closed && !b.broken && !b.ended && (!b.open || b.sim.Room() < len(data)) {
		if b.open {
			b.sim.WantWritable()
		}
		b.ready.Wait()
	}
	ok := !s.closed && !b.broken && !b.ended
	s.mu.Unlock()
	if !ok {
		return false
	}
	own := append([]byte(nil), data...)
	s.do(func() {
		if !b.broken && !b.ended {
			b.sim.Write(own)
		}
	})
	return true
}

// writeReal carries what the simulated server says to the real client.
func (b *bridge) writeReal() {
	s := b.server
	for {
		s.mu.Lock()
		for !s.closed && len(b.pending) == 0 && !b.ended && !b.broken {
			b.ready.Wait()
		}
		data := b.pending
		b.pending = nil
		over := s.closed || (b.ended || b.broken) && len(data) == 0
		resume := b.paused
		b.paused = false
		s.mu.Unlock()
		if resume {
			s.do(func() {
				if !b.broken {
					b.sim.Pause(false)
				}
			})
		}
		if over {
			break
		}
		if _, err := b.real.Write(data); err != nil {
			s.do(func() {
				if !b.broken {
					b.drop()
				}
			})
			break
		}
	}
	b.real.Close()
	s.mu.Lock()
	delete(s.conns, b)
	s.mu.Unlock()
}
