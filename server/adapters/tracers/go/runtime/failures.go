// Why a test failed: what it said, or what it panicked with, and the frames of that moment.

package ring

import (
	"runtime"
	"strconv"
	"strings"
)

const (
	maxMessage = 4000
	maxFrames  = 100
)

type failure struct {
	kind, message string
	frames        []stackFrame
}

// stackFrame is a frame of a stack; its file is relative to the repository for the repository's own code.
type stackFrame struct {
	file, function string
	line           int
	isInside       bool
}

// Said is called with what a test says before it fails.
func Said(name, text string) {
	if asked == nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	if test := active[name]; test != nil {
		test.said = cut(strings.TrimSpace(text), maxMessage)
	}
}

// Failed is called by `Fail`, which calls itself for the tests around.
func Failed(name string) {
	if asked == nil {
		return
	}
	var callers [2]uintptr
	if runtime.Callers(3, callers[:]) > 0 {
		if frame, _ := runtime.CallersFrames(callers[:]).Next(); frame.Function == "testing.(*common).Fail" {
			return
		}
	}
	frames := stack(3)
	lock.Lock()
	defer lock.Unlock()
	test := active[name]
	if test == nil {
		return
	}
	said := test.said
	test.said = ""
	if said == "" {
		said = "The test was marked as failed"
	}
	test.isBroken = true
	if test.failure == nil {
		test.failure = &failure{kind: "Failure", message: said, frames: frames}
		return
	}
	if at := len(frames) - 1; at >= 0 && len(test.failure.message) < maxMessage && test.failure.kind == "Failure" {
		test.failure.message += "\n" + frames[0].file + ":" + strconv.Itoa(frames[0].line) + ": " + said
	}
}

// Recovered is called with what a test panicked with, nil if with nothing. It says whether that is taken care of: other
// tests are to run, too.
func Recovered(name string, value any) bool {
	if asked == nil || value == nil {
		return false
	}
	message, frames := panicText(value), stack(3)
	lock.Lock()
	defer lock.Unlock()
	test := active[name]
	if test == nil {
		return false
	}
	test.isBroken = true
	if test.failure == nil || test.failure.kind == "Failure" {
		test.failure = &failure{kind: "panic", message: message, frames: frames}
	}
	return true
}

// panicText is what the runtime would print.
func panicText(value any) (text string) {
	defer func() {
		if recover() != nil {
			text = "a value that cannot be printed"
		}
	}()
	switch value := value.(type) {
	case error:
		text = value.Error()
	case interface{ String() string }:
		text = value.String()
	case string:
		text = value
	default:
		text = printValue("", value)
	}
	return cut(text, maxMessage)
}

// stack is the frames of this goroutine, the innermost first, without those of the runtime, of `testing` and of ours.
func stack(skip int) []stackFrame {
	callers := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(callers[:runtime.Callers(skip, callers)])
	var found []stackFrame
	for {
		frame, more := frames.Next()
		if !isOurs(frame.Function) {
			file := inRepository(frame.File)
			isInside := file != ""
			if !isInside {
				file = frame.File
			}
			found = append(found, stackFrame{file, shortName(frame.Function), frame.Line, isInside})
		}
		if !more {
			return found
		}
	}
}

func isOurs(function string) bool {
	for _, own := range []string{"runtime.", "testing.", "container/ring.", "runtime/debug."} {
		if strings.HasPrefix(function, own) {
			return true
		}
	}
	return function == "" || function == "main.main"
}

// inRepository is a path relative to the repository; empty for one outside of it, or in a folder of dependencies.
func inRepository(path string) string {
	rest, isInside := strings.CutPrefix(strings.ReplaceAll(path, "\\", "/"), asked.repository)
	if !isInside || strings.HasPrefix(rest, "vendor/") || strings.Contains(rest, "/vendor/") {
		return ""
	}
	return rest
}

// shortName is `S.Each` for `example.com/m.(*S).Each`.
func shortName(function string) string {
	function = function[strings.LastIndexByte(function, '/')+1:]
	_, name, isQualified := strings.Cut(function, ".")
	if !isQualified {
		name = function
	}
	return strings.NewReplacer("(*", "", ")", "", "[...]", "").Replace(name)
}

// append writes the exception; its frames are told outermost first.
func (of *failure) append(to json) json {
	to = to.raw(`{"type":`).text(of.kind).raw(`,"message":`).text(of.message).raw(`,"frames":[`)
	for index := len(of.frames) - 1; index >= 0; index-- {
		frame := of.frames[index]
		to = to.raw(`{"file":`).text(frame.file).raw(`,"line":`).number(frame.line).raw(`,"function":`).text(frame.function)
		to = to.raw(`,"inRepository":`).raw(strconv.FormatBool(frame.isInside)).raw(`,"locals":[]}`)
		if index != 0 {
			to = append(to, ',')
		}
	}
	return to.raw(`],"chainedBy":null,"chained":null}`)
}
