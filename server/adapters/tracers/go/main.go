// Prepares a watched run of Go tests: which packages, instrumented copies of their sources, an overlay that has `go test`
// compile those, and the test programs. Runs none of them. Everything is written to the run's own folder and the cache.
//
//	culprit-go request.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// request is what the runner asks; see README.md.
type request struct {
	Repository  string              `json:"repository"`
	Go          string              `json:"go"`
	GoRoot      string              `json:"goRoot"`
	Mode        string              `json:"mode"`
	OutFolder   string              `json:"outFolder"`
	CacheFolder string              `json:"cacheFolder"`
	Runtime     string              `json:"runtime"`
	Instrument  []string            `json:"instrument"`
	Values      map[string][][2]int `json:"values"`
	Targets     []target            `json:"targets"`
}

// target is a package of which tests are asked for.
type target struct {
	// Folder is relative to the repository, `.` for its own.
	Folder string `json:"folder"`
	// Asked are the tests as they were asked for.
	Asked []string `json:"asked"`
	// Names are tests and subtests, Files those all tests of which are asked for.
	Names []string `json:"names"`
	Files []string `json:"files"`
}

// plan is the answer.
type plan struct {
	Packages []preparedPackage `json:"packages"`
	Problems []problem         `json:"problems"`
}

type preparedPackage struct {
	Folder string      `json:"folder"`
	Binary string      `json:"binary"`
	Asked  []string    `json:"asked"`
	Tests  []foundTest `json:"tests"`
	// Parts are the subtests asked for alone.
	Parts []string `json:"parts"`
}

type problem struct {
	Kind      string     `json:"kind"`
	Test      string     `json:"test"`
	File      *string    `json:"file"`
	Message   string     `json:"message"`
	Exception *exception `json:"exception"`
}

func main() {
	if err := prepare(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func prepare(requestFile string) error {
	text, err := os.ReadFile(requestFile)
	if err != nil {
		return err
	}
	asked := &request{}
	if err := json.Unmarshal(text, asked); err != nil {
		return err
	}
	packages, err := listPackages(asked)
	if err != nil {
		return err
	}
	over, err := newOverlay(asked, packages)
	if err != nil {
		return err
	}
	answer := plan{Packages: []preparedPackage{}, Problems: []problem{}}
	for number, target := range asked.Targets {
		listed := packages.ofFolder(filepath.Join(asked.Repository, target.Folder))
		prepared, problems := choose(asked, target, listed)
		answer.Problems = append(answer.Problems, problems...)
		if prepared == nil {
			continue
		}
		prepared.Binary = filepath.Join(asked.OutFolder, fmt.Sprintf("%d.test", number))
		if failed := over.buildTests(prepared.Folder, prepared.Binary); failed != "" {
			answer.Problems = append(answer.Problems, buildProblems(asked, prepared, failed)...)
			continue
		}
		answer.Packages = append(answer.Packages, *prepared)
	}
	text, err = json.Marshal(answer)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(asked.OutFolder, "plan.json"), text, 0o644)
}
