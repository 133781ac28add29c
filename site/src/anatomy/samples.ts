// One answer of the engine and more for every command, written by `go test ./wasm/anatomy -run Samples -update`: they must
// satisfy the page's types, which keeps protocol.ts equal to wasm/anatomy/protocol.go. Long lists and texts are cut.
// biome-ignore-all format: this file is written by a program
import type { Replies } from "./protocol";

export const problemNames = [
  "byte-order-mark",
  "mbox-line",
  "no-blank-line",
  "header-cut",
  "header-unread",
  "bad-content-type",
  "duplicate-content-type",
  "duplicate-content-transfer-encoding",
  "duplicate-content-disposition",
  "duplicate-content-id",
  "encoding-junk",
  "encoding-unknown",
  "charset-unknown",
  "bad-parameter",
  "duplicate-parameter",
  "parameter-sections",
  "parameter-encoding",
  "too-many-parameters",
  "no-boundary",
  "boundary-unnamed",
  "boundary-repeated",
  "boundary-doubled",
  "no-parts",
  "boundary-unclosed",
  "parts-after-end",
  "text-after-end",
  "encoded-parts",
  "too-deep",
  "too-many-parts",
  "missing-date",
  "missing-from",
  "missing-message-id",
  "missing-sender",
  "several-senders",
  "group-author",
  "field-repeated",
  "field-empty",
  "not-a-field",
  "space-before-colon",
  "blank-fold",
  "8bit-header",
  "8bit-header-unreadable",
  "control-character",
  "long-line",
  "line-too-long",
  "trace-below-fields",
  "resent-incomplete",
  "date-unreadable",
  "date-order",
  "date-numeric-month",
  "date-separators",
  "date-comma",
  "date-words",
  "date-short-year",
  "date-year",
  "date-day",
  "date-weekday",
  "date-no-time",
  "date-digits",
  "date-hour-24",
  "date-am-pm",
  "date-fraction",
  "date-no-zone",
  "date-zone-form",
  "date-zone-name",
  "date-zone-unknown",
  "date-zone-range",
  "date-trailing",
  "date-after-received",
  "date-long-before-received",
  "address-no-at",
  "address-several-at",
  "address-empty",
  "address-local-part",
  "address-domain",
  "address-too-long",
  "address-dots",
  "address-hostname",
  "address-literal",
  "address-route",
  "address-blanks",
  "address-quoted-pieces",
  "address-name-after",
  "address-encoded-word",
  "address-quoted-whole",
  "address-no-brackets",
  "address-unclosed",
  "address-brackets",
  "address-mailto",
  "address-comma-missing",
  "address-semicolon",
  "address-empty-entry",
  "too-many-addresses",
  "group-nested",
  "group-unclosed",
  "group-no-name",
  "name-dot",
  "name-specials",
  "word-in-quotes",
  "quote-unclosed",
  "comment-unclosed",
  "domain-idna",
  "domain-alphabets",
  "name-is-address",
  "reply-to-elsewhere",
  "id-no-brackets",
  "id-brackets",
  "id-unclosed",
  "id-no-at",
  "id-half",
  "id-empty",
  "id-blanks",
  "id-8bit",
  "id-words",
  "id-comma",
  "id-several",
  "references-incomplete",
  "reply-without-reference",
  "received-no-date",
  "received-no-semicolon",
  "received-empty",
  "hop-clock-skew",
  "hop-gap",
  "list-uri",
  "list-id",
  "list-one-click",
  "list-no-https",
  "list-unsubscribe-insecure",
  "word-too-long",
  "word-line-too-long",
  "word-misplaced",
  "word-in-parameter",
  "word-glued",
  "word-blank",
  "word-8bit",
  "word-padding",
  "word-unreadable",
  "word-charset-unknown",
  "word-character-cut",
  "word-characters",
  "missing-mime-version",
  "mime-version-unknown",
  "8bit-body",
  "multipart-encoding",
  "charset-missing",
  "charset-ascii-8bit",
  "charset-wrong",
  "charset-mojibake",
  "boundary-too-long",
  "boundary-characters",
  "boundary-blank-end",
  "name-without-filename",
  "content-id-repeated",
  "alternative-order",
  "related-start",
  "related-no-type",
  "report-no-type",
  "security-parameters",
  "flowed-unknown",
  "flowed-long-line",
  "cid-unresolved",
  "html-external",
  "html-active",
  "base64-truncated",
  "base64-after-end",
  "base64-foreign",
  "base64-padding",
  "base64-url",
  "base64-bits",
  "quoted-truncated",
  "quoted-equals",
  "quoted-octet",
  "quoted-lower",
  "quoted-blank",
  "quoted-long",
  "quoted-end",
  "filename-direction",
  "filename-two-endings",
  "filename-executable",
  "filename-path",
  "bare-lf",
  "bare-cr",
  "nul"
] as const;

export const samples = {
  bits: [
    {
      "encoding": "base64",
      "end": 816,
      "size": 12,
      "start": 804,
      "units": [
        {
          "at": 0,
          "end": 808,
          "kind": "group",
          "octets": [
            229,
            141,
            136
          ],
          "source": "5Y2I",
          "start": 804
        },
        {
          "at": 3,
          "end": 812,
          "kind": "group",
          "octets": [
            233,
            165,
            173
          ],
          "source": "6aWt",
          "start": 808
        },
        {
          "at": 6,
          "end": 816,
          "kind": "group",
          "octets": [
            239,
            188,
            159
          ],
          "source": "77yf",
          "start": 812
        }
      ]
    },
    {
      "encoding": "quoted-printable",
      "end": 909,
      "size": 13,
      "start": 896,
      "units": [
        {
          "at": 0,
          "end": 899,
          "kind": "literal",
          "octets": [
            99,
            97,
            102
          ],
          "source": "caf",
          "start": 896
        },
        {
          "at": 3,
          "end": 902,
          "kind": "escape",
          "octets": [
            233
          ],
          "source": "=E9",
          "start": 899
        },
        {
          "at": 4,
          "end": 903,
          "kind": "literal",
          "octets": [
            32
          ],
          "source": " ",
          "start": 902
        }
      ]
    }
  ],
  charsets: [
    [
      {
        "charset": "iso-8859-1",
        "declared": false,
        "lost": 0,
        "reason": "writing",
        "score": 496,
        "text": "café é\r\n"
      },
      {
        "charset": "windows-1252",
        "declared": false,
        "lost": 0,
        "reason": "writing",
        "score": 494,
        "text": "café é\r\n"
      },
      {
        "charset": "iso-8859-15",
        "declared": false,
        "lost": 0,
        "reason": "writing",
        "score": 492,
        "text": "café é\r\n"
      }
    ]
  ],
  content: [
    {
      "flaw": null,
      "size": 9
    },
    {
      "flaw": {
        "at": 906,
        "count": 1,
        "lost": false,
        "name": "quoted-octet"
      },
      "size": 8
    }
  ],
  enclosed: [
    [
      {
        "kind": "uuencode",
        "lost": false,
        "name": "cat.txt",
        "size": 3
      }
    ]
  ],
  encode: [
    {
      "encoding": "7bit",
      "lost": 0,
      "reason": "plain",
      "same": true,
      "stages": [
        {
          "end": 6,
          "name": "input",
          "note": "",
          "start": 0,
          "text": true
        },
        {
          "end": 14,
          "name": "charset",
          "note": "lines",
          "start": 6,
          "text": true
        },
        {
          "end": 22,
          "name": "encoding",
          "note": "",
          "start": 14,
          "text": true
        }
      ]
    },
    {
      "encoding": "base64",
      "lost": 0,
      "reason": "dense",
      "same": true,
      "stages": [
        {
          "end": 6,
          "name": "input",
          "note": "",
          "start": 0,
          "text": true
        },
        {
          "end": 14,
          "name": "charset",
          "note": "lines",
          "start": 6,
          "text": true
        },
        {
          "end": 28,
          "name": "encoding",
          "note": "",
          "start": 14,
          "text": true
        }
      ]
    },
    {
      "encoding": "",
      "lost": 0,
      "reason": "",
      "same": true,
      "stages": [
        {
          "end": 6,
          "name": "input",
          "note": "",
          "start": 0,
          "text": true
        },
        {
          "end": 12,
          "name": "charset",
          "note": "",
          "start": 6,
          "text": true
        },
        {
          "end": 32,
          "name": "encoding",
          "note": "",
          "start": 12,
          "text": true
        }
      ]
    }
  ],
  export: [
    {
      "name": "2026-03-02 0800 午饭.eml",
      "type": "message/rfc822"
    }
  ],
  extract: [
    {
      "flaw": null,
      "size": 3
    }
  ],
  garble: [
    {
      "changed": 1,
      "first": [
        906
      ],
      "survives": false
    }
  ],
  gather: [
    {
      "letters": 2
    }
  ],
  letter: [
    {
      "body": 721,
      "date": {
        "at": 1772409600,
        "zone": 28800
      },
      "envelope": {
        "from": "alice@shan.example",
        "nullSender": false,
        "rcpts": [
          "bob@hai.example"
        ]
      },
      "hops": [
        {
          "at": 1772409602,
          "by": "mail.hai.example",
          "date": "Mon, 2 Mar 2026 08:00:02 +0800",
          "delay": 2,
          "end": 252,
          "for": "bob@hai.example",
          "forged": false,
          "from": "mail.shan.example",
          "fromIP": "192.0.2.10",
          "fromName": "mail.shan.example",
          "gap": false,
          "id": "H0001",
          "private": false,
          "program": "",
          "skew": false,
          "start": 87,
          "tls": "",
          "vouched": true,
          "with": "ESMTP",
          "zone": 28800
        }
      ],
      "list": {
        "archive": [
          "https://hai.example/lunch"
        ],
        "help": [
          "mailto:help@hai.example"
        ],
        "id": "lunch.hai.example",
        "oneClick": false,
        "post": [
          "mailto:lunch@hai.example"
        ],
        "unsubscribe": [
          "mailto:leave@hai.example"
        ]
      },
      "n": 0,
      "parts": [
        {
          "body": {
            "end": 909,
            "start": 721
          },
          "charset": "",
          "cid": "",
          "depth": 0,
          "disposition": "",
          "encoding": "7bit",
          "fetch": [
            {
              "end": 909,
              "item": "BODY.PEEK[]",
              "start": 0
            },
            {
              "end": 721,
              "item": "BODY.PEEK[HEADER]",
              "start": 0
            },
            {
              "end": 909,
              "item": "BODY.PEEK[TEXT]",
              "start": 721
            }
          ],
          "fields": [
            {
              "by": "mail.hai.example",
              "colon": 2,
              "end": 21,
              "mailboxes": [
                {
                  "address": "bob@hai.example",
                  "group": "",
                  "name": "",
                  "unicode": ""
                }
              ],
              "name": "To",
              "start": 0,
              "value": "bob@hai.example"
            },
            {
              "by": "mail.hai.example",
              "colon": 32,
              "end": 56,
              "mailboxes": [],
              "name": "Return-Path",
              "start": 21,
              "value": "\u003calice@shan.example\u003e"
            },
            {
              "by": "mail.hai.example",
              "colon": 68,
              "end": 87,
              "mailboxes": [],
              "name": "Delivered-To",
              "start": 56,
              "value": "bob@hai.example"
            }
          ],
          "filename": "",
          "header": {
            "end": 719,
            "start": 0
          },
          "id": 0,
          "leaf": false,
          "opens": false,
          "params": [
            {
              "name": "boundary",
              "value": "b"
            }
          ],
          "parent": -1,
          "path": "",
          "problems": [
            0
          ],
          "size": -1,
          "type": "multipart/mixed"
        },
        {
          "body": {
            "end": 816,
            "start": 804
          },
          "charset": "utf-8",
          "cid": "",
          "depth": 1,
          "disposition": "",
          "encoding": "base64",
          "fetch": [
            {
              "end": 816,
              "item": "BODY.PEEK[1]",
              "start": 804
            },
            {
              "end": 804,
              "item": "BODY.PEEK[1.MIME]",
              "start": 726
            }
          ],
          "fields": [
            {
              "by": "",
              "colon": 738,
              "end": 767,
              "mailboxes": [],
              "name": "Content-Type",
              "start": 726,
              "value": "text/plain; charset=utf-8"
            },
            {
              "by": "",
              "colon": 792,
              "end": 802,
              "mailboxes": [],
              "name": "Content-Transfer-Encoding",
              "start": 767,
              "value": "base64"
            }
          ],
          "filename": "",
          "header": {
            "end": 802,
            "start": 726
          },
          "id": 1,
          "leaf": true,
          "opens": false,
          "params": [
            {
              "name": "charset",
              "value": "utf-8"
            }
          ],
          "parent": 0,
          "path": "1",
          "problems": [],
          "size": 9,
          "type": "text/plain"
        },
        {
          "body": {
            "end": 909,
            "start": 896
          },
          "charset": "us-ascii",
          "cid": "",
          "depth": 1,
          "disposition": "",
          "encoding": "quoted-printable",
          "fetch": [
            {
              "end": 909,
              "item": "BODY.PEEK[2]",
              "start": 896
            },
            {
              "end": 896,
              "item": "BODY.PEEK[2.MIME]",
              "start": 823
            }
          ],
          "fields": [
            {
              "by": "",
              "colon": 835,
              "end": 849,
              "mailboxes": [],
              "name": "Content-Type",
              "start": 823,
              "value": "text/plain"
            },
            {
              "by": "",
              "colon": 874,
              "end": 894,
              "mailboxes": [],
              "name": "Content-Transfer-Encoding",
              "start": 849,
              "value": "quoted-printable"
            }
          ],
          "filename": "",
          "header": {
            "end": 894,
            "start": 823
          },
          "id": 2,
          "leaf": true,
          "opens": false,
          "params": [],
          "parent": 0,
          "path": "2",
          "problems": [
            1,
            2,
            3
          ],
          "size": 8,
          "type": "text/plain"
        }
      ],
      "problems": [
        {
          "end": 252,
          "lost": false,
          "name": "trace-below-fields",
          "part": 0,
          "section": "RFC 5321 §4.4",
          "severity": "warning",
          "start": 87,
          "text": "A Received field stands below fields that the writer wrote. Servers put theirs on top, so somebody has changed the order or made it up."
        },
        {
          "end": 849,
          "lost": false,
          "name": "charset-missing",
          "part": 2,
          "section": "RFC 2046 §4.1.2",
          "severity": "error",
          "start": 823,
          "text": "The text is not ASCII, and no charset parameter says what it is. It is read as UTF-8."
        },
        {
          "end": 907,
          "lost": false,
          "name": "quoted-octet",
          "part": 2,
          "section": "RFC 2045 §6.7",
          "severity": "error",
          "start": 906,
          "text": "Octets above 127, or control characters, stand in the quoted-printable as they are."
        }
      ],
      "regions": [
        {
          "end": 719,
          "kind": "header",
          "part": 0,
          "start": 0
        },
        {
          "end": 721,
          "kind": "blank",
          "part": 0,
          "start": 719
        },
        {
          "end": 726,
          "kind": "boundary",
          "part": 0,
          "start": 721
        }
      ],
      "size": 909,
      "threads": {
        "inReplyTo": [
          "0@hai.example"
        ],
        "messageId": "1@shan.example",
        "references": [
          "00@hai.example",
          "0@hai.example"
        ]
      }
    },
    {
      "body": 19,
      "date": null,
      "envelope": {
        "from": "",
        "nullSender": false,
        "rcpts": []
      },
      "hops": [],
      "list": null,
      "n": 0,
      "parts": [
        {
          "body": {
            "end": 61,
            "start": 19
          },
          "charset": "us-ascii",
          "cid": "",
          "depth": 0,
          "disposition": "",
          "encoding": "7bit",
          "fetch": [
            {
              "end": 61,
              "item": "BODY.PEEK[1]",
              "start": 19
            },
            {
              "end": 61,
              "item": "BODY.PEEK[]",
              "start": 0
            },
            {
              "end": 19,
              "item": "BODY.PEEK[HEADER]",
              "start": 0
            }
          ],
          "fields": [
            {
              "by": "",
              "colon": 7,
              "end": 18,
              "mailboxes": [],
              "name": "Subject",
              "start": 0,
              "value": "the file"
            }
          ],
          "filename": "",
          "header": {
            "end": 18,
            "start": 0
          },
          "id": 0,
          "leaf": true,
          "opens": false,
          "params": [],
          "parent": -1,
          "path": "1",
          "problems": [
            0,
            1,
            2
          ],
          "size": 42,
          "type": "text/plain"
        }
      ],
      "problems": [
        {
          "end": 18,
          "lost": false,
          "name": "bare-lf",
          "part": 0,
          "section": "RFC 5322 §2.3",
          "severity": "error",
          "start": 17,
          "text": "A line ends with LF alone; lines end with CR LF. Where servers differ about that, a second letter can hide."
        },
        {
          "end": 18,
          "lost": false,
          "name": "missing-date",
          "part": 0,
          "section": "RFC 5322 §3.6.1",
          "severity": "error",
          "start": 18,
          "text": "The field Date is missing: it says when the writer finished the letter."
        },
        {
          "end": 18,
          "lost": false,
          "name": "missing-from",
          "part": 0,
          "section": "RFC 5322 §3.6.2",
          "severity": "error",
          "start": 18,
          "text": "The field From is missing: it says who wrote the letter."
        }
      ],
      "regions": [
        {
          "end": 18,
          "kind": "header",
          "part": 0,
          "start": 0
        },
        {
          "end": 19,
          "kind": "blank",
          "part": 0,
          "start": 18
        },
        {
          "end": 61,
          "kind": "body",
          "part": 0,
          "start": 19
        }
      ],
      "size": 61,
      "threads": {
        "inReplyTo": [],
        "messageId": "",
        "references": []
      }
    }
  ],
  lint: [
    {
      "problems": [
        {
          "end": 252,
          "lost": false,
          "name": "trace-below-fields",
          "part": 0,
          "section": "RFC 5321 §4.4",
          "severity": "warning",
          "start": 87,
          "text": "A Received field stands below fields that the writer wrote. Servers put theirs on top, so somebody has changed the order or made it up."
        },
        {
          "end": 849,
          "lost": false,
          "name": "charset-missing",
          "part": 2,
          "section": "RFC 2046 §4.1.2",
          "severity": "error",
          "start": 823,
          "text": "The text is not ASCII, and no charset parameter says what it is. It is read as UTF-8."
        },
        {
          "end": 907,
          "lost": false,
          "name": "quoted-octet",
          "part": 2,
          "section": "RFC 2045 §6.7",
          "severity": "error",
          "start": 906,
          "text": "Octets above 127, or control characters, stand in the quoted-printable as they are."
        }
      ]
    }
  ],
  load: [
    {
      "charsets": [
        "utf-8",
        "us-ascii",
        "iso-8859-1"
      ],
      "kind": "letter",
      "letters": [
        {
          "date": "Mon, 2 Mar 2026 08:00:00 +0800",
          "from": "Alice \u003calice@shan.example\u003e",
          "n": 0,
          "size": 909,
          "subject": "午饭"
        }
      ],
      "more": 0
    },
    {
      "charsets": [
        "utf-8",
        "us-ascii",
        "iso-8859-1"
      ],
      "kind": "letter",
      "letters": [
        {
          "date": "",
          "from": "",
          "n": 0,
          "size": 61,
          "subject": "the file"
        }
      ],
      "more": 0
    }
  ],
  text: [
    {
      "charset": "utf-8",
      "cut": false,
      "known": true,
      "lost": 0,
      "mojibake": null,
      "text": "午饭？"
    },
    {
      "charset": "iso-8859-1",
      "cut": false,
      "known": true,
      "lost": 0,
      "mojibake": null,
      "text": "café é\r\n"
    }
  ],
} satisfies { [C in keyof Replies]: Replies[C][] };
