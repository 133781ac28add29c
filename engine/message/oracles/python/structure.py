"""Prints what Python's email package finds in letters, as the structure JSON, one line for each.

Standard input is the letters, each with its length before it as four octets, most significant first. A member that
the package does not give is left out; a letter on which it raises gives {"error": ...}.
"""

import base64
import codecs
import email
import email.header
import email.policy
import email.utils
import hashlib
import json
import struct
import sys

sys.setrecursionlimit(10_000)

# Bodies and texts up to so many octets are printed beside their hashes, for reasons that look at them.
EXCERPT = 8192

# Fields that the default policy reads as plain text. It rewrites the others (addresses, dates, types) in its own
# spelling, so that their text is taken from the raw value.
STRUCTURED = {
    "to", "cc", "bcc", "from", "sender", "reply-to", "resent-to", "resent-cc", "resent-bcc", "resent-from",
    "resent-sender", "resent-reply-to", "date", "resent-date", "orig-date", "mime-version", "content-type",
    "content-disposition", "content-transfer-encoding", "message-id",
}


def utf8(text):
    """Text whose stray octets (surrogate escapes) are read as UTF-8, or else are U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decoded(raw):
    """A raw value with its encoded words undone, as email.header does it."""
    value = "".join(raw.splitlines()) if "\n" in raw or "\r" in raw else raw
    if "=?" in value and any("\udc80" <= c <= "\udcff" for c in value):
        return None  # Beside encoded words the stray octets come out as their escapes.
    try:
        return utf8(str(email.header.make_header(email.header.decode_header(value))))
    except Exception:
        return None


def headers(msg):
    out = []
    for name, raw in msg.raw_items():
        value = None
        if name.lower() not in STRUCTURED:
            try:
                value = utf8(str(email.policy.default.header_fetch_parse(name, raw)))
            except Exception:
                value = None
        if value is None:
            value = decoded(raw)
        out.append([utf8(name), None if value is None else " ".join(value.split())])
    return out


def sha(data):
    return hashlib.sha256(data).hexdigest()


def guarded(call):
    """What call returns, or Ellipsis when it raises."""
    try:
        return call()
    except Exception:
        return ...


def parameters(msg):
    if "content-type" not in msg:
        return {}
    out = {}
    for name, value in msg["content-type"].params.items():
        out[name.lower()] = decoded(value)
    return out


def disposition(msg):
    value = msg.get("content-disposition")
    return None if value is None else msg.get_content_disposition() or None


def filename(msg):
    name = msg.get_filename()
    return None if not name else decoded(name)


def encoding(msg):
    if "content-transfer-encoding" not in msg:
        return "7bit"
    return msg["content-transfer-encoding"].cte.lower()


def content_id(msg):
    value = msg.get("content-id")
    if value is None:
        return None
    value = utf8(str(value)).strip()
    if any(c in "<> " for c in value.removeprefix("<").removesuffix(">")):
        return ...  # The package does not take this field apart.
    return value.removeprefix("<").removesuffix(">") or None


def body(msg, out):
    data = msg.get_payload(decode=True)
    if data is None:
        return
    text = out.get("type", "").startswith("text/")
    if text:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    out["body_len"], out["body_sha256"] = len(data), sha(data)
    if len(data) <= EXCERPT:
        out["body"] = base64.b64encode(data).decode()
    out["text_sha256"] = None
    if text and "params" in out:
        charset = out["params"].get("charset") or "us-ascii"
        try:
            codecs.lookup(charset)
            decoded_text = data.decode(charset, "replace")
        except (LookupError, ValueError, UnicodeError):
            return
        out["text_sha256"] = sha(decoded_text.encode("utf-8", "replace"))
        if len(data) <= EXCERPT:
            out["text"] = decoded_text.encode("utf-8", "replace").decode()


def part(msg, path):
    out = {"path": path}
    for name, call in (
        ("type", lambda: msg.get_content_type()),
        ("params", lambda: parameters(msg)),
        ("disposition", lambda: disposition(msg)),
        ("filename", lambda: filename(msg)),
        ("encoding", lambda: encoding(msg)),
        ("cid", lambda: content_id(msg)),
    ):
        value = guarded(call)
        if value is not ...:
            out[name] = value
    kind = out.get("type", "")
    payload = msg.get_payload()
    if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and len(payload) == 1:
        inner = payload[0]
        out["message"] = {
            "headers": headers(inner),
            "root": part(inner, path if inner.is_multipart() and inner.get_content_maintype() == "multipart" else path + ".1"),
        }
    elif kind.startswith("multipart/") and isinstance(payload, list):
        out["parts"] = [part(sub, f"{path}.{i}" if path else str(i)) for i, sub in enumerate(payload, 1)]
    elif not isinstance(payload, list):
        guarded(lambda: body(msg, out))
    else:
        out["opaque"] = True  # Other messages come taken apart; their octets are gone.
    if msg.defects:
        out["defects"] = sorted({type(d).__name__ for d in msg.defects})
    return out


def structure(data):
    msg = email.message_from_bytes(data, policy=email.policy.default)
    multi = msg.get_content_maintype() == "multipart" and msg.is_multipart()
    return {"headers": headers(msg), "root": part(msg, "" if multi else "1")}


def main():
    source, sink = sys.stdin.buffer, sys.stdout
    while head := source.read(4):
        data = source.read(struct.unpack(">I", head)[0])
        try:
            result = structure(data)
        except Exception as problem:  # Whatever it stumbles on: the run goes on with the next letter.
            result = {"error": f"{type(problem).__name__}: {problem}"}
        sink.write(json.dumps(result, ensure_ascii=True) + "\n")


main()
