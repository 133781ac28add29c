//go:build !js

package explain

// dnsWords are record types, and what a look-up can come to.
var dnsWords = []entry{
	{"dns.MX", "MX: which servers take the domain's mail", "MX：谁为这个域收信", "Each record holds a number and a host; the lowest number is tried first. The domain after the @ need not be a host at all: MX says where its mail goes.", "每条记录有一个优先值和一台主机，数值小的先试。@ 后面的域不必是一台主机：由 MX 说明它的信送到哪里。", "RFC 5321 §5.1|RFC 1035 §3.3.9"},
	{"dns.A", "A: the IPv4 address of a host", "A：主机的 IPv4 地址", "A name is turned into the address that packets are sent to.", "把名字变成分组要寄往的地址。", "RFC 1035 §3.4.1"},
	{"dns.AAAA", "AAAA: the IPv6 address of a host", "AAAA：主机的 IPv6 地址", "The same as A for IPv6.", "与 A 相同，用于 IPv6。", "RFC 3596 §2.1"},
	{"dns.TXT", "TXT: text about a name", "TXT：附在名字上的文本", "SPF, DKIM keys and DMARC policies stand in TXT records.", "SPF、DKIM 公钥和 DMARC 策略都写在 TXT 记录里。", "RFC 1035 §3.3.14"},
	{"dns.CNAME", "CNAME: another name for a host", "CNAME：别名", "The look-up goes on with the name that stands here.", "查询转到这里写的名字继续进行。", "RFC 1035 §3.3.1"},
	{"dns.PTR", "PTR: from an address back to a name", "PTR：由地址反查名字", "Mail servers look up who is behind the address that connects.", "邮件服务器用它反查来连接的地址是谁。", "RFC 1035 §3.3.12"},
	{"dns.NS", "NS: who answers for the zone", "NS：谁负责这个区", "The name servers of a zone.", "一个区的域名服务器。", "RFC 1035 §3.3.11"},
	{"dns.SOA", "SOA: the zone's own data", "SOA：区的基本信息", "Also says for how long “no” may be remembered.", "其中还写着“没有”这个回答可以记住多久。", "RFC 1035 §3.3.13|RFC 2308"},
	{"dns.ANY", "ANY: whatever there is", "ANY：任何记录", "Asks for records of every type; servers may give only some.", "请求所有类型的记录，服务器可以只给一部分。", "RFC 8482"},
	{"dns.NOERROR", "The name exists", "名字存在", "The answer is good. When it holds no records, the name exists but has none of this type (NODATA).", "回答有效。如果没有记录，说明名字存在，只是没有这种类型（NODATA）。", "RFC 2308 §2.2"},
	{"dns.NODATA", "The name exists, without such a record", "名字存在，但没有这种记录", "For MX this means: mail goes to the address of the domain itself.", "对 MX 来说，这意味着信直接送往域名自身的地址。", "RFC 2308 §2.2|RFC 5321 §5.1"},
	{"dns.NXDOMAIN", "No such name", "没有这个名字", "The name does not exist at all. A letter to it comes back at once.", "这个名字根本不存在。寄给它的信会立即退回。", "RFC 2308 §2.1"},
	{"dns.SERVFAIL", "The name server could not say", "域名服务器无法回答", "A failure for the moment: mail waits in the queue and is not returned.", "暂时失败：信留在队列里等待，不退信。", "RFC 1035 §4.1.1"},
	{"dns.REFUSED", "The name server will not say", "域名服务器拒绝回答", "The server does not answer such questions from us.", "服务器不回答我们的这类问题。", "RFC 1035 §4.1.1"},
	{"dns.FORMERR", "The question was not understood", "看不懂问题", "The name server could not read the question.", "域名服务器读不懂这个问题。", "RFC 1035 §4.1.1"},
	{"dns.NOTIMP", "Not done here", "不支持这种查询", "The name server does not do such questions.", "域名服务器不支持这种查询。", "RFC 1035 §4.1.1"},
	{"dns.TIMEOUT", "No answer", "没有回答", "The question was asked several times and nobody answered. Mail waits and is tried again.", "问了几次都没有回答。信留下等待，稍后重试。", "RFC 1035 §4.2.1"},
}

// ports are where services listen.
var ports = []entry{
	{"port.23", "Port 23: telnet", "端口 23：telnet", "What telnet connects to when no port is given. Nobody listens there in this world.", "telnet 不写端口时连接的就是它。这个世界里没有人监听。", "RFC 854"},
	{"port.24", "Port 24: LMTP", "端口 24：LMTP", "A server hands letters to the machine that keeps the mailboxes here. Each recipient has an answer of its own.", "服务器在这里把信交给存放邮箱的机器。每个收件人各有一个回答。", "RFC 2033"},
	{"port.25", "Port 25: SMTP between servers", "端口 25：服务器之间的 SMTP", "Mail servers hand letters to each other here. There is no login, and many home networks block it.", "邮件服务器在这里互相传信。不需要登录，很多家庭网络会封锁它。", "RFC 5321 §2.1"},
	{"port.53", "Port 53: DNS", "端口 53：DNS", "Questions and answers about names, usually over UDP.", "关于名字的问与答，通常用 UDP。", "RFC 1035 §4.2"},
	{"port.80", "Port 80: HTTP", "端口 80：HTTP", "Web pages, webmail among them.", "网页，也包括网页邮箱。", "RFC 9110 §4.2.1"},
	{"port.110", "Port 110: POP3", "端口 110：POP3", "Mail programs fetch from the mailbox here.", "邮件程序在这里从邮箱取信。", "RFC 1939 §3"},
	{"port.143", "Port 143: IMAP", "端口 143：IMAP", "Mail programs work with folders on the server.", "邮件程序在这里操作服务器上的文件夹。", "RFC 9051 §2.1"},
	{"port.465", "Port 465: submission inside TLS", "端口 465：TLS 内的提交", "Letters from users, encrypted from the first octet.", "用户提交邮件，从第一个字节起就加密。", "RFC 8314 §3.3"},
	{"port.587", "Port 587: submission", "端口 587：邮件提交", "Mail programs hand in letters of their users here, after a login. SMTP too, but not the door for strangers.", "邮件程序在这里提交本站用户的信，需要登录。说的也是 SMTP，但不是给陌生服务器走的门。", "RFC 6409"},
	{"port.993", "Port 993: IMAP inside TLS", "端口 993：TLS 内的 IMAP", "IMAP, encrypted from the first octet.", "从第一个字节起就加密的 IMAP。", "RFC 8314 §3.2"},
	{"port.995", "Port 995: POP3 inside TLS", "端口 995：TLS 内的 POP3", "POP3, encrypted from the first octet.", "从第一个字节起就加密的 POP3。", "RFC 8314 §3.1"},
}

// connActs are what happens to TCP connections, and the states of their ends.
var connActs = []entry{
	{"conn.attempt", "A connection is tried", "尝试建立连接", "Who wants to talk opens the TCP connection: the first packet is a SYN.", "谁要说话，谁就发起 TCP 连接：第一个分组是 SYN。", "RFC 9293 §3.5"},
	{"conn.open", "The connection stands", "连接已建立", "SYN, SYN-ACK and ACK have passed; now both sides can send. Who opened it is the client.", "SYN、SYN-ACK、ACK 已完成，双方都可以发送。发起的一方是客户端。", "RFC 9293 §3.5"},
	{"conn.refused", "The connection is refused", "连接被拒绝", "The machine is up, but nobody listens on the port: it answers with RST at once. A mail server takes this for a failure of the moment and tries again later.", "机器开着，但这个端口没有人监听：它立即回 RST。邮件服务器把这当作暂时失败，稍后重试。", "RFC 9293 §3.5.2"},
	{"conn.timeout", "No answer", "连接超时", "Packets were sent again and again and nothing came back: the machine is down or the line is cut. Nobody can tell which.", "分组一再重发，却什么也没回来：机器宕机，或者线路断了。无法知道是哪一种。", "RFC 9293 §3.8.3"},
	{"conn.reset", "The connection is torn down", "连接被重置", "One side sent RST: over at once, without goodbye. What was under way is lost.", "一方发出 RST：立即结束，没有告别。还在路上的内容丢失。", "RFC 9293 §3.5.2"},
	{"conn.close", "One side has finished sending", "一方关闭了发送方向", "It sent FIN. The other side may still send: TCP closes each direction by itself.", "它发出了 FIN。另一方还可以继续发送：TCP 的两个方向分别关闭。", "RFC 9293 §3.6"},
	{"conn.closed", "The connection is over", "连接已关闭", "Both sides have sent FIN and everything has arrived.", "双方都发出了 FIN，一切都已送达。", "RFC 9293 §3.6"},
	{"conn.down", "One end went down", "一端的主机停机", "The machine stopped without a word. The other side finds out only when its packets are not answered.", "机器一声不响地停了。另一方要等到分组得不到确认时才会发觉。", "RFC 9293 §3.8.3"},

	{"tcp.state.LISTEN", "LISTEN", "LISTEN（监听）", "Waits for somebody to connect.", "等待别人来连接。", "RFC 9293 §3.3.2"},
	{"tcp.state.SYN-SENT", "SYN-SENT", "SYN-SENT（已发 SYN）", "Has sent SYN and waits for SYN-ACK.", "已发出 SYN，等待 SYN-ACK。", "RFC 9293 §3.3.2"},
	{"tcp.state.SYN-RECEIVED", "SYN-RECEIVED", "SYN-RECEIVED（已收 SYN）", "Has answered a SYN and waits for the last ACK of the handshake.", "已回应 SYN，等待握手的最后一个 ACK。", "RFC 9293 §3.3.2"},
	{"tcp.state.ESTABLISHED", "ESTABLISHED", "ESTABLISHED（已建立）", "The connection stands; both may send.", "连接已建立，双方都可以发送。", "RFC 9293 §3.3.2"},
	{"tcp.state.FIN-WAIT-1", "FIN-WAIT-1", "FIN-WAIT-1", "Has sent FIN, which is not acknowledged yet.", "已发出 FIN，尚未得到确认。", "RFC 9293 §3.3.2"},
	{"tcp.state.FIN-WAIT-2", "FIN-WAIT-2", "FIN-WAIT-2", "Its FIN is acknowledged; waits for that of the other side.", "自己的 FIN 已被确认，等待对方的 FIN。", "RFC 9293 §3.3.2"},
	{"tcp.state.CLOSE-WAIT", "CLOSE-WAIT", "CLOSE-WAIT（等待关闭）", "The other side has finished; this one may still send.", "对方已经说完，自己还可以发送。", "RFC 9293 §3.3.2"},
	{"tcp.state.CLOSING", "CLOSING", "CLOSING（同时关闭）", "Both have sent FIN at the same time.", "双方同时发出了 FIN。", "RFC 9293 §3.3.2"},
	{"tcp.state.LAST-ACK", "LAST-ACK", "LAST-ACK（最后确认）", "Has sent its FIN and waits for the last acknowledgement.", "已发出自己的 FIN，等待最后的确认。", "RFC 9293 §3.3.2"},
	{"tcp.state.TIME-WAIT", "TIME-WAIT", "TIME-WAIT（时间等待）", "Waits a while, in case the other side asks again.", "再等一会儿，以防对方重发。", "RFC 9293 §3.3.2"},
	{"tcp.state.CLOSED", "CLOSED", "CLOSED（关闭）", "There is no connection.", "没有连接。", "RFC 9293 §3.3.2"},
}

// packetWords are kinds of packets and why packets get lost.
var packetWords = []entry{
	{"packet.SYN", "SYN: may I connect?", "SYN：可以建立连接吗？", "The first packet of a connection. It carries the number from which this side counts its octets.", "连接的第一个分组，带有本方字节编号的起点。", "RFC 9293 §3.5"},
	{"packet.SYN-ACK", "SYN-ACK: yes, and may I?", "SYN-ACK：可以，我也要连", "The second packet of the handshake: it acknowledges the first and brings the other side's starting number.", "握手的第二个分组：确认第一个，并带来对方的编号起点。", "RFC 9293 §3.5"},
	{"packet.ACK", "ACK: received up to here", "ACK：到这里都收到了", "Carries no data: it says which octet is expected next.", "不带数据，只说明期待的下一个字节编号。", "RFC 9293 §3.4"},
	{"packet.PSH", "Data", "数据", "A piece of what an application wrote. The same packet also acknowledges what came the other way.", "应用程序所写内容的一段。同一个分组也顺带确认反方向的数据。", "RFC 9293 §3.8"},
	{"packet.FIN", "FIN: I have said everything", "FIN：我说完了", "This side will send no more. The other may go on.", "这一方不再发送，另一方可以继续。", "RFC 9293 §3.6"},
	{"packet.RST", "RST: no such connection", "RST：没有这个连接", "Refuses a connection to a port where nobody listens, or tears one down at once.", "拒绝连到没有人监听的端口，或者立即拆掉连接。", "RFC 9293 §3.5.2"},
	{"packet.UDP", "A datagram", "UDP 数据报", "One packet on its own: no connection, no acknowledgement. DNS asks and answers this way.", "独立的一个分组：没有连接，也没有确认。DNS 就这样问答。", "RFC 768"},
	{"packet.ICMP", "An echo", "ICMP 回显", "What ping sends and gets back. It shows that a machine answers, and not that its mail service does.", "ping 发出和收到的分组。它说明机器有回应，不说明邮件服务正常。", "RFC 792"},
	{"packet.lost.loss", "Lost on the line", "在线路上丢失", "The line drops some packets. TCP notices and sends again.", "线路会丢掉一些分组，TCP 发觉后会重发。", "RFC 6298"},
	{"packet.lost.cut", "The line is cut", "线路断开", "Nothing passes here.", "这里什么都通不过。", ""},
	{"packet.lost.down", "The machine is down", "主机宕机", "The packet reached a machine that does not answer.", "分组到达的机器没有任何回应。", ""},
	{"packet.lost.filter", "Filtered on the way", "被中间设备过滤", "Something between the two hosts dropped it.", "两台主机之间有设备把它丢弃了。", ""},
	{"packet.lost.queue", "Too much is waiting for the line", "线路排队已满", "More waited for this line than it holds.", "等待这条线路的分组太多。", ""},
	{"packet.lost.size", "Too large", "太大", "A single datagram of this size does not pass.", "这么大的数据报通不过。", ""},
	{"packet.lost.unreachable", "Nobody has this address", "没有主机使用这个地址", "There is no machine with this address.", "没有机器使用这个地址。", ""},
	{"packet.lost.port", "Nobody listens there", "没有人监听", "No program takes datagrams on this port.", "没有程序在这个端口接收数据报。", ""},
	{"data.sent", "Handed to TCP", "交给 TCP", "What an application wrote; TCP cuts it into segments and brings it over in order.", "应用程序写出的内容；TCP 把它切成报文段，按序送达。", "RFC 9293 §3.8"},
	{"data.received", "Read from TCP", "从 TCP 读到", "What an application got, in order and without gaps. Where packets began and ended is not visible here.", "应用程序收到的内容，有序、无缺。分组的边界在这里看不出来。", "RFC 9293 §3.8"},
}

// tools are the commands of the simulated shell.
var tools = []entry{
	{"tool.telnet", "Open a connection and type into it", "打开连接，亲手输入", "telnet HOST PORT opens a TCP connection; every line you type goes to the server as it is. So you can be the client of any text protocol.", "telnet 主机 端口 打开一条 TCP 连接；你输入的每一行都原样送到服务器。这样你就能亲自充当任何文本协议的客户端。", "RFC 854"},
	{"tool.dig", "Ask DNS", "查询 DNS", "dig MX hai.example asks which servers take mail for hai.example.", "dig MX hai.example 询问由谁为 hai.example 收信。", "RFC 1035"},
	{"tool.ping", "Does the machine answer?", "机器有回应吗？", "Sends four ICMP echo requests. A machine may answer although its mail service is off, and the other way round.", "发送四个 ICMP 回显请求。机器有回应，不等于邮件服务开着；反过来也一样。", "RFC 792"},
	{"tool.mailq", "Show the queue", "查看发送队列", "Lists the letters that wait: id, size, sender, why each still waits, and when it is tried next.", "列出等待中的信：编号、大小、发件人、为什么还在等、下次何时重试。", ""},
	{"tool.flush", "Try everything now", "立即全部重试", "Every waiting letter is tried at once. The timetable goes on as if nothing had been.", "所有等待的信立即重试一次，原定时间表不受影响。", ""},
	{"tool.postqueue", "Look at the queue", "查看队列，催发邮件", "Postfix's command: -p lists the letters, -j as JSON, -f tries all of them now, -i ID one, -s SITE those for one domain.", "Postfix 的命令：-p 列出邮件，-j 以 JSON 列出，-f 立即重试全部，-i 编号 重试一封，-s 域名 重试发往该域的。", "RFC 1985"},
	{"tool.postsuper", "Work the queue", "管理队列", "Postfix's command: -d deletes a letter, -h holds it, -H releases it, -r puts it into the queue once more under a new id. ALL means every letter.", "Postfix 的命令：-d 删除，-h 扣留，-H 放行，-r 以新编号重新入队。ALL 表示所有邮件。", ""},
	{"tool.postcat", "Show a letter in the queue", "显示队列中的一封信", "postcat -q ID shows the envelope, which the sender's server and the next one see, and then the letter itself.", "postcat -q 编号 先显示信封（服务器之间看到的），再显示信件本身。", ""},
	{"tool.qshape", "Count the queue by destination and age", "按目的地和时间统计队列", "A row for each destination, a column for each age in minutes: a destination that is down shows as a row that grows to the right.", "每个目的地一行，每段等待时间（分钟）一列：哪个目的地出了故障，哪一行就向右增长。", ""},
	{"tool.sendmail", "The queue, by sendmail's name", "用 sendmail 的名字看队列", "sendmail -bp lists the queue and sendmail -q tries all of it. Every mail server on Unix knows these two, whatever its own commands are called.", "sendmail -bp 列出队列，sendmail -q 立即重试全部。Unix 上的邮件服务器不论自己的命令叫什么，都认得这两个。", ""},
	{"tool.help", "List the commands", "列出命令", "Shows what can be typed at this prompt.", "显示这里可以输入的命令。", ""},
}

// faults are what can be broken.
var faults = []entry{
	{"fault.down", "The machine is down", "主机宕机", "It answers nothing, so that whoever connects waits until the time is up.", "它什么都不回应，来连接的人只能一直等到超时。", ""},
	{"fault.stopped", "The services are stopped", "服务停止", "The machine is up, its services are not: connections are refused at once.", "机器开着，但服务没有运行：连接会立即被拒绝。", ""},
	{"fault.cut", "The line is cut", "线路断开", "Nothing passes between the two hosts. Neither can tell it from a dead machine.", "两台主机之间什么都通不过，双方都分不清是断线还是对方宕机。", ""},
	{"fault.slow", "The line is slow", "线路变慢", "Every packet takes longer.", "每个分组都要更长时间。", ""},
	{"fault.loss", "The line loses packets", "线路丢包", "Some packets never arrive; TCP sends them again.", "有些分组到不了，TCP 会重发。", ""},
	{"fault.filter", "Something filters", "中间设备过滤", "A device on the way drops or changes packets.", "途中的设备丢弃或修改分组。", ""},
	{"fault.full", "The mailbox is full", "邮箱已满", "RCPT TO is answered 452 4.2.2 until there is room again.", "在腾出空间之前，RCPT TO 得到 452 4.2.2。", ""},
	{"fault.reply", "The server refuses", "服务器拒绝", "Some command of each connection, and every one of its kind after it, is answered with an error.", "每个连接中的某一条命令，以及其后的同类命令，都得到错误答复。", ""},
	{"fault.drop", "The server drops connections", "服务器断开连接", "It hangs up instead of answering. After a letter it has taken the letter all the same, so that the client, which cannot know, sends it a second time.", "它不答复就断开连接。若在收下信件之后断开，信其实已经收到，而客户端无从得知，会再发一次。", "RFC 1047"},
	{"fault.disk", "The disk is full", "磁盘已满", "Letters are refused with 452 4.3.1 until there is room again.", "在腾出空间之前，来信得到 452 4.3.1。", ""},
	{"fault.dns", "A name cannot be looked up", "某个名字查不到", "Questions about it fail or stay without answer.", "关于它的查询会失败，或者没有回答。", ""},
}

// parts are what stands on the map.
var parts = []entry{
	{"part.ua", "User agent", "用户代理（邮件客户端）", "The program with which a person reads and writes mail. It hands letters to its own server by SMTP submission and fetches from the mailbox by POP3 or IMAP; nobody connects to it.", "人用来读信写信的程序。它用 SMTP 把信提交给自己的服务器，用 POP3 或 IMAP 从邮箱取信；没有人主动连接它。", "RFC 5598 §4.2.1"},
	{"part.mta", "Mail server", "邮件服务器", "Takes letters, keeps those of its own domains in mailboxes, and passes the others on. It is a server to whoever connects and a client to the next server.", "接收邮件：属于本域的放进邮箱，其余的继续转发。对来连接的一方它是服务器，对下一台服务器它又是客户端。", "RFC 5321 §2.3.3"},
	{"part.dns", "Name server", "域名服务器", "Answers questions about names: which server takes the mail of a domain (MX), and which address a server has (A).", "回答关于名字的问题：哪台服务器为某个域收信（MX），服务器的地址是什么（A）。", "RFC 1035"},
	{"part.link", "Link", "链路", "The line between two machines. What travels here, anybody on the way can read unless it is encrypted.", "两台机器之间的线路。没有加密时，沿途的人都能读到其中的内容。", ""},
	{"part.queue", "Outgoing message queue", "外出报文队列（发送队列）", "Letters that the server has taken responsibility for and that are not yet where they belong. What cannot be delivered now is tried again.", "服务器已接下责任、但还没送到的信。现在送不出去的，以后再试。", "RFC 5321 §4.5.4.1"},
	{"part.mailbox", "Mailbox", "邮箱", "Where a user's letters lie on the server until somebody fetches or deletes them. SMTP ends here.", "用户的信存放在服务器上的地方，直到被取走或删除。SMTP 到这里为止。", "RFC 5321 §2.3.11"},
	{"part.terminal", "Terminal", "终端", "A shell on one of the machines. Type help to see the commands.", "某台机器上的命令行。输入 help 查看命令。", ""},
}

// miscWords are what remains of the log: verdicts on logins, the clock, the limits of the world.
var miscWords = []entry{
	{"auth.ok", "Login accepted", "登录成功", "Name and password are right.", "用户名和口令正确。", "RFC 1939 §4|RFC 4954 §4"},
	{"auth.failed", "Login refused", "登录失败", "Name or password is wrong.", "用户名或口令错误。", "RFC 1939 §4|RFC 4954 §4"},
	{"auth.clear", "The password was in clear", "口令以明文传送", "The connection was not encrypted: everybody on the way could read the password.", "连接没有加密：沿途的人都能读到口令。", "RFC 8314 §3"},
	{"clock.next", "On to the next event", "跳到下一事件", "Time went on until something happened by itself.", "时间一直走到有事情自己发生为止。", ""},
	{"clock.jump", "A jump in time", "时间快进", "Everything that falls into that span happens on the way.", "这段时间里该发生的事都会依次发生。", ""},
	{"clock.advance", "Time went on", "时间推进", "The virtual clock was moved.", "虚拟时钟向前走了。", ""},
	{"term.open", "A terminal", "打开终端", "A shell prompt on this machine.", "这台机器上的命令行。", ""},
	{"term.attach", "You are connected", "终端已接上连接", "From now on your lines go to the server at the other end.", "从现在起，你输入的行会送到对面的服务器。", ""},
	{"term.detach", "Back at the shell", "回到命令行", "The connection is over; lines go to the shell again.", "连接已结束，输入的行重新交给命令行。", ""},
	{"term.close", "Terminal closed", "关闭终端", "The window is closed.", "窗口已关闭。", ""},
	{"limit", "A limit of this world", "达到上限", "The simulation has bounds, so that nothing runs away. One of them was reached.", "模拟世界有各种上限，以免失控。其中一个已经达到。", ""},
	{"tls.offered", "Encryption offered", "对方支持加密", "The server says that it can switch to TLS.", "服务器表示可以切换到 TLS。", "RFC 3207 §4"},
	{"tls.started", "Encrypted from here on", "此后加密", "Nobody on the way can read along any more.", "此后沿途没有人能偷看。", "RFC 8446"},
	{"tls.stripped", "The offer was removed", "加密提议被抹掉", "Somebody on the way took the offer of encryption out of the answer.", "中间人从应答里删掉了加密的提议。", "RFC 3207 §6"},
	{"tls.required-fail", "No encryption, no mail", "无法加密，拒绝传信", "The policy wants encryption and there is none: the letter waits.", "策略要求加密而做不到：信留下等待。", "RFC 8461 §5"},
}
