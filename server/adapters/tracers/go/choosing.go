// Which tests of a package are asked for, and where they stand.
package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

type foundTest struct {
	Name string `json:"name"`
	File string `json:"file"`
	Line int    `json:"line"`
}

// choose gives the package with the tests asked for, or what is wrong with each of them.
func choose(asked *request, target target, listed *listedPackage) (*preparedPackage, []problem) {
	if listed == nil || listed.Error != nil && len(listed.GoFiles)+len(listed.TestGoFiles)+len(listed.XTestGoFiles) == 0 {
		message := "There is no Go package in " + target.Folder
		if listed != nil {
			message = listed.Error.Err
		}
		return nil, notFound(target.Asked, message)
	}
	found := testsOf(asked.Repository, listed)
	prepared := &preparedPackage{Folder: listed.Dir, Asked: target.Asked, Parts: []string{}, Tests: []foundTest{}}
	var problems []problem
	wanted, isWhole := map[string]bool{}, map[string]bool{}
	for _, name := range target.Names {
		top, _, isPart := strings.Cut(name, "/")
		if !slices.ContainsFunc(found, func(test foundTest) bool { return test.Name == top }) {
			message := fmt.Sprintf("There is no test %s in %s%s", top, target.Folder, near(top, found))
			problems = append(problems, notFound([]string{packageID(target.Folder) + " " + name}, message)...)
			continue
		}
		wanted[top] = true
		if isPart {
			prepared.Parts = append(prepared.Parts, name)
		} else {
			isWhole[top] = true
		}
	}
	for _, test := range found {
		if slices.Contains(target.Files, test.File) {
			isWhole[test.Name] = true
		} else if !wanted[test.Name] {
			continue
		}
		prepared.Tests = append(prepared.Tests, test)
	}
	prepared.Parts = slices.DeleteFunc(prepared.Parts, func(name string) bool {
		top, _, _ := strings.Cut(name, "/")
		return isWhole[top]
	})
	for _, file := range target.Files {
		if !slices.ContainsFunc(found, func(test foundTest) bool { return test.File == file }) {
			problems = append(problems, notFound([]string{file}, "There is no test in "+file)...)
		}
	}
	if len(prepared.Tests) == 0 {
		return nil, problems
	}
	return prepared, problems
}

func packageID(folder string) string {
	if folder == "." {
		return "."
	}
	return "./" + folder
}

func notFound(tests []string, message string) []problem {
	var problems []problem
	for _, test := range tests {
		problems = append(problems, problem{Kind: "notFound", Test: test, Message: message})
	}
	return problems
}

// near names a test that differs in case or by what stands around it.
func near(name string, found []foundTest) string {
	for _, test := range found {
		a, b := strings.ToLower(name), strings.ToLower(test.Name)
		if strings.Contains(a, b) || strings.Contains(b, a) {
			return ". Did you mean " + test.Name + "?"
		}
	}
	return ""
}

// testsOf are the tests, fuzz targets and checked examples of a package, in the order in which Go runs each kind.
func testsOf(repository string, listed *listedPackage) []foundTest {
	var tests, fuzzTargets, examples []foundTest
	for _, name := range append(slices.Clone(listed.TestGoFiles), listed.XTestGoFiles...) {
		path := filepath.Join(listed.Dir, name)
		files := token.NewFileSet()
		file, _ := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		relative := inRepository(repository, path)
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Recv != nil {
				continue
			}
			test := foundTest{function.Name.Name, relative, files.PositionFor(function.Pos(), false).Line}
			switch {
			case isTestName(test.Name, "Test") && takes(function, "T"):
				tests = append(tests, test)
			case isTestName(test.Name, "Fuzz") && takes(function, "F"):
				fuzzTargets = append(fuzzTargets, test)
			}
		}
		for _, example := range doc.Examples(file) {
			if example.Output == "" && !example.EmptyOutput {
				continue
			}
			line := files.PositionFor(example.Code.Pos(), false).Line
			examples = append(examples, foundTest{"Example" + example.Name, relative, line})
		}
	}
	return append(append(tests, fuzzTargets...), examples...)
}

func isTestName(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	letter, _ := utf8.DecodeRuneInString(rest)
	return ok && (rest == "" || !unicode.IsLower(letter))
}

// takes tells functions of one parameter, `*testing.T` or the like under whatever name.
func takes(function *ast.FuncDecl, kind string) bool {
	parameters := function.Type.Params.List
	if len(parameters) != 1 || len(parameters[0].Names) > 1 {
		return false
	}
	pointer, ok := parameters[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch to := pointer.X.(type) {
	case *ast.SelectorExpr:
		return to.Sel.Name == kind
	case *ast.Ident:
		return to.Name == kind
	}
	return false
}
