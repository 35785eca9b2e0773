; What C++ adds to C's statements.

[(access_specifier) (template_parameter_list) (requires_clause) (static_assert_declaration)] @skip
[(type_qualifier) (storage_class_specifier) (explicit_function_specifier) (alignas_qualifier)] @skip
[(virtual_specifier) (noexcept) (throw_specifier) (ref_qualifier) (attribute_declaration)] @skip

(while_statement condition: (condition_clause value: [(true) (number_literal)])) @loop.endless
(for_range_loop declarator: (_) @declared right: (_) @value body: (_) @body) @loop
(for_range_loop type: (_) @type)
(for_range_loop initializer: (_) @initializer)

(try_statement body: (_) @body) @try
(catch_clause body: (_) @body) @handler
(catch_clause parameters: (parameter_list (parameter_declaration declarator: (_) @declared)))
(throw_statement) @exit.raise
(co_return_statement) @exit.return
(co_yield_statement) @statement
(co_yield_statement (_) @yield)
