// Where tests begin, pause and end: called by the overlaid `testing`. Tests nest and take turns; only one is the running
// one, and to it goes all that happens.

package ring

import (
	"runtime"
	"strings"
	"time"
)

type watchedTest struct {
	name, file string
	line       int
	parent     *watchedTest
	// depth counts runners of the same name inside of it: a synctest bubble is one.
	depth int
	// nRoutines is how many goroutines there were when it began.
	nRoutines          int
	hasParts, isBroken bool
	isStopped          bool
	// isNew is a part that nothing was told of yet.
	isNew   bool
	failure *failure
	said    string
	hits    hitSet
	// shared are the sets of hits it got from the tests around it; ownShare is its own for its parts, from 1.
	shared     []int
	ownShare   int
	isShareOld bool
	traced
}

var (
	active    = map[string]*watchedTest{}
	seen      = map[string]bool{}
	current   *watchedTest
	announced *watchedTest
	nReported int
	nShared   int
	nHeldBack int
	beat      []uint64
)

func openPulse() { beat = mapWords(asked.folder+"/pulse.bin", 1) }

// Begin is called before the first test.
func Begin() {
	if asked == nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	to := json(`{"e":"begin","pid":0}` + "\n" + `{"e":"collected","tests":[`)
	isFirst := true
	for _, test := range asked.tests {
		if asked.leftOut[test.name] {
			continue
		}
		if !isFirst {
			to = append(to, ',')
		}
		isFirst = false
		to = place(to.raw("{"), test.name, test.file, test.line).raw("}")
	}
	to.raw("]}").write()
	if asked.mode == "spectra" {
		tellFiles()
	}
}

// Finish is called when the last test has ended.
func Finish() {
	if asked == nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	var to json
	for top, parts := range asked.parts {
		for _, part := range parts {
			if seen[part] || !seen[top] || nHeldBack != 0 || asked.leftOut[part] {
				continue
			}
			to = to.raw(`{"e":"problem","kind":"notFound","test":`).text(asked.packageID + " " + part)
			to = to.raw(`,"file":null,"message":`).text("There is no " + part + ": " + top + " ran without coming to it")
			to = to.raw(`,"exception":null}` + "\n")
		}
	}
	to.raw(`{"e":"finish","status":0}`).write()
}

// MayRun says whether a test is to be run, before anything of it is.
func MayRun(around, name string) bool {
	if asked == nil {
		return true
	}
	file, line := callSite()
	lock.Lock()
	defer lock.Unlock()
	if parent := active[around]; parent != nil {
		parent.hasParts = true
	}
	top := asked.byName[topOf(name)]
	if top == nil || asked.leftOut[name] || !isAskedFor(name) {
		return false
	}
	isPart := top.name != name
	if nReported >= asked.maxTests || time.Now().After(asked.startUntil) {
		nHeldBack++
		if isPart {
			tellCollected(name, top.file, line)
		}
		return false
	}
	if isPart {
		if file == "" {
			file, line = top.file, top.line
		}
		places[name] = topTest{name, file, line}
	}
	return true
}

// places of the tests that are about to start.
var places = map[string]topTest{}

func isAskedFor(name string) bool {
	parts := asked.parts[topOf(name)]
	for _, part := range parts {
		if name == part || strings.HasPrefix(name, part+"/") || strings.HasPrefix(part, name+"/") {
			return true
		}
	}
	return len(parts) == 0
}

// callSite is where the program called `Run`.
func callSite() (string, int) {
	_, path, line, ok := runtime.Caller(3)
	if file := inRepository(path); ok && file != "" {
		return file, line
	}
	return "", 0
}

// Start is called by the goroutine of a test before the test itself.
func Start(name string) {
	if asked == nil || name == "" { // that is what all tests are parts of
		return
	}
	lock.Lock()
	defer lock.Unlock()
	if test := active[name]; test != nil {
		test.depth++
		return
	}
	test := &watchedTest{name: name, parent: around(name), hits: hitSet{}, nRoutines: runtime.NumGoroutine()}
	if at, ok := places[name]; ok {
		test.file, test.line = at.file, at.line
		delete(places, name)
	} else if top := asked.byName[topOf(name)]; top != nil {
		test.file, test.line = top.file, top.line
	}
	seen[name] = true
	if test.parent != nil {
		test.parent.hasParts = true
		test.isNew = true
	}
	goOn(test)
	if test.parent != nil {
		test.inherit(test.parent)
	}
	active[name] = test
}

// around is the running test a name is a part of.
func around(name string) *watchedTest {
	for {
		slash := strings.LastIndexByte(name, '/')
		if slash < 0 {
			return nil
		}
		name = name[:slash]
		if test := active[name]; test != nil {
			return test
		}
	}
}

// Resume is called when a test that waited goes on: for its turn, or for a part of it.
func Resume(name string) {
	if asked == nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	if test := active[name]; test != nil {
		goOn(test)
	}
}

// goOn gives what has happened to the test it happened in, and makes another the running one.
func goOn(test *watchedTest) {
	if current != test || test == nil {
		settle()
	}
	turnTo(test)
}

// turnTo makes a test the running one, or none.
func turnTo(test *watchedTest) {
	current = test
	if test == nil {
		announced = nil
		if beat[0]%2 == 1 {
			beat[0]++
		}
		return
	}
	if beat[0]%2 == 1 {
		beat[0] += 2
	} else {
		beat[0]++
	}
	test.goOnTracing()
	if announced != test {
		var to json
		if test.isNew {
			to = place(json(`{"e":"collected","tests":[{`), test.name, test.file, test.line).raw("}]}\n")
			test.isNew = false
		}
		place(to.raw(`{"e":"start",`), test.name, test.file, test.line).raw("}").write()
		announced = test
	}
}

// settle gives what has happened to the test that was running.
func settle() {
	if asked.mode == "trace" {
		current.keepPiece()
		return
	}
	if current == nil {
		dropHits()
		return
	}
	if current.hits.take() {
		current.isShareOld = true
	}
}

// inherit gives a part what the tests around it had done before it.
func (test *watchedTest) inherit(parent *watchedTest) {
	if parent.isShareOld {
		to := json(`{"e":"shared","i":`).number(nShared).raw(`,"hits":`)
		parent.hits.flags(to, ofStatements).raw("}").write()
		nShared++
		parent.ownShare, parent.isShareOld = nShared, false
	}
	test.shared = append([]int{}, parent.shared...)
	if parent.ownShare != 0 {
		test.shared = append(test.shared, parent.ownShare-1)
	}
	test.inheritTrace(parent)
}
