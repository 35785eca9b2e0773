; Scopes, and the names they are made with.

(package_clause (_) @name) @declaration.package

(function_declaration name: (_) @name parameters: (_) @parameters) @definition.function
(function_declaration result: (_) @result)
(function_declaration result: (parameter_list) @list)
(function_declaration body: (_) @body)
(method_declaration receiver: (_) @receiver name: (_) @name parameters: (_) @parameters) @definition.function
(method_declaration result: (_) @result)
(method_declaration result: (parameter_list) @list)
(method_declaration body: (_) @body)
(func_literal parameters: (_) @parameters body: (_) @body) @definition.function
(method_elem name: (_) @name parameters: (_) @parameters) @definition.function
(method_elem result: (_) @result)
(method_elem result: (parameter_list) @list)
(func_literal result: (_) @result)
(func_literal result: (parameter_list) @list)

(parameter_declaration type: (_) @type) @parameter
(parameter_declaration name: (_) @name)
(variadic_parameter_declaration type: (_) @type) @parameter.rest
(variadic_parameter_declaration name: (_) @name)

(type_spec name: (_) @name type: (_) @body) @definition.class
(type_alias name: (_) @target type: (_) @value) @declaration
(field_declaration !name type: (_) @type) @declaration.embedded
(interface_type (type_elem) @declaration.embedded)
[(type_parameter_list) (type_arguments)] @skip

[(slice_type) (array_type) (map_type)] @type.many
(array_type length: (_) @null)
(map_type key: (_) @null)
[(implicit_length_array_type) (channel_type) (function_type)] @skip
