; Scopes, and the names they are made with.

(function_definition body: (_) @body) @definition.function
(function_definition type: (_) @result)
(function_definition (storage_class_specifier) @modifier)
(function_definition (declaration) @skip)

; A function that is only announced has no body; inside a function a declaration is a statement all the same.
(declaration type: (_) @type)
(declaration declarator: (function_declarator declarator: (identifier))) @definition.function
(declaration declarator: (function_declarator declarator: (parenthesized_declarator . (identifier) .))) @definition.function
(declaration declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier)))) @definition.function
(declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier))))) @definition.function
(declaration (storage_class_specifier) @modifier)
(compound_statement (declaration) @statement)

; A declarator stands around the name it declares; the innermost one of a function is its signature.
(pointer_declarator declarator: (_) @target) @declarator
(array_declarator declarator: (_) @target) @declarator
(array_declarator size: (_) @value)
(parenthesized_declarator (_) @target) @declarator
(attributed_declarator . (_) @target) @declarator
(function_declarator declarator: (_) @target parameters: (_) @parameters) @declarator
(function_declarator declarator: [(identifier) (field_identifier) (type_identifier)] @name) @declarator.function
(function_declarator declarator: (parenthesized_declarator . [(identifier) (field_identifier) (type_identifier)] @name .)) @declarator.function

(parameter_declaration type: (_) @type) @parameter
(parameter_list . (parameter_declaration type: (primitive_type) !declarator) @skip .)
(parameter_declaration declarator: [(identifier) (pointer_declarator) (array_declarator) (function_declarator) (parenthesized_declarator)] @target)

(struct_specifier body: (_) @body) @definition.class
(struct_specifier name: (_) @name)
(union_specifier body: (_) @body) @definition.class
(union_specifier name: (_) @name)
(field_declaration type: (_) @type) @statement
(field_declaration declarator: (_) @declared)
(field_declaration declarator: (field_identifier) @reference.name)
(pointer_declarator declarator: (field_identifier) @reference.name)
(array_declarator declarator: (field_identifier) @reference.name)
(parenthesized_declarator (field_identifier) @reference.name)
(enum_specifier) @statement
(type_definition type: (_) @value declarator: (_) @target) @declaration
(struct_specifier name: (_) !body) @reference.member
(union_specifier name: (_) !body) @reference.member
(enum_specifier name: (_) !body) @reference.member
(enumerator name: (_) @target) @declaration
(enumerator value: (_) @value)

(preproc_def name: (_) @target) @statement
(preproc_function_def name: (_) @name parameters: (_) @parameters) @definition.macro
(preproc_params (identifier) @parameter @name)

; A test written with a macro: its suite and name are the macro's arguments.
(function_definition type: (type_identifier) @modifier declarator: (parenthesized_declarator (identifier)) @target)
