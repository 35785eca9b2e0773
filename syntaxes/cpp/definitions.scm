; Classes, namespaces, and what functions have in C++ beside C's.

(class_specifier body: (_) @body) @definition.class
(class_specifier name: (_) @name)
(class_specifier name: (_) !body) @reference.member
(class_specifier (base_class_clause) @bases)
(struct_specifier (base_class_clause) @bases)

(namespace_definition name: (_) @name body: (_) @body) @definition.namespace
(namespace_definition !name) @block
(nested_namespace_specifier) @reference.member
(namespace_alias_definition name: (_) @target [(nested_namespace_specifier) (namespace_identifier)] @value) @declaration
(namespace_alias_definition . (_) @target)

(function_declarator declarator: [(operator_name) (destructor_name)] @name) @declarator.function
(function_declarator declarator: (qualified_identifier) @name) @declarator.function
(function_declarator declarator: (template_function name: (_) @name)) @declarator.function
(function_definition declarator: (operator_cast) @target)
(function_definition (field_initializer_list) @initializer)
(function_definition body: (try_statement) @body)
(function_declarator (trailing_return_type (_) @result))
(field_initializer (field_identifier) @target @reference.name) @assignment
(field_initializer [(argument_list) (initializer_list)] @value)

; In a class, what has no type and is named by an identifier is a constructor.
(field_declaration_list (function_definition !type declarator: (function_declarator declarator: (identifier))) @definition.constructor)
(field_declaration_list (template_declaration (function_definition !type declarator: (function_declarator declarator: (identifier))) @definition.constructor))

(field_declaration_list (declaration !type declarator: (function_declarator declarator: (identifier))) @definition.constructor)
(field_declaration_list (declaration !type declarator: (function_declarator declarator: (destructor_name))) @definition.function)

; What is announced here and written elsewhere.
(declaration declarator: (reference_declarator (function_declarator declarator: (identifier)))) @definition.function
(declaration declarator: (function_declarator declarator: (operator_name))) @definition.function
(declaration declarator: (reference_declarator (function_declarator declarator: (operator_name)))) @definition.function
(field_declaration declarator: (function_declarator declarator: [(field_identifier) (operator_name)])) @definition.function
(field_declaration declarator: (pointer_declarator declarator: (function_declarator declarator: (field_identifier)))) @definition.function
(field_declaration declarator: (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)]))) @definition.function
(field_declaration (storage_class_specifier) @modifier)

(reference_declarator (_) @target) @declarator
(reference_declarator (field_identifier) @reference.name)
(variadic_declarator (identifier) @target) @declarator
(parameter_declaration declarator: (reference_declarator) @target)
(optional_parameter_declaration type: (_) @type default_value: (_) @default) @parameter
(optional_parameter_declaration declarator: [(identifier) (pointer_declarator) (array_declarator) (function_declarator) (parenthesized_declarator) (reference_declarator)] @target)
(parameter_list "..." @parameter.rest)
(variadic_parameter_declaration type: (_) @type declarator: (_) @target) @parameter.rest

(alias_declaration name: (_) @target type: (_) @value) @declaration
(type_descriptor type: (_) !declarator) @reference.member

(lambda_expression body: (_) @body) @definition.function
(abstract_function_declarator parameters: (_) @parameters)
(friend_declaration [(declaration) (type_identifier) (qualified_identifier) (template_type)] @skip)
