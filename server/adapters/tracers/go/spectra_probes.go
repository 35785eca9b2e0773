// Mode spectra: a byte is set before every statement, and wherever a decision went one way. Stores to fixed places, with
// no call, because every test pays for them.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"hash/fnv"
	"path/filepath"
	"strings"
)

// care says how much is put into a file. Where the compiler does not take the whole of it, less is tried.
type care int

const (
	whole care = iota
	// statementsOnly leaves out what wraps conditions, whose types may be the program's own, and values.
	statementsOnly
	untouched
)

type branch struct {
	line, index int
	outcome     string
}

type spectraProbes struct {
	*source
	name       string
	branching  bool
	suffix     string
	statements []int
	outer      []int
	branches   []branch
	decisions  map[int]int
}

// probeSpectra gives the instrumented text. `file` is relative to the repository.
func probeSpectra(of *source, file string, hasTypeParameters bool, how care) string {
	probes := &spectraProbes{source: of, name: arrayName(file), branching: how == whole, decisions: map[int]int{}}
	if !hasTypeParameters {
		probes.suffix = "Of"
	}
	ast.Inspect(of.file, probes.visit)
	if len(probes.statements)+len(probes.outer) == 0 {
		return string(of.text)
	}
	of.after(of.file.Name.End(), `;import _culprit "container/ring"`)
	of.insertions = append(of.insertions, insertion{len(of.text), 1, probes.table(file)})
	return of.edited()
}

// arrayName is one of its own for each file of a package.
func arrayName(file string) string {
	hash := fnv.New32a()
	hash.Write([]byte(filepath.Base(file)))
	return fmt.Sprintf("_culprit%08x", hash.Sum32())
}

// table is the code behind the file: the arrays, and the call that makes them known.
func (of *spectraProbes) table(file string) string {
	branches := make([][3]any, len(of.branches))
	for index, branch := range of.branches {
		branches[index] = [3]any{branch.line, branch.index, branch.outcome}
	}
	fields := strings.TrimSuffix(strings.TrimPrefix(toJSON(struct {
		File     string   `json:"file"`
		Inner    []int    `json:"inner"`
		Outer    []int    `json:"outer"`
		Branches [][3]any `json:"branches"`
	}{file, orEmpty(of.statements), orEmpty(of.outer), branches}), "{"), "}")
	return fmt.Sprintf("\nvar %[1]s struct { _ [0]uint64; s [%[2]d]uint8; b [%[3]d]uint8 }\n"+
		"func init() { _culprit.Watch(%[1]s.s[:], %[1]s.b[:], %[4]d, %[5]q) }\n",
		of.name, inWords(len(of.statements)), inWords(len(of.branches)), len(of.outer), fields)
}

func inWords(count int) int { return (count + 8) / 8 * 8 }

func orEmpty(lines []int) []int { return append([]int{}, lines...) }

func toJSON(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

func (of *spectraProbes) statement(line int) string {
	of.statements = append(of.statements, line)
	return fmt.Sprintf("%s.s[%d]=1;", of.name, len(of.statements)-1)
}

// decision gives the number that a decision has on its line.
func (of *spectraProbes) decision(line int) int {
	of.decisions[line]++
	return of.decisions[line] - 1
}

func (of *spectraProbes) branch(line, decision int, outcome string) string {
	of.branches = append(of.branches, branch{line, decision, outcome})
	return fmt.Sprintf("%s.b[%d]", of.name, len(of.branches)-1)
}

func (of *spectraProbes) visit(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.GenDecl:
		if node.Tok == token.CONST || node.Tok == token.TYPE || node.Tok == token.IMPORT {
			return false
		}
	case *ast.File:
		for _, declaration := range node.Decls {
			of.outerStatements(declaration)
		}
	case *ast.BlockStmt:
		of.list(node.List)
	case *ast.CaseClause:
		of.clause(node.Case, node.Colon)
		of.list(node.Body)
	case *ast.CommClause:
		of.clause(node.Case, node.Colon)
		of.list(node.Body)
	case *ast.IfStmt:
		of.condition(node)
	case *ast.ForStmt:
		of.loop(node)
	case *ast.RangeStmt:
		of.before(node.Body.Lbrace+1, "%s=1;", of.branch(of.line(node.For), of.decision(of.line(node.For)), "body"))
	case *ast.BinaryExpr:
		if of.branching && (node.Op == token.LAND || node.Op == token.LOR) {
			line := of.line(node.OpPos)
			probe := of.branch(line, of.decision(line), "right")
			of.before(node.Y.Pos(), "_culprit.Right%s(", of.suffix)
			of.after(node.Y.End(), ",&%s)", probe)
		}
	}
	return true
}

func (of *spectraProbes) outerStatements(declaration ast.Decl) {
	variables, ok := declaration.(*ast.GenDecl)
	if !ok || variables.Tok != token.VAR {
		return
	}
	for _, specification := range variables.Specs {
		if value, ok := specification.(*ast.ValueSpec); ok && len(value.Values) != 0 {
			of.outer = append(of.outer, of.line(value.Pos()))
		}
	}
}

func (of *spectraProbes) list(statements []ast.Stmt) {
	for _, statement := range statements {
		if at, line, ok := probePlace(of.source, statement); ok {
			of.before(at, "%s", of.statement(line))
		}
	}
}

// probePlace is where a probe of a statement stands and the line it is of; none for what does nothing by itself.
func probePlace(of *source, statement ast.Stmt) (token.Pos, int, bool) {
	switch statement := statement.(type) {
	case *ast.EmptyStmt, *ast.CaseClause, *ast.CommClause, *ast.BlockStmt:
		return 0, 0, false
	case *ast.DeclStmt:
		declared, ok := statement.Decl.(*ast.GenDecl)
		return statement.Pos(), of.line(statement.Pos()), ok && declared.Tok == token.VAR
	case *ast.LabeledStmt:
		switch inner := statement.Stmt.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return statement.Pos(), of.line(inner.Pos()), true // `break` and `continue` want the label where it is
		default:
			_, line, ok := probePlace(of, inner)
			return statement.Colon + 1, line, ok
		}
	}
	return statement.Pos(), of.line(statement.Pos()), true
}

func (of *spectraProbes) clause(start, colon token.Pos) {
	line := of.line(start)
	of.before(colon+1, "%s%s=1;", of.statement(line), of.branch(line, of.decision(line), "case"))
}

func (of *spectraProbes) condition(node *ast.IfStmt) {
	line := of.line(node.If)
	decision := of.decision(line)
	of.before(node.Body.Lbrace+1, "%s=1;", of.branch(line, decision, "true"))
	otherwise := of.branch(line, decision, "false")
	switch other := node.Else.(type) {
	case nil:
		of.after(node.Body.End(), " else {%s=1}", otherwise)
	case *ast.BlockStmt:
		of.before(other.Lbrace+1, "%s=1;", otherwise)
	case *ast.IfStmt:
		of.before(other.If, "{%s=1;%s", otherwise, of.statement(of.line(other.If)))
		of.after(other.End(), "}")
	}
}

func (of *spectraProbes) loop(node *ast.ForStmt) {
	line := of.line(node.For)
	decision := of.decision(line)
	of.before(node.Body.Lbrace+1, "%s=1;", of.branch(line, decision, "body"))
	if node.Cond != nil && of.branching {
		probe := of.branch(line, decision, "done")
		of.before(node.Cond.Pos(), "_culprit.Branch%s(", of.suffix)
		of.after(node.Cond.End(), ",&%s)", probe)
	}
}
