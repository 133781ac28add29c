"""Reads header fields as Python's email package does, for the Go tests.

Each line of input is a JSON list: what to read with ("getaddresses", "registry" or "date") and the value. Each line of
output is the answer: a list of [name, address] pairs, a pair of seconds since 1970 and zone in seconds (null: not known), or
null when Python gives up.
"""

import email.utils
import json
import sys
import warnings
from email.headerregistry import HeaderRegistry

warnings.simplefilter("ignore")
registry = HeaderRegistry()


def getaddresses(value):
    return [list(pair) for pair in email.utils.getaddresses([value])]


def with_registry(value):
    return [[a.display_name, a.username + "@" + a.domain] for a in registry("To", value).addresses]


def date(value):
    when = email.utils.parsedate_to_datetime(value)
    known = when.tzinfo is not None
    if not known:
        when = when.replace(tzinfo=__import__("datetime").timezone.utc)
    return [int(when.timestamp()), int(when.utcoffset().total_seconds()) if known else None]


read = {"getaddresses": getaddresses, "registry": with_registry, "date": date}
for line in sys.stdin:
    kind, value = json.loads(line)
    try:
        answer = read[kind](value)
    except Exception:  # It has many ways to give up.
        answer = None
    print(json.dumps(answer))
