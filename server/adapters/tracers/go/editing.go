// Texts put into a source between what stands there. Lines stay where they are, because nothing that is put in has a line
// end.
package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

type insertion struct {
	offset int
	rank   int
	text   string
}

// source is a parsed file with what is to be put into it.
type source struct {
	text       []byte
	files      *token.FileSet
	file       *ast.File
	insertions []insertion
}

func parseSource(path string, text []byte) (*source, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &source{text: text, files: files, file: file}, nil
}

func (of *source) offset(at token.Pos) int { return of.files.PositionFor(at, false).Offset }

// line is the line in this file, whatever a //line directive says.
func (of *source) line(at token.Pos) int { return of.files.PositionFor(at, false).Line }

// before puts a text before a position; what is put there first stands first.
func (of *source) before(at token.Pos, format string, values ...any) {
	of.insertions = append(of.insertions, insertion{of.offset(at), len(of.insertions) + 1, fmt.Sprintf(format, values...)})
}

// after puts a text behind what ends at a position: behind that of inner nodes, which are visited later.
func (of *source) after(at token.Pos, format string, values ...any) {
	of.insertions = append(of.insertions, insertion{of.offset(at), -len(of.insertions) - 1, fmt.Sprintf(format, values...)})
}

func (of *source) edited() string {
	slices.SortStableFunc(of.insertions, func(a, b insertion) int {
		if a.offset != b.offset {
			return cmp.Compare(a.offset, b.offset)
		}
		return cmp.Compare(a.rank, b.rank)
	})
	var to strings.Builder
	last := 0
	for _, insertion := range of.insertions {
		to.Write(of.text[last:insertion.offset])
		to.WriteString(insertion.text)
		last = insertion.offset
	}
	to.Write(of.text[last:])
	return to.String()
}

// textOf is what stands in the source, on one line and cut.
func (of *source) textOf(node ast.Node) string {
	text := strings.Join(strings.Fields(string(of.text[of.offset(node.Pos()):of.offset(node.End())])), " ")
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return text
}
