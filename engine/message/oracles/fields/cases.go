package fields

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// addressLists are lists as people and programs have written them.
var addressLists = []string{
	// In order.
	`bob@hai.example`,
	`Bob <bob@hai.example>`,
	`Bob Li <bob@hai.example>`,
	`"Li, Bob" <bob@hai.example>`,
	`"Bob \"the builder\" Li" <bob@hai.example>`,
	`"a \\ b" <a@b.example>`,
	`bob@hai.example, carol@hai.example`,
	`Bob <bob@hai.example>, "Li, Carol" <carol@hai.example>, dave@hai.example`,
	`bob+lunch@hai.example`,
	`#!$%&'*+-/=?^_{|}~@hai.example`,
	`"odd name"@hai.example`,
	`"a@b"@hai.example`,
	`"a\"b"@hai.example`,
	`""@hai.example`,
	`Bob <"odd name"@hai.example>`,
	`bob@[192.0.2.1]`,
	`bob@[IPv6:2001:db8::1]`,
	`bob@xn--bcher-kva.example`,
	`bob@hai`,
	`bob@a.b.c.d.e.example`,
	`BOB@HAI.EXAMPLE`,
	`<bob@hai.example>`,
	` bob@hai.example `,
	"\tbob@hai.example",
	`Bob   Li <bob@hai.example>`,
	`Bob<bob@hai.example>`,
	`bob@hai.example,carol@hai.example`,
	"Bob <bob@hai.example>,\r\n Carol <carol@hai.example>",
	"\"Li,\r\n Bob\" <bob@hai.example>",
	"Bob\r\n Li\r\n <bob@hai.example>",
	`"" <bob@hai.example>`,
	`"Bob" <bob@hai.example>`,
	`"Bob" Li <bob@hai.example>`,
	`Bob "the builder" Li <bob@hai.example>`,
	`Bob_Li <bob@hai.example>`,
	`Bob-Li <bob@hai.example>`,
	`O'Neill <o'neill@hai.example>`,
	`100% <a@b.example>`,
	// Comments.
	`bob@hai.example (Bob)`,
	`bob@hai.example (Bob Li)`,
	`bob@hai.example (Bob (the first))`,
	`bob@hai.example (a \) b)`,
	`(a) bob@hai.example`,
	`Bob (work) <bob@hai.example>`,
	`Bob <bob@hai.example> (work)`,
	`Bob <(x)bob@hai.example>`,
	`Bob <bob@hai.example(x)>`,
	`Bob <bob(x)@hai.example>`,
	`bob(x)@hai.example`,
	`(a)(b)bob@hai.example(c)`,
	`bob@hai.example (=?utf-8?B?5byg5LiJ?=)`,
	`bob@hai.example (), carol@hai.example (Carol)`,
	// Groups.
	`undisclosed-recipients:;`,
	`undisclosed-recipients: ;`,
	`Friends: bob@hai.example;`,
	`Friends: bob@hai.example, Carol <carol@hai.example>;`,
	`Friends: bob@hai.example;, dave@hai.example`,
	`dave@hai.example, Friends: bob@hai.example;`,
	`A: a@b.example;, B: c@d.example;`,
	`"My friends": bob@hai.example;`,
	`=?utf-8?B?5pyL5Y+L?=: bob@hai.example;`,
	`A:;, bob@hai.example`,
	`A: B: c@d.example;;`,
	`A: bob@hai.example`,
	`A: a@b.example,;`,
	// Encoded words.
	`=?utf-8?B?5byg5LiJ?= <zhang@shan.example>`,
	`=?utf-8?Q?caf=C3=A9?= <a@b.example>`,
	`=?iso-8859-1?Q?caf=E9?= <a@b.example>`,
	`=?utf-8?Q?a?= =?utf-8?Q?b?= <a@b.example>`,
	`=?utf-8?Q?a?= b =?utf-8?Q?c?= <a@b.example>`,
	`=?utf-8?Q?Li=2C_Bob?= <a@b.example>`,
	`=?utf-8?Q?Li,_Bob?= <a@b.example>`,
	`"=?utf-8?B?5byg5LiJ?=" <zhang@shan.example>`,
	`"Dr. =?utf-8?B?5byg5LiJ?=" <zhang@shan.example>`,
	`=?utf-8?B?5byg5LiJ?=<zhang@shan.example>`,
	`=?utf-8?B?5b?= =?utf-8?B?yg?= <a@b.example>`,
	`=?x-none?Q?x?= <a@b.example>`,
	`=?utf-8?Q?bob?=@hai.example`,
	`=?utf-8?Q?bob=40hai.example?= <a@b.example>`,
	// UTF-8.
	`张三 <zhang@shan.example>`,
	`"张三" <zhang@shan.example>`,
	`用户@例子.example`,
	`é <é@é.example>`,
	// Obsolete.
	`John Q. Public <jqp@hai.example>`,
	`J. Q. P. <jqp@hai.example>`,
	`Dr. Bob Li Jr. <bob@hai.example>`,
	`bob . li @ hai . example`,
	`bob.li @hai.example`,
	`bob@ hai.example`,
	`<@one.example:bob@hai.example>`,
	`<@one.example,@two.example:bob@hai.example>`,
	`Bob <@one.example:bob@hai.example>`,
	`,bob@hai.example`,
	`bob@hai.example,`,
	`bob@hai.example,,carol@hai.example`,
	`bob@hai.example, , carol@hai.example`,
	`"bob".li@hai.example`,
	`"bob"."li"@hai.example`,
	`bob."li"@hai.example`,
	// Wrong.
	``,
	` `,
	`,`,
	`bob`,
	`Bob Li`,
	`Bob, carol@hai.example`,
	`Doe, John <john@hai.example>`,
	`<>`,
	`Bob <>`,
	`Bob <bob>`,
	`bob@`,
	`@hai.example`,
	`a@b@c.example`,
	`Bob <a@b@c.example>`,
	`Bob <bob@hai.example`,
	`bob@hai.example>`,
	`<<bob@hai.example>>`,
	`Bob <bob@hai.example>>`,
	`Bob bob@hai.example`,
	`bob@hai.example Bob`,
	`Bob Li bob@hai.example`,
	`<bob@hai.example> Bob`,
	`Bob <bob@hai.example> Li`,
	`bob@hai.example carol@hai.example`,
	`Bob <bob@hai.example> Carol <carol@hai.example>`,
	`bob@hai.example <carol@hai.example>`,
	`bob@hai.example; carol@hai.example`,
	`Bob <bob@hai.example>; Carol <carol@hai.example>;`,
	`"Bob <bob@hai.example>`,
	`Bob" <bob@hai.example>`,
	`"Bob <bob@hai.example>, "Carol" <carol@hai.example>`,
	`Bob (work <bob@hai.example>`,
	`Bob) <bob@hai.example>`,
	`Bob [work] <bob@hai.example>`,
	`[list] Bob <bob@hai.example>`,
	`Bob @ home <bob@hai.example>`,
	`Bob: bob@hai.example`,
	`Bob; <bob@hai.example>`,
	`mailto:bob@hai.example`,
	`<mailto:bob@hai.example>`,
	`'bob@hai.example'`,
	`'Bob' <bob@hai.example>`,
	`"bob@hai.example"`,
	`<"bob@hai.example">`,
	`"bob@hai.example" <bob@hai.example>`,
	`bob..li@hai.example`,
	`.bob@hai.example`,
	`bob.@hai.example`,
	`bob@hai..example`,
	`bob@.hai.example`,
	`bob@hai.example.`,
	`bob@hai_x.example`,
	`bob@-hai.example`,
	`bob@[300.1.2.3]`,
	`bob@[hai.example]`,
	`bob@hai.example\`,
	`Bob \<bob@hai.example>`,
	`bob li@hai.example`,
	`bob@hai.example?subject=x`,
	`bob@hai.example:25`,
	`http://hai.example/`,
	"bob@hai.example\x00",
	"Bob\x01Li <bob@hai.example>",
	`bob@hai.example, <`,
	`bob@hai.example, "`,
	`bob@hai.example, (`,
	`&#66;ob <bob@hai.example>`,
}

// generatedAddresses makes n lists of pieces that occur, in orders that mostly do.
func generatedAddresses(n int) (lists []string) {
	r := rand.New(rand.NewPCG(2, 5322))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	name := func() string {
		return pick("Bob", "Bob Li", `"Li, Bob"`, "J. Q. Public", "=?utf-8?B?5byg5LiJ?=", "=?iso-8859-1?Q?caf=E9?= Li", `"Bob \"x\""`, "张三", "O'Neill", `"a.b"`, "")
	}
	address := func() string {
		return pick("bob", "bob.li", `"odd name"`, "a+b", "用户", "o'neill", "x_y", "bob..li") + pick("@", "@", "@", "@", " @ ") +
			pick("hai.example", "HAI.example", "[192.0.2.1]", "a.b.c.example", "例子.example", "hai_x.example", "hai")
	}
	comment := func() string { return pick("", "", "", " (work)", " (a (b) c)", "(x)") }
	entry := func() string {
		switch r.IntN(8) {
		case 0, 1:
			return address() + comment()
		case 2:
			return "<" + pick("", "", "@one.example:") + address() + ">"
		default:
			return name() + comment() + pick(" ", " ", " ", "", "  ", "\r\n ") + "<" + address() + ">" + comment()
		}
	}
	for len(lists) < n {
		var entries []string
		for range 1 + r.IntN(3) {
			entries = append(entries, entry())
		}
		list := strings.Join(entries, pick(", ", ",", " , ", ",\r\n ", ",,", "; ", " "))
		if r.IntN(6) == 0 {
			list = pick("Friends", `"My friends"`, "=?utf-8?B?5pyL5Y+L?=") + ": " + list + pick(";", ";", ";, x@y.example", "")
		}
		lists = append(lists, list)
	}
	return lists
}

// dates are dates as programs and people have written them.
var dates = []string{
	"Mon, 2 Mar 2026 08:00:02 +0800", "Mon, 02 Mar 2026 08:00:02 +0800", "2 Mar 2026 08:00:02 +0800", "Mon, 2 Mar 2026 08:00 +0800", "Mon, 2 Mar 2026 08:00:02 -0330",
	"Mon, 2 Mar 2026 08:00:02 +0800 (CST)", "Mon, 2 Mar 2026 00:00:02 -0000", "Mon, 2 Mar 2026 00:00:02 GMT", "Mon, 2 Mar 2026 00:00:02 UT", "Mon, 2 Mar 2026 00:00:02 UTC",
	"Mon, 2 Mar 2026 00:00:02 Z", "Mon, 2 Mar 2026 00:00:02 EST", "Mon, 2 Mar 2026 00:00:02 EDT", "Mon, 2 Mar 2026 00:00:02 CST", "Mon, 2 Mar 2026 00:00:02 CDT",
	"Mon, 2 Mar 2026 00:00:02 MST", "Mon, 2 Mar 2026 00:00:02 MDT", "Mon, 2 Mar 2026 00:00:02 PST", "Mon, 2 Mar 2026 00:00:02 PDT", "Mon, 2 Mar 2026 00:00:02 JST",
	"Mon, 2 Mar 2026 00:00:02 CET", "Mon, 2 Mar 2026 00:00:02 A", "Mon, 2 Mar 2026 00:00:02", "mon, 2 mar 2026 08:00:02 +0800", "MON, 2 MAR 2026 08:00:02 +0800",
	"Fri, 21 Nov 97 09:55:06 -0600", "21 Nov 97 09:55:06 GMT", "2 Mar 26 08:00:02 +0800", "2 Mar 49 08:00:02 +0800", "2 Mar 50 08:00:02 +0800", "2 Mar 68 08:00:02 +0800",
	"2 Mar 69 08:00:02 +0800", "2 Mar 99 08:00:02 +0800", "2 Mar 100 08:00:02 +0800", "2 Mar 126 08:00:02 +0800", "Sat, 29 Feb 2020 00:00:00 +0000", "Fri, 31 Dec 1999 23:59:59 +0000",
	"Sat, 31 Dec 2016 23:59:60 +0000", "Tue, 2 Mar 2026 08:00:02 +0800", "Mon 2 Mar 2026 08:00:02 +0800", "Mon,2 Mar 2026 08:00:02 +0800", "Monday, 2 March 2026 08:00:02 +0800",
	"Monday, 02-Mar-26 08:00:02 GMT", "2-Mar-2026 08:00:02 +0800", " 2-Mar-2026 08:00:02 +0800", "Mon Mar  2 08:00:02 2026", "Mon Mar 2 08:00:02 2026 +0800",
	"Mon Mar  2 08:00:02 UTC 2026", "March 2, 2026 08:00:02 +0800", "Mar 2, 2026 08:00:02 +0800", "Mar 2 2026 08:00:02 +0800", "2 Mar, 2026 08:00:02 +0800", "2026-03-02T08:00:02Z",
	"2026-03-02T08:00:02+08:00", "2026-03-02 08:00:02 +0800", "2026-03-02", "02.03.2026 08:00:02", "3/2/2026 08:00:02", "20260302T080002Z", "Mon, 2 Mar 2026 08.00.02 +0800",
	"Mon, 2 Mar 2026 8:0:2 +0800", "Mon, 2 Mar 2026 08:00:02.123 +0800", "Mon, 2 Mar 2026 8:00:02 PM +0800", "Mon, 2 Mar 2026 24:00:00 +0800", "Mon, 2 Mar 2026 25:00:00 +0800",
	"Mon, 2 Mar 2026 08:60:00 +0800", "Mon, 2 Mar 2026 08:00:02 +08:00", "Mon, 2 Mar 2026 08:00:02 +8:00", "Mon, 2 Mar 2026 08:00:02 +08", "Mon, 2 Mar 2026 08:00:02 +8",
	"Mon, 2 Mar 2026 08:00:02 +800", "Mon, 2 Mar 2026 08:00:02 0800", "Mon, 2 Mar 2026 08:00:02 GMT+0800", "Mon, 2 Mar 2026 08:00:02 GMT+8", "Mon, 2 Mar 2026 08:00:02 UTC+08:00",
	"Mon, 2 Mar 2026 08:00:02 GMT +0800", "Mon, 2 Mar 2026 08:00:02 +0860", "Mon, 2 Mar 2026 08:00:02 +9900", "Mon, 2 Mar 2026 08:00:02 +0800 CST", "Mon, 2 Mar 2026 08:00:02 +0800 x",
	"31 Feb 2026 08:00:02 +0800", "30 Feb 2026 08:00:02 +0800", "31 Apr 2026 08:00:02 +0800", "0 Mar 2026 08:00:02 +0800", "32 Mar 2026 08:00:02 +0800", "1 Jan 1800 00:00:00 +0000",
	"1 Jan 2222 00:00:00 +0000", "1 Jan 9999 00:00:00 +0000", "lun., 2 mars 2026 08:00:02 +0800", "Mo, 2 Mär 2026 08:00:02 +0800", "2 Foo 2026 08:00:02 +0800", "today", "", " ",
	"Mon, 2 Mar 2026", "2 Mar 2026 +0800", "08:00:02 2 Mar 2026 +0800", "Mon, 2 Mar\r\n 2026 08:00:02 +0800", "Mon, (x) 2 (y) Mar 2026 08:00:02 +0800", "Mon , 2 Mar 2026 08 : 00 : 02 +0800",
	"\"Mon, 2 Mar 2026 08:00:02 +0800\"", "Mon, 2 Mar 2026 08:00:02 \"GMT\"", "Thu Jan  1 00:00:00 1970", "1772409602",
}

// generatedDates makes n dates of pieces that occur.
func generatedDates(n int) (list []string) {
	r := rand.New(rand.NewPCG(3, 5322))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	for len(list) < n {
		day, month, year := 1+r.IntN(28), r.IntN(12), 1970+r.IntN(130)
		name := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}[month]
		y := fmt.Sprint(year)
		if r.IntN(10) == 0 {
			y = y[2:]
		}
		clock := fmt.Sprintf(pick("%02d:%02d", "%02d:%02d", "%d:%02d"), r.IntN(24), r.IntN(60))
		if r.IntN(5) > 0 {
			clock += fmt.Sprintf(":%02d", r.IntN(60))
		}
		zone := pick("+0800", "-0500", "+0000", "-0000", "+0530", "-0330", "GMT", "EST", "PDT", "UT", "+1400", "+0545", "", "JST", "Z", "+0800 (CST)", "-0700 (PDT)")
		list = append(list, strings.TrimRight(fmt.Sprintf(pick("%d %s %s %s %s", "%02d %s %s %s %s", "%d  %s %s  %s %s", "%d-%s-%s %s %s"), day, name, y, clock, zone), " "))
	}
	return list
}
