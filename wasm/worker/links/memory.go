package links

import (
	"context"
	"sync"
)

// Memory is a Store for running natively and for tests.
type Memory struct {
	mutex  sync.Mutex
	values map[string]string
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, key string) (string, bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	value, found := m.values[key]
	return value, found, nil
}

// Put implements Store.
func (m *Memory) Put(_ context.Context, key, value string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.values == nil {
		m.values = map[string]string{}
	}
	m.values[key] = value
	return nil
}
