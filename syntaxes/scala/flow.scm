; Statements and what they do to control. An expression alone is a statement.

[(compilation_unit) (template_body) (block) (indented_block) (enum_body) (finally_clause)] @block
[(comment) (block_comment) (type_definition)] @skip
(block (_) @outcome .)
(indented_block (_) @outcome .)

(if_expression condition: (_) @condition) @branch
(if_expression consequence: (_) @outcome)
(if_expression alternative: (_) @else)
(if_expression alternative: (if_expression) @alternative)

(while_expression condition: (_) @condition) @loop
(while_expression body: (_) @body)
(do_while_expression body: (_) @body condition: (_) @condition) @loop.testsLast
(for_expression body: (_) @body) @loop
(enumerator . (_) @declared . (_) @value)
(lambda_expression parameters: (_) @declared . (_) @body) @loop
(lambda_expression (_) @body .)
(binding name: (_) @declared)
(binding type: (_) @type)

(try_expression body: (_) @body) @try
(try_expression (finally_clause) @finally)
(catch_clause (case_block) @body) @handler

(match_expression value: (_)) @switch
(case_block) @switch
(match_expression body: (case_block) @block @body)
(case_clause pattern: (_) @declared) @case
(case_clause body: (_) @consequence)
(case_clause body: (_) @outcome .)
(case_clause pattern: (wildcard) . body: (_)) @case.default

(return_expression) @exit.return
(throw_expression) @exit.raise
