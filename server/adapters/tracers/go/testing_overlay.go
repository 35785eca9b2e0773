// What is put into `testing`, so that it tells where tests begin, wait, fail and end.
package main

import (
	"fmt"
	"go/ast"
	"go/token"
)

func overTesting(of *source) error {
	run := function(of, "T", "Run")
	runner := function(of, "", "tRunner")
	parallel := function(of, "T", "Parallel")
	fail := function(of, "common", "Fail")
	main := function(of, "M", "Run")
	if run == nil || runner == nil || parallel == nil || fail == nil || main == nil {
		return fmt.Errorf("testing.go lacks one of its functions")
	}
	of.before(main.Body.Lbrace+1, "_culprit.Begin();defer _culprit.Finish();")
	of.before(fail.Body.Lbrace+1, "_culprit.Failed(%s.name);", receiver(fail))
	if err := overRun(of, run); err != nil {
		return err
	}
	if err := overRunner(of, runner, parameter(runner, 0), ", %[1]s.duration"); err != nil {
		return err
	}
	waiting := call(parallel.Body, "waitParallel")
	if waiting == nil {
		return fmt.Errorf("T.Parallel does not wait")
	}
	of.after(waiting.End(), ";_culprit.Resume(%s.name)", receiver(parallel))
	for name, text := range map[string]string{
		"Error": "Sprintln(%[2]s...)", "Errorf": "Sprintf(%[2]s, %[3]s...)",
		"Fatal": "Sprintln(%[2]s...)", "Fatalf": "Sprintf(%[2]s, %[3]s...)",
	} {
		said := function(of, "common", name)
		if said == nil {
			return fmt.Errorf("testing.go has no %s", name)
		}
		values := []any{receiver(said), parameter(said, 0)}
		if len(said.Type.Params.List) > 1 {
			values = append(values, parameter(said, 1))
		}
		last := said.Body.List[len(said.Body.List)-1]
		of.before(last.Pos(), "_culprit.Said(%[1]s.name, fmt."+text+");", values...)
	}
	return nil
}

// overRun asks before a subtest, once its name is known, and tells when the test around it goes on.
func overRun(of *source, run *ast.FuncDecl) error {
	self := receiver(run)
	naming := call(run.Body, "fullName")
	var name string
	var named ast.Stmt
	for _, statement := range run.Body.List {
		assign, ok := statement.(*ast.AssignStmt)
		if ok && naming != nil && assign.Pos() <= naming.Pos() && naming.End() <= assign.End() {
			if first, ok := assign.Lhs[0].(*ast.Ident); ok {
				name, named = first.Name, statement
			}
		}
	}
	last, ok := run.Body.List[len(run.Body.List)-1].(*ast.ReturnStmt)
	if named == nil || !ok {
		return fmt.Errorf("T.Run is not as known")
	}
	for index, statement := range run.Body.List {
		if statement != named || index+1 == len(run.Body.List) {
			continue
		}
		// Behind the question whether the name matches.
		next := run.Body.List[index+1]
		of.after(next.End(), ";if !_culprit.MayRun(%s.name, %s) { return true }", self, name)
	}
	of.before(last.Pos(), "_culprit.Resume(%s.parent.name);", self)
	return nil
}

// overRunner tells the start of a test, takes care of its panic, and tells its end before anything is reported.
func overRunner(of *source, runner *ast.FuncDecl, self, taken string) error {
	of.before(runner.Body.Lbrace+1, "_culprit.Start(%s.name);", self)
	var panicked, reported ast.Node
	ast.Inspect(runner.Body, func(node ast.Node) bool {
		if assign, ok := node.(*ast.AssignStmt); ok && len(assign.Lhs) == 1 && assign.Tok == token.DEFINE {
			if name, ok := assign.Lhs[0].(*ast.Ident); ok && name.Name == "didPanic" {
				panicked = assign
			}
		}
		if statement, ok := node.(*ast.ExprStmt); ok {
			if called, ok := statement.X.(*ast.CallExpr); ok {
				if selector, ok := called.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "report" {
					reported = statement
				}
			}
		}
		return true
	})
	if panicked == nil || reported == nil {
		return fmt.Errorf("%s is not as known", runner.Name.Name)
	}
	of.before(panicked.Pos(), "if _culprit.Recovered(%[1]s.name, err) { %[1]s.Fail(); err = nil };", self)
	of.before(reported.Pos(), "_culprit.End(%[1]s.name, %[1]s.failed, %[1]s.skipped"+taken+");", self)
	return nil
}

func overFuzz(of *source) error {
	runner, all := function(of, "", "fRunner"), function(of, "", "runFuzzTests")
	if runner == nil || all == nil {
		return fmt.Errorf("fuzz.go lacks one of its functions")
	}
	if err := overRunner(of, runner, parameter(runner, 0), ", %[1]s.duration"); err != nil {
		return err
	}
	if !overMatch(of, all, "if !_culprit.MayRun(\"\", testName) { continue };") {
		return fmt.Errorf("runFuzzTests is not as known")
	}
	return nil
}

// overMatch puts a text behind `if !matched { continue }`.
func overMatch(of *source, in *ast.FuncDecl, text string) bool {
	isDone := false
	ast.Inspect(in.Body, func(node ast.Node) bool {
		test, ok := node.(*ast.IfStmt)
		if !ok || isDone {
			return !isDone
		}
		not, ok := test.Cond.(*ast.UnaryExpr)
		if !ok || not.Op != token.NOT {
			return true
		}
		if name, ok := not.X.(*ast.Ident); ok && name.Name == "matched" {
			of.after(test.End(), ";%s", text)
			isDone = true
		}
		return true
	})
	return isDone
}

func overExamples(of *source) error {
	all, result := function(of, "", "runExamples"), function(of, "InternalExample", "processRunResult")
	if all == nil || result == nil {
		return fmt.Errorf("example.go lacks one of its functions")
	}
	isDone := overMatch(of, all, "if !_culprit.StartExample(eg.Name) { continue };")
	var last ast.Stmt
	for _, statement := range result.Body.List {
		if test, ok := statement.(*ast.IfStmt); ok && call(test.Body, "panic") != nil {
			last = test
		}
	}
	if !isDone || last == nil {
		return fmt.Errorf("example.go is not as known")
	}
	of.before(last.Pos(), "if _culprit.EndExample(%s.Name, fail, finished, recovered) { return passed && finished && recovered == nil };",
		receiver(result))
	return nil
}
