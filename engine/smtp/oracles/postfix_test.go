package oracles

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The domains that the private Postfix takes letters for: one mailbox each, zoe. They differ in what the port offers on
// which it gets them.
const (
	full     = "full.example"  // All that Postfix has.
	sevenBit = "seven.example" // No extension at all.
	heloOnly = "helo.example"  // EHLO is refused.
)

// postfix is an instance of its own: it shares nothing with one that the machine may run, but for the programs and the
// user names of Debian's package.
type postfix struct {
	dir   string
	ports map[string]int // Those of the domains, and "different" for the differential test.
	relay int            // The port that it relays hai.example to.
	lmtp  int            // The port that it hands over letters by LMTP to.
}

var (
	thePostfix  *postfix
	postfixOnce sync.Once
	stopPostfix = func() {}
)

// startPostfix starts the instance that all tests share. It needs root, as Postfix does.
func startPostfix(t testing.TB) *postfix {
	t.Helper()
	postfixOnce.Do(func() {
		p := &postfix{dir: filepath.Join(folder, "postfix"), ports: map[string]int{}}
		if err := p.start(t); err != nil {
			log, _ := os.ReadFile(p.dir + "/log")
			t.Fatalf("Postfix does not run: %v\n%s", err, log)
		}
		thePostfix = p
	})
	if thePostfix == nil {
		t.Fatal("Postfix does not run")
	}
	return thePostfix
}

func (p *postfix) start(t testing.TB) error {
	if os.Geteuid() != 0 {
		return errors.New("it needs root: run the tests as root, or not at all")
	}
	program := need(t, "postfix")
	owner, err := user.Lookup("postfix")
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(owner.Uid)
	gid, _ := strconv.Atoi(owner.Gid)
	for _, dir := range []string{"etc", "queue", "mail"} {
		if err := os.MkdirAll(filepath.Join(p.dir, dir), 0o755); err != nil {
			return err
		}
	}
	// Its daemons give root up and must still find their way in.
	if err := os.Chmod(folder, 0o755); err != nil {
		return err
	}
	if err := os.Chown(p.dir+"/mail", uid, gid); err != nil {
		return err
	}
	for _, name := range []string{full, sevenBit, heloOnly, "different"} {
		p.ports[name] = freePort(t)
	}
	p.relay, p.lmtp = freePort(t), freePort(t)
	for name, text := range map[string]string{"main.cf": p.main(owner), "master.cf": p.master(), "helo-only": "/^EHLO/ UNKNOWN\n"} {
		if err := os.WriteFile(filepath.Join(p.dir, "etc", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	// It stays in the foreground, so that it ends with us even when a test panics.
	cmd := exec.Command(program, "-c", p.dir+"/etc", "start-fg")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return err
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	stopPostfix = func() { exec.Command(program, "-c", p.dir+"/etc", "stop").Run(); <-over }
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		conn, err := net.Dial("tcp", p.addr("different"))
		if err == nil {
			return conn.Close()
		}
		select {
		case err := <-over:
			over <- err
			return fmt.Errorf("start-fg ended (%v): %s", err, said.String())
		default:
			if time.Now().After(deadline) {
				return errors.New("nobody listens after 20 s")
			}
		}
	}
}

// main is the configuration: letters to the three domains go into mailboxes of its own, letters to Bob's domain to the
// simulated server, those for Carol by LMTP, nothing else anywhere. Nobody is punished for the mistakes that the tests make.
func (p *postfix) main(owner *user.User) string {
	return strings.NewReplacer("DIR", p.dir, "UID", owner.Uid, "GID", owner.Gid, "RELAY", strconv.Itoa(p.relay), "LMTP", strconv.Itoa(p.lmtp)).Replace(`
compatibility_level = 3.6
queue_directory = DIR/queue
data_directory = DIR/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = DIR/log
maillog_file_prefixes = DIR
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
myhostname = postfix.example
mydestination =
mynetworks =
alias_maps =
smtpd_relay_restrictions = reject_unauth_destination
virtual_mailbox_domains = full.example, seven.example, helo.example
virtual_mailbox_base = DIR/mail
virtual_mailbox_maps = inline:{ zoe@full.example=full/, zoe@seven.example=seven/, zoe@helo.example=helo/ }
virtual_uid_maps = static:UID
virtual_gid_maps = static:GID
virtual_minimum_uid = 1
relay_domains = hai.example
relay_recipient_maps = inline:{ bob@hai.example=x, carol@hai.example=x, csse@hai.example=x, postmaster@hai.example=x }
transport_maps = inline:{ hai.example=smtp:[127.0.0.1]:RELAY, carol@hai.example=lmtp:[127.0.0.1]:LMTP }
default_transport = error:nothing leaves this machine
message_size_limit = 1000000
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_junk_command_limit = 1000
smtpd_client_connection_count_limit = 0
smtpd_forbid_bare_newline = reject
smtpd_delay_reject = no
smtpd_helo_required = yes
smtpd_recipient_limit = 100
strict_rfc821_envelopes = yes
strict_smtputf8 = yes
`)
}

// master is the list of its daemons, as Debian has it, with the tests' ports.
func (p *postfix) master() string {
	none := "-o smtpd_discard_ehlo_keywords=8bitmime,smtputf8,chunking,dsn,pipelining,size,etrn,vrfy,enhancedstatuscodes"
	ports := fmt.Sprintf(`
%s inet n - n - - smtpd
%s inet n - n - - smtpd %s
%s inet n - n - - smtpd -o smtpd_command_filter=regexp:%s/etc/helo-only
%s inet n - n - - smtpd -o content_filter=discard: -o smtpd_authorized_xclient_hosts=127.0.0.1 -o smtpd_authorized_xforward_hosts=127.0.0.1
`, p.addr(full), p.addr(sevenBit), none, p.addr(heloOnly), p.dir, p.addr("different"))
	return ports + `
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
flush unix n - n - 0 flush
`
}

// addr is where it listens for a domain.
func (p *postfix) addr(domain string) string { return "127.0.0.1:" + strconv.Itoa(p.ports[domain]) }

// mailbox waits until the mailbox of a domain has as many letters as are wanted, for 20 s at most, and returns them with
// CR LF line ends.
func (p *postfix) mailbox(t testing.TB, domain string, want int) []*letter {
	t.Helper()
	name, _, _ := strings.Cut(domain, ".")
	var list []*letter
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(p.dir, "mail", name, "new", "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) >= want {
			for _, f := range files {
				raw, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
				list = append(list, parse(t, bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))))
			}
			return list
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(p.dir + "/log")
			t.Fatalf("%s has %d letters after 20 s, want %d. Postfix's log:\n%s", domain, len(files), want, tail(log, 3000))
		}
	}
}

func tail(b []byte, n int) []byte { return b[max(0, len(b)-n):] }

// freePort finds a port that nobody uses.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
