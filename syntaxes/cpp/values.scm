; Where values are stored and read, beyond C.

[(namespace_identifier) (this)] @reference.name
(qualified_identifier) @reference.member
(template_function arguments: (_) @skip) @reference.member
(template_type arguments: (_) @skip) @reference.member
(template_method name: (field_identifier) @reference.name arguments: (_) @skip) @reference.member
(dependent_type) @reference.member

; What a smart pointer leads to is used as if it were the pointer.
(template_type
  name: (type_identifier) @skip @_pointer
  arguments: (template_argument_list . (type_descriptor) .) @reference.member
  (#any-of? @_pointer "unique_ptr" "shared_ptr" "weak_ptr" "scoped_refptr" "RefPtr" "not_null"))
(qualified_identifier
  scope: (namespace_identifier) @skip
  name: (template_type name: (type_identifier) @_pointer)
  (#any-of? @_pointer "unique_ptr" "shared_ptr" "weak_ptr" "scoped_refptr" "RefPtr" "not_null"))

(declaration declarator: (reference_declarator) @declared)
(init_declarator declarator: (_) @target value: (argument_list) @arguments) @declaration
(condition_clause value: (declaration declarator: (_) @target value: (_) @value) @declaration)
; `Lock held(mutex);` reads like a function that takes a `mutex`; in a function it is a variable.
(compound_statement
  (declaration declarator: (function_declarator declarator: (identifier) parameters: (parameter_list (parameter_declaration type: [(type_identifier) (qualified_identifier)] !declarator))) @declaration.ambiguous))

(new_expression type: [(type_identifier) (qualified_identifier) (template_type)] @function) @reference.call
(new_expression arguments: (_) @arguments)
(delete_expression (_) @value)
(raw_string_content) @literal
(lambda_capture_specifier) @skip
(decltype) @skip
