package message

import (
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

// summary writes what a Received field said, parts that it does not have left out.
func (f *TraceField) summary() string {
	var b strings.Builder
	for _, part := range []struct{ name, value string }{
		{"helo", f.From.Helo}, {"name", f.From.Name}, {"ip", f.From.IP}, {"by", f.By}, {"byip", f.ByIP}, {"program", f.Program}, {"via", f.Via}, {"with", f.With},
		{"id", f.ID}, {"for", f.For}, {"sender", f.EnvelopeFrom}, {"login", f.Login}, {"tls", f.TLS.Version}, {"cipher", f.TLS.Cipher}, {"bits", f.TLS.Bits},
	} {
		if part.value != "" {
			b.WriteString(" " + part.name + "=" + part.value)
		}
	}
	if f.From.Forged {
		b.WriteString(" forged")
	}
	if !f.Dated {
		b.WriteString(" undated")
	} else if f.Date.At.RFC3339(0) != "2026-03-02T00:00:02.000Z" {
		b.WriteString(" at " + f.Date.At.RFC3339(0))
	}
	for _, flaw := range append(f.Flaws, f.Date.Flaws...) {
		b.WriteString(" !" + flaw.Name)
	}
	return strings.TrimPrefix(b.String(), " ")
}

// TestParseReceived has the fields of many servers, as they write them.
func TestParseReceived(t *testing.T) {
	const date = "; Mon, 2 Mar 2026 08:00:02 +0800"
	for _, c := range []struct{ program, in, want string }{
		{"EHLO World", "from alice-pc.shan.example ([198.51.100.5]) by mail.hai.example with ESMTP id H0001 for <bob@hai.example>" + date,
			"helo=alice-pc.shan.example ip=198.51.100.5 by=mail.hai.example with=ESMTP id=H0001 for=bob@hai.example"},
		{"EHLO World", "from x (mail.shan.example [IPv6:2001:db8::1]) by mail.hai.example\r\n with SMTP" + date,
			"helo=x name=mail.shan.example ip=2001:db8::1 by=mail.hai.example with=SMTP"},
		{"Postfix", "from mail.shan.example (mail.shan.example [198.51.100.5])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\r\n\t(No client certificate requested)\r\n\tby mx.hai.example (Postfix) with ESMTPS id 4Bq1yZ0Pw2z9sT\r\n\tfor <bob@hai.example>; Mon,  2 Mar 2026 08:00:02 +0800 (CST)",
			"helo=mail.shan.example name=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=Postfix with=ESMTPS id=4Bq1yZ0Pw2z9sT for=bob@hai.example tls=1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256"},
		{"Postfix", "from [10.0.0.5] (unknown [203.0.113.9]) (Authenticated sender: alice@shan.example) by mx.hai.example (Postfix) with ESMTPSA id 4BC" + date,
			"helo=[10.0.0.5] ip=203.0.113.9 by=mx.hai.example program=Postfix with=ESMTPSA id=4BC login=alice@shan.example"},
		{"Postfix", "by mx.hai.example (Postfix, from userid 1000) id 4BC" + date, "by=mx.hai.example program=Postfix, from userid 1000 id=4BC"},
		{"Exim", "from [198.51.100.5] (helo=mail.shan.example)\r\n\tby mx.hai.example with esmtp (Exim 4.69)\r\n\t(envelope-from <alice@shan.example>)\r\n\tid 1NxYzA-0001Ab-Cd\r\n\tfor bob@hai.example" + date,
			"helo=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=Exim 4.69 with=esmtp id=1NxYzA-0001Ab-Cd for=bob@hai.example sender=alice@shan.example"},
		{"Exim", "from mail.shan.example ([198.51.100.5]:54321 helo=alice-pc)\r\n\tby mx.hai.example with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.98) (envelope-from <alice@shan.example>) id 1tAbCd-00000001AbC-1234 for bob@hai.example" + date,
			"helo=alice-pc name=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=Exim 4.98 with=esmtps id=1tAbCd-00000001AbC-1234 for=bob@hai.example sender=alice@shan.example tls=1.3 cipher=TLS_AES_256_GCM_SHA384"},
		{"Exim", "from bob by mx.hai.example with local (Exim 4.98) (envelope-from <bob@hai.example>) id 1tAbCd" + date,
			"helo=bob by=mx.hai.example program=Exim 4.98 with=local id=1tAbCd sender=bob@hai.example"},
		{"Sendmail", "from mail.shan.example (alice@mail.shan.example [198.51.100.5] (may be forged)) by mx.hai.example (8.17.1/8.17.1) with ESMTPS id 4220021234 (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NOT) for <bob@hai.example>" + date,
			"helo=mail.shan.example name=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=8.17.1/8.17.1 with=ESMTPS id=4220021234 for=bob@hai.example tls=1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 forged"},
		{"Sendmail", "(from bob@localhost) by mx.hai.example (8.17.1/8.17.1/Submit) id 4220021234" + date, "by=mx.hai.example program=8.17.1/8.17.1/Submit id=4220021234 login=bob@localhost"},
		{"Exchange", "from AM0PR01MB1234.eurprd01.prod.exchangelabs.com (2603:10a6:208:1::19)\r\n by AM9PR01MB5678.eurprd01.prod.exchangelabs.com (2603:10a6:20b:2::8) with\r\n Microsoft SMTP Server (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9654.16; Mon, 2 Mar\r\n 2026 00:00:02 +0000",
			"helo=AM0PR01MB1234.eurprd01.prod.exchangelabs.com ip=2603:10a6:208:1::19 by=AM9PR01MB5678.eurprd01.prod.exchangelabs.com byip=2603:10a6:20b:2::8 with=Microsoft SMTP Server id=15.20.9654.16 tls=1.2 cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
		{"Exchange", "from EX01.shan.example ([fe80::1:2%11]) by EX02.shan.example ([10.0.0.2]) with mapi id 14.03.0123.003" + date,
			"helo=EX01.shan.example ip=fe80::1:2%11 by=EX02.shan.example byip=10.0.0.2 with=mapi id=14.03.0123.003"},
		{"Exchange", "from A.shan.example (10.0.0.1) by B.shan.example (10.0.0.2) with Microsoft SMTP Server (TLS) id 15.1.2507.6 via Frontend Transport" + date,
			"helo=A.shan.example ip=10.0.0.1 by=B.shan.example byip=10.0.0.2 program=TLS via=Frontend Transport with=Microsoft SMTP Server id=15.1.2507.6"},
		{"IIS", "from alice-pc ([198.51.100.5]) by mx.hai.example with Microsoft SMTPSVC(6.0.3790.4675)" + date,
			"helo=alice-pc ip=198.51.100.5 by=mx.hai.example program=6.0.3790.4675 with=Microsoft SMTPSVC"},
		{"Gmail", "from mail.shan.example (mail.shan.example. [198.51.100.5])\r\n        by mx.google.com with ESMTPS id d2e1a72fcca58-1234.56.2026.03.01.16.00.02\r\n        for <bob@gmail.com>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        Sun, 01 Mar 2026 16:00:02 -0800 (PST)",
			"helo=mail.shan.example name=mail.shan.example ip=198.51.100.5 by=mx.google.com with=ESMTPS id=d2e1a72fcca58-1234.56.2026.03.01.16.00.02 for=bob@gmail.com tls=1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256"},
		{"Gmail", "by 2002:a17:90a:1234:b0:2c9:cf:1234 with SMTP id x12csp123456pjb; Sun, 1 Mar 2026 16:00:02 -0800 (PST)",
			"by=2002:a17:90a:1234:b0:2c9:cf:1234 byip=2002:a17:90a:1234:b0:2c9:cf:1234 with=SMTP id=x12csp123456pjb"},
		{"Gmail", "from 1234567890 named unknown by gmailapi.google.com with HTTPREST" + date, "helo=1234567890 by=gmailapi.google.com with=HTTPREST"},
		{"qmail", "(qmail 4711 invoked from network); 2 Mar 2026 00:00:02 -0000", "program=qmail 4711 invoked from network"},
		{"qmail", "(qmail 4711 invoked by uid 1000); 2 Mar 2026 00:00:02 -0000", "program=qmail 4711 invoked by uid 1000"},
		{"qmail", "from unknown (HELO mail.shan.example) (alice@198.51.100.5)\r\n  by mx.hai.example with SMTP; 2 Mar 2026 00:00:02 -0000",
			"helo=mail.shan.example ip=198.51.100.5 by=mx.hai.example with=SMTP"},
		{"netqmail", "from mail.shan.example (HELO alice-pc) (198.51.100.5) by mx.hai.example with (AES256-SHA encrypted) SMTP" + date,
			"helo=alice-pc name=mail.shan.example ip=198.51.100.5 by=mx.hai.example with=SMTP cipher=AES256-SHA"},
		{"Haraka", "from mail.shan.example (mail.shan.example [198.51.100.5])\r\n\tby mx.hai.example (Haraka/3.1.1) with ESMTPS id 1A2B3C4D-5E6F.1\r\n\tenvelope-from <alice@shan.example>\r\n\ttls TLS_AES_256_GCM_SHA384 (verify=NO)" + date,
			"helo=mail.shan.example name=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=Haraka/3.1.1 with=ESMTPS id=1A2B3C4D-5E6F.1 sender=alice@shan.example cipher=TLS_AES_256_GCM_SHA384"},
		{"Zimbra", "from zm.shan.example (LHLO zm.shan.example) (198.51.100.5) by zm.hai.example with LMTP" + date,
			"helo=zm.shan.example name=zm.shan.example ip=198.51.100.5 by=zm.hai.example with=LMTP"},
		{"fetchmail", "from pop.hai.example [203.0.113.10]\r\n\tby localhost with POP3 (fetchmail-6.4.37)\r\n\tfor <bob@localhost> (single-drop)" + date,
			"helo=pop.hai.example ip=203.0.113.10 by=localhost program=fetchmail-6.4.37 with=POP3 for=bob@localhost"},
		{"MDaemon", "from mail.shan.example ([198.51.100.5]) by mx.hai.example (MDaemon PRO v20.0.3) with ESMTP id md5001234567.msg for <bob@hai.example>" + date,
			"helo=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=MDaemon PRO v20.0.3 with=ESMTP id=md5001234567.msg for=bob@hai.example"},
		{"Domino", "from mail.shan.example ([198.51.100.5])\r\n          by mx.hai.example (Lotus Domino Release 8.5.3FP6)\r\n          with ESMTP id 2026030208000212-1234 ;\r\n          Mon, 2 Mar 2026 08:00:02 +0800",
			"helo=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=Lotus Domino Release 8.5.3FP6 with=ESMTP id=2026030208000212-1234"},
		{"Cyrus", "from mail.hai.example ([unix socket]) by imap.hai.example (Cyrus 3.8.0) with LMTPA" + date,
			"helo=mail.hai.example by=imap.hai.example program=Cyrus 3.8.0 with=LMTPA"},
		{"Dovecot", "from mx.hai.example ([127.0.0.1]) by imap.hai.example with LMTP id 0N3QFr1y (envelope-from <alice@shan.example>) for <bob@hai.example>" + date,
			"helo=mx.hai.example ip=127.0.0.1 by=imap.hai.example with=LMTP id=0N3QFr1y for=bob@hai.example sender=alice@shan.example"},
		{"Courier", "from mail.shan.example ([::ffff:198.51.100.5])\r\n  (AUTH: LOGIN alice, SSL: TLSv1,256bits,AES256-SHA)\r\n  by mx.hai.example with ESMTPSA; Mon, 02 Mar 2026 08:00:02 +0800\r\n  id 0000000000012345.69A4D2F2.00001234",
			"helo=mail.shan.example ip=::ffff:198.51.100.5 by=mx.hai.example with=ESMTPSA id=0000000000012345.69A4D2F2.00001234 login=alice tls=1.0 !date-trailing"},
		{"CommuniGate", "from [198.51.100.5] (account alice@shan.example HELO alice-pc) by mx.hai.example (CommuniGate Pro SMTP 6.3) with ESMTPSA id 1234567 for bob@hai.example" + date,
			"helo=alice-pc ip=198.51.100.5 by=mx.hai.example program=CommuniGate Pro SMTP 6.3 with=ESMTPSA id=1234567 for=bob@hai.example login=alice@shan.example"},
		{"OpenSMTPD", "from alice-pc (mail.shan.example [198.51.100.5]) by mx.hai.example (OpenSMTPD) with ESMTPS id 12ab34cd (TLSv1.3:TLS_CHACHA20_POLY1305_SHA256:256:NO) for <bob@hai.example>" + date,
			"helo=alice-pc name=mail.shan.example ip=198.51.100.5 by=mx.hai.example program=OpenSMTPD with=ESMTPS id=12ab34cd for=bob@hai.example tls=1.3 cipher=TLS_CHACHA20_POLY1305_SHA256 bits=256"},
		{"amavis", "from mx.hai.example ([127.0.0.1]) by localhost (mx.hai.example [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id aBcD-1 for <bob@hai.example>" + date,
			"helo=mx.hai.example ip=127.0.0.1 by=localhost byip=127.0.0.1 program=amavisd-new, port 10024 with=ESMTP id=aBcD-1 for=bob@hai.example"},
		{"Yahoo", "from 198.51.100.5  (EHLO mail.shan.example) (198.51.100.5)\r\n  by mta1.mail.bf1.yahoo.com with SMTPs" + date,
			"helo=mail.shan.example ip=198.51.100.5 by=mta1.mail.bf1.yahoo.com with=SMTPs"},
		{"SES", "from alice-pc (ec2.shan.example [198.51.100.5]) by email-smtp.amazonaws.com with SMTP (SimpleEmailService-d-1A2B) id Q1w2E3 for bob@hai.example" + date,
			"helo=alice-pc name=ec2.shan.example ip=198.51.100.5 by=email-smtp.amazonaws.com program=SimpleEmailService-d-1A2B with=SMTP id=Q1w2E3 for=bob@hai.example"},
		{"Coremail", "from alice-pc (unknown [198.51.100.5]) by smtp5 (Coremail) with SMTP id HdxpCgAXyZ; Mon, 02 Mar 2026 08:00:02 +0800 (CST)",
			"helo=alice-pc ip=198.51.100.5 by=smtp5 program=Coremail with=SMTP id=HdxpCgAXyZ"},
		{"GroupWise", "from SHAN-MTA by mx.hai.example with Novell_GroupWise" + date, "helo=SHAN-MTA by=mx.hai.example with=Novell_GroupWise"},
		{"UUCP", "from shan by hai.example via UUCP with rmail id AA0001; Mon, 2 Mar 26 00:00:02 GMT", "helo=shan by=hai.example via=UUCP with=rmail id=AA0001 !date-zone-name !date-short-year"},

		// Names that are keywords, second clauses.
		{"", "from by (by [198.51.100.5]) by with with SMTP for <a@b.example> from <c@d.example>" + date, "helo=by name=by ip=198.51.100.5 by=with with=SMTP for=a@b.example"},
		// What is not as it should be.
		{"", "from a by b with SMTP Mon, 2 Mar 2026 08:00:02 +0800", "helo=a by=b with=SMTP !received-no-semicolon"},
		{"", "from a by b id x;y" + date, "helo=a by=b id=x"},
		{"", "from a by b; Mon, 2 Mar 2026 08:00:02 +0800; x", "helo=a by=b !date-trailing"},
		{"", "from a by b", "helo=a by=b undated !received-no-date"},
		{"", "from a by b; yesterday", "helo=a by=b undated !received-no-date"},
		{"", date, "!received-empty"},
		{"", "", "undated !received-no-date !received-empty"},
		{"", "from a (b [198.51.100.5] by c" + date, "helo=a ip=198.51.100.5 by=c"},
		{"", "from [300.1.2.3] ([unknown]) by ([", "helo=[300.1.2.3] by=([ undated !received-no-date"},
	} {
		f := ParseReceived(c.in)
		if got := f.summary(); got != c.want {
			t.Errorf("%s %s\n got %s\nwant %s", c.program, c.in, got, c.want)
		}
	}
}

// TestReceivedAgain reads what we write.
func TestReceivedAgain(t *testing.T) {
	at, zone, _ := vtime.Parse("2026-03-02T08:00:02+08:00")
	for _, info := range []ReceivedInfo{
		{From: "alice-pc", FromName: "pc.shan.example", FromIP: "198.51.100.5", By: "mail.hai.example", With: "ESMTPSA", ID: "H1", For: "bob@hai.example", Date: at, Zone: zone},
		{From: "alice-pc", FromIP: "2001:db8::1", By: "mail.hai.example", With: "LMTP", Date: at, Zone: zone},
		{By: "mail.hai.example", ID: "H1", Date: at, Zone: zone},
	} {
		f := ParseReceived(strings.TrimPrefix(Received(info), "Received:"))
		again := ReceivedInfo{From: f.From.Helo, FromName: f.From.Name, FromIP: f.From.IP, By: f.By, With: f.With, ID: f.ID, For: f.For, Date: f.Date.At, Zone: f.Date.Zone}
		if again != info || !f.Dated || len(f.Flaws) > 0 {
			t.Errorf("%q\n got %+v\nwant %+v", Received(info), again, info)
		}
	}
}

func TestHops(t *testing.T) {
	data := crlf(`Delivered-To: bob@hai.example
Received: from mx.hai.example ([10.0.0.3]) by imap.hai.example with LMTP id 3; Mon, 2 Mar 2026 08:00:09 +0800
X-Spam: no
Received: from relay.fjord.example (relay.fjord.example [198.51.100.7]) by mx.hai.example with ESMTPS id 2
 for <bob@hai.example>; Mon, 2 Mar 2026 01:00:04 +0100
Received: from mail.shan.example by relay2.fjord.example with SMTP id 1; Mon, 2 Mar 2026 08:00:12 +0800
Received: from nowhere.example by forged.example; yesterday
Received: from pc ([192.168.1.2]) by mail.shan.example with ESMTPA id 0; Mon, 2 Mar 2026 08:00:02 +0800
Date: Mon, 2 Mar 2026 07:59:32 +0800
From: alice@shan.example

`)
	h := ParseHeader(data)
	hops := Hops(&h)
	type row struct {
		by      string
		delay   int // Seconds.
		known   bool
		private bool
		flaws   string
	}
	for i, want := range []row{
		{"mail.shan.example", 30, true, true, ""},
		{"forged.example", 0, false, false, "received-no-date hop-gap"},
		{"relay2.fjord.example", 10, true, false, "hop-gap"},
		{"mx.hai.example", -8, true, false, "hop-clock-skew"}, // from another machine of the same domain
		{"imap.hai.example", 5, true, true, ""},
	} {
		hop := &hops[i]
		if got := (row{hop.By, int(hop.Delay / vtime.Second), hop.DelayKnown, hop.Private, flawNames(hop.Flaws)}); got != want {
			t.Errorf("hop %d: %+v, want %+v", i, got, want)
		}
		if f := h.Fields[hop.Field]; !f.Is("Received") || f.Start != hop.Start || f.End() != hop.End {
			t.Errorf("hop %d lies at %d to %d", i, hop.Start, hop.End)
		}
	}
	if got := TrustedFrom(hops, ""); got != 3 {
		t.Errorf("trusted from hop %d", got)
	}
	if got := TrustedFrom(hops, "imap.hai.example"); got != 4 {
		t.Errorf("trusted from hop %d", got)
	}
	if got := TrustedFrom(nil, ""); got != 0 {
		t.Error(got)
	}
	for i, want := range []int{4, 4, 3, 3, 2, 1, 0, -1, -1} {
		if got := Writers(&h, hops)[i]; got != want {
			t.Errorf("field %d, %s, is of hop %d, want %d", i, h.Fields[i].Name, got, want)
		}
	}
}

func TestOrgDomain(t *testing.T) {
	for host, want := range map[string]string{
		"mx.hai.example": "hai.example", "hai.example": "hai.example", "localhost": "localhost", "a.b.c.co.uk": "c.co.uk", "mx.Hai.com.cn.": "hai.com.cn",
		"mx.hai.cn": "hai.cn", "[192.0.2.1]": "[192.0.2.1]", "2001:db8::1": "2001:db8::1", "": "", "co.uk": "co.uk",
	} {
		if got := orgDomain(host); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
}

func FuzzReceived(f *testing.F) {
	for _, s := range []string{"from a (b [1.2.3.4]) by c (d) with e id f for <g>; Mon, 2 Mar 2026 08:00:02 +0800", "(from x) by y (TLS1.3:a:b) tls z; id (", "from (HELO) (EHLO x) by [::1]:25;;", "by x Mon, 1 Jan 2020"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		raw := []byte("Received:" + s)
		h := ParseHeader(raw)
		for _, hop := range Hops(&h) {
			for _, flaw := range append(hop.Flaws, hop.Date.Flaws...) {
				if flaw.Start < hop.Start || flaw.End < flaw.Start || flaw.End > hop.End {
					t.Fatalf("%q: %+v in %d to %d", s, flaw, hop.Start, hop.End)
				}
			}
		}
	})
}

// TestReceivedIsLinear would take minutes if any of these took quadratic time.
func TestReceivedIsLinear(t *testing.T) {
	for _, s := range []string{"(", "()", "(a", ";", "; Mon,", "Mon, ", "from ", "a ", "<", "[", "(a b)", "(helo=a)", "(TLS1.3)", "; 1 Jan 2026"} {
		ParseReceived(strings.Repeat(s, 1<<18/len(s)))
	}
	ParseReceived(strings.Repeat("via ", 1<<18) + strings.Repeat("with ", 1<<18))
	for _, clause := range []string{"via", "with"} {
		short, long := clause+strings.Repeat(" a (b)", 1<<12), clause+strings.Repeat(" a (b)", 1<<15)
		few, many := allocated(func() { ParseReceived(short) }), allocated(func() { ParseReceived(long) })
		if many > 2*8*(few+10_000) {
			t.Errorf("%s: %d octets were allocated for %d, %d for %d", clause, few, len(short), many, len(long))
		}
	}
}
