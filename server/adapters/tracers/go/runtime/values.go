// Values of a traced test at the lines asked for: kept by place, the first and the last of each.

package ring

import "strings"

const (
	maxOfPlace = 8
	maxOfTest  = 4000
)

type keptValue struct {
	at                uint64
	kind, name, value string
}

type placeOfValue struct {
	code       *Code
	line       uint32
	kind, name string
}

// keptOfPlace has the first values of a place, and the last ones in turn.
type keptOfPlace struct {
	first, last []keptValue
	next        int
}

type keptValues struct {
	byPlace map[placeOfValue]*keptOfPlace
	order   []*keptOfPlace
	count   int
}

// Argument is the probe for what a function was called with.
func Argument(code *Code, at uint64, name string, value any) {
	keep(code, code.Line, at, "argument", name, value)
}

// Assigned is the probe behind an assignment.
func Assigned(code *Code, line uint32, at uint64, name string, value any) {
	keep(code, line, at, "assigned", name, value)
}

// Condition is the probe around a condition.
func Condition[T ~bool](code *Code, line uint32, at uint64, text string, value T) T {
	keep(code, line, at, "condition", text, bool(value))
	return value
}

// LeaveWith is deferred in place of Leave where results are asked for.
func LeaveWith(code *Code, results ...any) {
	if !isTracing {
		return
	}
	at, isPanic := leave(code, 4)
	if isPanic {
		return
	}
	texts := make([]string, len(results))
	for index, result := range results {
		texts[index] = printValue("", result)
	}
	if len(texts) != 0 {
		keepText(code, code.Line, at, "return", "", strings.Join(texts, ", "))
	}
}

func keep(code *Code, line uint32, at uint64, kind, name string, value any) {
	if isTracing {
		keepText(code, line, at, kind, name, printValue(name, value))
	}
}

func keepText(code *Code, line uint32, at uint64, kind, name, text string) {
	lock.Lock()
	defer lock.Unlock()
	if current == nil {
		return
	}
	kept := &current.values
	if kept.byPlace == nil {
		kept.byPlace = map[placeOfValue]*keptOfPlace{}
	}
	where := placeOfValue{code, line, kind, name}
	of := kept.byPlace[where]
	if of == nil {
		of = &keptOfPlace{}
		kept.byPlace[where] = of
		kept.order = append(kept.order, of)
	}
	value := keptValue{at, kind, name, cut(text, maxPrinted)}
	switch {
	case len(of.first) < maxOfPlace && kept.count < maxOfTest:
		of.first = append(of.first, value)
		kept.count++
	case len(of.last) < maxOfPlace && kept.count < maxOfTest:
		of.last = append(of.last, value)
		kept.count++
	case len(of.last) > 0:
		of.last[of.next%len(of.last)] = value
		of.next++
	}
}

// tellValues writes the values of the test, in the numbers of its own trace.
func (test *watchedTest) tellValues(to json) json {
	isFirst := true
	for _, of := range test.values.order {
		for _, value := range append(of.first, of.last...) {
			at, isKept := test.numberInTrace(value.at)
			if !isKept {
				continue
			}
			if isFirst {
				to = to.raw(`{"e":"values","of":[`)
			} else {
				to = append(to, ',')
			}
			isFirst = false
			to = to.raw(`{"at":`).number(int(at)).raw(`,"kind":`).text(value.kind).raw(`,"name":`).text(value.name)
			to = to.raw(`,"value":`).text(value.value).raw("}")
		}
	}
	if isFirst {
		return to
	}
	return to.raw("]}\n")
}
