; Where values are stored and read.

[(identifier) (type_identifier) (this) (super)] @reference.name
(field_access object: (_) @object field: (_) @member) @reference.member
(array_access array: (_) @object) @reference.index
(method_reference) @reference.member

; A type is the path of its name, without what it is applied to.
(scoped_type_identifier) @reference.member
(generic_type) @reference.member
(annotated_type) @reference.member

(method_invocation !object name: (_) @function arguments: (_) @arguments) @reference.call
(method_invocation object: (_) @object name: (_) @member arguments: (_) @arguments) @reference.call
(object_creation_expression type: (_) @function arguments: (_) @arguments) @reference.call
(explicit_constructor_invocation constructor: (_) @function arguments: (_) @arguments) @reference.call
(enum_constant arguments: (_) @arguments)

(local_variable_declaration type: (_) @type)
(field_declaration type: (_) @type)
(constant_declaration type: (_) @type)
(variable_declarator name: (_) @target) @declaration
(variable_declarator value: (_) @value)
(resource name: (_) @target value: (_) @value) @declaration
(resource type: (_) @type)
(catch_formal_parameter (catch_type) @type name: (_) @declared)
(enum_constant name: (_) @target) @declaration.instance

(assignment_expression left: (_) @target right: (_) @value) @update
(assignment_expression left: (_) @target operator: "=" right: (_) @value) @assignment

(update_expression (_) @target) @update

(instanceof_expression right: (_) @type)
(instanceof_expression left: (_) @value right: (_) @type name: (_) @target) @binding
(type_pattern (_) @type)
(type_pattern (identifier) @target) @binding
(record_pattern_component (_) @type)
(record_pattern_component (identifier) @target) @binding
(record_pattern . (_) @type)
(array_type) @skip
(cast_expression type: (_) @type value: (_) @object) @group
(parenthesized_expression (_) @object) @group
(array_creation_expression type: (_) @type)
(null_literal) @null

; Texts in quotes may name keys and paths of documents.
(string_fragment) @literal
