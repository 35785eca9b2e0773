; Where values are stored and read.

[(identifier) (type_identifier)] @reference.name
(field_expression argument: (_) @object field: (_) @member) @reference.member
(subscript_expression argument: (_) @object) @reference.index
(pointer_expression operator: "*" argument: (_) @object) @reference.index
(parenthesized_expression (_) @object)
(cast_expression type: (_) @type value: (_) @object)
(compound_literal_expression type: (_) @type)

(call_expression function: (_) @function arguments: (_) @arguments) @reference.call
; What is handed over by its address may be changed by who gets it.
(argument_list (pointer_expression operator: "&" argument: (_) @object) @reference.address)
(argument_list (cast_expression value: (pointer_expression operator: "&" argument: (_) @object) @reference.address))

(init_declarator declarator: (_) @target value: (_) @value) @declaration
(declaration declarator: [(identifier) (pointer_declarator) (array_declarator) (function_declarator) (parenthesized_declarator)] @declared)

; What another file defines is only announced here.
(declaration
  (storage_class_specifier) @_storage
  declarator: [(identifier) (pointer_declarator) (array_declarator)] @skip
  (#any-of? @_storage "extern"))

(assignment_expression left: (_) @target right: (_) @value) @update
(assignment_expression operator: "=") @binding
(expression_statement (assignment_expression operator: "=") @assignment)
(for_statement initializer: (assignment_expression operator: "=") @assignment)
(for_statement update: (assignment_expression operator: "=") @assignment)
(update_expression argument: (_) @target) @update
(gnu_asm_output_operand value: (_) @target)

(null) @null
; Of these only the type counts.
(sizeof_expression (_) @skip)
(alignof_expression (_) @skip)
(offsetof_expression (_) @skip)
[(escape_sequence) (preproc_arg)] @skip
(string_content) @literal
