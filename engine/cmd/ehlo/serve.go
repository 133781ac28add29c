package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"ehloworld/engine/scenario"
	"ehloworld/engine/world"
	"ehloworld/scenarios"
)

// service is one real port that leads to a simulated one. It is part of the documented output.
type service struct {
	Host  string `json:"host"`
	Proto string `json:"proto"`
	Port  int    `json:"port"`
	Addr  string `json:"addr"`
	TLS   bool   `json:"tls"`
}

// servedAccount is an account that a real client can log in to. It is part of the documented output.
type servedAccount struct {
	Address  string `json:"address"`
	User     string `json:"user"`
	Password string `json:"password"`
}

// readiness is the one line that serve prints when everything listens.
type readiness struct {
	PID      int             `json:"pid"`
	Services []service       `json:"services"`
	Accounts []servedAccount `json:"accounts"`
	CA       string          `json:"ca"`
}

func serveCommand(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	addr := fs.String("addr", "127.0.0.1", "address to listen on")
	only := fs.String("host", "", "serve this host only")
	separator := fs.String("separator", "", "what divides a user's name from a detail, such as +")
	ready := fs.String("ready", "", "write the JSON line to this file too")
	var ports, users, ways listFlag
	fs.Var(&ports, "port", "PROTO=N: the port for a protocol (0: any)")
	fs.Var(&users, "user", "ADDRESS:PASSWORD: one more account")
	fs.Var(&ways, "route", "DOMAIN=HOST:PORT: the real mail server of a domain outside")
	operands, err := parseFlags(fs, args)
	if err != nil {
		return err
	}
	name, err := oneOperand(fs, operands)
	if err != nil {
		return err
	}
	routes, err := parseRoutes(ways)
	if err != nil {
		return err
	}
	loaded, err := load(name)
	if err != nil {
		return err
	}
	wanted, err := parsePorts(ports)
	if err != nil {
		return err
	}
	if err := addUsers(loaded.scenario, *only, users); err != nil {
		return err
	}
	if err := setSeparator(loaded.scenario, *separator); err != nil {
		return err
	}
	offerAll(loaded.scenario)
	w, err := world.New(loaded.scenario, loaded.seed)
	if err != nil {
		return err
	}
	if *only != "" && w.Host(*only) == nil {
		return fmt.Errorf("the scenario has no host %q", *only)
	}
	s := newServer(w)
	defer s.close()
	for _, r := range routes {
		if err := s.lead(r); err != nil {
			return fmt.Errorf("--route %s=%s: %w", r.domain, r.addr, err)
		}
	}
	line := readiness{PID: os.Getpid(), Services: []service{}, Accounts: []servedAccount{}}
	for _, h := range loaded.scenario.World.Hosts {
		if *only != "" && h.ID != *only {
			continue
		}
		for _, svc := range h.Services {
			port := wanted[svc.Proto]
			delete(wanted, svc.Proto) // The first host that speaks it gets the port asked for; others get any.
			real, err := s.listen(*addr, port, h.ID, svc)
			if err != nil {
				return err
			}
			line.Services = append(line.Services, service{h.ID, svc.Proto, real, *addr, false})
		}
	}
	for proto, port := range wanted {
		if port != 0 {
			return fmt.Errorf("--port %s=%d: no host of this scenario offers %s", proto, port, proto)
		}
	}
	for _, a := range loaded.scenario.World.Accounts {
		line.Accounts = append(line.Accounts, servedAccount{a.Addr, a.Addr, a.Pass})
	}
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	if _, err := fmt.Fprintln(out, string(text)); err != nil {
		return err
	}
	if *ready != "" {
		if err := writeWhole(*ready, append(text, '\n')); err != nil {
			return err
		}
	}
	return s.run(stop)
}

// writeWhole writes a file so that whoever waits for it never sees half of it.
func writeWhole(name string, data []byte) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, name)
}

func parsePorts(list []string) (map[string]int, error) {
	wanted := map[string]int{}
	for _, p := range list {
		proto, number, ok := strings.Cut(p, "=")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 0 || n > 65535 {
			return nil, fmt.Errorf("--port %s: write PROTO=N, such as smtp=2525", p)
		}
		wanted[proto] = n
	}
	return wanted, nil
}

// addUsers adds accounts. A domain that no host serves becomes a domain of the host that is served (or of the first mail
// server), so that any address can be asked for.
func addUsers(sc *scenario.Scenario, only string, users []string) error {
	for _, u := range users {
		addr, pass, ok := strings.Cut(u, ":")
		local, domain, hasAt := strings.Cut(addr, "@")
		if !ok || !hasAt || local == "" || domain == "" || pass == "" {
			return fmt.Errorf("--user %s: write ADDRESS:PASSWORD, such as ann@hai.example:secret", u)
		}
		if err := ensureDomain(sc, only, strings.ToLower(domain)); err != nil {
			return err
		}
		replaced := false
		for i := range sc.World.Accounts {
			if strings.EqualFold(sc.World.Accounts[i].Addr, addr) {
				sc.World.Accounts[i].Pass, replaced = pass, true
			}
		}
		if !replaced {
			sc.World.Accounts = append(sc.World.Accounts, scenario.Account{Addr: strings.ToLower(addr), Pass: pass})
		}
	}
	return nil
}

// offerAll lets servers offer every extension that they have if their list of EHLO keywords is their built-in world's: that
// list is short so that beginners can read it, and real clients do not mind. A list of the scenario's own stays.
func offerAll(sc *scenario.Scenario) {
	text, ok := scenarios.Base(sc.World.Base)
	if !ok {
		return
	}
	var base struct {
		Hosts []struct {
			ID   string
			EHLO []string
		}
	}
	if json.Unmarshal(text, &base) != nil {
		return // The scenario has been read with it, so this cannot be.
	}
	for _, b := range base.Hosts {
		if h := sc.World.Host(b.ID); h != nil && slices.Equal(h.EHLO, b.EHLO) {
			h.EHLO = nil
		}
	}
}

func ensureDomain(sc *scenario.Scenario, only, domain string) error {
	taker := -1
	for i, h := range sc.World.Hosts {
		for _, d := range h.Domains {
			if d == domain {
				return nil
			}
		}
		if h.Kind == "mta" && taker < 0 && (only == "" || only == h.ID) {
			taker = i
		}
	}
	if taker < 0 {
		return errors.New("--user: the scenario has no mail server for " + domain)
	}
	h := &sc.World.Hosts[taker]
	h.Domains = append(h.Domains, domain)
	sc.World.Records = append(sc.World.Records, domain+". 300 MX 10 "+h.ID+".")
	return nil
}

// setSeparator lets every mail server take bob+detail for bob.
func setSeparator(sc *scenario.Scenario, sep string) error {
	if sep == "" {
		return nil
	}
	for i := range sc.World.Hosts {
		if err := sc.World.Hosts[i].Policy.Set("separator", sep); err != nil {
			return fmt.Errorf("--separator %s: one character such as + is wanted", sep)
		}
	}
	return nil
}

// hostPort joins an address and a port for listening.
func hostPort(addr string, port int) string { return net.JoinHostPort(addr, strconv.Itoa(port)) }
