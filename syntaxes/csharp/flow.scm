; Statements and what they do to control.

(block) @block
[(comment) (preproc_region) (preproc_endregion) (preproc_line) (preproc_pragma) (preproc_define)] @skip

[
  (expression_statement) (local_declaration_statement) (field_declaration) (event_field_declaration)
  (enum_member_declaration) (fixed_statement)
] @statement

(if_statement condition: (_) @condition consequence: (_) @consequence) @branch
(if_statement alternative: (_) @else)
(if_statement alternative: (if_statement) @alternative)

(while_statement condition: (_) @condition body: (_) @body) @loop
(while_statement condition: (boolean_literal)) @loop.endless
(do_statement body: (_) @body condition: (_) @condition) @loop.testsLast
(for_statement body: (_) @body) @loop
(for_statement !condition) @loop.endless
(for_statement initializer: (_) @initializer)
(for_statement condition: (_) @condition)
(for_statement update: (_) @step)
(foreach_statement left: (_) @declared right: (_) @value body: (_) @body) @loop
(foreach_statement type: (_) @type)

(try_statement body: (_) @body) @try
(try_statement (finally_clause) @finally)
(catch_clause body: (_) @body) @handler
(catch_declaration type: (_) @type)
(catch_declaration name: (_) @target) @declaration

(using_statement body: (_) @body) @region
(lock_statement (block) @body) @region
(fixed_statement (block) @body) @region
[(checked_statement) (unsafe_statement)] @block

(switch_statement body: (_) @body) @switch.breakable
(switch_section) @case
(switch_section "default") @case.default

(labeled_statement . (identifier) @name (_) @body) @label
(goto_statement (identifier) @label) @exit.goto
(return_statement) @exit.return
(throw_statement) @exit.raise
(break_statement) @exit.break
(continue_statement) @exit.continue
(yield_statement "return" @yield) @statement
(yield_statement "break") @exit.return
