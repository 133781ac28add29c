"""Sends letters with Python's smtplib: send.py PORT USER PASSWORD FILE TAG [notices|utf8].

FILE is a letter whose octets must arrive as they are; TAG becomes part of the subjects of those that are composed here.
With "notices" it asks for notices of what becomes of FILE, whose recipients are Bob and one who does not exist. With
"utf8" the letter is one whose addresses are beyond ASCII.
"""

import smtplib
import sys
from email.message import EmailMessage

port, user, password, name, tag, *what = int(sys.argv[1]), *sys.argv[2:]
bob, carol, csse = "bob@hai.example", "carol@hai.example", "csse@hai.example"

with smtplib.SMTP("127.0.0.1", port) as s:
    s.ehlo("python.example")
    s.user, s.password = user, password
    s.auth("LOGIN", s.auth_login)

    with open(name, "rb") as f:
        octets = f.read()

    if what == ["notices"]:
        for code, text in [
            s.mail(user, ["RET=HDRS", "ENVID=" + tag + "+2B1"]),
            s.rcpt(bob, ["NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;robert@hai.example"]),
            s.rcpt("nobody@hai.example", ["NOTIFY=FAILURE", "ORCPT=rfc822;someone+2Belse@hai.example"]),
            s.data(octets),
        ]:
            if code != 250:
                sys.exit(f"{code} {text.decode()}")
        sys.exit()

    m = EmailMessage()
    m["Subject"] = "Grüße, 你好 " + tag
    m.set_content("Schöne Grüße.\n.\n..\n.end\n")

    if what == ["utf8"]:
        m["From"], m["To"] = user, "用户@hai.example"
        s.send_message(m)
        sys.exit()

    # The octets of a letter, to three people.
    s.sendmail(user, [bob, carol, csse], octets, mail_options=["BODY=8BITMIME"])

    # A composed letter, on the same connection. send_message takes Bcc out of the header.
    m["From"], m["To"], m["Cc"], m["Bcc"] = user, bob, carol, csse
    m.add_attachment(bytes(i * i >> 3 & 255 for i in range(5000)), maintype="application", subtype="octet-stream", filename="图片.bin")
    s.send_message(m)
