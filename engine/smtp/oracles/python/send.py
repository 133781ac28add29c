"""Sends letters with Python's smtplib: send.py PORT USER PASSWORD FILE TAG.

FILE is a letter whose octets must arrive as they are; TAG becomes part of the subjects of those that are composed here.
"""

import smtplib
import sys
from email.message import EmailMessage

port, user, password, name, tag = int(sys.argv[1]), *sys.argv[2:]
bob, carol, csse = "bob@hai.example", "carol@hai.example", "csse@hai.example"

with smtplib.SMTP("127.0.0.1", port) as s:
    s.ehlo("python.example")
    s.user, s.password = user, password
    s.auth("LOGIN", s.auth_login)

    # The octets of a letter, to three people.
    with open(name, "rb") as f:
        s.sendmail(user, [bob, carol, csse], f.read(), mail_options=["BODY=8BITMIME"])

    # A composed letter, on the same connection. send_message takes Bcc out of the header.
    m = EmailMessage()
    m["From"], m["To"], m["Cc"], m["Bcc"] = user, bob, carol, csse
    m["Subject"] = "Grüße, 你好 " + tag
    m.set_content("Schöne Grüße.\n.\n..\n.end\n")
    m.add_attachment(bytes(i * i >> 3 & 255 for i in range(5000)), maintype="application", subtype="octet-stream", filename="图片.bin")
    s.send_message(m)
