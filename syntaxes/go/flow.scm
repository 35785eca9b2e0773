; Statements and what they do to control.

(block) @block
(comment) @skip

[
  (expression_statement) (send_statement) (go_statement) (defer_statement)
] @statement
(expression_statement (call_expression function: (identifier) @_called (#any-of? @_called "panic"))) @exit.raise
(expression_statement (call_expression function: (selector_expression) @_called
  (#any-of? @_called "os.Exit" "log.Fatal" "log.Fatalf" "log.Fatalln" "log.Panic" "log.Panicf"))) @exit.raise

(if_statement condition: (_) @condition consequence: (_) @consequence) @branch
(if_statement initializer: (_) @initializer)
(if_statement alternative: (block) @else)
(if_statement alternative: (if_statement) @alternative)

(for_statement body: (_) @body) @loop
(for_statement . body: (_) @body) @loop.endless
(for_statement (for_clause !condition)) @loop.endless
(for_clause) @wrapper
(for_clause initializer: (_) @initializer)
(for_clause condition: (_) @condition)
(for_clause update: (_) @step)

[(expression_switch_statement) (type_switch_statement) (select_statement)] @switch.breakable
(expression_switch_statement initializer: (_) @initializer)
(type_switch_statement initializer: (_) @initializer)
[(expression_case) (type_case) (communication_case)] @case
(default_case) @case.default
(expression_case (statement_list) @consequence)
(type_case (statement_list) @consequence)
(communication_case (statement_list) @consequence)
(default_case (statement_list) @consequence)
(expression_case (statement_list (fallthrough_statement))) @case.through
(default_case (statement_list (fallthrough_statement))) @case.through.default

(labeled_statement label: (_) @label) @label
(labeled_statement (_) @body .)

(return_statement) @exit.return
(break_statement) @exit.break
(break_statement (_) @label)
(continue_statement) @exit.continue
(continue_statement (_) @label)
(goto_statement (_) @label) @exit.goto
