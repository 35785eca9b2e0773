; Statements and what they do to control.

[(seq_block) (par_block) (generate_block) (generate_region)] @block
[(one_line_comment) (block_comment) (text_macro_definition) (property_declaration) (sequence_declaration) (covergroup_declaration)] @skip

[(blocking_assignment) (nonblocking_assignment) (continuous_assign) (subroutine_call_statement)] @statement
[(data_declaration) (net_declaration) (parameter_declaration) (local_parameter_declaration)] @statement
[(concurrent_assertion_item) (simple_immediate_assert_statement)] @statement

(always_construct (statement) @body) @region
(initial_construct (statement_or_null) @body) @region
(final_construct (function_statement) @body) @region

(conditional_statement (statement_or_null) @else) @branch
(conditional_statement . (cond_predicate) . (statement_or_null) @consequence)
(if_generate_construct (generate_block) @else) @branch
(if_generate_construct . (constant_expression) . (generate_block) @consequence)

(loop_statement (statement_or_null) @body) @loop
(loop_statement (statement) @body) @loop
(loop_statement "forever") @loop.endless
(loop_statement "do") @loop.testsLast
(loop_statement (for_initialization) @initializer)
(loop_statement (for_step) @step)
(loop_statement (loop_variables) @target)
(for_initialization (for_variable_declaration)) @statement
(for_initialization (list_of_variable_assignments)) @statement
(for_step) @statement
(loop_generate_construct (generate_block) @body) @loop

(case_statement) @switch
(case_item (statement_or_null) @consequence) @case
(case_item "default") @case.default

(jump_statement "return") @exit.return
(jump_statement "break") @exit.break
(jump_statement "continue") @exit.continue
