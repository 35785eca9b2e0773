// Mode trace: a call before every statement and at both ends of every function, and behind assignments on the lines asked
// for what was assigned.
package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

type tracedFunction struct {
	name        string
	line, until int
	// isSilent where a function must stay as it is.
	isSilent bool
	// hasJumps where `goto` forbids new variables.
	hasJumps bool
	values   bool
}

type traceProbes struct {
	*source
	array     string
	how       care
	lines     [][2]int
	functions []*tracedFunction
	// within is the functions around the node that is visited, as indexes.
	within []int
	opened []bool
	names  map[*ast.FuncLit]string
	isNode map[ast.Node]bool
}

// probeTrace gives the instrumented text; `lines` are those whose values are asked for, as pairs of first and last.
func probeTrace(of *source, file string, lines [][2]int, how care) string {
	probes := &traceProbes{source: of, array: arrayName(file), how: how, lines: lines, names: map[*ast.FuncLit]string{}}
	ast.Inspect(of.file, probes.visit)
	if len(probes.functions) == 0 {
		return string(of.text)
	}
	of.after(of.file.Name.End(), `;import _culprit "container/ring"`)
	var table strings.Builder
	fmt.Fprintf(&table, "\nvar %s = [...]_culprit.Code{", probes.array)
	for _, function := range probes.functions {
		fmt.Fprintf(&table, "{File:%q,Name:%q,Line:%d,Until:%d},", file, function.name, function.line, function.until)
	}
	of.insertions = append(of.insertions, insertion{len(of.text), 1, table.String() + "}\nvar _ = _culprit.Line\n"})
	return of.edited()
}

func (of *traceProbes) visit(node ast.Node) bool {
	if node == nil {
		last := len(of.opened) - 1
		if of.opened[last] {
			of.within = of.within[:len(of.within)-1]
		}
		of.opened = of.opened[:last]
		return true
	}
	opens := false
	switch node := node.(type) {
	case *ast.GenDecl:
		if node.Tok == token.CONST || node.Tok == token.TYPE || node.Tok == token.IMPORT {
			return false
		}
	case *ast.FuncDecl:
		if node.Body == nil {
			return false
		}
		function := of.open(node, declaredName(node), node.Body)
		function.isSilent = isFixed(node)
		of.function(function, node.Recv, node.Type, node.Body)
		opens = true
	case *ast.FuncLit:
		name, isNamed := of.names[node]
		if !isNamed {
			name = fmt.Sprintf("<anonymous:%d>", of.line(node.Pos()))
		}
		if len(of.within) != 0 {
			name = of.innermost().name + "." + name
		}
		of.function(of.open(node, name, node.Body), nil, node.Type, node.Body)
		opens = true
	case *ast.AssignStmt:
		if len(node.Lhs) == len(node.Rhs) {
			for index, value := range node.Rhs {
				of.name(value, node.Lhs[index])
			}
		}
	case *ast.ValueSpec:
		if len(node.Names) == len(node.Values) {
			for index, value := range node.Values {
				of.name(value, node.Names[index])
			}
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
		of.rangeLoop(node)
	}
	of.opened = append(of.opened, opens)
	return true
}

func (of *traceProbes) name(value, to ast.Expr) {
	literal, isFunction := value.(*ast.FuncLit)
	if name, ok := to.(*ast.Ident); ok && isFunction && name.Name != "_" {
		of.names[literal] = name.Name
	}
}

func declaredName(node *ast.FuncDecl) string {
	if node.Recv == nil || len(node.Recv.List) == 0 {
		return node.Name.Name
	}
	kind := node.Recv.List[0].Type
	for {
		switch of := kind.(type) {
		case *ast.StarExpr:
			kind = of.X
		case *ast.ParenExpr:
			kind = of.X
		case *ast.IndexExpr:
			kind = of.X
		case *ast.IndexListExpr:
			kind = of.X
		case *ast.Ident:
			return of.Name + "." + node.Name.Name
		default:
			return node.Name.Name
		}
	}
}

// isFixed tells functions that the compiler wants without calls.
func isFixed(node *ast.FuncDecl) bool {
	if node.Doc != nil {
		for _, comment := range node.Doc.List {
			if strings.HasPrefix(comment.Text, "//go:nosplit") || strings.HasPrefix(comment.Text, "//go:norace") {
				return true
			}
		}
	}
	return false
}

func (of *traceProbes) open(node ast.Node, name string, body *ast.BlockStmt) *tracedFunction {
	function := &tracedFunction{name: name, line: of.line(node.Pos()), until: of.line(node.End())}
	ast.Inspect(body, func(inner ast.Node) bool {
		jump, ok := inner.(*ast.BranchStmt)
		function.hasJumps = function.hasJumps || ok && jump.Tok == token.GOTO
		return true
	})
	function.values = of.how == whole && !function.hasJumps && of.asksFor(function.line, function.until)
	of.functions = append(of.functions, function)
	of.within = append(of.within, len(of.functions)-1)
	return function
}

func (of *traceProbes) innermost() *tracedFunction {
	return of.functions[of.within[len(of.within)-1]]
}

// code is the address of the innermost function's entry in the table.
func (of *traceProbes) code() string {
	return fmt.Sprintf("&%s[%d]", of.array, of.within[len(of.within)-1])
}

func (of *traceProbes) asksFor(first, last int) bool {
	for _, lines := range of.lines {
		if first <= lines[1] && lines[0] <= last {
			return true
		}
	}
	return false
}

func (of *traceProbes) list(statements []ast.Stmt) {
	if of.innermost().isSilent {
		return
	}
	for _, statement := range statements {
		at, line, ok := probePlace(of.source, statement)
		if !ok {
			continue
		}
		if of.innermost().values && of.asksFor(line, of.line(statement.End())) {
			of.before(at, "%s", of.statementWithValues(statement, line))
		} else {
			of.before(at, "_culprit.Line(%s,%d);", of.code(), line)
		}
	}
}

func (of *traceProbes) clause(start, colon token.Pos) {
	if !of.innermost().isSilent {
		of.before(colon+1, "_culprit.Line(%s,%d);", of.code(), of.line(start))
	}
}

func (of *traceProbes) condition(node *ast.IfStmt) {
	function := of.innermost()
	if function.isSilent {
		return
	}
	if function.values && of.asksFor(of.line(node.If), of.line(node.Cond.End())) {
		of.before(node.Cond.Pos(), "_culprit.Condition(%s,%d,%s,%q,", of.code(), of.line(node.If), of.event(node),
			of.textOf(node.Cond))
		of.after(node.Cond.End(), ")")
	}
	if other, ok := node.Else.(*ast.IfStmt); ok {
		line := of.line(other.If)
		if function.values && of.asksFor(line, of.line(other.Cond.End())) {
			of.before(other.If, "{%s", of.statementWithValues(other, line))
		} else {
			of.before(other.If, "{_culprit.Line(%s,%d);", of.code(), line)
		}
		of.after(other.End(), "}")
	}
}

func (of *traceProbes) loop(node *ast.ForStmt) {
	function := of.innermost()
	if function.isSilent {
		return
	}
	line := of.line(node.For)
	if node.Cond == nil || of.how != whole {
		of.before(node.Body.Lbrace+1, "_culprit.Line(%s,%d);", of.code(), line)
		return
	}
	of.before(node.Cond.Pos(), "_culprit.At(%s,%d)&&(", of.code(), line)
	of.after(node.Cond.End(), ")")
}

func (of *traceProbes) rangeLoop(node *ast.RangeStmt) {
	function := of.innermost()
	if function.isSilent {
		return
	}
	line := of.line(node.For)
	if !function.values || !of.asksFor(line, line) {
		of.before(node.Body.Lbrace+1, "_culprit.Line(%s,%d);", of.code(), line)
		return
	}
	event := of.newEvent(node)
	of.before(node.Body.Lbrace+1, "%s:=_culprit.Line(%s,%d);_=%s;", event, of.code(), line, event)
	for _, variable := range []ast.Expr{node.Key, node.Value} {
		if variable != nil {
			of.before(node.Body.Lbrace+1, "%s", of.assigned(variable, line, event))
		}
	}
}
