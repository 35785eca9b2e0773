; Where values are stored and read. Variables keep their `$`, as functions and constants may have the same names.

[(name) (variable_name) (relative_scope)] @reference.name
[(namespace_name) (qualified_name) (relative_name)] @reference.member
(member_access_expression object: (_) @object name: (_) @member) @reference.member
(nullsafe_member_access_expression object: (_) @object name: (_) @member) @reference.member
(scoped_property_access_expression scope: (_) @object name: (_) @member) @reference.member
(class_constant_access_expression . (_) @object (name) @member .) @reference.member
(subscript_expression . (_) @object) @reference.index

(function_call_expression function: (_) @function arguments: (_) @arguments) @reference.call
(member_call_expression object: (_) @object name: (_) @member arguments: (_) @arguments) @reference.call
(nullsafe_member_call_expression object: (_) @object name: (_) @member arguments: (_) @arguments) @reference.call
(scoped_call_expression scope: (_) @object name: (_) @member arguments: (_) @arguments) @reference.call
(object_creation_expression [(name) (qualified_name) (relative_scope) (variable_name)] @function) @reference.call
(object_creation_expression (arguments) @arguments)
(argument name: (_) @keyword) @argument.keyword
(argument name: (_) . (_) @value)
(argument (variadic_unpacking)) @argument.rest

(assignment_expression left: (_) @target right: (_) @value) @assignment
(reference_assignment_expression left: (_) @target right: (_) @value) @assignment
(augmented_assignment_expression left: (_) @target right: (_) @value) @update
(update_expression argument: (_) @target) @update
(static_variable_declaration name: (_) @target) @assignment
(static_variable_declaration value: (_) @value)
(const_element . (name) @target . (_) @value) @assignment
(enum_case name: (_) @target)

; A property is read without the `$` it is declared with, unless it is static.
(property_declaration (property_element name: (variable_name) @target @reference.member))
(property_declaration (static_modifier) (property_element name: (variable_name) @target @reference.name))
(property_element default_value: (_) @value) @declaration
(property_element !default_value) @declaration
(property_declaration type: (_) @type)

(cast_expression type: (_) @type)
(null) @null
(parenthesized_expression (_) @object) @group

; Texts in quotes may name keys and paths of documents.
(string_content) @literal
