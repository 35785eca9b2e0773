// The overlays of the standard library: `testing`, which is made to tell where tests begin and end, and container/ring,
// which carries the watcher. The places are found by what the code does there, not by its text, because every version of
// Go has another text.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// libraryOverlay gives the changed texts by path.
func libraryOverlay(goRoot, runtimeFolder string) (map[string]string, error) {
	texts := map[string]string{}
	ring := filepath.Join(goRoot, "src", "container", "ring", "ring.go")
	text, err := os.ReadFile(ring)
	if err != nil {
		return nil, err
	}
	if texts[ring], err = withRuntime(string(text), runtimeFolder); err != nil {
		return nil, err
	}
	for name, edit := range map[string]func(*source) error{
		"testing.go": overTesting,
		"example.go": overExamples,
		"fuzz.go":    overFuzz,
	} {
		path := filepath.Join(goRoot, "src", "testing", name)
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		of, err := parseSource(path, text)
		if err != nil {
			return nil, err
		}
		of.after(of.file.Name.End(), `;import _culprit "container/ring"`)
		if err := edit(of); err != nil {
			return nil, fmt.Errorf("this version of Go is not known well enough: %w", err)
		}
		texts[path] = of.edited()
	}
	return texts, nil
}

// withRuntime puts the files of a folder behind a file of the same package, as one text.
func withRuntime(text, folder string) (string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		return "", fmt.Errorf("there is no watcher in %s", folder)
	}
	other := "mapping_other.go"
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		other = "mapping_unix.go"
	}
	imports, bodies := []string{}, ""
	for _, name := range names {
		if filepath.Base(name) == other {
			continue
		}
		part, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, part, parser.ImportsOnly)
		if err != nil {
			return "", err
		}
		end := file.Name.End()
		for _, declaration := range file.Decls {
			end = declaration.End()
		}
		for _, imported := range file.Imports {
			if !slices.Contains(imports, imported.Path.Value) {
				imports = append(imports, imported.Path.Value)
			}
		}
		bodies += string(part[files.Position(end).Offset:])
	}
	slices.Sort(imports)
	return strings.Replace(text, "package ring", "package ring; import ("+strings.Join(imports, ";")+")", 1) + bodies, nil
}

// function is a function of a file, or the method of a type.
func function(of *source, kind, name string) *ast.FuncDecl {
	for _, declaration := range of.file.Decls {
		found, ok := declaration.(*ast.FuncDecl)
		if !ok || found.Name.Name != name || found.Body == nil || len(found.Body.List) == 0 {
			continue
		}
		if qualified := declaredName(found); qualified == name && kind == "" || qualified == kind+"."+name {
			return found
		}
	}
	return nil
}

func receiver(of *ast.FuncDecl) string { return of.Recv.List[0].Names[0].Name }

func parameter(of *ast.FuncDecl, index int) string { return of.Type.Params.List[index].Names[0].Name }

// call is the first call of a function or method of that name.
func call(in ast.Node, name string) *ast.CallExpr {
	var found *ast.CallExpr
	ast.Inspect(in, func(node ast.Node) bool {
		called, ok := node.(*ast.CallExpr)
		if !ok || found != nil {
			return found == nil
		}
		switch to := called.Fun.(type) {
		case *ast.SelectorExpr:
			if to.Sel.Name == name {
				found = called
			}
		case *ast.Ident:
			if to.Name == name {
				found = called
			}
		}
		return true
	})
	return found
}
