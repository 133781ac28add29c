module ehloworld

go 1.26.0

require (
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/syumai/workers v0.33.0 // indirect
	golang.org/x/net v0.62.0 // indirect
)
