// What is told of a test: that it is there, and how it ended.

package ring

import "time"

// End is called when a test and its parts have ended.
func End(name string, failed, skipped bool, taken time.Duration) {
	if asked == nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	test := active[name]
	if test == nil {
		return
	}
	if test.depth > 0 {
		test.depth--
		return
	}
	if current != test {
		goOn(test)
	}
	settle()
	together = json{}
	if test.hasParts && !(failed && test.isBroken) {
		json(`{"e":"left"}`).write()
	} else {
		nReported++
		test.tell(outcomeOf(test, failed, skipped), taken)
	}
	delete(active, name)
	turnTo(test.parent) // it waits for its part, or for all of them
	writeTogether()
}

func outcomeOf(test *watchedTest, failed, skipped bool) string {
	switch {
	case test.isStopped:
		return "timedOut"
	case failed:
		return "failed"
	case skipped:
		return "skipped"
	}
	return "passed"
}

func (test *watchedTest) tell(outcome string, taken time.Duration) {
	isRed := outcome == "failed" || outcome == "timedOut"
	keepsTrace := isRed || asked.keepsPassing && outcome == "passed"
	var to json
	if asked.mode == "trace" && keepsTrace {
		to = test.tellValues(to)
	}
	to = to.raw(`{"e":"end","outcome":"`).raw(outcome).raw(`","seconds":`).seconds(taken.Seconds()).raw(`,"exception":`)
	if isRed && test.failure != nil {
		to = test.failure.append(to)
	} else {
		to = to.raw("null")
	}
	if asked.mode == "spectra" {
		to = test.hits.flags(to.raw(`,"hits":`), ofStatements)
		to = test.hits.flags(to.raw(`,"branches":`), ofBranches)
		to = to.raw(`,"shared":`).numbers(test.shared)
	}
	if asked.mode == "trace" && keepsTrace {
		to = to.raw(`,"trace":`).text(test.writeTrace()).raw(`,"entered":`).numbers(test.entered)
	}
	to.raw("}").write()
}

func tellCollected(name, file string, line int) {
	place(json(`{"e":"collected","tests":[{`), name, file, line).raw("}]}").write()
}

func place(to json, name, file string, line int) json {
	return to.raw(`"id":`).text(asked.packageID + " " + name).raw(`,"file":`).text(file).raw(`,"line":`).number(line)
}

func (to json) numbers(values []int) json {
	to = append(to, '[')
	for index, value := range values {
		if index != 0 {
			to = append(to, ',')
		}
		to = to.number(value)
	}
	return append(to, ']')
}
