// Package oracles holds this project's SMTP against other people's: it lets their clients send through our servers, and
// their servers receive from our queue. It is a module of its own, so that the main one needs none of them. All of it goes
// through "ehlo serve", over real sockets; nothing here imports the engine.
//
//	served_test.go    "ehlo serve" as a program of the test
//	letters_test.go   what is sent, and how the mailboxes are read
//	clients_test.go   swaks, curl, msmtp, Python's smtplib, net/smtp, emersion/go-smtp and nodemailer as clients
//	postfix_test.go   a private Postfix, which needs root and Debian's package but not its service
//	relay_test.go     Postfix hands letters to the simulated servers and takes letters from them
//	gosmtp_test.go    emersion/go-smtp's server, which keeps all that it is told
//	outbound_test.go  the simulated queue delivers to these servers, and to some that offer less
//	binary_test.go    letters that are not made of lines, in chunks
//	lmtp_test.go      go-smtp's LMTP client at our mailboxes, and our gateway at its LMTP server
//	utf8_test.go      addresses beyond ASCII, in and out
//	notices_test.go   delivery status notifications, taken apart
//	wishes_test.go    clients ask for notices, and what they ask for travels on
//	world/            two-towns with all extensions offered
//	differential_test.go  our server beside Postfix's and go-smtp's on drawn sequences of commands: sequence_test.go draws
//	                  them, talk_test.go and compare_test.go play them, reasons_test.go has the differences that are right
//	python/ node/     the scripts of smtplib, poplib and nodemailer
package oracles
