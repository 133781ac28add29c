package world

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/host"
	"ehloworld/engine/scenario"
)

// hostSpec is what a scenario says about one host, with every name in it resolved against the rest of the scenario.
func hostSpec(w *scenario.World, h scenario.Host) host.Spec {
	spec := host.Spec{
		ID: h.ID, IP: h.IP, Kind: h.Kind, Domains: h.Domains, Tools: h.Tools, EHLO: h.EHLO,
		Policy: h.Policy, Retry: h.Retry, Resolver: resolverOf(w, h), Program: programSpec(w, h.UA),
	}
	for _, s := range h.Services {
		spec.Services = append(spec.Services, host.Service(s))
	}
	if h.Kind == "dns" {
		spec.Records = w.Records
	}
	return spec
}

// resolverOf is the address of the name server that a host asks: the one that it names, or the first there is.
func resolverOf(w *scenario.World, h scenario.Host) string {
	for _, other := range w.Hosts {
		if h.Resolver == other.ID || h.Resolver == "" && other.Kind == "dns" {
			return other.IP
		}
	}
	return ""
}

func programSpec(w *scenario.World, ua *scenario.UA) *host.ProgramSpec {
	if ua == nil {
		return nil
	}
	spec := &host.ProgramSpec{User: ua.User, Name: ua.Name, Mode: ua.Mode, Out: ua.Out, Inbox: ua.Inbox}
	if spec.Mode == "" {
		spec.Mode = "keep"
	}
	if a := w.Account(ua.User); a != nil {
		spec.Pass = a.Pass
		if spec.Name == "" {
			spec.Name = a.Name
		}
	}
	if server := w.Server(strings.ToLower(address.DomainOf(ua.User))); server != nil {
		if spec.Out == "" {
			spec.Out = server.ID
		}
		if spec.Inbox == "" {
			spec.Inbox = server.ID
		}
	}
	for _, d := range ua.Drafts {
		spec.Drafts = append(spec.Drafts, host.Prepared(d))
	}
	return spec
}
