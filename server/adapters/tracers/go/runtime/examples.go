// Examples: tests that compare what they print.

package ring

import "time"

var exampleStart time.Time

// StartExample says whether an example is to be run, and notes that it begins.
func StartExample(name string) bool {
	if asked == nil {
		return true
	}
	if !MayRun("", name) {
		return false
	}
	exampleStart = time.Now()
	Start(name)
	return true
}

// EndExample notes how an example ended, and says whether a panic of it is taken care of.
func EndExample(name, fail string, finished bool, recovered any) bool {
	if asked == nil {
		return false
	}
	if recovered != nil {
		Recovered(name, recovered)
	} else if fail != "" || !finished {
		lock.Lock()
		if test := active[name]; test != nil && test.failure == nil {
			if fail == "" {
				fail = "The example ended its goroutine"
			}
			frames := []stackFrame{{test.file, name, test.line, true}}
			test.isBroken, test.failure = true, &failure{"Failure", cut(fail, maxMessage), frames}
		}
		lock.Unlock()
	}
	End(name, fail != "" || !finished || recovered != nil, false, time.Since(exampleStart))
	return true
}
