"""Reads letters with Python's email package at its strictest: any defect is an error. The argument is a folder with
N.eml and N.json beside each other; the JSON says what must be found. Prints one line per disagreement."""

import base64
import email
import email.errors
import email.policy
import json
import pathlib
import sys

STRICT = email.policy.SMTPUTF8.clone(raise_on_defect=True)
LAX = email.policy.SMTP


def leaves(part):
    if part.get_content_maintype() == "multipart":
        for sub in part.iter_parts():
            yield from leaves(sub)
    else:
        yield part


def content(part, letter):
    if part.get_content_type() in ("message/rfc822", "message/global"):
        return None  # Parsed again by the reader; the octets are compared elsewhere.
    return part.get_payload(decode=True)


def squeezed(name):
    """This reader puts blanks between the encoded words of a name, so blanks in names that take several do not count."""
    return name.replace(" ", "") if len(name.encode()) > 45 else name


def people(field):
    if field is None:
        return []
    return [[squeezed(a.display_name), a.addr_spec] for a in field.addresses]


def check(letter, want):
    # The parser for octets calls UTF-8 in a header field a defect, the one for text takes it.
    strict = email.message_from_string(letter.decode("utf-8"), policy=STRICT) if want["utf8"] else email.message_from_bytes(letter, policy=STRICT)
    for part in strict.walk():
        for name, value in part.items():
            # A local part in UTF-8 is one to this reader whatever its policy, so much for RFC 6532.
            defects = [d for d in value.defects if not isinstance(d, email.errors.NonASCIILocalPartDefect)]
            if defects:
                yield f"{name}: {defects}"
        if part.defects:
            yield f"{part.get_content_type()}: {part.defects}"
    if (strict["subject"] or "") != want["subject"]:
        yield f"subject {strict['subject']!r}, want {want['subject']!r}"
    for name in ("from", "to", "cc"):
        wanted = [[squeezed(n), a] for n, a in want[name]]
        if people(strict[name]) != wanted:
            yield f"{name} {people(strict[name])}, want {wanted}"
    found = list(leaves(strict))
    if len(found) != len(want["leaves"]):
        yield f"{len(found)} leaves, want {len(want['leaves'])}"
        return
    octets = found if not want["utf8"] else list(leaves(email.message_from_bytes(letter, policy=LAX)))
    for part, raw, w in zip(found, octets, want["leaves"]):
        got = {
            "type": part.get_content_type(),
            "name": part.get_filename() or "",
            "id": (part["content-id"] or "").strip("<>"),
        }
        for key, value in got.items():
            if value != w[key]:
                yield f"{key} {value!r}, want {w[key]!r}"
        data = content(raw, letter)
        if data is not None and data != base64.b64decode(w["data"]):
            yield f"content {data!r}, want {base64.b64decode(w['data'])!r}"


def main(folder):
    bad = 0
    for file in sorted(pathlib.Path(folder).glob("*.eml")):
        want = json.loads(file.with_suffix(".json").read_text("utf-8"))
        try:
            problems = list(check(file.read_bytes(), want))
        except Exception as e:  # A defect, raised.
            problems = [f"{type(e).__name__}: {e}"]
        for p in problems:
            bad += 1
            print(f"{file.name}: {p}")
    sys.exit(bad > 0)


main(sys.argv[1])
