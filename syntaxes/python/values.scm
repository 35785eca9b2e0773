; Where values are stored and read.

(identifier) @reference.name
(attribute object: (_) @object attribute: (_) @member) @reference.member
(subscript value: (_) @object) @reference.index

(call function: (_) @function arguments: (_) @arguments) @reference.call
(keyword_argument name: (_) @keyword value: (_) @value) @argument.keyword
(argument_list (list_splat) @argument.rest)
(argument_list (dictionary_splat) @argument.keywords)

(assignment left: (_) @target) @assignment
(assignment right: (_) @value)
(assignment type: (_) @type)
(augmented_assignment left: (_) @target right: (_) @value) @update
(named_expression name: (_) @target value: (_) @value) @binding
(delete_statement) @deletion

; In a match pattern a plain name is bound, a dotted one is read.
(case_pattern (dotted_name . (identifier) .) @target)
(keyword_pattern (dotted_name . (identifier) .) @target)
(keyword_pattern . (identifier) @keyword @skip)
(union_pattern (dotted_name . (identifier) .) @target)
(dict_pattern value: (case_pattern (dotted_name . (identifier) .) @target))
(splat_pattern (identifier) @target)
(case_pattern (as_pattern (identifier) @target))
(class_pattern . (dotted_name) @value)
(dotted_name) @reference.member

[(string_start) (string_end) (type_conversion)] @skip
(string_content) @literal
(none) @null
