; Where values are stored and read.

[(identifier) (predefined_type)] @reference.name
["this" "base"] @reference.name
(member_access_expression expression: (_) @object)
(member_access_expression expression: ["this" "base"] @object)
(member_access_expression name: (_) @member) @reference.member
(conditional_access_expression condition: (_) @object (member_binding_expression) @member) @reference.member
(member_binding_expression name: (_) @member)
(qualified_name qualifier: (_) @object name: (_) @member) @reference.member
(alias_qualified_name name: (_) @member) @reference.member
(generic_name . (identifier) @member) @reference.member
(element_access_expression expression: (_) @object) @reference.index
[(type_argument_list) (type_parameter_list) (type_parameter_constraints_clause)] @skip

(invocation_expression function: (_) @function arguments: (_) @arguments) @reference.call
(object_creation_expression type: (_) @function) @reference.call
(object_creation_expression arguments: (_) @arguments)
(object_creation_expression initializer: (_) @body)
(argument name: (_) @keyword) @argument.keyword
(argument name: (_) . (_) @value)
(initializer_expression (assignment_expression left: (_) @skip) @argument.keyword)

(local_declaration_statement (variable_declaration type: (_) @type))
(variable_declaration type: (_) @type)
(variable_declarator name: (_) @target) @declaration
(variable_declarator name: (_) . (_) @value)
(variable_declarator (tuple_pattern) @target . (_) @value)
(property_declaration value: (_) @value)
(enum_member_declaration name: (_) @target)
(declaration_expression type: (_) @type)
(declaration_expression name: (_) @target) @binding
(declaration_pattern type: (_) @type)
(declaration_pattern name: (_) @target) @binding
(is_pattern_expression expression: (_) @value)

(assignment_expression left: (_) @target right: (_) @value) @update
(assignment_expression left: (_) @target operator: "=" right: (_) @value) @assignment
(postfix_unary_expression (_) @target ["++" "--"]) @update
(prefix_unary_expression ["++" "--"] (_) @target) @update

(parenthesized_expression (_) @object) @group
(await_expression (_) @object) @group
(cast_expression type: (_) @type value: (_) @object) @group
(as_expression right: (_) @type)
(typeof_expression type: (_) @type)
[(implicit_type) (interpolation_start) (interpolation_brace) (string_content)] @skip
(string_literal_content) @literal
(null_literal) @null
