; Where values are stored and read.

[(identifier) (this_expression) (super_expression)] @reference.name
(navigation_expression . (_) @object) @reference.member
(navigation_expression (identifier) @member .)
(user_type) @reference.member
(qualified_identifier) @reference.member
(index_expression . (_) @object) @reference.index
[(type_arguments) (type_parameters) (type_constraints) (parameter_modifiers) (callable_reference)] @skip

(call_expression . (_) @function) @reference.call
(call_expression (value_arguments) @arguments)
(call_expression (annotated_lambda) @body)
(call_expression . (call_expression) . (annotated_lambda)) @wrapper
(constructor_invocation (user_type) @function (value_arguments) @arguments) @reference.call
(constructor_delegation_call ["this" "super"] @function (value_arguments) @arguments) @reference.call
(constructor_delegation_call ["this" "super"] @reference.name)
(value_argument . (identifier) @keyword "=" (_) @value .) @argument.keyword

(property_declaration (variable_declaration) @target) @declaration
(property_declaration (variable_declaration) . (_) @value) @declaration
(property_declaration (multi_variable_declaration) @target . (_) @value) @declaration
(variable_declaration . (identifier) @member) @reference.member
(variable_declaration (identifier) . (_) @type)
(enum_entry . (identifier) @target) @declaration
(assignment left: (_) @target right: (_) @value) @update
(assignment left: (_) @target operator: "=" right: (_) @value) @assignment
(unary_expression argument: (_) @target operator: ["++" "--"]) @update
(unary_expression argument: (_) @object operator: "!!") @group
(parenthesized_expression (_) @object) @group
(as_expression left: (_) @object right: (_) @type) @group
(is_expression right: (_) @type)
(type_test (_) @type)
(label) @skip
(string_content) @literal
