"""Reads what the tests wrote with Python's own modules: the argument is a folder with mbox files, letters.zip and
maildir.zip beside expected.json. Prints one line per disagreement."""

import json
import mailbox
import pathlib
import re
import stat
import sys
import zipfile

folder = pathlib.Path(sys.argv[1])
want = json.loads((folder / "expected.json").read_text("utf-8"))
letters = [bytes.fromhex(s) for s in want["letters"]]
problems = []


def same(what, got, expected):
    if got != expected:
        problems.append(f"{what}: {got!r}, want {expected!r}")


for name in ("rd", "o", "cl"):
    box = mailbox.mbox(folder / f"{name}.mbox", create=False)
    same(f"{name}: letters", len(box), len(letters))
    for key, letter in zip(box.iterkeys(), letters):
        got = box.get_bytes(key).replace(b"\r\n", b"\n")
        # This reader takes no marks off, and drops last empty lines.
        letter = letter.replace(b"\r\n", b"\n")
        got = re.sub(rb"(?m)^>(>*From )" if name == "rd" else rb"(?m)^>(From )", rb"\1", got)
        if name != "rd":
            letter = letter.replace(b"\n>From ", b"\nFrom ")
        if name == "cl":
            got = b"".join(l for l in got.splitlines(True) if not l.startswith(b"Content-Length"))
        same(f"{name} {key}", got.rstrip(b"\n"), letter.rstrip(b"\n"))
        same(f"{name} {key} From", box.get_message(key).get_from(), want["from"][int(key)])

with zipfile.ZipFile(folder / "letters.zip") as z:
    same("zip test", z.testzip(), None)
    same("zip names", z.namelist(), want["names"])
    for info, letter in zip(z.infolist(), letters):
        same(info.filename, z.read(info), letter)
        same(info.filename + " time", list(info.date_time), want["times"][info.filename])
        same(info.filename + " mode", stat.filemode(info.external_attr >> 16), "-rw-r--r--")

with zipfile.ZipFile(folder / "maildir.zip") as z:
    same("zip test", z.testzip(), None)
    z.extractall(folder / "out")
md = mailbox.Maildir(folder / "out" / "Maildir", create=False)
same("maildir folders", sorted(md.list_folders()), sorted(want["folders"]))
found = {}
for box in [md] + [md.get_folder(f) for f in md.list_folders()]:
    for key in box.iterkeys():
        m = box.get_message(key)
        found[box.get_bytes(key).hex()] = [m.get_subdir(), m.get_flags()]
same("maildir letters", found, want["maildir"])

print("\n".join(problems))
sys.exit(len(problems) > 0)
