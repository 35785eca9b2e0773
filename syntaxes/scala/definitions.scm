; Scopes, and the names they are made with.

(package_clause name: (_) @name) @declaration.package
(package_clause body: (_) @body)
(package_object name: (_) @name body: (_) @body) @definition.class

(class_definition name: (_) @name) @definition.class
(class_definition class_parameters: (_) @parameters)
(class_definition body: (_) @body)
(trait_definition name: (_) @name) @definition.class
(trait_definition body: (_) @body)
(object_definition name: (_) @name) @definition.class
(object_definition body: (_) @body)
(enum_definition name: (_) @name) @definition.class
(enum_definition class_parameters: (_) @parameters)
(enum_definition body: (_) @body)
(extends_clause) @bases
(extends_clause (arguments) @skip)
(instance_expression (template_body) @definition.class @body)

(function_definition name: (_) @name parameters: (_) @parameters) @definition.function
(function_definition name: (_) @name !parameters) @definition.getter
(function_definition return_type: (_) @result)
(function_definition body: (_) @value)
(function_definition body: (block) @body)
(function_definition body: (indented_block) @body)
(function_declaration name: (_) @name parameters: (_) @parameters) @definition.function
(function_declaration name: (_) @name !parameters) @definition.getter
(function_declaration return_type: (_) @result)
(given_definition) @statement
(extension_definition body: (_)) @wrapper
(extension_definition parameters: (_) @skip)
(annotation name: (_) @modifier)

(parameter name: (_) @name) @parameter
(parameter type: (_) @type)
(parameter default_value: (_) @default)
(class_parameter name: (_) @name) @parameter
(class_parameter type: (_) @type)
(class_parameter default_value: (_) @default)
[(type_parameters) (modifiers)] @skip
