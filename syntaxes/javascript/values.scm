; Where values are stored and read. TypeScript shares this file.

[
  (identifier) (this) (super) (shorthand_property_identifier) (shorthand_property_identifier_pattern)
] @reference.name
(member_expression object: (_) @object property: (_) @member) @reference.member
(optional_chain) @skip
(subscript_expression object: (_) @object) @reference.index

(call_expression function: (_) @function arguments: (_) @arguments) @reference.call
(call_expression arguments: (template_string) @argument.rest)
(new_expression constructor: (_) @function) @reference.call
(new_expression arguments: (_) @arguments)
(arguments (spread_element) @argument.rest)

(variable_declarator name: (_) @target) @declaration
(variable_declarator value: (_) @value)
(variable_declaration (variable_declarator) @declaration.hoisted)
(assignment_expression left: (_) @target right: (_) @value) @binding
(expression_statement (assignment_expression) @assignment)
(augmented_assignment_expression left: (_) @target right: (_) @value) @update
(update_expression argument: (_) @target) @update
(unary_expression operator: "delete") @deletion

; What a pattern falls back on is read, not stored into.
(assignment_pattern right: (_) @default)
(object_assignment_pattern right: (_) @default)
(pair_pattern key: (computed_property_name) @default)

[(escape_sequence) (regex_pattern) (regex_flags)] @skip
[(null) (undefined)] @null

(object) @object.literal
(pair key: (_) @keyword value: (_) @value)
(parenthesized_expression . (_) @object) @group
(await_expression (_) @object) @group

; Texts in quotes may name keys and paths of documents.
(string_fragment) @literal
