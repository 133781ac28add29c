package explain

// sentence is what an event adds to the entry of its kind. Gaps are {name}.
type sentence struct{ key, en, zh string }

// sentences stand under keys of their own, which begin as those of entries do where there is one for the kind.
var sentences = [...]sentence{
	{"smtp.verb.HELO", "The client calls itself {arg}.", "客户端自称 {arg}。"},
	{"smtp.verb.EHLO", "The client calls itself {arg}.", "客户端自称 {arg}。"},
	{"smtp.verb.MAIL", "The sender on the envelope is to be {addr}.", "要写上的信封发件人是 {addr}。"},
	{"smtp.verb.MAIL.null", "The sender is to be <>, the null sender: this letter is a notice, and nothing will ever be sent back to it.", "发件人写成 <>，即空发件人：这封信本身是通知，绝不会再有退信寄给它。"},
	{"smtp.verb.RCPT", "The recipient is to be {addr}.", "要写上的收件人是 {addr}。"},
	{"smtp.verb.AUTH", "The mechanism is {arg}.", "使用的机制是 {arg}。"},
	{"smtp.verb.AUTH.plain", "The mechanism is {arg}, and the base64 reads: user {user}, password {pass}.", "使用的机制是 {arg}，Base64 解码后是：用户 {user}，口令 {pass}。"},
	{"smtp.verb.RESPONSE", "Decoded, it reads “{arg}”.", "解码后是“{arg}”。"},
	{"smtp.verb.RESPONSE.plain", "Decoded, it reads: user {user}, password {pass}.", "解码后是：用户 {user}，口令 {pass}。"},
	{"smtp.verb.EOD", "The letter had {n} octets.", "这封信共 {n} 字节。"},
	{"smtp.verb.EOD.8bit", "The letter had {n} octets, some of them above 127, so it is not 7-bit ASCII.", "这封信共 {n} 字节，其中有大于 127 的字节，所以不是 7 位 ASCII。"},
	{"smtp.verb.DATA", "From here on commands are text.", "从这里起，命令也只是文字。"},
	{"smtp.verb.unknown", "The line begins with “{verb}”.", "这一行以“{verb}”开头。"},

	{"smtp.answer.RCPT.250", "The server has put {addr} on the envelope.", "服务器已把 {addr} 写到信封上。"},
	{"smtp.answer.MAIL.250", "The envelope's sender is {addr}.", "信封发件人是 {addr}。"},
	{"smtp.answer.MAIL.250.null", "The envelope's sender is <>, the null sender.", "信封发件人是 <>，即空发件人。"},
	{"smtp.answer.RCPT.550.5.1.1", "There is no {addr} here.", "这里没有 {addr}。"},
	{"smtp.answer.EOD.250", "Its number in this server's queue is {id}.", "它在这台服务器队列中的编号是 {id}。"},
	{"smtp.answer.EHLO.250", "Offered: {list}.", "提供的扩展：{list}。"},
	{"smtp.answer.AUTH.334", "Decoded, the question is “{arg}”.", "解码后，提问是“{arg}”。"},
	{"smtp.answer", "It answers {verb}.", "它回答的是 {verb}。"},

	{"pop3.verb.USER", "The name is {arg}.", "用户名是 {arg}。"},
	{"pop3.verb.PASS", "The password given is “{arg}”.", "给出的口令是“{arg}”。"},
	{"pop3.verb.RETR", "Wanted is message {arg}.", "要取的是第 {arg} 封。"},
	{"pop3.verb.DELE", "It is about message {arg}.", "针对第 {arg} 封。"},
	{"pop3.verb.TOP", "The message and how many lines: {arg}.", "邮件编号和行数：{arg}。"},
	{"pop3.verb.LIST", "Only message {arg} is asked about.", "只询问第 {arg} 封。"},
	{"pop3.verb.UIDL", "Only message {arg} is asked about.", "只询问第 {arg} 封。"},
	{"pop3.verb.unknown", "The line begins with “{verb}”.", "这一行以“{verb}”开头。"},
	{"pop3.answer", "It answers {verb}.", "它回答的是 {verb}。"},
	{"pop3.answer.-ERR", "The server says: {text}.", "服务器说：{text}。"},

	{"state", "{host} goes from {from} to {to}.", "{host} 从 {from} 转到 {to}。"},
	{"state.first", "{host} begins in {to}.", "{host} 从 {to} 开始。"},

	{"conn.attempt", "{from} tries to reach port {port} of {to}.", "{from} 尝试连接 {to} 的端口 {port}。"},
	{"conn.open", "{from} has opened it, to port {port} of {to}.", "由 {from} 发起，连到 {to} 的端口 {port}。"},
	{"conn.refused", "{to} refused {from} on port {port}.", "{to} 拒绝了 {from} 到端口 {port} 的连接。"},
	{"conn.timeout", "{from} hears nothing from {to}, port {port}.", "{from} 一直没有收到 {to} 端口 {port} 的回音。"},
	{"conn.reset", "Between {from} and {to}, port {port}.", "发生在 {from} 与 {to} 的端口 {port} 之间。"},
	{"conn.close", "Here it was {who}.", "这里是 {who}。"},
	{"conn.closed", "Between {from} and {to}, port {port}.", "{from} 与 {to} 的端口 {port} 之间。"},
	{"conn.down", "Here it was {who}.", "这里是 {who}。"},

	{"packet", "From {from} to {to}.", "从 {from} 到 {to}。"},
	{"packet.data", "{n} octets from {from} to {to}, beginning with number {seq}.", "从 {from} 到 {to} 的 {n} 字节，起始编号 {seq}。"},
	{"packet.lost", "It never arrives: {why}.", "它没有到达：{why}。"},
	{"drop", "A packet from {from} to {to} did not arrive after all.", "从 {from} 到 {to} 的一个分组最终没有到达。"},
	{"data", "{n} octets on {host}.", "在 {host} 上，{n} 字节。"},

	{"dns.query", "{host} asks: {name}, {type}?", "{host} 询问：{name} 的 {type}？"},
	{"dns.answer", "{host} asked for {type} of {name} and learned: {answers}.", "{host} 询问 {name} 的 {type}，得到：{answers}。"},
	{"dns.cached", "{host} remembers the answer for {type} of {name}: {answers}.", "{host} 还记得 {name} 的 {type}：{answers}。"},
	{"dns.none", "{host} asked for {type} of {name} and got {rcode}.", "{host} 询问 {name} 的 {type}，得到 {rcode}。"},

	{"mail.composed", "From {from} to {rcpt}.", "由 {from} 写给 {rcpt}。"},
	{"mail.accepted", "{host} has taken it as {id}, from {from} for {rcpt}.", "{host} 收下了它，编号 {id}，从 {from} 到 {rcpt}。"},
	{"mail.queued", "On {host} it is {id}.", "在 {host} 上的编号是 {id}。"},
	{"mail.attempt", "{host} tries {id}; this is try {n}.", "{host} 尝试投递 {id}，这是第 {n} 次。"},
	{"mail.deferred", "{id} for {rcpt} did not go: {text}.", "{id} 没能送给 {rcpt}：{text}。"},
	{"mail.delivered", "{id} has reached {where} for {rcpt}.", "{id} 已到达{where}（收件人 {rcpt}）。"},
	{"mail.failed", "{id} for {rcpt} failed: {text}.", "{id} 寄给 {rcpt} 失败：{text}。"},
	{"mail.expired", "{id} for {rcpt} was tried {n} times.", "{id} 寄给 {rcpt}，共尝试 {n} 次。"},
	{"mail.bounced", "{host} writes to {from}.", "{host} 写信给 {from}。"},
	{"mail.delayed", "{host} writes to {from}.", "{host} 写信给 {from}。"},
	{"mail.removed", "{id} leaves the queue of {host}.", "{id} 离开 {host} 的队列。"},
	{"mail.held", "It is {id} on {host}.", "{host} 上的 {id}。"},
	{"mail.released", "It is {id} on {host}.", "{host} 上的 {id}。"},
	{"mail.dropped", "It is {id} on {host}.", "{host} 上的 {id}。"},

	{"store", "Mailbox of {user} on {host}.", "{host} 上 {user} 的邮箱。"},
	{"store.append", "{user} on {host} has {size} now.", "{host} 上 {user} 的邮箱现有 {size} 封。"},
	{"store.expunge", "{count} gone from the mailbox of {user}; {size} left.", "{user} 的邮箱里删除了 {count} 封，还剩 {size} 封。"},
	{"client", "On {host}, {box}: {size} now.", "{host} 的 {box}，现有 {size} 封。"},
	{"client.start.send", "{host} sends a letter.", "{host} 开始发信。"},
	{"client.start.fetch", "{host} fetches mail.", "{host} 开始收信。"},
	{"client.end", "{host}: {text}.", "{host}：{text}。"},
	{"verdict", "{host}: {result}.", "{host}：{result}。"},

	{"auth.ok", "{user} has logged in on {host}.", "{user} 登录了 {host}。"},
	{"auth.failed", "{host} did not let {user} in.", "{host} 没有让 {user} 登录。"},
	{"fault.on", "Now at {target}.", "现在发生在 {target}。"},
	{"fault.off", "{target} is mended. The fault was:", "{target} 已修复。原来的故障是："},
	{"tool", "On {host}: {line}.", "在 {host} 上：{line}。"},
	{"tool.failed", "It was written wrong, or is not on this host.", "写法不对，或者这台主机上没有。"},
	{"term", "On {host}.", "在 {host} 上。"},
	{"limit", "{text}.", "{text}。"},
	{"tls", "On {host}.", "在 {host} 上。"},
	{"http", "{method} {path} was answered {status}.", "{method} {path}，应答 {status}。"},
}

// say fills the gaps of a sentence with name, value, name, value … A sentence that lacks a value is left out: better
// nothing than a hole.
func say(lang, key string, fill ...string) string {
	text := ""
	for i := range sentences {
		if sentences[i].key == key {
			if text = sentences[i].en; lang == "zh" {
				text = sentences[i].zh
			}
			break
		}
	}
	out := ""
	for text != "" {
		open := -1
		for i := 0; i < len(text); i++ {
			if text[i] == '{' {
				open = i
				break
			}
		}
		if open < 0 {
			return out + text
		}
		end := open
		for text[end] != '}' {
			end++
		}
		value := ""
		for i := 0; i+1 < len(fill); i += 2 {
			if fill[i] == text[open+1:end] {
				value = fill[i+1]
			}
		}
		if value == "" {
			return ""
		}
		out += text[:open] + value
		text = text[end+1:]
	}
	return out
}
