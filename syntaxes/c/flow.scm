; Statements and what they do to control.

[(compound_statement) (declaration_list)] @block
[(comment) (attribute_specifier) (attribute_declaration) (ms_declspec_modifier)] @skip

[(expression_statement) (declaration) (gnu_asm_expression)] @statement

(expression_statement (call_expression)) @heading

(if_statement condition: (_) @condition consequence: (_) @consequence) @branch
(if_statement alternative: (else_clause) @else)

(for_statement body: (_) @body) @loop
(for_statement !condition) @loop.endless
(for_statement initializer: (_) @initializer)
(for_statement condition: (_) @condition)
(for_statement update: (_) @step)
(for_statement initializer: (comma_expression) @statement)
(for_statement update: (comma_expression) @statement)
(while_statement condition: (_) @condition body: (_) @body) @loop
(do_statement body: (_) @body condition: (_) @condition) @loop.testsLast

(switch_statement condition: (_) @condition body: (_) @body) @switch.breakable
(case_statement (_) @consequence) @case.through
(case_statement value: (_) @condition)
(case_statement !value) @case.through.default

(labeled_statement (_) @body)
(labeled_statement label: (_) @label) @label
(goto_statement label: (_) @label) @exit.goto
(return_statement) @exit.return
(break_statement) @exit.break
(continue_statement) @exit.continue

; Both arms of a conditional compilation are kept: either may be the one that runs.
[(preproc_if) (preproc_ifdef) (preproc_elif) (preproc_elifdef)] @branch
(preproc_if (_) @consequence)
(preproc_if condition: (_) @condition)
(preproc_ifdef (_) @consequence)
(preproc_ifdef name: (_) @condition)
(preproc_elif (_) @consequence)
(preproc_elif condition: (_) @condition)
(preproc_elifdef (_) @consequence)
(preproc_elifdef name: (_) @condition)
(preproc_if alternative: [(preproc_else) (preproc_elif) (preproc_elifdef)] @else)
(preproc_ifdef alternative: [(preproc_else) (preproc_elif) (preproc_elifdef)] @else)
(preproc_elif alternative: [(preproc_else) (preproc_elif) (preproc_elifdef)] @else)
(preproc_elifdef alternative: [(preproc_else) (preproc_elif) (preproc_elifdef)] @else)
(preproc_call) @skip
