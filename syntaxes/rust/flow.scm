; Statements and what they do to control.

[(block) (declaration_list)] @block
[(unsafe_block) (const_block)] @wrapper
[(line_comment) (block_comment) (inner_attribute_item) (empty_statement)] @skip

(expression_statement) @statement
(expression_statement [
  (if_expression) (match_expression) (for_expression) (while_expression) (loop_expression) (block) (unsafe_block)
  (return_expression) (break_expression) (continue_expression)
]) @wrapper
(expression_statement (macro_invocation macro: (identifier) @_name
  (#any-of? @_name "panic" "todo" "unreachable" "unimplemented" "bail"))) @wrapper
(macro_invocation macro: (identifier) @_name
  (#any-of? @_name "panic" "todo" "unreachable" "unimplemented" "bail")) @exit.raise

; A block gives the value of the expression at its end, written without a semicolon.
(block [
  (identifier) (self) (scoped_identifier) (field_expression) (index_expression) (call_expression) (struct_expression)
  (macro_invocation) (reference_expression) (unary_expression) (binary_expression) (try_expression) (await_expression)
  (parenthesized_expression) (tuple_expression) (array_expression) (unit_expression) (range_expression)
  (type_cast_expression) (closure_expression) (async_block) (generic_function) (assignment_expression)
  (compound_assignment_expr) (yield_expression) (if_expression) (match_expression) (for_expression) (while_expression)
  (loop_expression) (block) (unsafe_block) (return_expression) (break_expression) (continue_expression)
  (boolean_literal) (char_literal) (float_literal) (integer_literal) (string_literal) (raw_string_literal)
] @outcome)
(block (expression_statement [
  (if_expression) (match_expression) (loop_expression) (block) (unsafe_block)
]) @outcome)

(if_expression condition: (_) @condition consequence: (_) @consequence) @branch.binding
(if_expression alternative: (_) @else)
(else_clause (_) @outcome)
(let_declaration alternative: (_) @else)

(for_expression pattern: (_) @declared value: (_) @elements body: (_) @body) @loop
(for_expression (label) @label)
(while_expression condition: (_) @condition body: (_) @body) @loop
(while_expression (label) @label)
(loop_expression body: (_) @body) @loop.endless
(loop_expression (label) @label)

(match_expression value: (_) @value body: (_) @body) @switch
(match_arm pattern: (_) @condition value: (_) @outcome) @case
; A match is exhaustive: what reaches its last arm takes it.
(match_block (match_arm) @case.default .)

(return_expression) @exit.return
(break_expression) @exit.break
(break_expression (label) @label)
(continue_expression) @exit.continue
(continue_expression (label) @label)
(try_expression (_) @object) @exit.maybe
(yield_expression) @yield
