; Statements and what they do to control.

(block) @block
(comment) @skip

[
  (expression_statement) (assert_statement) (pass_statement) (print_statement) (exec_statement)
  (type_alias_statement) (future_import_statement) (decorator)
] @statement
(type_alias_statement left: (_) @target right: (_) @value)

(if_statement condition: (_) @condition consequence: (_) @consequence) @branch
(if_statement alternative: (elif_clause) @alternative)
(if_statement alternative: (else_clause) @else)
(elif_clause condition: (_) @condition consequence: (_) @consequence) @branch

(for_statement left: (_) @target right: (_) @value body: (_) @body) @loop
(for_statement alternative: (_) @else)
(while_statement condition: (_) @condition body: (_) @body) @loop
(while_statement condition: [(true) (integer)]) @loop.endless
(while_statement alternative: (_) @else)

(try_statement body: (_) @body) @try
(try_statement (else_clause) @else)
(try_statement (finally_clause) @finally)
(except_clause (block) @body) @handler
(as_pattern alias: (as_pattern_target) @target)

(with_statement body: (_) @body) @region

(match_statement body: (_) @body) @switch
(case_clause consequence: (_) @consequence) @case
(case_clause . (case_pattern . "_") !guard consequence: (_) @consequence) @case.default

(return_statement) @exit.return
(raise_statement) @exit.raise
(break_statement) @exit.break
(continue_statement) @exit.continue
(yield) @yield
