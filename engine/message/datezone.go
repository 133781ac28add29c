package message

// zoneNames are the zone names of RFC 5322 section 4.3 in hours east of UTC.
var zoneNames = [...]struct {
	name  string
	hours int
}{
	{"UT", 0}, {"GMT", 0}, {"UTC", 0}, {"Z", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
}

// zone reads the zone: +0800, or one of the many other forms. Names that RFC 5322 does not know, and the single letters
// that RFC 822 defined wrongly, count as "-0000", as its section 4.3 wants.
func (p *dateParser) zone() {
	t := p.tok(0)
	switch {
	case t.kind == tokenDigits && len(t.text) == 4:
		p.flaw(flawDateZoneForm, t.start, t.end) // The sign was forgotten.
		p.offset(1, t)
	case t.kind == '+' || t.kind == '-':
		p.numericZone(t)
	case t.kind == tokenWord:
		p.namedZone(t)
	default:
		p.flaw(flawDateNoZone, t.start, t.start)
	}
}

// numericZone reads a sign and a number after it.
func (p *dateParser) numericZone(sign dateToken) {
	t := p.tok(1)
	if t.kind != tokenDigits || len(t.text) > 4 {
		p.flaw(flawDateNoZone, sign.start, sign.start)
		return
	}
	if len(t.text) != 4 || t.start != sign.end {
		p.flaw(flawDateZoneForm, sign.start, t.end)
	}
	p.drop(1)
	if sign.kind == '-' {
		p.offset(-1, t)
		p.d.ZoneKnown = p.d.Zone != 0
	} else {
		p.offset(1, t)
	}
}

// offset reads the number of a zone: 0800, 800, 08, 8 or 08:00.
func (p *dateParser) offset(sign int, t dateToken) {
	hours, minutes := t.number/100, t.number%100
	end := t.end
	p.drop(1)
	if len(t.text) <= 2 {
		hours, minutes = t.number, 0
		if next := p.tok(1); p.tok(0).kind == ':' && next.kind == tokenDigits && len(next.text) <= 2 {
			minutes, end = next.number, next.end
			p.drop(2)
		}
	}
	p.d.Zone, p.d.ZoneKnown = sign*(hours*60+minutes)*60, true
	if minutes > 59 || hours*3600+minutes*60 > maxZone {
		p.flaw(flawDateZoneRange, t.start, end)
	}
}

// namedZone reads a name, and a number after it.
func (p *dateParser) namedZone(t dateToken) {
	p.drop(1)
	if sign := p.tok(0); (sign.kind == '+' || sign.kind == '-') && p.tok(1).kind == tokenDigits {
		p.flaw(flawDateZoneForm, t.start, p.tok(1).end) // GMT+0800
		p.numericZone(sign)
		return
	}
	for _, z := range zoneNames {
		if equalFold(z.name, t.text) {
			p.flaw(flawDateZoneName, t.start, t.end)
			p.d.Zone, p.d.ZoneKnown = z.hours*3600, true
			return
		}
	}
	p.flaw(flawDateZoneUnknown, t.start, t.end)
}
