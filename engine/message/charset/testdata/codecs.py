"""Reads what Python's codecs read: for each one named as an argument, every single octet and every pair of octets that it
decodes, longer sequences where it has some, and for those of Unicode also garbage, where it puts U+FFFD for what is wrong.
Prints codec, octets, and text in UTF-8, in hex."""
import random
import sys


def sequences(name):
    yield from (bytes([a]) for a in range(256))
    if name.startswith(("cp1", "cp4", "cp7", "cp8", "iso8859", "koi8", "mac", "tis", "ascii", "latin")):
        return
    yield from (bytes([a, b]) for a in range(128, 256) for b in range(256))
    if name.startswith("euc_jp"):
        yield from (bytes([0x8F, a, b]) for a in range(161, 255) for b in range(161, 255))
    if name == "gb18030":
        digits, leads = range(0x30, 0x3A), range(0x81, 0xFF)
        yield from (bytes([a, b, c, d]) for a in (0x81, 0x84, 0x90) for b in digits for c in leads for d in digits)
    escapes = {"iso2022_jp": "(J $@ $B", "iso2022_jp_1": "$(D", "iso2022_jp_2": "$A $(C", "iso2022_jp_ext": "(I"}
    for escape in escapes.get(name, "").split():
        lead = b"\x1b" + escape.encode()
        yield from (lead + bytes([a]) for a in range(0x21, 0x7F))
        yield from (lead + bytes([a, b]) for a in range(0x21, 0x7F) for b in range(0x21, 0x7F))
    if name in ("iso2022_kr", "hz"):
        lead, end = (b"\x1b$)C\n\x0e", b"\x0f") if name == "iso2022_kr" else (b"~{", b"~}")
        yield from (lead + bytes([a, b]) + end for a in range(0x21, 0x7F) for b in range(0x21, 0x7F))
    if name in ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"):
        yield from (chr(r).encode(name, "surrogatepass") for r in range(0, 0x110000, 97))
    if name == "utf_7":
        yield from (chr(r).encode(name) for r in range(0, 0x110000, 97) if not 0xD800 <= r < 0xE000)


def garbage():
    chance = random.Random(1)
    pieces = [b"\xe4\xb8\xad", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\xd8\x3d", b"\x3d\xd8", b"\xde\x00", b"a", b"\0"]
    for _ in range(4000):
        octets = b"".join(
            chance.choice(pieces)[: chance.randrange(1, 5)]
            if chance.random() < 0.7
            else bytes([chance.choice((0x80, 0xBF, 0xC0, 0xE0, 0xED, 0xA0, 0xF4, 0x90, 0xFF, chance.randrange(256)))])
            for _ in range(chance.randrange(12))
        )
        yield octets


for name in sys.argv[1:]:
    replaces = name in ("ascii", "utf_8", "utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")
    for octets in garbage() if replaces else ():
        print(name, octets.hex(), octets.decode(name, "replace").encode("utf-8").hex())
    for octets in sequences(name):
        try:
            text = octets.decode(name)
        except ValueError:
            continue
        print(name, octets.hex(), text.encode("utf-8", "surrogatepass").hex())
