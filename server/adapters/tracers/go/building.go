// The overlay that leads to the instrumented copies, and the test programs built with it.
package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

type overlay struct {
	asked *request
	// version is of all that decides how a source is instrumented, beside the source.
	version string
	library map[string]string
	sources []*probedSource
	byCopy  map[string]*probedSource
}

const maxRetries = 4

func newOverlay(asked *request, packages packageSet) (*overlay, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	of := &overlay{asked: asked, version: filepath.Base(program), byCopy: map[string]*probedSource{}}
	texts, err := libraryOverlay(asked.GoRoot, asked.Runtime)
	if err != nil {
		return nil, err
	}
	of.library = map[string]string{}
	for path, text := range texts {
		if of.library[path], err = of.keep(filepath.Base(path), text); err != nil {
			return nil, err
		}
	}
	if asked.Mode == "plain" {
		return of, nil
	}
	for _, listed := range packages.byFolder {
		if !listed.Standard {
			of.addSources(listed)
		}
	}
	return of, nil
}

// write writes the overlay's own file: the library's part alone, or all of it.
func (of *overlay) write(isWhole bool) (string, error) {
	replace := map[string]string{}
	for path, kept := range of.library {
		replace[path] = kept
	}
	name := "library.json"
	if isWhole {
		name = "overlay.json"
		for _, source := range of.sources {
			if source.copy == "" && source.how != untouched {
				if err := of.probe(source); err != nil {
					return "", err
				}
			}
			if source.copy != "" {
				replace[source.path] = source.copy
			}
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(of.asked.OutFolder, name)
	return path, os.WriteFile(path, text, 0o644)
}

// buildTests builds the test program of a package; it gives what the compiler says where the program itself is broken.
func (of *overlay) buildTests(folder, binary string) string {
	for retries := 0; ; retries++ {
		said, isBuilt := of.build(folder, binary, len(of.sources) != 0)
		if isBuilt || len(of.sources) == 0 {
			return said
		}
		blamed := of.blamed(folder, said)
		if retries == 0 || len(blamed) == 0 || retries == maxRetries {
			plainly, isBuilt := of.build(folder, binary, false)
			if !isBuilt || retries == maxRetries || len(blamed) == 0 {
				return plainly
			}
		}
		for _, source := range blamed {
			source.how++
			if err := of.probe(source); err != nil {
				return err.Error()
			}
		}
	}
}

// build gives what was said where nothing could be built.
func (of *overlay) build(folder, binary string, isWhole bool) (string, bool) {
	path, err := of.write(isWhole)
	if err != nil {
		return err.Error(), false
	}
	arguments := []string{"test", "-c", "-vet=off", "-overlay=" + path, "-o", binary}
	if !strings.Contains(os.Getenv("GOFLAGS"), "-ldflags") {
		arguments = append(arguments, "-ldflags=-s -w")
	}
	command := exec.Command(of.asked.Go, append(arguments, ".")...)
	command.Dir = folder
	command.Env = append(os.Environ(), "PWD="+folder)
	output, err := command.CombinedOutput()
	if err != nil {
		return string(output) + err.Error(), false
	}
	_, err = os.Stat(binary)
	return "", err == nil
}

var complaint = regexp.MustCompile(`(?m)^(?:vet: )?(.+?\.go):(\d+)(?::(\d+))?: (.*)$`)

// blamed are the sources in whose copies the compiler found something.
func (of *overlay) blamed(folder, said string) []*probedSource {
	var found []*probedSource
	for _, match := range complaint.FindAllStringSubmatch(said, -1) {
		path := match[1]
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		if source := of.byCopy[path]; source != nil && !slices.Contains(found, source) {
			found = append(found, source)
		}
	}
	return found
}
