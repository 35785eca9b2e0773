; Statements and what they do to control.

[(compound_statement) (colon_block)] @block
[(comment) (text) (text_interpolation) (php_tag)] @skip

[
  (expression_statement) (echo_statement) (const_declaration) (property_declaration) (function_static_declaration)
  (declare_statement) (enum_case)
] @statement
(unset_statement) @deletion
(global_declaration) @statement

(if_statement condition: (_) @condition body: (_) @consequence) @branch
(if_statement alternative: (else_if_clause) @alternative)
(if_statement alternative: (else_clause) @else)
(else_if_clause condition: (_) @condition body: (_) @consequence) @branch

(for_statement body: (_) @body) @loop
(for_statement !body) @loop
(for_statement !condition) @loop.endless
(for_statement initialize: (_) @initializer)
(for_statement condition: (_) @condition)
(for_statement update: (_) @step)
(foreach_statement . (_) . (_) @target) @loop
(foreach_statement . (_) @value)
(foreach_statement body: (_) @body)
(while_statement condition: (_) @condition body: (_) @body) @loop
(while_statement condition: (parenthesized_expression (boolean))) @loop.endless
(do_statement body: (_) @body condition: (_) @condition) @loop.testsLast

(try_statement body: (_) @body) @try
(try_statement (finally_clause) @finally)
(catch_clause type: (_) @type body: (_) @body) @handler
(catch_clause name: (_) @target)

(switch_statement condition: (_) @condition body: (_) @body) @switch.breakable
(case_statement value: (_) @value) @case.through
(default_statement) @case.through.default

(named_label_statement (name) @label) @label
(goto_statement (name) @label) @exit.goto
(return_statement) @exit.return
(expression_statement (throw_expression)) @exit.raise
(break_statement) @exit.break
(continue_statement) @exit.continue
