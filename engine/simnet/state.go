package simnet

// State is a state of a TCP connection as in RFC 9293 section 3.3.2. LISTEN is not among them: a listener is not a
// connection.
type State uint8

// The states. Simultaneous opening (SYN-SENT to SYN-RECEIVED) does not occur: nobody dials from a port where somebody
// else dials to.
const (
	Closed      State = iota // There is no connection (any more).
	SynSent                  // We have asked, the peer has not answered.
	SynReceived              // We have agreed, the peer has not confirmed.
	Established              // Data flows both ways.
	FinWait1                 // We have closed; the peer has not acknowledged that.
	FinWait2                 // We have closed; the peer may go on sending.
	CloseWait                // The peer has closed; we may go on sending.
	Closing                  // Both have closed at the same time; our FIN is not acknowledged.
	LastAck                  // Both have closed, the peer first; our FIN is not acknowledged.
	TimeWait                 // All is done; late packets of the connection are still caught.
)

var stateNames = [...]string{
	"CLOSED", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK",
	"TIME-WAIT",
}

func (s State) String() string { return stateNames[s] }
