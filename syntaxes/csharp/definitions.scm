; Scopes, and the names they are made with.

; A namespace is the package of what stands in it.
(namespace_declaration name: (_) @name body: (_) @body) @declaration.package
(file_scoped_namespace_declaration name: (_) @name) @declaration.package
(global_statement) @wrapper

(class_declaration name: (_) @name) @definition.class
(class_declaration body: (_) @body)
(class_declaration (parameter_list) @parameters)
(struct_declaration name: (_) @name) @definition.class
(struct_declaration body: (_) @body)
(struct_declaration (parameter_list) @parameters)
(record_declaration name: (_) @name) @definition.class
(record_declaration body: (_) @body)
(record_declaration (parameter_list) @parameters)
(interface_declaration name: (_) @name body: (_) @body) @definition.class
(enum_declaration name: (_) @name body: (_) @body) @definition.class
(base_list) @bases
(base_list (argument_list) @skip)
(primary_constructor_base_type type: (_) @function (argument_list) @arguments) @reference.call

(method_declaration returns: (_) @result name: (_) @name parameters: (_) @parameters) @definition.function
(method_declaration body: (_) @body)
(constructor_declaration name: (_) @name parameters: (_) @parameters) @definition.constructor
(constructor_declaration body: (_) @body)
(constructor_declaration (modifier) @modifier)
(constructor_initializer ["this" "base"] @function (argument_list) @arguments) @reference.call
(constructor_declaration (constructor_initializer) @initializer)
(destructor_declaration body: (_) @body) @definition.function
(destructor_declaration "~" @name)
(operator_declaration parameters: (_) @parameters) @definition.function
(operator_declaration operator: _ @name)
(operator_declaration body: (_) @body)
(indexer_declaration parameters: (_) @parameters) @definition.function
(indexer_declaration type: (_) @result)
(indexer_declaration accessors: (_) @body)
(indexer_declaration value: (_) @body)
(local_function_statement type: (_) @result name: (_) @name parameters: (_) @parameters) @definition.function
(local_function_statement body: (_) @body)

; A property with a body runs it when it is read.
(property_declaration name: (_) @target) @declaration
(property_declaration type: (_) @type)
(property_declaration type: (_) @result name: (_) @name value: (arrow_expression_clause) @body) @definition.getter
(property_declaration type: (_) @result name: (_) @name
  accessors: (accessor_list (accessor_declaration body: (_))) @body) @definition.getter
(accessor_declaration body: (_) @body)
(accessor_list) @block
(arrow_expression_clause (_) @outcome)

(attribute name: (_) @modifier)
(method_declaration (modifier) @modifier)
(local_function_statement (modifier) @modifier)
(property_declaration (modifier) @modifier)

(parameter name: (_) @name) @parameter
(parameter type: (_) @type)
(parameter name: (_) . (_) @default)
(parameter_list name: (identifier) @name @parameter.rest)
(implicit_parameter) @parameter @name
(lambda_expression parameters: (_) @parameters body: (_) @body) @definition.lambda
(lambda_expression body: (block)) @definition.function
(anonymous_method_expression parameters: (_) @parameters) @definition.function
(anonymous_method_expression (block) @body)
