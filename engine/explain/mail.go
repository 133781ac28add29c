//go:build !js

package explain

// mailActs are what happens to a letter on its way.
var mailActs = []entry{
	{"mail.composed", "A letter is written", "写好一封信", "The mail program has made header and body, and taken the envelope from To, Cc and Bcc. Only here is the envelope made from the header.", "邮件程序生成了首部和主体，并从 To、Cc、Bcc 得到信封。只有在这里，信封才取自首部。", "RFC 5322 §3.6"},
	{"mail.accepted", "A server takes responsibility", "服务器接下责任", "It answered 250 to the dot. From now on it must deliver the letter or tell the envelope's sender that it could not.", "它对那个点回答了 250。从现在起，它要么投递，要么告诉信封发件人投递不了。", "RFC 5321 §6.1|RFC 5321 §4.2.5"},
	{"mail.queued", "In the queue", "进入发送队列", "The letter waits its turn; the first try is made at once.", "信在排队，第一次尝试立即进行。", "RFC 5321 §4.5.4.1"},
	{"mail.attempt", "A try to deliver", "尝试投递", "The server looks up who takes the domain's mail (MX), connects as an SMTP client and hands the letter over. For its own domains it just uses the mailbox.", "服务器查询谁为该域收信（MX），以 SMTP 客户端的身份连接并交信。如果是自己的域，就直接放进邮箱。", "RFC 5321 §4.5.4.1|RFC 5321 §5.1"},
	{"mail.deferred", "It did not work now", "暂缓：这次没成功", "A failure for the moment. The letter stays in the queue and is tried again later, by the server's timetable; the sender hears nothing yet.", "暂时失败。信留在队列里，按服务器的时间表稍后重试；发件人此时还不会得到消息。", "RFC 5321 §4.5.4.1"},
	{"mail.delivered", "Handed over", "已交付", "The next server has taken the letter, or it lies in the mailbox. This queue is done with this recipient.", "下一台服务器已收下，或者信已放进邮箱。对这个收件人，本队列的任务完成了。", "RFC 5321 §4.2.5"},
	{"mail.failed", "Failed for good", "永久失败", "A 5xx answer, or a domain that does not exist: trying again is no use. The sender is told at once, not after days.", "得到 5xx 应答，或者域名不存在：重试没有用。立即通知发件人，不必等几天。", "RFC 5321 §4.2.1|RFC 5321 §6.1"},
	{"mail.expired", "Time is up", "过期", "The letter has waited as long as the server's timetable allows, usually four to five days. It goes back to its sender.", "信已等到服务器允许的最长时间，通常四到五天，现在退回发件人。", "RFC 5321 §4.5.4.1"},
	{"mail.bounced", "A failure notice is sent", "发出退信", "The server that holds the letter, and not the far one, writes a delivery status notification to the envelope's sender. The notice itself has the null sender <>, so that it can never be bounced.", "由持有这封信的服务器（而不是远端）给信封发件人写一封投递状态通知。通知自己的信封发件人是空的 <>，所以它绝不会再被退信。", "RFC 3464|RFC 5321 §4.5.5"},
	{"mail.delayed", "A delay notice is sent", "发出延迟通知", "“Not delivered yet, still trying”: the sender need not do anything.", "“尚未送达，仍在重试”：发件人不需要做什么。", "RFC 3464 §2.3.3"},
	{"mail.notified", "A success notice is sent", "发出成功通知", "The sender asked to be told (NOTIFY=SUCCESS): the letter is in the mailbox, or went to a server that sends no such notices, or to a list.", "发件人要求得到通知（NOTIFY=SUCCESS）：信已放进邮箱，或已交给不发这种通知的服务器，或已发到邮件列表。", "RFC 3461 §4.1|RFC 3464 §2.3.3"},
	{"mail.requeued", "Into the queue once more", "重新入队", "An administrator put it into the queue again: it has a new id, its way is looked for anew, and its tries and its lifetime begin from nothing.", "管理员让它重新入队：换了新编号，重新寻找去路，尝试次数和寿命都从头算起。", ""},
	{"mail.edited", "Changed by hand", "被人修改", "An administrator changed the envelope or the letter while it waited. A signature over what was changed no longer holds.", "管理员在它等待时修改了信封或信件内容。针对被改内容的签名不再有效。", ""},
	{"mail.removed", "Out of the queue", "离开队列", "Nobody is waiting for this letter any more.", "已经没有收件人在等这封信。", ""},
	{"mail.held", "Held back", "暂时扣留", "An administrator stopped it: it is not tried until it is released.", "管理员叫停了它：放行之前不再尝试。", ""},
	{"mail.released", "Released", "放行", "It goes on by the timetable.", "重新按时间表进行。", ""},
	{"mail.dropped", "Dropped without notice", "丢弃，不再通知", "It cannot be delivered, and nobody is told: it was itself a notice, which never causes another, or its sender wanted none (NOTIFY).", "投递不了，也不通知任何人：它本身就是通知，绝不再引发通知；或者发件人不要通知（NOTIFY）。", "RFC 5321 §4.5.5|RFC 3461 §4.1"},
}

// storeActs are what happens in a server's mailboxes.
var storeActs = []entry{
	{"store.append", "A letter in the mailbox", "信放进邮箱", "Final delivery: the server copied the envelope's sender into Return-Path and put the letter into the mailbox. SMTP ends here; the reader's computer has nothing yet.", "最终投递：服务器把信封发件人抄进 Return-Path，把信放进邮箱。SMTP 到此为止；读信人的电脑上还什么都没有。", "RFC 5321 §4.4"},
	{"store.flags", "Flags changed", "标志改变", "Marks such as \\Seen on a letter.", "邮件上的标志，例如 \\Seen（已读）。", "RFC 9051 §2.3.2"},
	{"store.copy", "Copied", "复制", "A copy in another folder.", "复制到另一个文件夹。", "RFC 9051 §6.4.7"},
	{"store.move", "Moved", "移动", "In another folder now.", "移到另一个文件夹。", "RFC 9051 §6.4.8"},
	{"store.expunge", "Deleted for good", "真正删除", "Marked letters are gone from the server. With POP3 this happens at QUIT and at no other time.", "带标记的信从服务器上消失。对 POP3 来说，只有在 QUIT 时才会发生。", "RFC 1939 §6"},
	{"store.create", "A new folder", "新建文件夹", "A folder on the server.", "服务器上的文件夹。", "RFC 9051 §6.3.4"},
	{"store.rename", "A folder renamed", "文件夹改名", "The letters in it stay.", "里面的信不变。", "RFC 9051 §6.3.6"},
	{"store.delete", "A folder deleted", "删除文件夹", "With the letters in it.", "连同里面的信。", "RFC 9051 §6.3.5"},
	{"store.rebuild", "The mailbox was rebuilt", "邮箱被重建", "Letters have new ids; clients that remember old ones fetch everything again.", "邮件有了新的标识；记着旧标识的客户端会全部重取。", "RFC 9051 §2.3.1.1"},
	{"store.account", "A new account", "新建账户", "The provider opened a mailbox: from now on RCPT TO is answered 250.", "服务提供者开了一个邮箱：此后 RCPT TO 会得到 250。", ""},
	{"store.mark", "Marked for deletion", "作删除标记", "Still there. QUIT deletes it, RSET takes the mark back.", "还在。QUIT 才会删除，RSET 可以取消。", "RFC 1939 §5"},
	{"store.unmark", "The mark is taken back", "取消删除标记", "The letter stays.", "信保留下来。", "RFC 1939 §5"},
	{"store.lock", "Mailbox locked", "邮箱加锁", "A POP3 session has it for itself: a second login is refused with [IN-USE].", "由一个 POP3 会话独占：第二次登录会被 [IN-USE] 拒绝。", "RFC 1939 §4"},
	{"store.unlock", "Mailbox free again", "邮箱解锁", "The session is over, by QUIT or because the connection broke.", "会话结束：或者 QUIT，或者连接断开。", "RFC 1939 §6"},
}

// clientActs are what happens in a mail program.
var clientActs = []entry{
	{"client.append", "A letter on this computer", "信到了这台电脑", "The mail program has fetched it. Whether the server keeps its copy depends on the mode: keep or delete.", "邮件程序取到了它。服务器上是否保留，取决于方式：下载并保留，或下载并删除。", "RFC 1939 §8"},
	{"client.delete", "Deleted on this computer", "在本机删除", "Only the local copy.", "只是本地的副本。", ""},
	{"client.read", "Read", "已读", "The mail program remembers this by itself; POP3 knows no “read”.", "这是邮件程序自己记住的；POP3 没有“已读”的概念。", ""},
	{"client.sent", "Among the sent letters", "放进已发送", "The program keeps a copy. That says nothing about delivery.", "程序保留一份副本。这与是否送达无关。", ""},
	{"client.draft", "A draft", "草稿", "Not sent yet.", "尚未发送。", ""},
	{"client.start", "The mail program sets to work", "邮件程序开始工作", "To send, it submits to its own server by SMTP; to fetch, it logs in to the mailbox by POP3.", "发信时，它用 SMTP 提交给自己的服务器；收信时，用 POP3 登录邮箱。", "RFC 6409|RFC 1939"},
	{"client.done", "Done", "完成", "The mail program's own part is done. After a send the letter is with the first server, and no further.", "邮件程序自己的工作完成了。发信之后，信只是到了第一台服务器。", ""},
	{"client.failed", "It did not work", "没有成功", "The mail program shows the person what went wrong.", "邮件程序会告诉用户出了什么问题。", ""},
}

// verdicts are judgements about letters and peers.
var verdicts = []entry{
	{"verdict.relay", "Not for strangers", "不为陌生人中继", "Neither the recipient's domain is served here nor has the client logged in.", "收件域不归这里管，客户端也没有登录。", "RFC 5321 §7.9"},
	{"verdict.loop", "The letter goes in circles", "邮件在转圈", "Too many Received fields.", "Received 行太多。", "RFC 5321 §6.3"},
	{"verdict.size", "Too big", "太大", "Larger than the server takes.", "超过服务器的上限。", "RFC 1870"},
	{"verdict.bare-lf", "A line without CR LF", "行尾不是 CR LF", "If two servers read line ends differently, a second letter can be smuggled inside the first.", "如果两台服务器对行尾的理解不同，就可能夹带第二封信。", "RFC 5321 §2.3.8"},
	{"verdict.grey", "Greylisting", "灰名单", "An unknown sender is asked to come back later.", "让陌生的发送方稍后再来。", "RFC 6647"},
	{"verdict.rate", "Too much at once", "太多太快", "A client may have only so many connections at a time, and connections, letters and recipients a minute. It is told when to come back.", "一个客户端能同时有多少连接，每分钟能有多少连接、邮件和收件人，都有限度。服务器会告诉它何时再来。", ""},
	{"verdict.helo", "The client's name", "客户端报的名字", "The name in HELO or EHLO is not one that this server takes for a host's.", "HELO 或 EHLO 里的名字，这台服务器不认为是主机名。", "RFC 5321 §4.1.4"},
	{"verdict.sender", "The sender's domain", "发件人的域", "No answer could reach the sender: DNS knows no mail server and no address of the domain, or the domain takes no mail.", "回信到不了发件人：DNS 里没有该域的邮件服务器和地址，或者该域声明不收信。", "RFC 5321 §3.6.2|RFC 7505"},
	{"verdict.spf", "SPF", "SPF（发件人策略框架）", "Asks the envelope's domain, in DNS, whether this machine may send for it.", "在 DNS 中询问信封上的域：这台机器是否有权替它发信。", "RFC 7208"},
	{"verdict.dkim", "DKIM", "DKIM（域名密钥签名）", "Checks the signature that a domain put on the letter.", "检查某个域在信上加的签名是否相符。", "RFC 6376"},
	{"verdict.dmarc", "DMARC", "DMARC（域名一致性策略）", "Asks whether the domain that SPF or DKIM proved is the one in From, and what that domain wants done if not.", "检查 SPF 或 DKIM 证实的域与 From 中的域是否一致；若不一致，按该域公布的策略处理。", "RFC 9989"},
}

// glossary are the words of the field.
var glossary = []entry{
	{"word.envelope", "Envelope", "信封", "What MAIL FROM and RCPT TO said: the sender for notices and the recipients. It decides where a letter goes, and is not part of the letter.", "MAIL FROM 和 RCPT TO 所说的内容：退信去处和收件人。信送到哪里由它决定，它不是信的一部分。", "RFC 5321 §2.3.1"},
	{"word.header", "Header", "首部", "The lines at the top of the letter, name and value. For people and mail programs; SMTP does not look at them.", "信最前面的各行，由名称和值组成。给人和邮件程序看，SMTP 不看。", "RFC 5322 §2.2"},
	{"word.body", "Body", "主体（正文）", "What comes after the first empty line.", "第一个空行之后的内容。", "RFC 5322 §2.3"},
	{"word.message", "Message", "邮件（报文）", "Header, empty line, body: the letter without its envelope.", "首部、空行、主体：不含信封的信。", "RFC 5322 §2.1"},
	{"word.mailbox", "Mailbox", "邮箱", "An account's place for letters on its server.", "账户在服务器上存放邮件的地方。", "RFC 5321 §2.3.11"},
	{"word.user-agent", "User agent (MUA)", "用户代理（邮件客户端）", "The program with which people read and write mail.", "人用来读写邮件的程序。", "RFC 5598 §4.2.1"},
	{"word.mail-server", "Mail server", "邮件服务器", "Takes, keeps and passes on letters.", "接收、保存、转发邮件。", "RFC 5321 §2.3.3"},
	{"word.mta", "Transfer agent (MTA)", "邮件传输代理", "The part of a mail server that passes letters on.", "邮件服务器中负责传信的部分。", "RFC 5598 §4.3.2"},
	{"word.msa", "Submission agent (MSA)", "邮件提交代理", "The part of a mail server that takes letters from its own users, after a login.", "邮件服务器中接收本站用户来信的部分，需要登录。", "RFC 6409"},
	{"word.mda", "Delivery agent (MDA)", "邮件投递代理", "The part of a mail server that puts letters into mailboxes.", "邮件服务器中把信放进邮箱的部分。", "RFC 5598 §4.3.3"},
	{"word.queue", "Outgoing message queue", "外出报文队列（发送队列）", "Letters that wait to be delivered.", "等待投递的信。", "RFC 5321 §4.5.4.1"},
	{"word.local-part", "Local part", "用户名部分", "What stands before the @. Only the domain's own server knows what it means.", "@ 前面的部分，只有该域自己的服务器知道它的含义。", "RFC 5321 §2.3.11"},
	{"word.domain", "Domain", "域名", "What stands after the @. DNS tells by MX which server takes its mail.", "@ 后面的部分，DNS 用 MX 说明由哪台服务器收信。", "RFC 5321 §2.3.5"},
	{"word.reverse-path", "Reverse path", "回退路径（信封发件人）", "The address in MAIL FROM; notices go there. Later seen as Return-Path.", "MAIL FROM 里的地址，通知寄往那里。之后以 Return-Path 出现。", "RFC 5321 §4.4"},
	{"word.null-sender", "Null sender <>", "空发件人 <>", "MAIL FROM:<> marks a notice. A notice is never answered by another one.", "MAIL FROM:<> 表示这是一封通知。通知绝不再引发通知。", "RFC 5321 §4.5.5"},
	{"word.reply-code", "Reply code", "应答码", "Three digits: 2 done, 3 go on, 4 not now, 5 no.", "三位数字：2 完成，3 继续，4 暂时失败，5 永久失败。", "RFC 5321 §4.2.1"},
	{"word.enhanced-status-code", "Enhanced status code", "增强状态码", "Three numbers x.y.z: class, subject, detail.", "三个数字 x.y.z：类别、主题、细节。", "RFC 3463"},
	{"word.transient-failure", "Transient failure", "暂时失败", "4xx: it may work later, so the letter waits.", "4xx：以后可能成功，所以信留下等待。", "RFC 5321 §4.2.1"},
	{"word.permanent-failure", "Permanent failure", "永久失败", "5xx: it will not work, so the letter goes back.", "5xx：不会成功，所以退信。", "RFC 5321 §4.2.1"},
	{"word.persistent-connection", "Persistent connection", "持续连接", "Several letters, one after the other, over one connection.", "一条连接上先后传送多封信。", "RFC 5321 §3.3"},
	{"word.push", "Push protocol", "推协议", "Who has the data opens the connection and sends it: SMTP.", "有数据的一方发起连接并送出：SMTP。", ""},
	{"word.pull", "Pull protocol", "拉协议", "Who wants the data opens the connection and asks for it: HTTP, POP3.", "想要数据的一方发起连接并索取：HTTP、POP3。", ""},
	{"word.in-band", "In-band control", "带内控制", "Commands and content share one connection, as in SMTP and HTTP.", "命令与内容走同一条连接，SMTP 和 HTTP 都是这样。", ""},
	{"word.out-of-band", "Out-of-band control", "带外控制", "Commands have a connection of their own, as in FTP.", "命令另走一条连接，例如 FTP。", ""},
	{"word.end-of-data", "End of data", "数据结束（单独的点）", "A line with only a dot ends the letter.", "只有一个点的行结束这封信。", "RFC 5321 §4.1.1.4"},
	{"word.dot-stuffing", "Dot-stuffing", "点填充（透明传输）", "A line that begins with a dot gets a second one on the way, and loses it on arrival.", "以点开头的行在途中多加一个点，到达后去掉。", "RFC 5321 §4.5.2"},
	{"word.pipelining", "Pipelining", "流水线（管道化）", "Sending several commands without waiting for each reply.", "不等应答就连续发送多条命令。", "RFC 2920"},
	{"word.retry", "Retry interval, back-off", "重试间隔、退避", "How long a server waits before it tries again; longer from time to time.", "服务器隔多久再试；间隔逐渐变长。", "RFC 5321 §4.5.4.1"},
	{"word.expiry", "Expiry", "过期（队列存活期）", "After so long a letter goes back to its sender: four to five days at least.", "信在队列中最长等待时间，至少四到五天，之后退信。", "RFC 5321 §4.5.4.1"},
	{"word.bounce", "Bounce", "退信", "The notice that a letter could not be delivered, sent to the envelope's sender.", "寄给信封发件人的、说明无法投递的通知。", "RFC 5321 §6.1"},
	{"word.dsn", "Delivery status notification (DSN)", "投递状态通知", "A notice in a form that programs can read: failed, delayed or delivered.", "程序也能读懂的通知：失败、延迟或送达。", "RFC 3464"},
	{"word.backscatter", "Backscatter", "反向散射（误投退信）", "Bounces to somebody whose address was forged.", "退信寄给了被冒用地址的人。", ""},
	{"word.greylisting", "Greylisting", "灰名单", "Refusing unknown senders for the moment: real servers come back.", "对陌生发送方先暂时拒绝：真正的服务器会再来。", "RFC 6647"},
	{"word.relay", "Relay", "中继", "A server that passes letters on to other domains.", "把信转往其他域的服务器。", "RFC 5321 §2.3.10"},
	{"word.open-relay", "Open relay", "开放中继", "A relay for everybody, soon misused.", "替任何人转信的中继，很快会被滥用。", "RFC 5321 §7.9"},
	{"word.mx", "MX record", "MX 记录", "Says in DNS which server takes a domain's mail, and in what order to try.", "在 DNS 中说明由哪台服务器为一个域收信，以及尝试的次序。", "RFC 5321 §5.1"},
	{"word.null-mx", "Null MX", "空 MX", "MX 0 . says: this domain takes no mail.", "MX 0 . 表示：这个域不收信。", "RFC 7505"},
	{"word.smtp", "SMTP", "SMTP（简单邮件传输协议）", "Simple Mail Transfer Protocol: brings a letter from the user agent to its server and from server to server. It fetches nothing.", "Simple Mail Transfer Protocol：把信从用户代理送到服务器，再从服务器送到服务器。它不取信。", "RFC 5321"},
	{"word.pop3", "POP3", "POP3（邮局协议第 3 版）", "Post Office Protocol, version 3: fetches letters from a mailbox. It sends nothing.", "Post Office Protocol 第 3 版：从邮箱取信。它不发信。", "RFC 1939"},
	{"word.imap", "IMAP", "IMAP（因特网邮件访问协议）", "Internet Message Access Protocol: works with folders on the server.", "Internet Message Access Protocol：直接操作服务器上的文件夹。", "RFC 9051"},
	{"word.mime", "MIME", "MIME（多用途互联网邮件扩展）", "Multipurpose Internet Mail Extensions: describes and encodes contents. Not a transfer protocol.", "Multipurpose Internet Mail Extensions：描述和编码内容。它不是传输协议。", "RFC 2045"},
	{"word.crlf", "CR LF", "CR LF（回车换行）", "The two octets 13 and 10 that end every line in SMTP and POP3.", "SMTP 和 POP3 中每行结尾的两个字节：13 和 10。", "RFC 5321 §2.3.8"},
	{"word.maildrop-lock", "Maildrop lock", "邮箱独占锁", "One POP3 session at a time has the mailbox.", "同一时间只有一个 POP3 会话占有邮箱。", "RFC 1939 §4"},
	{"word.delete-mark", "Delete mark", "删除标记", "Set by DELE, taken back by RSET, carried out at QUIT.", "由 DELE 设置，由 RSET 取消，在 QUIT 时执行。", "RFC 1939 §5"},
	{"word.uidl", "Unique id listing (UIDL)", "唯一标识列表", "Ids that stay the same, so that a client knows what it has.", "不变的标识，客户端据此知道哪些已经取过。", "RFC 1939 §7"},
	{"word.virtual-clock", "Virtual clock", "虚拟时钟", "Time of the simulated world. It stands still while everybody waits for you.", "模拟世界的时间。大家都在等你时，它会停住。", ""},
}
