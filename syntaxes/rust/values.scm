; Where values are stored and read.

[(identifier) (type_identifier) (self) (super) (crate) (shorthand_field_identifier)] @reference.name
(field_expression value: (_) @object field: (_) @member) @reference.member
(scoped_identifier path: (_) @object name: (_) @member) @reference.member
(scoped_type_identifier path: (_) @object name: (_) @member) @reference.member
[(generic_type) (generic_type_with_turbofish)] @reference.member
(index_expression . (_) @object) @reference.index
(unary_expression "*" (_) @object) @reference.index
(generic_type type_arguments: (_) @arguments)
(type_arguments) @skip
[(lifetime) (mutable_specifier)] @null
(array_type) @type.many
(array_type length: (_) @null)
[(function_type) (tuple_type)] @skip

(call_expression function: (_) @function arguments: (_) @arguments) @reference.call
(generic_function function: (_) @object) @group
(struct_expression name: (_) @function body: (_) @arguments) @reference.call
(field_initializer field: (_) @keyword value: (_) @value) @argument.keyword
(base_field_initializer) @argument.rest
(arguments (assignment_expression left: (identifier) @keyword right: (_) @value) @argument.keyword)

(let_declaration pattern: (_) @target) @declaration
(let_declaration value: (_) @value)
(let_declaration type: (_) @type)
(let_declaration alternative: (_)) @declaration.refutable
(let_condition pattern: (_) @declared value: (_) @value) @binding
(match_pattern . (_) @declared)
(match_pattern condition: (_) @condition)
(assignment_expression left: (_) @target right: (_) @value) @assignment
(compound_assignment_expr left: (_) @target right: (_) @value) @update
(type_cast_expression type: (_) @type)

; What some patterns take out is the thing itself.
[(ref_pattern) (reference_pattern)] @group
(ref_pattern (_) @object)
(reference_pattern (identifier) @object)
(mut_pattern (mutable_specifier) . (_) @object) @group
(tuple_struct_pattern type: (identifier) @_form . (_) @object . (#any-of? @_form "Some" "Ok")) @group

; What a pattern is taken apart by is no variable.
(tuple_struct_pattern type: (_) @skip)
(struct_pattern type: (_) @skip)
[(remaining_field_pattern) (range_pattern)] @skip

(macro_invocation macro: (_) @skip)
(parenthesized_expression (_) @object) @group
(await_expression (_) @object) @group
(reference_expression value: (_) @object) @group
(token_tree) @tokens
(arguments (string_literal) @reference.format)
(reference_expression (mutable_specifier) value: (_) @object) @reference.address

; Texts in quotes may name keys and paths of documents.
(string_content) @literal
