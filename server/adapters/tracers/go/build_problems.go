// A package that does not compile, told as a failure to load its tests.
package main

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

type exception struct {
	Type      string  `json:"type"`
	Message   string  `json:"message"`
	Frames    []frame `json:"frames"`
	ChainedBy *string `json:"chainedBy"`
	Chained   *string `json:"chained"`
}

type frame struct {
	File         string `json:"file"`
	Line         int    `json:"line"`
	Function     string `json:"function"`
	InRepository bool   `json:"inRepository"`
	Locals       []int  `json:"locals"`
}

const maxComplaints = 10

// lacking is what the machine has not, which no line of the program is to blame for.
var lacking = regexp.MustCompile(`no required module provides|missing go\.sum entry|cannot find module|is not in std|` +
	`module lookup disabled|dial tcp|inconsistent vendoring|build constraints exclude all|updates to go\.(mod|work) needed`)

// buildProblems tells it once for each test asked for; the frames are the places complained of, the first of them last.
func buildProblems(asked *request, of *preparedPackage, said string) []problem {
	failed := &exception{Type: "BuildError", Frames: []frame{}}
	var messages []string
	for _, match := range complaint.FindAllStringSubmatch(said, maxComplaints) {
		path := match[1]
		if !filepath.IsAbs(path) {
			path = filepath.Join(of.Folder, path)
		}
		line, _ := strconv.Atoi(match[2])
		file := inRepository(asked.Repository, path)
		place := frame{File: file, Line: line, InRepository: file != "", Locals: []int{}}
		if file == "" {
			place.File = path
		}
		failed.Frames = append([]frame{place}, failed.Frames...)
		messages = append(messages, match[4])
	}
	var problems []problem
	for _, test := range of.Asked {
		file := of.Tests[0].File
		broken := problem{Kind: "loadFailed", Test: test, File: &file, Message: "The tests of " + file + " could not be built"}
		if len(messages) == 0 || lacking.MatchString(said) {
			broken.Message += ":\n" + strings.TrimSpace(said)
			if lacking.MatchString(said) {
				broken.Message += "\nGet what is missing first: go mod download, or go mod tidy, in " + of.Folder + "."
			}
		} else {
			failed.Message = strings.Join(messages, "\n")
			broken.Exception = failed
		}
		problems = append(problems, broken)
	}
	return problems
}
