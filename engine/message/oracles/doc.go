// Package oracles compares this project's reading and writing of mail with other people's libraries: Python's email,
// emersion/go-message, jhillyerd/enmime and postal-mime. It is a module of its own, so that the main one needs none of
// them.
//
//	corpus/          the letters
//	structure.go     the structure JSON, which everybody prints
//	ours.go          this project
//	gomessage.go     emersion/go-message
//	enmime.go        jhillyerd/enmime
//	script.go        Python's email and postal-mime, which run as programs: python/structure.py, node/structure.mjs
//	compare.go       what two readings of a letter disagree about
//	reasons.go       the disagreements that are right, each with its reason
//	fields/          the same for address lists and dates, with net/mail besides
//	bench/           parse and encode speed of everybody in one run
package oracles
