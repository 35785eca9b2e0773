; Functions, classes, and the names they are made with. TypeScript shares this file.

(function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(generator_function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(function_expression parameters: (_) @parameters body: (_) @body) @definition.function
(function_expression name: (_) @name)
(function_expression "function" @receiver)
(function_declaration "function" @receiver)
(generator_function "function" @receiver)
(generator_function_declaration "function" @receiver)
(generator_function parameters: (_) @parameters body: (_) @body) @definition.function
(generator_function name: (_) @name)

; An arrow that gives an expression is read where it stands, unless it is kept under a name.
(arrow_function body: (_) @value) @definition.lambda
(arrow_function parameters: (_) @parameters)
(arrow_function parameter: (_) @parameters @parameter)
(arrow_function body: (statement_block) @body) @definition.function
(variable_declarator value: (arrow_function) @definition.function)
(assignment_expression right: (arrow_function) @definition.function)
(pair value: (arrow_function) @definition.function)
(export_statement value: (arrow_function) @definition.function)

(method_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(method_definition ["static" "get" "set"] @modifier)

(class_declaration name: (_) @name body: (_) @body) @definition.class
(class_declaration decorator: (_) @decorator)
(class body: (_) @body) @definition.class
(class name: (_) @name)

(decorator) @statement
(decorator (_) @value)
