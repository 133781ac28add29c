// One answer of the engine and more for every command, written by `go test ./wasm/bridge -run Samples -update`: they must
// satisfy the page's types, which keeps protocol.ts equal to wasm/bridge/protocol.go. Long lists and texts are cut.
// biome-ignore-all format: this file is written by a program
import type { Replies } from "./protocol";

export const samples = {
  advance: [
    {
      "busy": true,
      "end": 5400000000,
      "events": 768,
      "future": 0,
      "inputs": 18,
      "lesson": {
        "complete": false,
        "hints": [
          {
            "key": "order",
            "step": "letter"
          }
        ],
        "steps": [
          {
            "done": true,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 6240000000,
        "patient": true,
        "why": "smtp timeout"
      },
      "nextActive": null,
      "now": 5400000000,
      "stopped": ""
    }
  ],
  client: [
    {
      "boxes": [
        {
          "messages": [
            {
              "date": "",
              "envFrom": "",
              "flags": [
                "\\Seen"
              ],
              "from": "alice",
              "marked": false,
              "msg": 1,
              "preview": "X-Odd Hello.",
              "size": 228,
              "subject": "",
              "to": "",
              "uid": 1
            },
            {
              "date": "Mon, 2 Mar 2026 08:00:00 +0800",
              "envFrom": "",
              "flags": [],
              "from": "Alice \u003calice@shan.example\u003e",
              "marked": false,
              "msg": 2,
              "preview": "Look.",
              "size": 900,
              "subject": "With a picture",
              "to": "bob@hai.example",
              "uid": 2
            },
            {
              "date": "Mon, 2 Mar 2026 08:00:01 +0800",
              "envFrom": "",
              "flags": [],
              "from": "Alice \u003calice@shan.example\u003e",
              "marked": false,
              "msg": 3,
              "preview": "Hello.",
              "size": 602,
              "subject": "Waits",
              "to": "bob@hai.example",
              "uid": 3
            }
          ],
          "name": "inbox"
        },
        {
          "messages": [],
          "name": "sent"
        },
        {
          "messages": [],
          "name": "drafts"
        }
      ],
      "busy": "",
      "drafts": [],
      "host": "bob-pc",
      "last": "3 new, 3 on the server",
      "mode": "keep",
      "name": "Bob",
      "user": "bob@hai.example"
    },
    {
      "boxes": [
        {
          "messages": [],
          "name": "inbox"
        },
        {
          "messages": [
            {
              "date": "Mon, 2 Mar 2026 08:00:00 +0800",
              "envFrom": "alice@shan.example",
              "flags": [
                "\\Seen"
              ],
              "from": "Alice \u003calice@shan.example\u003e",
              "marked": false,
              "msg": 2,
              "preview": "Look.",
              "size": 549,
              "subject": "With a picture",
              "to": "bob@hai.example",
              "uid": 1
            },
            {
              "date": "Mon, 2 Mar 2026 08:00:01 +0800",
              "envFrom": "alice@shan.example",
              "flags": [
                "\\Seen"
              ],
              "from": "Alice \u003calice@shan.example\u003e",
              "marked": false,
              "msg": 3,
              "preview": "Hello.",
              "size": 251,
              "subject": "Waits",
              "to": "bob@hai.example",
              "uid": 2
            },
            {
              "date": "Mon, 2 Mar 2026 08:00:02 +0800",
              "envFrom": "alice@shan.example",
              "flags": [
                "\\Seen"
              ],
              "from": "Alice \u003calice@shan.example\u003e",
              "marked": false,
              "msg": 4,
              "preview": "Hello.",
              "size": 253,
              "subject": "Waits",
              "to": "carol@hai.example",
              "uid": 3
            }
          ],
          "name": "sent"
        },
        {
          "messages": [],
          "name": "drafts"
        }
      ],
      "busy": "",
      "drafts": [
        {
          "body": "Prepared.",
          "subject": "Hello",
          "to": "bob@hai.example"
        }
      ],
      "host": "alice-pc",
      "last": "accepted as S0003",
      "mode": "keep",
      "name": "Alice",
      "user": "alice@shan.example"
    }
  ],
  complete: [
    [
      {
        "help": {
          "en": "Begin a letter and give its sender",
          "zh": "开始一封信，写上信封发件人"
        },
        "label": "MAIL FROM:",
        "legal": true,
        "text": "MAIL FROM:\u003calice@shan.example\u003e"
      },
      {
        "help": {
          "en": "Greet, the old way",
          "zh": "打招呼（旧式）"
        },
        "label": "HELO",
        "legal": true,
        "text": "HELO alice-pc"
      },
      {
        "help": {
          "en": "Greet and ask what the server can do",
          "zh": "打招呼，并询问服务器会什么"
        },
        "label": "EHLO",
        "legal": true,
        "text": "EHLO alice-pc"
      }
    ]
  ],
  digest: [
    {
      "digest": "55708795bfd2fe7898432da3412ed7c257461b0d6e08ceab7310a68b9138fbb9",
      "events": 764
    }
  ],
  explain: [
    {
      "rfc": [
        "RFC 5321 §3.1"
      ],
      "text": "In SMTP the server speaks first. Its name stands after the code; now the client greets with EHLO or HELO.",
      "title": "The server is ready"
    },
    {
      "rfc": [
        "RFC 768"
      ],
      "text": "从 alice-pc 到 ns.example。独立的一个分组：没有连接，也没有确认。DNS 就这样问答。",
      "title": "UDP 数据报"
    }
  ],
  explainKey: [
    {
      "rfc": [
        "RFC 5321 §4.1.1.1",
        "RFC 5321 §3.2"
      ],
      "text": "客户端报出自己的主机名，并索要服务器的扩展列表。如今每次会话都应该这样开头；不认识 EHLO 的老服务器会拒绝，客户端再退回到 HELO。在一封信写到一半时使用，它还会像 RSET 那样丢弃信封。",
      "title": "打招呼，并询问服务器会什么"
    },
    null
  ],
  export: [
    {
      "archive": "@ehlo 1\n@file lesson.en.md\n|## connect\n|Connect.\n|\n|## letter\n|Get a letter back.\n|\n|## hint waits\n|Nothing happens by itself.\n|\n|## hint order\n|One thing after…"
    }
  ],
  host: [
    {
      "accounts": [
        {
          "addr": "bob@hai.example",
          "boxes": [
            {
              "count": 0,
              "marked": 0,
              "name": "INBOX"
            }
          ],
          "name": "Bob"
        },
        {
          "addr": "carol@hai.example",
          "boxes": [
            {
              "count": 0,
              "marked": 0,
              "name": "INBOX"
            }
          ],
          "name": "Carol"
        },
        {
          "addr": "csse@hai.example",
          "boxes": [
            {
              "count": 0,
              "marked": 0,
              "name": "INBOX"
            }
          ],
          "name": "CSSE"
        }
      ],
      "conns": [
        {
          "id": 1,
          "peer": "alice-pc",
          "port": 25,
          "proto": "smtp",
          "state": "READY"
        }
      ],
      "domains": [
        "hai.example"
      ],
      "id": "mail.hai.example",
      "keywords": [
        "SIZE",
        "8BITMIME",
        "PIPELINING"
      ],
      "queue": 0,
      "relay": "local-only",
      "retry": {
        "help": {
          "en": "As RFC 5321 section 4.5.4.1 advises: at once, after 30 minutes, then every 2 hours. The sender is warned after 4 hours; after 5 days the letter is returned.",
          "zh": "按 RFC 5321 第 4.5.4.1 节的建议：立即尝试，30 分钟后再试，此后每 2 小时一次。4 小时后通知发件人邮件延迟，5 天后退信。"
        },
        "name": "rfc"
      },
      "services": [
        {
          "port": 25,
          "proto": "smtp",
          "sessions": 1
        },
        {
          "port": 587,
          "proto": "submission",
          "sessions": 0
        },
        {
          "port": 110,
          "proto": "pop3",
          "sessions": 0
        }
      ],
      "stopped": false,
      "unknownUser": "reject",
      "up": true
    },
    {
      "accounts": [],
      "conns": [],
      "domains": [],
      "id": "alice-pc",
      "keywords": [],
      "queue": 0,
      "relay": "local-only",
      "retry": {
        "help": {
          "en": "",
          "zh": ""
        },
        "name": ""
      },
      "services": [],
      "stopped": false,
      "unknownUser": "reject",
      "up": true
    }
  ],
  idle: [
    [
      {
        "key": "waits",
        "step": "connect"
      }
    ]
  ],
  input: [
    {
      "line": "@5.4 1\u003e QUIT",
      "status": {
        "busy": false,
        "end": 5400000000,
        "events": 768,
        "future": 0,
        "inputs": 18,
        "lesson": {
          "complete": false,
          "hints": [
            {
              "key": "order",
              "step": "letter"
            }
          ],
          "steps": [
            {
              "done": true,
              "id": "connect"
            },
            {
              "done": false,
              "id": "letter"
            }
          ]
        },
        "next": {
          "at": 6240000000,
          "patient": true,
          "why": "smtp timeout"
        },
        "nextActive": null,
        "now": 5400000000,
        "stopped": ""
      }
    }
  ],
  mailbox: [
    {
      "box": "INBOX",
      "host": "mail.hai.example",
      "locked": true,
      "messages": [
        {
          "date": "",
          "envFrom": "alice@shan.example",
          "flags": [],
          "from": "alice",
          "marked": true,
          "msg": 1,
          "preview": "X-Odd Hello.",
          "size": 228,
          "subject": "",
          "to": "",
          "uid": 1
        },
        {
          "date": "Mon, 2 Mar 2026 08:00:00 +0800",
          "envFrom": "alice@shan.example",
          "flags": [],
          "from": "Alice \u003calice@shan.example\u003e",
          "marked": false,
          "msg": 2,
          "preview": "Look.",
          "size": 900,
          "subject": "With a picture",
          "to": "bob@hai.example",
          "uid": 2
        },
        {
          "date": "Mon, 2 Mar 2026 08:00:01 +0800",
          "envFrom": "alice@shan.example",
          "flags": [],
          "from": "Alice \u003calice@shan.example\u003e",
          "marked": false,
          "msg": 3,
          "preview": "Hello.",
          "size": 602,
          "subject": "Waits",
          "to": "bob@hai.example",
          "uid": 3
        }
      ],
      "uidvalidity": 763492329,
      "user": "bob@hai.example"
    }
  ],
  message: [
    {
      "body": "Hello.\n",
      "envelope": {
        "from": "alice@shan.example",
        "rcpts": [
          "bob@hai.example"
        ]
      },
      "header": [
        {
          "by": "mail.shan.example",
          "name": "Received",
          "raw": "Received: from alice-pc ([198.51.100.5]) by mail.shan.example with ESMTPA id\r\n S0002 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:02 +0800\r\n",
          "value": "from alice-pc ([198.51.100.5]) by mail.shan.example with ESMTPA id S0002 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:02 +0800"
        },
        {
          "by": "",
          "name": "Date",
          "raw": "Date: Mon, 2 Mar 2026 08:00:01 +0800\r\n",
          "value": "Mon, 2 Mar 2026 08:00:01 +0800"
        },
        {
          "by": "",
          "name": "From",
          "raw": "From: Alice \u003calice@shan.example\u003e\r\n",
          "value": "Alice \u003calice@shan.example\u003e"
        }
      ],
      "msg": 3,
      "parts": [
        {
          "depth": 0,
          "encoding": "7bit",
          "name": "",
          "path": "1",
          "size": 8,
          "type": "text/plain"
        }
      ],
      "raw": "Received: from alice-pc ([198.51.100.5]) by mail.shan.example with ESMTPA id\r\n S0002 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:02 +0800\r\nDate: Mon, 2 Mar 202…",
      "ref": {
        "at": "queue",
        "host": "mail.shan.example",
        "id": "S0002"
      },
      "size": 391
    },
    {
      "body": "X-Odd\n\nHello.\n",
      "envelope": {
        "from": "alice@shan.example",
        "rcpts": [
          "bob@hai.example"
        ]
      },
      "header": [
        {
          "by": "mail.hai.example",
          "name": "Return-Path",
          "raw": "Return-Path: \u003calice@shan.example\u003e\r\n",
          "value": "\u003calice@shan.example\u003e"
        },
        {
          "by": "mail.hai.example",
          "name": "Delivered-To",
          "raw": "Delivered-To: bob@hai.example\r\n",
          "value": "bob@hai.example"
        },
        {
          "by": "mail.hai.example",
          "name": "Received",
          "raw": "Received: from x ([198.51.100.5]) by mail.hai.example with SMTP id H0001 for\r\n \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:00 +0800\r\n",
          "value": "from x ([198.51.100.5]) by mail.hai.example with SMTP id H0001 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:00 +0800"
        }
      ],
      "msg": 1,
      "parts": [
        {
          "depth": 0,
          "encoding": "7bit",
          "name": "",
          "path": "1",
          "size": 17,
          "type": "text/plain"
        }
      ],
      "raw": "Return-Path: \u003calice@shan.example\u003e\r\nDelivered-To: bob@hai.example\r\nReceived: from x ([198.51.100.5]) by mail.hai.example with SMTP id H0001 for\r\n \u003cbob@hai.exampl…",
      "ref": {
        "at": "box",
        "box": "INBOX",
        "host": "mail.hai.example",
        "uid": 1,
        "user": "bob@hai.example"
      },
      "size": 228
    },
    {
      "body": "Look.\n",
      "envelope": {
        "from": "alice@shan.example",
        "rcpts": [
          "bob@hai.example"
        ]
      },
      "header": [
        {
          "by": "mail.hai.example",
          "name": "Return-Path",
          "raw": "Return-Path: \u003calice@shan.example\u003e\r\n",
          "value": "\u003calice@shan.example\u003e"
        },
        {
          "by": "mail.hai.example",
          "name": "Delivered-To",
          "raw": "Delivered-To: bob@hai.example\r\n",
          "value": "bob@hai.example"
        },
        {
          "by": "mail.hai.example",
          "name": "Received",
          "raw": "Received: from mail.shan.example ([192.0.2.10]) by mail.hai.example with ESMTP\r\n id H0002 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:01 +0800\r\n",
          "value": "from mail.shan.example ([192.0.2.10]) by mail.hai.example with ESMTP id H0002 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:01 +0800"
        }
      ],
      "msg": 2,
      "parts": [
        {
          "depth": 0,
          "encoding": "7bit",
          "name": "",
          "path": "",
          "size": 311,
          "type": "multipart/mixed"
        },
        {
          "depth": 1,
          "encoding": "7bit",
          "name": "",
          "path": "1",
          "size": 7,
          "type": "text/plain"
        },
        {
          "depth": 1,
          "encoding": "base64",
          "name": "p.png",
          "path": "2",
          "size": 6,
          "type": "image/png"
        }
      ],
      "raw": "Return-Path: \u003calice@shan.example\u003e\r\nDelivered-To: bob@hai.example\r\nReceived: from mail.shan.example ([192.0.2.10]) by mail.hai.example with ESMTP\r\n id H0002 for …",
      "ref": {
        "at": "box",
        "box": "INBOX",
        "host": "mail.hai.example",
        "uid": 2,
        "user": "bob@hai.example"
      },
      "size": 900
    },
    {
      "body": "Hello.\n",
      "envelope": {
        "from": "alice@shan.example",
        "rcpts": [
          "bob@hai.example"
        ]
      },
      "header": [
        {
          "by": "mail.hai.example",
          "name": "Return-Path",
          "raw": "Return-Path: \u003calice@shan.example\u003e\r\n",
          "value": "\u003calice@shan.example\u003e"
        },
        {
          "by": "mail.hai.example",
          "name": "Delivered-To",
          "raw": "Delivered-To: bob@hai.example\r\n",
          "value": "bob@hai.example"
        },
        {
          "by": "mail.hai.example",
          "name": "Received",
          "raw": "Received: from mail.shan.example ([192.0.2.10]) by mail.hai.example with ESMTP\r\n id H0003 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:04 +0800\r\n",
          "value": "from mail.shan.example ([192.0.2.10]) by mail.hai.example with ESMTP id H0003 for \u003cbob@hai.example\u003e; Mon, 2 Mar 2026 08:00:04 +0800"
        }
      ],
      "msg": 3,
      "parts": [
        {
          "depth": 0,
          "encoding": "7bit",
          "name": "",
          "path": "1",
          "size": 8,
          "type": "text/plain"
        }
      ],
      "raw": "Return-Path: \u003calice@shan.example\u003e\r\nDelivered-To: bob@hai.example\r\nReceived: from mail.shan.example ([192.0.2.10]) by mail.hai.example with ESMTP\r\n id H0003 for …",
      "ref": {
        "at": "box",
        "box": "INBOX",
        "host": "mail.hai.example",
        "uid": 3,
        "user": "bob@hai.example"
      },
      "size": 602
    },
    {
      "body": "Look.\n",
      "envelope": {
        "from": "alice@shan.example",
        "rcpts": [
          "bob@hai.example"
        ]
      },
      "header": [
        {
          "by": "",
          "name": "Date",
          "raw": "Date: Mon, 2 Mar 2026 08:00:00 +0800\r\n",
          "value": "Mon, 2 Mar 2026 08:00:00 +0800"
        },
        {
          "by": "",
          "name": "From",
          "raw": "From: Alice \u003calice@shan.example\u003e\r\n",
          "value": "Alice \u003calice@shan.example\u003e"
        },
        {
          "by": "",
          "name": "To",
          "raw": "To: bob@hai.example\r\n",
          "value": "bob@hai.example"
        }
      ],
      "msg": 2,
      "parts": [
        {
          "depth": 0,
          "encoding": "7bit",
          "name": "",
          "path": "",
          "size": 311,
          "type": "multipart/mixed"
        },
        {
          "depth": 1,
          "encoding": "7bit",
          "name": "",
          "path": "1",
          "size": 7,
          "type": "text/plain"
        },
        {
          "depth": 1,
          "encoding": "base64",
          "name": "p.png",
          "path": "2",
          "size": 6,
          "type": "image/png"
        }
      ],
      "raw": "Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nFrom: Alice \u003calice@shan.example\u003e\r\nTo: bob@hai.example\r\nSubject: With a picture\r\nMessage-ID: \u003cdgrurlxd3ncw.1@alice-pc\u003e\r\nMIM…",
      "ref": {
        "at": "client",
        "box": "sent",
        "host": "alice-pc",
        "id": 1
      },
      "size": 549
    }
  ],
  next: [
    {
      "busy": true,
      "end": 5400000000,
      "events": 768,
      "future": 0,
      "inputs": 18,
      "lesson": {
        "complete": false,
        "hints": [
          {
            "key": "order",
            "step": "letter"
          }
        ],
        "steps": [
          {
            "done": true,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 6240000000,
        "patient": true,
        "why": "smtp timeout"
      },
      "nextActive": null,
      "now": 5400000000,
      "stopped": ""
    }
  ],
  open: [
    {
      "names": {
        "actors": [
          "agent",
          "user",
          "script"
        ],
        "fields": [
          "act",
          "conn",
          "from"
        ],
        "kinds": [
          "input",
          "conn",
          "packet"
        ]
      },
      "notice": "",
      "scenario": {
        "accounts": [
          {
            "addr": "alice@shan.example",
            "host": "mail.shan.example",
            "name": "Alice",
            "pass": "alice-pw"
          },
          {
            "addr": "bob@hai.example",
            "host": "mail.hai.example",
            "name": "Bob",
            "pass": "bob-pw"
          },
          {
            "addr": "carol@hai.example",
            "host": "mail.hai.example",
            "name": "Carol",
            "pass": "carol-pw"
          }
        ],
        "builtin": false,
        "faults": [
          {
            "kind": "full",
            "target": "carol@hai.example"
          }
        ],
        "hosts": [
          {
            "domains": [],
            "id": "alice-pc",
            "ip": "198.51.100.5",
            "kind": "ua",
            "label": {
              "en": "Alice's computer",
              "zh": "Alice 的电脑"
            },
            "services": [],
            "tools": [
              "telnet",
              "dig",
              "ping"
            ],
            "ua": {
              "in": "pop3",
              "mode": "keep",
              "user": "alice@shan.example"
            },
            "x": 97,
            "y": 610
          },
          {
            "domains": [
              "shan.example"
            ],
            "id": "mail.shan.example",
            "ip": "192.0.2.10",
            "kind": "mta",
            "label": {
              "en": "Mail server of shan (mountain)",
              "zh": "山的邮件服务器"
            },
            "services": [
              {
                "port": 25,
                "proto": "smtp"
              },
              {
                "port": 587,
                "proto": "submission"
              },
              {
                "port": 110,
                "proto": "pop3"
              }
            ],
            "tools": [
              "telnet",
              "dig",
              "ping"
            ],
            "ua": null,
            "x": 388,
            "y": 590
          },
          {
            "domains": [
              "hai.example"
            ],
            "id": "mail.hai.example",
            "ip": "203.0.113.10",
            "kind": "mta",
            "label": {
              "en": "Mail server of hai (sea)",
              "zh": "海的邮件服务器"
            },
            "services": [
              {
                "port": 25,
                "proto": "smtp"
              },
              {
                "port": 587,
                "proto": "submission"
              },
              {
                "port": 110,
                "proto": "pop3"
              }
            ],
            "tools": [
              "telnet",
              "dig",
              "ping"
            ],
            "ua": null,
            "x": 640,
            "y": 590
          }
        ],
        "id": "samples",
        "lesson": {
          "en": "## connect\nConnect.\n\n## letter\nGet a letter back.\n\n## hint waits\nNothing happens by itself.\n\n## hint order\nOne thing after the other.\n\n## quiz q-number\nWhich po…",
          "zh": "## connect\nConnect.\n\n## letter\nGet a letter back.\n\n## hint waits\nNothing happens by itself.\n\n## hint order\nOne thing after the other.\n\n## quiz q-number\nWhich po…"
        },
        "links": [
          {
            "a": "alice-pc",
            "b": "mail.shan.example",
            "delay": 40000000,
            "drawn": true
          },
          {
            "a": "mail.shan.example",
            "b": "mail.hai.example",
            "delay": 40000000,
            "drawn": true
          },
          {
            "a": "mail.hai.example",
            "b": "bob-pc",
            "delay": 40000000,
            "drawn": true
          }
        ],
        "minutes": 1,
        "order": "any",
        "quiz": [
          {
            "bins": [],
            "choices": [],
            "id": "q-number",
            "items": [],
            "kind": "number",
            "truth": ""
          },
          {
            "bins": [],
            "choices": [
              "25",
              "110"
            ],
            "id": "q-choice",
            "items": [
              "25",
              "110"
            ],
            "kind": "choice",
            "truth": "E12"
          },
          {
            "bins": [
              "sent",
              "received"
            ],
            "choices": [],
            "id": "q-sort",
            "items": [
              "sent",
              "received",
              "HELO"
            ],
            "kind": "sort",
            "truth": ""
          }
        ],
        "seed": 1,
        "start": "2026-03-02T08:00:00.000+08:00",
        "startUnixNs": "1772409600000000000",
        "steps": [
          {
            "id": "connect"
          },
          {
            "id": "letter"
          }
        ],
        "title": {
          "en": "A bit of everything",
          "zh": "各样一点"
        },
        "version": 1,
        "view": {
          "focus": "alice-pc",
          "panels": [
            "console",
            "map"
          ],
          "phases": [
            "greeting",
            "transfer"
          ]
        },
        "wantsUI": false,
        "zone": 28800
      },
      "status": {
        "busy": false,
        "end": 0,
        "events": 5,
        "future": 0,
        "inputs": 0,
        "lesson": {
          "complete": false,
          "hints": [],
          "steps": [
            {
              "done": false,
              "id": "connect"
            },
            {
              "done": false,
              "id": "letter"
            }
          ]
        },
        "next": null,
        "nextActive": null,
        "now": 0,
        "stopped": ""
      },
      "view": ""
    }
  ],
  policy: [
    {
      "host": "mail.shan.example",
      "sessions": 0,
      "settings": [
        {
          "choices": [
            "local-only",
            "open"
          ],
          "default": "local-only",
          "group": "access",
          "key": "relay",
          "kind": "choice",
          "max": 0,
          "min": 0,
          "params": false,
          "value": "local-only"
        },
        {
          "choices": [
            "reject",
            "accept"
          ],
          "default": "reject",
          "group": "access",
          "key": "unknownUser",
          "kind": "choice",
          "max": 0,
          "min": 0,
          "params": false,
          "value": "reject"
        },
        {
          "choices": [],
          "default": "1000000",
          "group": "limits",
          "key": "maxSize",
          "kind": "number",
          "max": 67108864,
          "min": 1,
          "params": false,
          "value": "1000000"
        }
      ]
    }
  ],
  queue: [
    {
      "expire": 432000000000000,
      "host": "mail.shan.example",
      "items": [
        {
          "arrived": 2360000000,
          "asked": "",
          "expires": 432002360000000,
          "from": "alice@shan.example",
          "id": "S0002",
          "msg": 3,
          "next": 1802360000000,
          "rcpts": [
            {
              "addr": "bob@hai.example",
              "asked": "",
              "status": "pending",
              "text": "connect to mail.hai.example[203.0.113.10]:25: Connection refused"
            }
          ],
          "size": 391,
          "state": "waiting",
          "tries": 1,
          "warned": false
        },
        {
          "arrived": 3000000000,
          "asked": "",
          "expires": 432003000000000,
          "from": "alice@shan.example",
          "id": "S0003",
          "msg": 4,
          "next": 302360000000,
          "rcpts": [
            {
              "addr": "carol@hai.example",
              "asked": "",
              "status": "pending",
              "text": "host mail.hai.example[203.0.113.10] said: 452 4.2.2 \u003ccarol@hai.example\u003e: mailbox is full; try again later"
            }
          ],
          "size": 395,
          "state": "waiting",
          "tries": 2,
          "warned": false
        }
      ],
      "notice": 14400000000000,
      "retry": {
        "help": {
          "en": "As RFC 5321 section 4.5.4.1 advises: at once, after 30 minutes, then every 2 hours. The sender is warned after 4 hours; after 5 days the letter is returned.",
          "zh": "按 RFC 5321 第 4.5.4.1 节的建议：立即尝试，30 分钟后再试，此后每 2 小时一次。4 小时后通知发件人邮件延迟，5 天后退信。"
        },
        "name": "rfc"
      },
      "tries": [
        0,
        1800000000000,
        9000000000000
      ]
    }
  ],
  seek: [
    {
      "busy": true,
      "end": 5400000000,
      "events": 5,
      "future": 18,
      "inputs": 0,
      "lesson": {
        "complete": false,
        "hints": [],
        "steps": [
          {
            "done": false,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 0,
        "patient": false,
        "why": "recorded input"
      },
      "nextActive": 0,
      "now": 0,
      "stopped": ""
    }
  ],
  seekEvent: [
    {
      "busy": true,
      "end": 5400000000,
      "events": 5,
      "future": 18,
      "inputs": 0,
      "lesson": {
        "complete": false,
        "hints": [],
        "steps": [
          {
            "done": false,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 0,
        "patient": false,
        "why": "recorded input"
      },
      "nextActive": 0,
      "now": 0,
      "stopped": ""
    }
  ],
  settle: [
    {
      "busy": true,
      "end": 5400000000,
      "events": 768,
      "future": 0,
      "inputs": 18,
      "lesson": {
        "complete": false,
        "hints": [
          {
            "key": "order",
            "step": "letter"
          }
        ],
        "steps": [
          {
            "done": true,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 6240000000,
        "patient": true,
        "why": "smtp timeout"
      },
      "nextActive": null,
      "now": 5400000000,
      "stopped": ""
    }
  ],
  source: [
    {
      "data": "RGF0ZTogTW9uLCAyIE1hciAyMDI2IDA4OjAwOjAwICswODAwDQpGcm9tOiBBbGljZSA8YWxpY2VAc2hhbi5leGFtcGxlPg0KVG86IGJvYkBoYWkuZXhhbXBsZQ0KU3ViamVjdDogV2l0aCBhIHBpY3R1cmUNCk1l…"
    }
  ],
  status: [
    {
      "busy": false,
      "end": 520000000,
      "events": 50,
      "future": 0,
      "inputs": 3,
      "lesson": {
        "complete": false,
        "hints": [
          {
            "key": "order",
            "step": "letter"
          }
        ],
        "steps": [
          {
            "done": true,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 300440000000,
        "patient": true,
        "why": "smtp timeout"
      },
      "nextActive": null,
      "now": 520000000,
      "stopped": ""
    },
    {
      "busy": false,
      "end": 5400000000,
      "events": 764,
      "future": 0,
      "inputs": 17,
      "lesson": {
        "complete": false,
        "hints": [
          {
            "key": "order",
            "step": "letter"
          }
        ],
        "steps": [
          {
            "done": true,
            "id": "connect"
          },
          {
            "done": false,
            "id": "letter"
          }
        ]
      },
      "next": {
        "at": 6240000000,
        "patient": true,
        "why": "smtp timeout"
      },
      "nextActive": null,
      "now": 5400000000,
      "stopped": ""
    }
  ],
  table: [
    {
      "proto": "smtp",
      "states": [
        {
          "help": {
            "en": "The connection stands; the server has not greeted yet.",
            "zh": "连接已建立，服务器还没有打招呼。"
          },
          "name": "CONNECT"
        },
        {
          "help": {
            "en": "The server has said 220 and waits for EHLO or HELO.",
            "zh": "服务器已说 220，正在等待 EHLO 或 HELO。"
          },
          "name": "GREET"
        },
        {
          "help": {
            "en": "Both have greeted; no letter is in hand. MAIL FROM begins one.",
            "zh": "双方已互相问候，手上没有信。用 MAIL FROM 开始一封。"
          },
          "name": "READY"
        }
      ],
      "transitions": [
        {
          "after": "",
          "from": "CONNECT",
          "on": "2xx",
          "to": "GREET",
          "verb": "connect"
        },
        {
          "after": "",
          "from": "CONNECT",
          "on": "4xx5xx",
          "to": "REFUSED",
          "verb": "connect"
        },
        {
          "after": "",
          "from": "CONNECT",
          "on": "421",
          "to": "QUIT",
          "verb": "any"
        }
      ]
    },
    {
      "proto": "pop3",
      "states": [
        {
          "help": {
            "en": "The server does not know yet who is there: USER and PASS log in.",
            "zh": "服务器还不知道对方是谁：用 USER 和 PASS 登录。"
          },
          "name": "AUTHORIZATION"
        },
        {
          "help": {
            "en": "Logged in, mailbox locked: look, fetch and mark. Nothing is deleted yet.",
            "zh": "已登录，邮箱已锁定：可以查看、取信、作标记。此时什么也不会删除。"
          },
          "name": "TRANSACTION"
        },
        {
          "help": {
            "en": "After QUIT: the marked messages are deleted and the lock is given back.",
            "zh": "QUIT 之后：删除有标记的邮件，并释放锁。"
          },
          "name": "UPDATE"
        }
      ],
      "transitions": [
        {
          "after": "",
          "from": "AUTHORIZATION",
          "on": "+OK",
          "to": "AUTHORIZATION",
          "verb": "USER"
        },
        {
          "after": "",
          "from": "AUTHORIZATION",
          "on": "-ERR",
          "to": "AUTHORIZATION",
          "verb": "USER"
        },
        {
          "after": "USER",
          "from": "AUTHORIZATION",
          "on": "+OK",
          "to": "TRANSACTION",
          "verb": "PASS"
        }
      ]
    }
  ],
  words: [
    {}
  ],
} satisfies { [C in keyof Replies]: Replies[C][] };
