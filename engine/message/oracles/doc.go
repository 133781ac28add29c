// Package oracles compares this project's reading and writing of mail with other people's libraries: Python's email,
// emersion/go-message, jhillyerd/enmime and postal-mime. It is a module of its own, so that the main one needs none of
// them.
//
//	corpus/          the letters
//	structure.go     the structure JSON, which everybody prints
//	ours.go          this project
//	gomessage.go     emersion/go-message
//	enmime.go        jhillyerd/enmime
//	oracle.go        Python's email and postal-mime, which run as programs: python/structure.py, node/structure.mjs
//	compare.go       what two readings of a letter disagree about
//	reasons*.go      the disagreements that are right, each with its reason; features.go is what they look at
//	fields/          the same for address lists and dates, with net/mail besides
//	bench/           parse and encode speed of everybody in one run, and how time grows with hostile letters
//	cmd/letter       prints a letter of the corpus, or what everybody reads in it
//
// The differential run is a test. To look for what nobody has looked at yet, give it letters that are drawn from another
// seed, and a file for what it finds:
//
//	SEED=7 DIFFERENCES=/tmp/found.txt go test -run Differential .
package oracles
