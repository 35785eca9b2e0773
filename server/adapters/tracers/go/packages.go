// The packages a run needs, as `go list` tells them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

type listedPackage struct {
	Dir          string
	ImportPath   string
	Name         string
	Standard     bool
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Module       *struct{ GoVersion string }
	Error        *struct{ Err string }
}

// packageSet has every package once, without the variants that tests make of them.
type packageSet struct{ byFolder map[string]*listedPackage }

func (of packageSet) ofFolder(folder string) *listedPackage { return of.byFolder[folder] }

// listPackages asks, from the folder of each module, for the packages of the targets and all they import.
func listPackages(asked *request) (packageSet, error) {
	set := packageSet{map[string]*listedPackage{}}
	byModule := map[string][]string{}
	var order []string
	for _, target := range asked.Targets {
		folder := filepath.Join(asked.Repository, target.Folder)
		module := moduleFolder(folder)
		if byModule[module] == nil {
			order = append(order, module)
		}
		pattern, err := filepath.Rel(module, folder)
		if err != nil {
			return set, err
		}
		byModule[module] = append(byModule[module], "./"+filepath.ToSlash(pattern))
	}
	for _, module := range order {
		arguments := append([]string{"list", "-e", "-deps", "-test", "-json"}, byModule[module]...)
		output, err := runGo(asked.Go, module, arguments...)
		if err != nil {
			return set, err
		}
		decoder := json.NewDecoder(bytes.NewReader(output))
		for {
			listed := &listedPackage{}
			if err := decoder.Decode(listed); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return set, err
			}
			isVariant := strings.Contains(listed.ImportPath, " [") || strings.HasSuffix(listed.ImportPath, ".test")
			if !isVariant && listed.Dir != "" {
				set.byFolder[listed.Dir] = listed
			}
		}
	}
	return set, nil
}

// moduleFolder is the nearest folder above with a go.mod; the folder itself where there is none.
func moduleFolder(folder string) string {
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return folder
		}
	}
}

func runGo(program, folder string, arguments ...string) ([]byte, error) {
	command := exec.Command(program, arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), "PWD="+folder)
	var output, complaint bytes.Buffer
	command.Stdout, command.Stderr = &output, &complaint
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go %s failed in %s (%w):\n%s", arguments[0], folder, err, complaint.String())
	}
	return output.Bytes(), nil
}

// inRepository is a path relative to the repository with `/`; empty outside of it and in folders of dependencies.
func inRepository(repository, path string) string {
	relative, err := filepath.Rel(repository, path)
	if err != nil {
		return ""
	}
	relative = filepath.ToSlash(relative)
	if relative == ".." || strings.HasPrefix(relative, "../") || strings.Contains("/"+relative, "/vendor/") {
		return ""
	}
	return relative
}
