; Scopes, and the names they are made with. Modules, interfaces and programs are classes of which instances are made.

(package_declaration (_) @body) @definition.namespace
(package_declaration name: (_) @name)
(module_declaration (_) @body) @definition.class
(module_declaration (module_ansi_header) @keyword)
(module_declaration (module_nonansi_header) @keyword)
(module_ansi_header (package_import_declaration) @initializer)
(module_nonansi_header (package_import_declaration) @initializer)
(module_ansi_header name: (_) @name)
(module_nonansi_header name: (_) @name)
(interface_declaration (_) @body) @definition.class
(interface_declaration (interface_ansi_header) @keyword)
(interface_declaration (interface_nonansi_header) @keyword)
(interface_ansi_header name: (_) @name)
(interface_nonansi_header name: (_) @name)
(program_declaration (_) @body) @definition.class
(program_declaration (program_ansi_header) @keyword)
(program_ansi_header name: (_) @name)
(list_of_port_declarations) @parameters
(ansi_port_declaration port_name: (_) @name) @parameter
(interface_port_header interface_name: (_) @type)

(class_declaration (class_item) @body) @definition.class
(class_declaration name: (_) @name)
(class_declaration (class_type) @bases)
(class_declaration (interface_class_type) @bases)
(interface_class_declaration (interface_class_item) @body) @definition.class
(interface_class_declaration name: (_) @name)

(function_body_declaration (_) @body) @definition.function
(function_body_declaration (data_type_or_void) @result)
(function_body_declaration (class_scope) @keyword)
(function_body_declaration name: (_) @name)
(function_body_declaration (tf_port_list) @parameters)
(task_body_declaration (_) @body) @definition.function
(task_body_declaration (class_scope) @keyword)
(task_body_declaration name: (_) @name)
(task_body_declaration (tf_port_list) @parameters)
(class_scope (class_type) @owner)
(class_constructor_declaration (_) @body) @definition.constructor
(class_constructor_declaration "new" @name)
(class_constructor_declaration (class_constructor_arg_list) @parameters)
(class_constructor_declaration (list_of_arguments) @keyword)
(function_prototype name: (_) @name) @definition.function
(function_prototype (tf_port_list) @parameters)
(task_prototype name: (_) @name) @definition.function
(task_prototype (tf_port_list) @parameters)

(class_constructor_arg) @parameter
(tf_port_item name: (_) @name) @parameter
(tf_port_item (data_type_or_implicit) @type)
