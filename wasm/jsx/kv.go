//go:build js && wasm

// Package jsx is the only one that touches JavaScript objects. It does so through safejs, which turns the panics of
// syscall/js into errors; jsguard checks that nothing goes around it.
//
// The browser's engine has no use for it: a call from JavaScript through a Func costs 20 microseconds and safejs brings
// fmt, so commands and events go through exported functions and linear memory instead (package playground).
package jsx

import (
	"context"
	"syscall/js" // For the type only; jsguard sees to that.

	"github.com/hack-pad/safejs"
)

// KV is a Cloudflare key-value namespace. Unlike the library's own, it tells a missing key from a value.
type KV struct{ namespace safejs.Value }

// NewKV wraps the binding of a namespace.
func NewKV(binding js.Value) *KV { return &KV{safejs.Safe(binding)} }

// Get returns the text under key; found is false when there is none.
func (kv *KV) Get(ctx context.Context, key string) (value string, found bool, err error) {
	promise, err := kv.namespace.Call("get", key)
	if err != nil {
		return "", false, err
	}
	result, err := await(ctx, promise)
	if err != nil || result.IsNull() || result.IsUndefined() {
		return "", false, err
	}
	value, err = result.String()
	return value, err == nil, err
}

// Put stores text under key.
func (kv *KV) Put(ctx context.Context, key, value string) error {
	promise, err := kv.namespace.Call("put", key, value)
	if err != nil {
		return err
	}
	_, err = await(ctx, promise)
	return err
}

// await waits for a promise. It must not be called from an exported function: those never wait.
func await(ctx context.Context, promise safejs.Value) (safejs.Value, error) {
	type settled struct {
		value safejs.Value
		err   error
	}
	done := make(chan settled, 1)
	first := func(args []safejs.Value) safejs.Value {
		if len(args) > 0 {
			return args[0]
		}
		return safejs.Undefined()
	}
	resolve, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		done <- settled{value: first(args)}
		return nil
	})
	if err != nil {
		return safejs.Undefined(), err
	}
	defer resolve.Release()
	reject, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		done <- settled{err: Rejection{text(first(args))}}
		return nil
	})
	if err != nil {
		return safejs.Undefined(), err
	}
	defer reject.Release()
	if _, err := promise.Call("then", resolve, reject); err != nil {
		return safejs.Undefined(), err
	}
	select {
	case s := <-done:
		return s.value, s.err
	case <-ctx.Done():
		return safejs.Undefined(), ctx.Err()
	}
}

// Rejection is why a promise was not kept.
type Rejection struct{ Text string }

func (r Rejection) Error() string { return "JavaScript: " + r.Text }

// text is what JavaScript would print.
func text(v safejs.Value) string {
	if message, err := v.Get("message"); err == nil && message.Type() == safejs.TypeString {
		v = message
	}
	s, err := v.String()
	if err != nil {
		return "something that has no text"
	}
	return s
}
