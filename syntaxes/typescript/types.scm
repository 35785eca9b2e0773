; Types: read for their names only, and never run. Every node of a type is a type wherever it stands.

[
  (type_annotation) (type_arguments) (type_parameters) (type_predicate_annotation) (asserts_annotation)
  (type_identifier) (nested_type_identifier) (generic_type) (predefined_type) (object_type) (array_type) (tuple_type)
  (union_type) (intersection_type) (function_type) (constructor_type) (conditional_type) (index_type_query)
  (literal_type) (lookup_type) (parenthesized_type) (readonly_type) (template_literal_type) (type_query)
  (existential_type) (flow_maybe_type) (infer_type) (this_type)
] @type
(array_type) @type.many
(generic_type name: (_) @null (#any-of? @null "Array" "ReadonlyArray" "Set" "ReadonlySet" "Iterable")) @type.many
[(type_identifier) (this_type)] @reference.name
[(nested_type_identifier) (nested_identifier)] @reference.member

; What gives many objects of a type, or none of it, is not of that type.
[(tuple_type) (function_type) (constructor_type) (lookup_type) (index_type_query) (literal_type)] @skip
(literal_type [(null) (undefined)]) @null
(generic_type name: (_) @null (#any-of? @null "Promise" "PromiseLike" "Readonly" "Partial" "Required" "NonNullable"))
(as_expression . (_) @object) @group
(satisfies_expression . (_) @object) @group
(non_null_expression (_) @object) @group
(instantiation_expression . (_) @object) @group

(interface_declaration name: (_) @name body: (_) @body) @definition.class
(interface_declaration "interface" @modifier)
(interface_declaration (extends_type_clause) @bases)
(type_alias_declaration name: (_) @target value: (_) @value) @declaration
(type_alias_declaration value: (object_type) @body) @definition.class
(type_alias_declaration "type" @modifier name: (_) @name value: (object_type))
[(interface_body) (object_type)] @block
(property_signature name: (_) @target type: (_) @type) @declaration
(property_signature name: [(property_identifier) (private_property_identifier)] @reference.name)
[(index_signature) (call_signature) (construct_signature)] @skip

(enum_declaration name: (_) @name body: (_) @body) @definition.class
(enum_body) @block
(enum_body name: (property_identifier) @target @declaration)
(enum_assignment name: (_) @target value: (_) @value) @declaration
(enum_assignment name: (property_identifier) @reference.name)

(module name: (_) @name body: (_) @body) @definition.namespace
(internal_module name: (_) @name body: (_) @body) @definition.namespace
(expression_statement (internal_module)) @wrapper
(import_alias . (identifier) @target (_) @value .) @declaration
(import_statement (import_require_clause (identifier) @name source: (string (string_fragment) @source)))
(import_statement (import_require_clause)) @import.names
(export_statement "=" @target @reference.name (_) @value) @declaration
