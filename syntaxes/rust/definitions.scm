; Scopes, and the names they are made with.

(function_item name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(function_item return_type: (_) @result)
(function_signature_item name: (_) @name parameters: (_) @parameters) @definition.function
(function_signature_item return_type: (_) @result)

(self_parameter (self) @name) @parameter
(parameter type: (_) @type) @parameter
(parameter pattern: [(identifier) (self)] @name)
(parameter pattern: "_" @reference.name @name)
(closure_parameters (identifier) @parameter @name)
(closure_parameters [
  (tuple_pattern) (reference_pattern) (struct_pattern) (tuple_struct_pattern) (mut_pattern) (ref_pattern)
  (slice_pattern)
] @parameter)

(closure_expression parameters: (_) @parameters body: (_) @body) @definition.lambda
(closure_expression body: [
  (block) (unsafe_block) (match_expression) (if_expression) (for_expression) (while_expression) (loop_expression)
]) @definition.function
(async_block (block) @body) @definition.function
(type_parameters) @generics
(where_clause) @generics
(type_parameter name: (_) @target bounds: (_) @value) @declaration
(where_predicate left: (type_identifier) @target bounds: (_) @value) @declaration
(trait_bounds . (_) .) @reference.member

(struct_item name: (_) @name) @definition.class
(struct_item body: (_) @body)
(union_item name: (_) @name body: (_) @body) @definition.class
(field_declaration name: (_) @reference.name @target type: (_) @type) @declaration.field
(enum_item name: (_) @name body: (_) @body) @definition.class
(enum_variant name: (_) @name) @definition.variant
(trait_item name: (_) @name body: (_) @body) @definition.class
(trait_item bounds: (_) @bases)
(impl_item type: (_) @owner body: (_) @body) @definition.extension
(impl_item trait: (_) @bases)
(mod_item name: (_) @name body: (_) @body) @definition.namespace

(const_item name: (_) @target) @declaration
(const_item type: (_) @type)
(const_item value: (_) @value)
(static_item name: (_) @target) @declaration
(static_item type: (_) @type)
(static_item value: (_) @value)
(type_item name: (_) @target type: (_) @value) @declaration

(attribute_item (attribute) @value) @decorator
(attribute . (_) @function)
[(macro_definition) (foreign_mod_item) (associated_type) (visibility_modifier) (function_modifiers)] @skip
