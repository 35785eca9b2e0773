; Scopes, and the names they are made with.

(package_header (_) @name) @declaration.package

(class_declaration name: (_) @name) @definition.class
(class_declaration (class_body) @body)
(class_declaration (enum_class_body) @body)
(class_declaration (delegation_specifiers) @bases)
(class_declaration (primary_constructor (class_parameters) @parameters))
(object_declaration name: (_) @name) @definition.class
(object_declaration (class_body) @body)
(object_declaration (delegation_specifiers) @bases)
(object_literal (class_body) @body) @definition.class
(object_literal (delegation_specifiers) @bases)
(delegation_specifier) @group
(delegation_specifier (_) @object)
(explicit_delegation . (_) @object) @group

; What a companion holds are members of the class around it, without an object.
(companion_object "companion" @decorator) @wrapper
(anonymous_initializer (block) @body) @region

(function_declaration name: (_) @name) @definition.function
(function_declaration (function_value_parameters) @parameters)
(function_declaration (function_value_parameters) . (user_type) @result)
(function_declaration (function_value_parameters) . (nullable_type) @result)
(function_declaration (function_body) @body)
(function_declaration (user_type) @owner . name: (_))
(function_declaration (nullable_type (user_type) @owner) . name: (_))
(annotation (user_type) @modifier)
(annotation (constructor_invocation (user_type) @modifier))
(secondary_constructor (function_value_parameters) @parameters) @definition.function
(secondary_constructor (block) @body)
(secondary_constructor "constructor" @name)
(secondary_constructor (constructor_delegation_call) @initializer)
(anonymous_function (function_value_parameters) @parameters) @definition.function
(anonymous_function (function_body) @body)
(function_body "=" (_) @outcome)

; A property with a getter runs it when it is read.
(property_declaration (variable_declaration . (identifier) @name) (getter (function_body) @body)) @definition.getter
(property_declaration (getter) @keyword)

(parameter . (identifier) @name) @parameter
(parameter (identifier) . (_) @type)
(class_parameter (identifier) @name) @parameter
(class_parameter (identifier) . (_) @type)
