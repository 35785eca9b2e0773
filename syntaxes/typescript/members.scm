; Parameters, members and signatures as TypeScript writes them.

[(required_parameter) (optional_parameter)] @parameter
(required_parameter pattern: (_) @name)
(required_parameter pattern: (rest_pattern (_) @name)) @parameter.rest
(required_parameter pattern: (this)) @skip
(required_parameter type: (_) @type)
(required_parameter value: (_) @default)
(required_parameter [(accessibility_modifier) (override_modifier)]) @parameter.member
(required_parameter "readonly") @parameter.member
(required_parameter decorator: (_) @decorator)
(optional_parameter pattern: (_) @name)
(optional_parameter type: (_) @type)
(optional_parameter value: (_) @default)
(optional_parameter (accessibility_modifier)) @parameter.member
(optional_parameter "readonly") @parameter.member
(optional_parameter decorator: (_) @decorator)

(function_declaration return_type: (_) @result)
(generator_function_declaration return_type: (_) @result)
(function_expression return_type: (_) @result)
(arrow_function return_type: (_) @result)
(method_definition return_type: (_) @result)
(function_signature name: (_) @name parameters: (_) @parameters) @definition.function
(function_signature return_type: (_) @result)
(method_signature name: (_) @name parameters: (_) @parameters) @definition.function
(method_signature return_type: (_) @result)
(method_signature ["static" "get" "set"] @modifier)
(abstract_method_signature name: (_) @name parameters: (_) @parameters) @definition.function
(abstract_method_signature return_type: (_) @result)
(abstract_method_signature ["get" "set"] @modifier)

(class_body decorator: (_) @decorator)
(abstract_class_declaration name: (_) @name body: (_) @body) @definition.class
(abstract_class_declaration decorator: (_) @decorator)
[(extends_clause) (implements_clause)] @bases
(class (decorator) @decorator)

(public_field_definition name: (_) @target) @declaration
(public_field_definition name: [(property_identifier) (private_property_identifier)] @reference.name)
(public_field_definition value: (_) @value)
(public_field_definition type: (_) @type)
(public_field_definition "static" @modifier)
(public_field_definition decorator: (_) @decorator)
(public_field_definition value: (arrow_function) @definition.function)

(variable_declarator type: (_) @type)
(catch_clause type: (_) @type)
