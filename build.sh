#!/usr/bin/env bash
# Everything that is done with this checkout. It installs what is missing and then calls the programs that do the work:
# the Go program in site/build makes the site, Go and Node run their own tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

help() {
  cat <<'TEXT'
usage: ./build.sh COMMAND

  serve [--addr HOST:PORT]   build the site, serve it, print its address; needs Go, Node 20 and git
  build                      write the static site to build/site
  test                       check and test everything; needs Chromium besides
  size                       weigh a first visit against its budgets
  bench [mime]               run the benchmarks; with mime, those of the MIME codec beside other libraries
  fmt                        format everything
TEXT
}

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

# need NAME...: fails with one line when a program is missing.
need() {
  local name
  for name in "$@"; do
    command -v "$name" >/dev/null || fail "$name is missing; install Go 1.26 (go.dev/dl) and Node 20 (nodejs.org)"
  done
}

# packages (page|all): installs what the lock file names, once per lock file. The page alone needs two small packages;
# tests need the tools too.
packages() {
  local stamp=site/node_modules/.installed-$1 lock
  lock=$(cksum site/package-lock.json)
  [[ -f $stamp && $(<"$stamp") == "$lock" ]] && return
  [[ $1 == page && -f site/node_modules/.installed-all && $(<site/node_modules/.installed-all) == "$lock" ]] && return
  need npm
  local flags=(--no-audit --no-fund --loglevel=error)
  [[ $1 == page ]] && flags+=(--omit=dev --omit=optional)
  (cd site && npm ci "${flags[@]}")
  echo "$lock" >"$stamp"
}

# oracle_packages FOLDER: installs the libraries that our codec or our servers are held against, once per lock file.
oracle_packages() {
  local stamp=$1/node_modules/.installed lock
  lock=$(cksum "$1/package-lock.json")
  [[ -f $stamp && $(<"$stamp") == "$lock" ]] && return
  need npm
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
  echo "$lock" >"$stamp"
}

# debian PROGRAM PACKAGE [ANSWER]: installs a Debian package when the program is missing and that is possible. Nobody is
# asked (ANSWER is what debconf-set-selections takes), and no service is started: policy-rc.d forbids it.
debian() {
  command -v "$1" >/dev/null && return
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || fail "$1 is missing: install Debian's package $2 (sudo apt-get install $2)"
  echo "installing $2"
  local policy=/usr/sbin/policy-rc.d ours='' log=build/apt.log
  [[ -e $policy ]] || { ours=$policy; printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; }
  local ok=yes
  {
    [[ -z ${3:-} ]] || debconf-set-selections <<<"$3"
    apt_install "$2" || { apt-get update -qq && apt_install "$2"; } || ok=''
  } </dev/null >"$log" 2>&1
  [[ -z $ours ]] || rm -f "$ours"
  [[ $ok ]] && command -v "$1" >/dev/null || { tail -n 5 "$log" >&2; fail "could not install $2"; }
}

apt_install() { DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1"; }

# tool: compiles the site's builder.
tool() {
  need go node
  mkdir -p build
  go build -o build/site-tool ./site/build
}

passed=0 failed=() SECONDS=0

# step NAME COMMAND...: runs one part of the tests and goes on, whatever it says.
step() {
  local name=$1 began=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    passed=$((passed + 1))
    echo "-- ok, $((SECONDS - began)) s"
  else
    failed+=("$name")
    echo "-- FAILED: $name, $((SECONDS - began)) s"
  fi
}

go_format() {
  local files
  files=$(gofmt -l engine wasm site/build site/test)
  [[ -z $files ]] || { printf 'not formatted (./build.sh fmt):\n%s\n' "$files"; return 1; }
}

# go_vet also looks at what is compiled for the browser only, and checks that nothing there goes around safejs.
go_vet() {
  go vet ./... && go vet -tags first ./engine/... ./wasm/... && GOOS=js GOARCH=wasm go vet ./wasm/... ./site/test/charset &&
    GOOS=js GOARCH=wasm go vet -tags first ./wasm/playground &&
    go build -o build/jsguard github.com/hack-pad/safejs/jsguard/cmd/jsguard &&
    GOOS=js GOARCH=wasm build/jsguard ./wasm/jsx ./wasm/playground ./wasm/codec ./wasm/textdecoder ./wasm/worker
}

# go_first holds the engine's first edition (engine/edition) to the full one: the same solutions, the same traces.
go_first() { go test -count=1 -tags first -run First ./engine/edition ./engine/world ./wasm/bridge; }

# go_wasm runs the tests of everything that ends up in the browser once more, compiled to WebAssembly, under Node.
go_wasm() {
  local packages
  packages=$(go list ./engine/trace ./engine/message/charset ./engine/world/... ./engine/scenario/... ./engine/message/encoding ./wasm/bridge/... ./wasm/anatomy) &&
    GOOS=js GOARCH=wasm go test -count=1 -exec "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" $packages
}

# oracles compares the MIME codec with four other libraries, in a Go module of its own.
oracles() { oracle_packages engine/message/oracles && (cd engine/message/oracles && go vet ./... && go test -count=1 -v . && go test -count=1 $(go list ./... | tail -n +2)); }

# smtp_oracles holds the mail servers against other people's clients and servers, in a Go module of its own.
smtp_oracles() { oracle_packages engine/smtp/oracles && (cd engine/smtp/oracles && go vet ./... && go test -count=1 -v ./...); }

types() { (cd site && node_modules/.bin/tsc -p . && node_modules/.bin/tsc -p test); }
biome() { (cd site && node_modules/.bin/biome check --error-on-warnings); }
site() { build/site-tool build; }
weigh() { build/site-tool size; }

# node_tests FOLDER: runs the bundled tests below build/test/FOLDER.
node_tests() {
  build/site-tool tests >/dev/null && node --test --test-reporter=spec $(find "build/test/$1" -name '*.test.mjs' | sort)
}

run_tests() {
  mkdir -p build
  need go node npm
  debian chromium chromium
  debian curl curl
  debian swaks swaks
  debian python3 python3
  debian msmtp msmtp
  debian postfix postfix "postfix postfix/main_mailer_type select No configuration"
  packages all
  tool
  step "Go format" go_format
  step "Go vet, jsguard" go_vet
  step "Go tests" go test -count=1 ./...
  step "Go tests of the first edition" go_first
  step "Go tests in WebAssembly" go_wasm
  step "differential run of the MIME codec" oracles
  step "SMTP beside other servers and clients" smtp_oracles
  step "scenarios" go run ./engine/cmd/ehlo check scenarios/*/
  step "TypeScript types" types
  step "TypeScript lint and format" biome
  step "unit tests of the page" node_tests unit
  step "site" site
  step "size of a first visit" weigh
  step "browser tests" node_tests e2e
  printf '\n%d s. %d passed, %d failed%s\n' "$SECONDS" "$passed" "${#failed[@]}" "${failed[*]:+: ${failed[*]}}"
  [[ ${#failed[@]} == 0 ]]
}

case ${1:-help} in
  serve) shift; packages page; tool; exec build/site-tool serve "$@" ;;
  build) packages page; tool; build/site-tool build ;;
  test) run_tests ;;
  size) packages page; tool; build/site-tool build; build/site-tool size ;;
  bench)
    need go
    [[ ${2:-} == mime ]] || exec go run ./engine/cmd/ehlo bench
    oracle_packages engine/message/oracles
    cd engine/message/oracles && exec go run ./bench "${@:3}"
    ;;
  fmt) need go node; packages all; gofmt -w engine wasm site/build site/test; (cd site && node_modules/.bin/biome check --write) ;;
  help | -h | --help) help ;;
  *) help >&2; fail "no such command: $1" ;;
esac
