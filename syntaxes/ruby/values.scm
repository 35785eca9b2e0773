; Where values are stored and read.

[(identifier) (constant) (global_variable) (instance_variable) (class_variable) (self) (super)] @reference.name
(scope_resolution scope: (_) @object)
(scope_resolution name: (_) @member) @reference.member
(element_reference object: (_) @object) @reference.index

(call method: (_) @function) @reference.call
(call receiver: (_) @object method: (_) @member) @reference.call
(call arguments: (_) @arguments)
(pair key: (hash_key_symbol) @keyword value: (_) @value)
(argument_list (pair key: (hash_key_symbol)) @argument.keyword)
(argument_list (splat_argument) @argument.rest)
(argument_list (hash_splat_argument) @argument.keywords)
(argument_list (block_argument) @argument.keywords)

(assignment left: (_) @target right: (_) @value) @assignment
(assignment left: (call receiver: (_) @object method: (_) @member) @reference.member @target)
(operator_assignment left: (_) @target right: (_) @value) @update
(operator_assignment left: (call receiver: (_) @object method: (_) @member) @reference.member @target)
(left_assignment_list (call receiver: (_) @object method: (_) @member) @reference.member)

; In a pattern a plain name is bound.
(in_clause pattern: (identifier) @target)
(array_pattern (identifier) @target)
(find_pattern (identifier) @target)
(alternative_pattern (identifier) @target)
(as_pattern name: (identifier) @target)
(keyword_pattern value: (identifier) @target)
(array_pattern (splat_parameter (identifier) @target))

[(hash_key_symbol) (escape_sequence) (operator)] @skip
(string_content) @literal
(nil) @null
