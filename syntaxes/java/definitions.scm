; Scopes, and the names they are made with.

(package_declaration (_) @name) @declaration.package

(class_declaration name: (_) @name body: (_) @body) @definition.class
(class_declaration superclass: (_) @bases)
(class_declaration interfaces: (super_interfaces (type_list) @bases))
(interface_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration (extends_interfaces (type_list) @bases))
(annotation_type_declaration name: (_) @name body: (_) @body) @definition.class
(enum_declaration name: (_) @name body: (_) @body) @definition.class
(enum_declaration interfaces: (super_interfaces (type_list) @bases))
(record_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.class
(record_declaration interfaces: (super_interfaces (type_list) @bases))

(method_declaration type: (_) @result name: (_) @name parameters: (_) @parameters) @definition.function
(method_declaration body: (_) @body)
(constructor_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.constructor
(compact_constructor_declaration name: (_) @name body: (_) @body) @definition.constructor
(annotation_type_element_declaration type: (_) @result name: (_) @name) @definition.function

(formal_parameter type: (_) @type name: (_) @name) @parameter
(spread_parameter (variable_declarator name: (_) @name)) @parameter.rest
(receiver_parameter) @skip

(modifiers "static" @modifier)
(modifiers (marker_annotation name: (_) @modifier))
(modifiers (annotation name: (_) @modifier))
[(marker_annotation) (annotation) (type_parameters) (type_arguments) (throws) (permits) (dimensions)] @skip

(lambda_expression body: (_) @body) @definition.lambda
(lambda_expression body: (block) @body) @definition.function
(lambda_expression parameters: (_) @parameters)
(lambda_expression parameters: (identifier) @parameter)
(inferred_parameters (identifier) @parameter @name)

; A class without a name, made where its first object is.
(object_creation_expression type: (_) (class_body) @definition.class @body)
(enum_constant body: (class_body) @definition.class @body)
