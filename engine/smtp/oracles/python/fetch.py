"""Fetches all letters of some mailboxes by POP3: fetch.py PORT ADDRESS:PASSWORD:COUNT...

Waits until each mailbox has as many letters as are wanted, for 20 s at most, and prints one JSON object: for each address
the letters, octet for octet, in base64.
"""

import base64
import json
import poplib
import sys
import time


def fetch(port, user, password, want):
    deadline = time.time() + 20
    while True:
        box = poplib.POP3("127.0.0.1", port)
        box.user(user)
        box.pass_(password)
        count, _ = box.stat()
        if count >= want or time.time() > deadline:
            break
        box.quit()
        time.sleep(0.05)
    letters = [b"".join(line + b"\r\n" for line in box.retr(i)[1]) for i in range(1, count + 1)]
    box.quit()
    return [base64.b64encode(letter).decode() for letter in letters]


poplib._MAXLINE = 100_000
out = {}
for box in sys.argv[2:]:
    user, password, want = box.split(":")
    out[user] = fetch(int(sys.argv[1]), user, password, int(want))
print(json.dumps(out))
