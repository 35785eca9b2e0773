; Where values are stored and read.

[(identifier) (type_identifier) (wildcard)] @reference.name
(field_expression value: (_) @object field: (_) @member) @reference.member
(stable_type_identifier) @reference.member
(stable_identifier) @reference.member
(package_identifier) @reference.member
(generic_type type: (_) @object) @reference.member
(generic_function function: (_) @object) @group
(type_arguments) @skip

(call_expression function: (_) @function) @reference.call
(call_expression arguments: (arguments) @arguments)
(call_expression arguments: (block) @body)
(call_expression arguments: (case_block) @body)
(instance_expression . (_) @function) @reference.call
(instance_expression arguments: (_) @arguments)
(arguments (assignment_expression left: (_) @skip) @argument.keyword)

(val_definition pattern: (_) @target value: (_) @value) @declaration
(val_definition type: (_) @type)
(var_definition pattern: (_) @target value: (_) @value) @declaration
(var_definition type: (_) @type)
(val_declaration name: (_) @target) @declaration
(val_declaration type: (_) @type)
(var_declaration name: (_) @target) @declaration
(var_declaration type: (_) @type)
(case_class_pattern type: (_) @skip)
(typed_pattern type: (_) @type)
(simple_enum_case name: (_) @target) @declaration
(assignment_expression left: (_) @target right: (_) @value) @assignment
(infix_expression left: (_) @target operator: (operator_identifier) @_operator @skip right: (_) @value
  (#any-of? @_operator "+=" "-=" "*=" "/=" "%=" "++=" "::=" ":+=" "|=" "&=")) @update
(infix_expression operator: (_) @skip)
(parenthesized_expression (_) @object) @group
(operator_identifier) @skip
(interpolated_string_expression interpolator: (_) @skip)
(null_literal) @null
