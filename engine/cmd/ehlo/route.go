package main

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/punycode"
)

// route is a domain of the simulated world whose letters go to a real server.
type route struct {
	domain string // As in DNS: A-labels, no dot at the end.
	addr   string // HOST:PORT for dialling. HOST is an address, never a name.
}

// parseRoutes reads DOMAIN=HOST:PORT. HOST is localhost or an address of this machine or of a private network: what is
// played in a simulated world must not reach strangers' mailboxes, and a name could lead to another place at every look.
func parseRoutes(list []string) ([]route, error) {
	var routes []route
	for _, text := range list {
		bad := func(why string) ([]route, error) {
			return nil, fmt.Errorf("--route %s: %s, such as outside.example=127.0.0.1:2525", text, why)
		}
		name, where, ok := strings.Cut(text, "=")
		host, number, err := net.SplitHostPort(where)
		if !ok || err != nil {
			return bad("write DOMAIN=HOST:PORT")
		}
		domain, err := address.Domain(name)
		if err != nil || domain[0] == '[' {
			return bad(strconv.Quote(name) + " is not a domain: write DOMAIN=HOST:PORT")
		}
		if domain, err = punycode.ToASCII(domain); err != nil {
			return bad(err.Error())
		}
		port, err := strconv.ParseUint(number, 10, 16)
		if err != nil || port == 0 {
			return bad(strconv.Quote(number) + " is not a port: write DOMAIN=HOST:PORT")
		}
		if strings.EqualFold(host, "localhost") {
			host = "127.0.0.1"
		}
		ip, err := netip.ParseAddr(host)
		if err != nil {
			return bad(strconv.Quote(host) + " is not an address: HOST is localhost or an IP address of this machine or of a private network")
		}
		if ip = ip.Unmap(); !ip.IsLoopback() && !ip.IsPrivate() {
			return bad(ip.String() + " is out on the internet, where simulated letters must not go: HOST is an address of this machine or of a private network")
		}
		for _, r := range routes {
			if r.domain == domain {
				return bad(domain + " is there twice: each domain has one route")
			}
		}
		routes = append(routes, route{domain, netip.AddrPortFrom(ip, uint16(port)).String()})
	}
	return routes, nil
}
