; Scopes, and the names they are made with.

(namespace_definition name: (_) @name) @declaration.package
(namespace_definition body: (_) @body)

(function_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(function_definition return_type: (_) @result)
(method_declaration name: (_) @name parameters: (_) @parameters) @definition.function
(method_declaration body: (_) @body)
(method_declaration return_type: (_) @result)
(method_declaration (static_modifier) @modifier)
(anonymous_function parameters: (_) @parameters body: (_) @body) @definition.function
(arrow_function parameters: (_) @parameters body: (_) @body) @definition.lambda
(attribute (name) @modifier)
(attribute (qualified_name (name) @modifier))

(class_declaration name: (_) @name body: (_) @body) @definition.class
(class_declaration (base_clause) @bases)
(class_declaration (class_interface_clause) @bases)
(interface_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration (base_clause) @bases)
(trait_declaration name: (_) @name body: (_) @body) @definition.class
(enum_declaration name: (_) @name body: (_) @body) @definition.class
(enum_declaration (class_interface_clause) @bases)
(anonymous_class body: (_) @body) @definition.class
(anonymous_class (base_clause) @bases)
(anonymous_class (class_interface_clause) @bases)
(use_declaration) @declaration.bases
(use_declaration (use_list) @skip)

(simple_parameter name: (_) @name) @parameter
(simple_parameter type: (_) @type)
(simple_parameter default_value: (_) @default)
(variadic_parameter name: (_) @name) @parameter.rest
(property_promotion_parameter name: (_) @name) @parameter.member
(property_promotion_parameter type: (_) @type)
(property_promotion_parameter default_value: (_) @default)
