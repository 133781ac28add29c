package scenario

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"ehloworld/engine/trace"
)

// allShapes are the objects of the format. TestShapesAreAllListed counts them in the source.
func allShapes() []*shape {
	list := []*shape{
		shapeScenario, shapeText, shapeView, shapeWorld, shapeHost, shapePolicy, shapeUA, shapeDraft, shapeLink, shapeAccount,
		shapeMail, shapeFault, shapeStep, shapeHint, shapeTries, shapeIdle, shapeRange, shapeValue, shapeIn,
	}
	list = append(list, conditionShapes...)
	for _, e := range scriptEntries {
		list = append(list, e.shape)
	}
	for _, k := range quizKinds {
		list = append(list, k.shape)
	}
	return list
}

func TestShapesAreAllListed(t *testing.T) {
	sources, _ := filepath.Glob("*.go")
	n := 0
	for _, name := range sources {
		if data, _ := os.ReadFile(name); !strings.HasSuffix(name, "_test.go") {
			n += strings.Count(string(data), "&shape{")
		}
	}
	if got := len(allShapes()); got != n {
		t.Errorf("the source has %d shapes, the test knows %d", n, got)
	}
}

// schemaDef is what the test needs to know of a definition.
type schemaDef struct {
	Ref                  string               `json:"$ref"`
	Type                 any                  `json:"type"`
	Description          string               `json:"description"`
	Minimum              int64                `json:"minimum"`
	Maximum              int64                `json:"maximum"`
	Required             []string             `json:"required"`
	Enum                 []string             `json:"enum"`
	Const                any                  `json:"const"`
	AnyOf                []schemaDef          `json:"anyOf"`
	Items                *schemaDef           `json:"items"`
	MaxItems             int                  `json:"maxItems"`
	Properties           map[string]schemaDef `json:"properties"`
	PatternProperties    map[string]schemaDef `json:"patternProperties"`
	AdditionalProperties any                  `json:"additionalProperties"`
}

func readSchema(t *testing.T) map[string]schemaDef {
	t.Helper()
	data, err := os.ReadFile("schema/scenario.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Ref  string               `json:"$ref"`
		Defs map[string]schemaDef `json:"$defs"`
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	if s.Ref != "#/$defs/scenario" {
		t.Errorf("the schema is about %q", s.Ref)
	}
	return s.Defs
}

func sorted(list ...string) []string {
	list = slices.Clone(list)
	sort.Strings(list)
	return list
}

func names(m map[string]schemaDef) []string {
	list := []string{}
	for name := range m {
		list = append(list, name)
	}
	return sorted(list...)
}

// TestSchemaAndReaderAgree holds every field of the reader against the schema and back.
func TestSchemaAndReaderAgree(t *testing.T) {
	defs := readSchema(t)
	known := map[string]bool{}
	for _, s := range allShapes() {
		known[s.name] = true
		d, ok := defs[s.name]
		if !ok {
			t.Errorf("the schema has no $defs/%s", s.name)
			continue
		}
		if fields := sorted(append(slices.Clone(s.required), s.optional...)...); !reflect.DeepEqual(names(d.Properties), fields) {
			t.Errorf("%s: the schema has %v, the reader %v", s.name, names(d.Properties), fields)
		}
		if got := sorted(d.Required...); len(got)+len(s.required) > 0 && !reflect.DeepEqual(got, sorted(s.required...)) {
			t.Errorf("%s: the schema requires %v, the reader %v", s.name, got, s.required)
		}
		if d.AdditionalProperties != false {
			t.Errorf("%s: the schema takes unknown fields", s.name)
		}
	}
	// What is no shape is a choice between some, or a pattern, whose fields are those of the trace and of the stores.
	for name, d := range defs {
		if !known[name] && len(d.AnyOf) == 0 && name != "event" && name != "where" {
			t.Errorf("$defs/%s is nothing that the reader knows", name)
		}
	}
	choice := func(name string) []string {
		var list []string
		for _, d := range defs[name].AnyOf {
			list = append(list, strings.TrimPrefix(d.Ref, "#/$defs/"))
		}
		return list
	}
	var conditions, entries, questions []string
	for _, s := range conditionShapes {
		if s != shapeNot {
			conditions = append(conditions, s.name)
		}
	}
	for _, e := range scriptEntries {
		entries = append(entries, e.shape.name)
		if d := defs[e.shape.name].Properties["do"]; !reflect.DeepEqual(d.Enum, []string{e.do}) {
			t.Errorf("%s: do is %v", e.shape.name, d.Enum)
		}
	}
	for _, k := range quizKinds {
		questions = append(questions, k.shape.name)
		if d := defs[k.shape.name].Properties["kind"]; !reflect.DeepEqual(d.Enum, []string{k.kind}) {
			t.Errorf("%s: kind is %v", k.shape.name, d.Enum)
		}
	}
	var profiles []string
	profiles = append(profiles, profileNames()...)
	host := defs["host"].Properties
	event := names(defs["event"].Properties)
	var items []string
	for _, s := range StateStores {
		for _, f := range s.Fields {
			if last := f[len(f)-1]; last != '.' && last != ':' && !slices.Contains(items, f) {
				items = append(items, f)
			}
		}
	}
	for _, c := range []struct {
		what      string
		got, want []string
	}{
		{"condition", choice("condition"), conditions},
		{"script-entry", choice("script-entry"), entries},
		{"question", choice("question"), questions},
		{"view.panels", defs["view"].Properties["panels"].Items.Enum, Panels},
		{"host.services", names(host["services"].Properties), sorted(Services...)},
		{"host.tools", host["tools"].Items.Enum, Tools},
		{"host.retry", host["retry"].Enum, profiles},
		{"fault.kind", defs["fault"].Properties["kind"].Enum, FaultKinds},
		{"do-fault.kind", defs["do-fault"].Properties["kind"].Enum, FaultKinds},
		{"do-heal.kind", defs["do-heal"].Properties["kind"].Enum, FaultKinds},
		{"state.state", sorted(defs["state"].Properties["state"].Enum...), sorted(storeNames()...)},
		{"event.ev", defs["event"].Properties["ev"].AnyOf[0].Enum, trace.KindNames()},
		{"event", event, sorted(append([]string{FieldEvent, FieldActor, FieldLetter}, trace.FieldNames()...)...)},
		{"where", names(defs["where"].Properties), sorted(items...)},
		{"where, beginnings", names(defs["where"].PatternProperties), sorted(`^header\.`, "^part:", "^sha:")},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: the schema has %v, the reader %v", c.what, c.got, c.want)
		}
	}
	for what, pair := range map[string][2]int{
		"hosts":    {defs["world"].Properties["hosts"].MaxItems, MaxHosts},
		"links":    {defs["world"].Properties["links"].MaxItems, MaxLinks},
		"accounts": {defs["world"].Properties["accounts"].MaxItems, MaxAccounts},
		"zone":     {defs["world"].Properties["zone"].MaxItems, MaxZoneRecords},
		"mail":     {defs["world"].Properties["mail"].MaxItems, MaxMail},
		"faults":   {defs["world"].Properties["faults"].MaxItems, MaxFaults},
		"steps":    {defs["scenario"].Properties["steps"].MaxItems, MaxSteps},
		"quiz":     {defs["scenario"].Properties["quiz"].MaxItems, MaxQuestions},
		"script":   {defs["scenario"].Properties["script"].MaxItems, MaxScript},
		"hints":    {defs["step"].Properties["hints"].MaxItems, MaxHints},
		"seq":      {defs["seq"].Properties["seq"].MaxItems, MaxSequence},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: the schema takes %d, the reader %d", what, pair[0], pair[1])
		}
	}
}

// TestKindsHaveBodies: the table of bodies has one of each kind, in order.
func TestKindsHaveBodies(t *testing.T) {
	if len(bodies) != len(trace.KindNames()) {
		t.Fatalf("%d bodies for %d kinds", len(bodies), len(trace.KindNames()))
	}
	for i, b := range bodies {
		if int(b.Kind()) != i {
			t.Errorf("body %d is of kind %s", i, b.Kind())
		}
	}
}
