// Probes for values: of arguments, of what is assigned, of conditions and of results, on the lines asked for.
package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// function puts the probes at the start of a function.
func (of *traceProbes) function(function *tracedFunction, receiver *ast.FieldList, kind *ast.FuncType, body *ast.BlockStmt) {
	if function.isSilent {
		return
	}
	at := body.Lbrace + 1
	if !function.values || !of.asksFor(function.line, of.line(body.Lbrace)) && !of.asksForResults(body) {
		of.before(at, "_culprit.Enter(%s);defer _culprit.Leave(%s);", of.code(), of.code())
		return
	}
	event := of.newEvent(body)
	of.before(at, "%s:=_culprit.Enter(%s);_=%s;", event, of.code(), event)
	for _, list := range []*ast.FieldList{receiver, kind.Params} {
		for _, name := range namesOf(list) {
			of.before(at, "_culprit.Argument(%s,%s,%q,%s);", of.code(), event, name, name)
		}
	}
	results := of.nameResults(kind.Results)
	of.before(at, "defer func(){_culprit.LeaveWith(%s)}();", strings.Join(append([]string{of.code()}, results...), ","))
}

func (of *traceProbes) asksForResults(body *ast.BlockStmt) bool {
	return of.asksFor(of.line(body.Lbrace), of.line(body.Rbrace))
}

func namesOf(list *ast.FieldList) []string {
	var names []string
	if list != nil {
		for _, field := range list.List {
			for _, name := range field.Names {
				if name.Name != "_" {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

// nameResults gives results names where they have none, so that a deferred function can read them.
func (of *traceProbes) nameResults(list *ast.FieldList) []string {
	if list == nil || len(list.List) == 0 {
		return nil
	}
	if len(list.List[0].Names) != 0 {
		return namesOf(list)
	}
	var names []string
	for _, field := range list.List {
		name := fmt.Sprintf("_culpritR%d", len(names))
		names = append(names, name)
		if list.Opening.IsValid() {
			of.before(field.Type.Pos(), "%s ", name)
		} else {
			of.before(field.Type.Pos(), "(%s ", name)
			of.after(field.Type.End(), ")")
		}
	}
	return names
}

// newEvent is a variable of its own for the number of the event that a node is.
func (of *traceProbes) newEvent(node ast.Node) string {
	return fmt.Sprintf("_culpritN%d", of.offset(node.Pos()))
}

func (of *traceProbes) event(node ast.Node) string { return of.newEvent(node) }

// statementWithValues is the probe of a statement; what it assigns is noted behind it.
func (of *traceProbes) statementWithValues(statement ast.Stmt, line int) string {
	event := of.newEvent(statement)
	var assigned []ast.Expr
	switch node := statement.(type) {
	case *ast.AssignStmt:
		assigned = node.Lhs
	case *ast.IncDecStmt:
		assigned = []ast.Expr{node.X}
	case *ast.DeclStmt:
		for _, specification := range node.Decl.(*ast.GenDecl).Specs {
			for _, name := range specification.(*ast.ValueSpec).Names {
				assigned = append(assigned, name)
			}
		}
	}
	for index := len(assigned) - 1; index >= 0; index-- {
		isAlone := len(assigned) == 1
		if _, isIndexed := assigned[index].(*ast.IndexExpr); isIndexed && !isAlone {
			continue // the index may have changed with it
		}
		if text := of.assigned(assigned[index], line, event); text != "" {
			of.after(statement.End(), ";%s", strings.TrimSuffix(text, ";"))
		}
	}
	return fmt.Sprintf("%s:=_culprit.Line(%s,%d);_=%s;", event, of.code(), line, event)
}

// assigned is the probe for a variable or an access path that can be read again without running anything.
func (of *traceProbes) assigned(to ast.Expr, line int, event string) string {
	if name, ok := to.(*ast.Ident); ok && name.Name == "_" || !isReadable(to) {
		return ""
	}
	text := of.textOf(to)
	whole := string(of.text[of.offset(to.Pos()):of.offset(to.End())])
	if strings.ContainsAny(whole, "\n") {
		return ""
	}
	return fmt.Sprintf("_culprit.Assigned(%s,%d,%s,%q,%s);", of.code(), line, event, text, whole)
}

func isReadable(expression ast.Expr) bool {
	switch node := expression.(type) {
	case *ast.Ident:
		return true
	case *ast.BasicLit:
		return node.Kind == token.INT || node.Kind == token.STRING
	case *ast.SelectorExpr:
		return isReadable(node.X)
	case *ast.IndexExpr:
		return isReadable(node.X) && isReadable(node.Index)
	case *ast.StarExpr:
		return isReadable(node.X)
	}
	return false
}
