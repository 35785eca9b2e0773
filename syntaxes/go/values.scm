; Where values are stored and read.

[(identifier) (type_identifier) (package_identifier) (field_identifier)] @reference.name
(selector_expression operand: (_) @object field: (_) @member) @reference.member
(qualified_type package: (_) @object name: (_) @member) @reference.member
(generic_type type: (_)) @reference.member
(index_expression operand: (_) @object) @reference.index
(slice_expression operand: (_) @object) @reference.index
(unary_expression operator: "*" operand: (_) @object) @reference.index
(unary_expression operator: "&" operand: (_) @object) @group
(parenthesized_expression (_) @object) @group
(type_assertion_expression operand: (_) @object type: (_) @type) @group

(call_expression function: (_) @function arguments: (_) @arguments) @reference.call
(variadic_argument) @argument.rest
(argument_list (unary_expression operator: "&") @changed)
(call_expression function: (identifier) @_changes arguments: (argument_list . (_) @changed)
  (#any-of? @_changes "delete" "copy" "clear"))

; A struct is made with values for its fields, by position or by name.
(composite_literal type: (_) @type)
(composite_literal type: [(type_identifier) (qualified_type) (generic_type)] @function body: (_) @arguments) @reference.call
(composite_literal type: [(type_identifier) (qualified_type) (generic_type) (struct_type)] body: (literal_value
  (keyed_element key: (_) @keyword value: (_) @value) @argument.keyword))
(literal_element (literal_value (keyed_element key: (_) @keyword value: (_) @value) @argument.keyword))

(expression_list) @list
(short_var_declaration left: (_) @target right: (_) @value) @declaration
(var_spec name: (_) @target) @declaration
(var_spec type: (_) @type)
(var_spec value: (_) @value)
(const_spec name: (_) @target) @declaration
(const_spec type: (_) @type)
(const_spec value: (_) @value)
(field_declaration name: (_) @target type: (_) @type) @declaration

(assignment_statement left: (_) @target right: (_) @value) @update
(assignment_statement left: (_) @target operator: "=" right: (_) @value) @assignment
(inc_statement (_) @target) @update
(dec_statement (_) @target) @update

(range_clause) @wrapper
(range_clause left: (_) @target right: (_) @elements)
(range_clause left: (_) @declared ":=")
(receive_statement left: (_) @target ":=" right: (_) @value) @declaration
(receive_statement left: (_) @target "=" right: (_) @value) @assignment
(type_switch_statement alias: (_) @declared value: (_) @value)

(type_conversion_expression type: (_) @type)
(type_instantiation_expression) @reference.member
(nil) @null

; Texts in quotes may name keys and paths of documents.
[(interpreted_string_literal_content) (raw_string_literal_content)] @literal
