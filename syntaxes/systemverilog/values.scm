; Where values are stored and read.

(simple_identifier) @reference.name
[(hierarchical_identifier) (class_type)] @reference.member
[(implicit_class_handle) (struct_union_member) (parameter_value_assignment) (assignment_operator) (edge_identifier) (system_tf_identifier)] @skip

(tf_call . (hierarchical_identifier) @function) @reference.call
(tf_call (list_of_arguments) @arguments)
(method_call . (_) @object (method_call_body) @member) @reference.call
(method_call_body name: (_) @member)
(method_call_body (list_of_arguments) @arguments)
(method_call (implicit_class_handle) @object @reference.name)
(primary . (hierarchical_identifier) @object .) @group
(module_instantiation instance_type: (_) @function (hierarchical_instance) @arguments) @reference.call
(name_of_instance instance_name: (_) @target)
(named_port_connection port_name: (_) @keyword)

(variable_decl_assignment name: (_) @target) @declaration
(variable_decl_assignment (expression) @value)
(data_declaration (data_type_or_implicit) @type)
(net_declaration (data_type_or_implicit) @type)
(net_declaration . (simple_identifier) @type)
(enum_name_declaration . (simple_identifier) @target) @declaration
(type_declaration type_name: (_) @type)
(net_decl_assignment . (simple_identifier) @target) @declaration
(net_decl_assignment (expression) @value)
(param_assignment . (simple_identifier) @target) @declaration
(param_assignment (constant_param_expression) @value)
(for_variable_declaration (simple_identifier) @target (expression) @value) @declaration
(variable_lvalue (hierarchical_identifier) @object (select)) @reference.index
(operator_assignment (variable_lvalue) @target (expression) @value) @assignment
(nonblocking_assignment (variable_lvalue) @target (expression) @value) @assignment
(blocking_assignment . (hierarchical_identifier) @target) @assignment
(net_assignment (net_lvalue) @target (expression) @value) @assignment
(inc_or_dec_expression (variable_lvalue) @target) @update
