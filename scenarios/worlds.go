// Code generated from two-towns/world.json by `go test ./scenarios -update`; DO NOT EDIT.

package scenarios

const twoTowns = `{
  "seed": 1,
  "start": "2026-03-02T08:00:00+08:00",
  "delay": "40ms",
  "hosts": [
    {"id": "alice-pc", "ip": "198.51.100.5", "kind": "ua", "x": 97, "y": 610,
     "label": {"en": "Alice's computer", "zh": "Alice 的电脑"},
     "ua": {"user": "alice@shan.example", "name": "Alice", "in": "pop3", "mode": "keep"}},
    {"id": "mail.shan.example", "ip": "192.0.2.10", "kind": "mta", "x": 388, "y": 590,
     "label": {"en": "Mail server of shan (mountain)", "zh": "山的邮件服务器"},
     "domains": ["shan.example"], "ehlo": ["SIZE", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES"],
     "services": {"smtp": 25, "submission": 587, "pop3": 110}},
    {"id": "mail.hai.example", "ip": "203.0.113.10", "kind": "mta", "x": 640, "y": 590,
     "label": {"en": "Mail server of hai (sea)", "zh": "海的邮件服务器"},
     "domains": ["hai.example"], "ehlo": ["SIZE", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES"],
     "services": {"smtp": 25, "submission": 587, "pop3": 110}},
    {"id": "bob-pc", "ip": "198.51.100.9", "kind": "ua", "x": 911, "y": 610,
     "label": {"en": "Bob's computer", "zh": "Bob 的电脑"},
     "ua": {"user": "bob@hai.example", "name": "Bob", "in": "pop3", "mode": "keep"}},
    {"id": "ns.example", "ip": "192.0.2.53", "kind": "dns", "x": 514, "y": 210,
     "label": {"en": "Name server", "zh": "域名服务器"},
     "services": {"dns": 53}}
  ],
  "links": [
    {"between": ["alice-pc", "mail.shan.example"], "delay": "40ms"},
    {"between": ["mail.shan.example", "mail.hai.example"], "delay": "40ms"},
    {"between": ["mail.hai.example", "bob-pc"], "delay": "40ms"},
    {"between": ["mail.shan.example", "ns.example"], "delay": "40ms"},
    {"between": ["mail.hai.example", "ns.example"], "delay": "40ms"},
    {"between": ["alice-pc", "ns.example"], "delay": "40ms", "hidden": true},
    {"between": ["bob-pc", "ns.example"], "delay": "40ms", "hidden": true}
  ],
  "accounts": [
    {"addr": "alice@shan.example", "pass": "alice-pw", "name": "Alice"},
    {"addr": "bob@hai.example", "pass": "bob-pw", "name": "Bob"},
    {"addr": "carol@hai.example", "pass": "carol-pw", "name": "Carol"},
    {"addr": "csse@hai.example", "pass": "csse-pw", "name": "CSSE"}
  ],
  "zone": [
    "example. 3600 SOA ns.example. hostmaster.example. 2026030201 7200 3600 1209600 300",
    "example. 3600 NS ns.example.",
    "ns.example. 3600 A 192.0.2.53",

    "shan.example. 3600 SOA ns.example. hostmaster.shan.example. 2026030201 7200 3600 1209600 300",
    "shan.example. 3600 NS ns.example.",
    "shan.example. 300 MX 10 mail.shan.example.",
    "shan.example. 300 TXT \"v=spf1 mx ~all\"",
    "mail.shan.example. 300 A 192.0.2.10",
    "alice-pc.shan.example. 300 A 198.51.100.5",

    "hai.example. 3600 SOA ns.example. hostmaster.hai.example. 2026030201 7200 3600 1209600 300",
    "hai.example. 3600 NS ns.example.",
    "hai.example. 300 MX 10 mail.hai.example.",
    "hai.example. 300 TXT \"v=spf1 mx ~all\"",
    "mail.hai.example. 300 A 203.0.113.10",
    "bob-pc.hai.example. 300 A 198.51.100.9",

    "2.0.192.in-addr.arpa. 3600 SOA ns.example. hostmaster.example. 2026030201 7200 3600 1209600 300",
    "2.0.192.in-addr.arpa. 3600 NS ns.example.",
    "10.2.0.192.in-addr.arpa. 300 PTR mail.shan.example.",
    "53.2.0.192.in-addr.arpa. 300 PTR ns.example.",
    "113.0.203.in-addr.arpa. 3600 SOA ns.example. hostmaster.example. 2026030201 7200 3600 1209600 300",
    "113.0.203.in-addr.arpa. 3600 NS ns.example.",
    "10.113.0.203.in-addr.arpa. 300 PTR mail.hai.example.",
    "100.51.198.in-addr.arpa. 3600 SOA ns.example. hostmaster.example. 2026030201 7200 3600 1209600 300",
    "100.51.198.in-addr.arpa. 3600 NS ns.example.",
    "5.100.51.198.in-addr.arpa. 300 PTR alice-pc.shan.example.",
    "9.100.51.198.in-addr.arpa. 300 PTR bob-pc.hai.example."
  ]
}
`
