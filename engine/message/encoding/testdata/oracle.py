"""Answers one line of JSON per line: what Python makes of an encoded text. The Go tests compare.

In:  [kind, text as hexadecimal octets]
Out: the result as hexadecimal octets (of UTF-8 for text), or null where Python gives up.
"""
import binascii, json, quopri, sys
from email._encoded_words import decode_b
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import collapse_rfc2231_value, decode_params


def base64(data):
    # As email.message.Message.get_payload does; of its defects only the one matters by which it gives the text back as it is.
    out, defects = decode_b(b''.join(data.splitlines()))
    return None if any(type(d).__name__ == 'InvalidBase64LengthDefect' for d in defects) else out


def words(data):
    try:
        parts = decode_header(data.decode('utf-8', 'surrogateescape'))
    except HeaderParseError:
        return None
    out = ''
    for part, charset in parts:
        if isinstance(part, str):
            out += part
        elif charset is None:
            out += part.decode('raw-unicode-escape')
        else:
            try:
                out += part.decode(charset, 'replace')
            except (LookupError, UnicodeError):
                return None
    return out.encode('utf-8', 'surrogateescape')


def uu(data):
    # As email.message.Message.get_payload does.
    import io, uu
    out = io.BytesIO()
    try:
        uu.decode(io.BytesIO(data), out, quiet=True)
    except (uu.Error, binascii.Error):
        return None
    return out.getvalue()


def extended(data):
    params = decode_params([('a/b', ''), ('name*', data.decode('utf-8', 'surrogateescape'))])
    return collapse_rfc2231_value(params[1][1]).strip('"').encode('utf-8', 'replace')


kinds = {
    'base64': base64,
    'quoted': quopri.decodestring,
    'words': words,
    'uu': uu,
    'extended': extended,
}

for line in sys.stdin:
    kind, text = json.loads(line)
    out = kinds[kind](bytes.fromhex(text))
    print(json.dumps(None if out is None else out.hex()))
