//go:build !js

package explain

// rules are what a server asks itself about a recipient before it knows where the letter goes.
var rules = []entry{
	{"rule.subdomain", "A sub-domain of ours", "本站的子域", "The server takes mail for everything under its domain; the name is looked for in the domain itself.", "服务器也接收其域下所有子域的邮件；用户名到本域里去找。", "RFC 5321 §3.6.1"},
	{"rule.srs", "A rewritten sender comes back", "改写过的发件人地址", "A forwarder put the real sender into an address of its own, so that notices come back to it. The tag proves that it did, the time stamp that it was not long ago.", "转发者把真正的发件人写进了自己的一个地址，好让退信回到它这里。标签证明确实出自它手，时间戳证明时间不久。", ""},
	{"rule.alias", "Alias", "别名", "One name stands for one or several addresses. The envelope's sender stays, so notices go to the writer.", "一个名字代表一个或几个地址。信封发件人不变，所以退信寄给写信的人。", "RFC 5321 §3.9.1"},
	{"rule.list", "Mailing list", "邮件列表", "Everybody on the list gets the letter. The list is the new envelope sender: notices go to its owner, not to the writer.", "列表上的每个人都收到这封信。信封发件人换成列表自己：退信寄给列表主人，而不是写信的人。", "RFC 5321 §3.9.2|RFC 2369"},
	{"rule.account", "Account", "账户", "Somebody with a mailbox here has this name.", "这里有一个账户叫这个名字，并有邮箱。", "RFC 5321 §2.3.11"},
	{"rule.plus", "Plus address", "加号地址", "What follows the separator is the user's own business; the letter goes to the name before it.", "分隔符之后的部分由用户自定，信交给分隔符之前的那个名字。", "RFC 5233 §4"},
	{"rule.forward", "Forwarding", "转发", "The owner of the mailbox wants letters sent on, with or without a copy here.", "邮箱主人要求把信转到别处，本地可以留一份，也可以不留。", "RFC 5321 §3.9.1"},
	{"rule.vacation", "Vacation reply", "度假自动回复", "Away: each person who writes gets one answer in a few days. Programs, lists and notices get none, or two robots would write to each other for ever.", "主人不在：每个来信的人几天内得到一次回复。程序、列表和退信得不到回复，否则两台机器会没完没了地互相写信。", "RFC 3834|RFC 5230"},
	{"rule.postmaster", "Postmaster", "邮件管理员", "Every mail domain has one. Where nobody has the name, an account here reads that mail.", "每个收信的域都必须有。没有人叫这个名字时，由这里的某个账户来读。", "RFC 5321 §4.5.1"},
	{"rule.catch-all", "Catch-all", "全收地址", "Whatever no other rule knows goes to one address. Nobody who mistypes a name hears of it.", "别的规则都不认识的名字，一律交给一个地址。打错名字的人不会知道自己打错了。", ""},
	{"rule.relay", "On to another host", "交给别的主机", "The domain is not ours: the letter goes to the hosts that DNS names for it.", "这个域不归本站管：信交给 DNS 为该域指定的主机。", "RFC 5321 §5.1"},
	{"rule.backup-mx", "Backup for another domain", "为别的域做备用服务器", "This server keeps letters for a domain until one of its better hosts is up again, and never delivers them itself.", "本机替一个域暂存邮件，等到该域优先级更高的主机恢复再交过去，自己从不投递。", "RFC 5321 §5.1"},
	{"rule.smart-host", "Smart host", "智能主机（中继主机）", "All mail for elsewhere goes to one host, which knows the way.", "所有发往外面的信都交给同一台主机，由它去找路。", ""},
	{"rule.lmtp", "Handed over by LMTP", "用 LMTP 交出", "The mailboxes lie on another machine. LMTP answers for each recipient by itself, so no queue is needed behind it.", "邮箱在另一台机器上。LMTP 对每个收件人分别应答，所以后面不需要队列。", "RFC 2033"},
	{"rule.loop", "Has it been here before?", "来过这里吗？", "A letter that already names this mailbox in Delivered-To, or a rule that leads back to itself, goes in circles.", "Delivered-To 里已经写着这个邮箱的信，或者绕回自己的规则，都是在转圈。", "RFC 9228|RFC 5321 §6.3"},
}
