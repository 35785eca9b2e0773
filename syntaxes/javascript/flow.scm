; Statements and what they do to control. TypeScript shares this file.

[(statement_block) (switch_body) (class_body)] @block
[(comment) (hash_bang_line) (empty_statement)] @skip

[(expression_statement) (lexical_declaration) (variable_declaration) (debugger_statement)] @statement

(if_statement condition: (_) @condition consequence: (_) @consequence) @branch
(if_statement alternative: (else_clause) @else)

(for_statement body: (_) @body) @loop
(for_statement initializer: (_) @initializer)
(for_statement condition: (_) @condition)
(for_statement increment: (_) @step)
(for_statement condition: (empty_statement)) @loop.endless
(for_in_statement left: (_) @target right: (_) @value body: (_) @body) @loop
(for_in_statement kind: ["let" "const"] left: (_) @declared)
(for_in_statement kind: "var" left: (_) @hoisted)
(for_in_statement operator: "of" right: (_) @elements)
(while_statement condition: (_) @condition body: (_) @body) @loop
(while_statement condition: (parenthesized_expression [(true) (number)])) @loop.endless
(do_statement body: (_) @body condition: (_) @condition) @loop.testsLast

(try_statement body: (_) @body) @try
(try_statement finalizer: (finally_clause) @finally)
(catch_clause body: (_) @body) @handler
(catch_clause parameter: (_) @declared)
(with_statement body: (_) @body) @region

(switch_statement value: (_) @condition body: (_) @body) @switch.breakable
(switch_case (_) @consequence) @case.through
(switch_case value: (_) @condition) @case.through
(switch_default) @case.through.default
(switch_default (_) @consequence)

(labeled_statement label: (_) @label body: (_) @body) @label
(break_statement) @exit.break
(break_statement label: (_) @label)
(continue_statement) @exit.continue
(continue_statement label: (_) @label)
(return_statement) @exit.return
(throw_statement) @exit.raise
(yield_expression) @yield
