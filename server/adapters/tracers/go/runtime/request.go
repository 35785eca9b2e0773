// What a watched test program is asked, and the state all parts of its watcher share. The files of this folder are put
// behind the standard library's container/ring by an overlay: a package that nothing of the library needs, so that both
// `testing` and the program's own packages may import it. Without a request all of it does nothing.

package ring

import (
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// request is what the file named by the environment says, a field and its values a line, with tabs between.
type request struct {
	repository string // with a slash at its end
	folder     string
	packageID  string
	mode       string
	// Whether traces of tests that pass are kept, too.
	keepsPassing bool
	maxTests     int
	startUntil   time.Time
	perTest      time.Duration
	fuel         uint64
	tests        []topTest
	byName       map[string]*topTest
	leftOut      map[string]bool
	// parts are the subtests asked for alone, by the test at their top.
	parts map[string][]string
}

// topTest is a test that is a function of a file.
type topTest struct {
	name, file string
	line       int
}

var (
	// lock is held by whoever reads or changes what follows.
	lock  sync.Mutex
	asked *request
)

const requestVariable = "CULPRIT_GO_WATCH"

func init() {
	path := os.Getenv(requestVariable)
	if path == "" {
		return
	}
	os.Unsetenv(requestVariable) // programs the tests start are not watched, the same program among them
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	asked = parseRequest(string(text))
	openEvents()
	openPulse()
	if asked.mode == "trace" {
		openTrace()
	}
}

func parseRequest(text string) *request {
	parsed := &request{byName: map[string]*topTest{}, leftOut: map[string]bool{}, parts: map[string][]string{}}
	for _, line := range strings.Split(text, "\n") {
		field := strings.Split(line, "\t")
		number := func(index int) float64 {
			value, _ := strconv.ParseFloat(field[index], 64)
			return value
		}
		switch field[0] {
		case "repository":
			parsed.repository = strings.TrimSuffix(field[1], "/") + "/"
		case "folder":
			parsed.folder = field[1]
		case "package":
			parsed.packageID = field[1]
		case "mode":
			parsed.mode = field[1]
		case "keepPassing":
			parsed.keepsPassing = true
		case "limits":
			parsed.maxTests = int(number(1))
			parsed.startUntil = time.Now().Add(time.Duration(number(2) * float64(time.Second)))
			parsed.perTest = time.Duration(number(3) * float64(time.Second))
			parsed.fuel = uint64(number(4))
		case "test":
			parsed.tests = append(parsed.tests, topTest{field[1], field[2], int(number(3))})
		case "part":
			top := topOf(field[1])
			parsed.parts[top] = append(parsed.parts[top], field[1])
		case "leave":
			parsed.leftOut[field[1]] = true
		}
	}
	for index := range parsed.tests {
		parsed.byName[parsed.tests[index].name] = &parsed.tests[index]
	}
	return parsed
}

func topOf(name string) string {
	top, _, _ := strings.Cut(name, "/")
	return top
}
