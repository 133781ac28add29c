module ehloworld

go 1.26.0

require (
	github.com/evanw/esbuild v0.28.2
	github.com/hack-pad/safejs v0.1.0
	github.com/syumai/workers v0.33.0
	golang.org/x/net v0.62.0
	golang.org/x/text v0.43.0
)

require (
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

tool (
	github.com/hack-pad/safejs/jsguard/cmd/jsguard
	github.com/syumai/workers/cmd/workers-assets-gen
)

ignore ./site/node_modules
