; Statements and what they do to control. An expression alone is a statement; a lambda runs where it is given, zero or
; more times, as the body of a loop does.

[(source_file) (block) (function_body) (class_body) (enum_class_body) (finally_block)] @block
[(line_comment) (block_comment) (shebang) (file_annotation) (type_alias)] @skip

(if_expression condition: (_) @condition) @branch
(if_expression condition: (_) . (_) @outcome)
(if_expression condition: (_) . (_) . (_) @else)
(if_expression condition: (_) . (_) . (if_expression) @alternative)

(while_statement condition: (_) @condition . (_) @body) @loop
(while_statement condition: (identifier) @_word (#any-of? @_word "true")) @loop.endless
(do_while_statement (block) @body condition: (_) @condition) @loop.testsLast
(for_statement (variable_declaration) @declared . (_) @value . (_) @body) @loop
(for_statement (multi_variable_declaration) @declared . (_) @value . (_) @body) @loop
(lambda_literal (_) @body) @loop
(lambda_literal) @loop
(lambda_literal (lambda_parameters) @declared)

(try_expression (block) @body) @try
(try_expression (finally_block) @finally)
(catch_block . (identifier) @declared . (_) @type . (block) @body) @handler

(when_expression) @switch
(when_subject (variable_declaration) @declared)
(when_entry (_) @outcome .) @case
(when_entry "else" (_) @outcome .) @case.default
(when_entry condition: (_) @value)

(return_expression) @exit.return
(return_expression label: (_) @skip) @exit.continue
(throw_expression) @exit.raise
(labeled_expression (label) @_label (#any-of? @_label "break@")) @exit.break
(labeled_expression (label) @_label (#any-of? @_label "continue@")) @exit.continue
(block (identifier) @_word @exit.break (#any-of? @_word "break"))
(block (identifier) @_word @exit.continue (#any-of? @_word "continue"))
(if_expression (identifier) @_word @exit.break (#any-of? @_word "break"))
(if_expression (identifier) @_word @exit.continue (#any-of? @_word "continue"))
(when_entry (identifier) @_word @exit.break (#any-of? @_word "break"))
(when_entry (identifier) @_word @exit.continue (#any-of? @_word "continue"))
