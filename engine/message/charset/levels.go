package charset

// levels says of the ideographs and syllables of text, which is data read in c with nothing lost, how common they are in
// that character set. It is read from the octets, because the makers of these character sets have put common characters
// first: GB 2312, JIS X 0208 and Big5 have two levels, KS X 1001 has its Hangul before its ideographs, and what came later
// came elsewhere.
func (c *Charset) levels(text string, data []byte) []level {
	var list []level
	for _, r := range text {
		if len(data) == 0 {
			break
		}
		lead, trail, size := data[0], byte(0), 1
		if lead >= 0x80 && len(data) > 1 {
			trail, size = data[1], 2
		}
		how := veryRare
		switch c.name {
		case "gb18030", "gbk", "gb2312":
			if isDigit(trail) {
				size = 4
			} else if trail > 0xa0 && lead >= 0xb0 && lead <= 0xf7 {
				how = upTo(lead, 0xd7)
			}
		case "big5":
			if lead >= 0xa4 && lead <= 0xf9 {
				how = upTo(lead, 0xc6)
			}
		case "euc-kr":
			if trail > 0xa0 && lead > 0xa0 {
				how = upTo(lead, 0xc8)
			}
		case "euc-jp":
			if lead == 0x8f {
				size = 3
			} else if lead <= 0xf4 {
				how = upTo(lead, 0xcf)
			}
		case "shift_jis":
			if r >= 0xff61 && r <= 0xff9f || r == 0x80 {
				size = 1
			} else if lead <= 0xea {
				how = upTo(lead, 0x98)
			}
		default:
			return nil
		}
		data = data[min(size, len(data)):]
		if s := scriptOf(r); s == han || s == hangul {
			list = append(list, how)
		}
	}
	return list
}

// upTo grades by whether a lead octet is in the first level, which ends with last.
func upTo(lead, last byte) level {
	if lead <= last {
		return usual
	}
	return rare
}
