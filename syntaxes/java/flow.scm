; Statements and what they do to control.

(block) @block
[(line_comment) (block_comment)] @skip

[
  (expression_statement) (assert_statement)
] @statement

(if_statement condition: (_) @condition consequence: (_) @consequence) @branch
(if_statement alternative: (_) @else)
(if_statement alternative: (if_statement) @alternative)

(while_statement condition: (_) @condition body: (_) @body) @loop
(while_statement condition: (parenthesized_expression (true))) @loop.endless
(do_statement body: (_) @body condition: (_) @condition) @loop.testsLast
(for_statement body: (_) @body) @loop
(for_statement !condition) @loop.endless
(for_statement init: (_) @initializer)
(for_statement condition: (_) @condition)
(for_statement update: (_) @step)
(enhanced_for_statement type: (_) @type name: (_) @declared value: (_) @value body: (_) @body) @loop

(try_statement body: (_) @body) @try
(try_with_resources_statement resources: (_) @initializer body: (_) @body) @try
(try_statement (finally_clause) @finally)
(try_with_resources_statement (finally_clause) @finally)
(catch_clause body: (_) @body) @handler

(synchronized_statement body: (_) @body) @region

(switch_expression condition: (_) @condition body: (_) @body) @switch.breakable
(switch_block_statement_group) @case.through
(switch_block_statement_group (switch_label "default")) @case.through.default
(switch_block_statement_group [
  (expression_statement) (assert_statement) (local_variable_declaration) (if_statement) (while_statement)
  (do_statement) (for_statement) (enhanced_for_statement) (try_statement) (try_with_resources_statement)
  (synchronized_statement) (switch_expression) (labeled_statement) (block) (return_statement) (throw_statement)
  (break_statement) (continue_statement) (yield_statement) (class_declaration) (record_declaration)
  (interface_declaration) (enum_declaration)
] @consequence)
(switch_rule [(expression_statement) (throw_statement) (block)] @consequence) @case
(switch_rule (switch_label "default") [(expression_statement) (throw_statement) (block)] @consequence) @case.default

(labeled_statement (identifier) @label) @label
(labeled_statement (_) @body .)

(return_statement) @exit.return
(throw_statement) @exit.raise
(break_statement) @exit.break
(break_statement (identifier) @label)
(continue_statement) @exit.continue
(continue_statement (identifier) @label)
(yield_statement (_) @value) @exit.break
