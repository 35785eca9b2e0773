; What C's grammar has and C++'s has not.

(while_statement condition: (parenthesized_expression (true))) @loop.endless
(while_statement condition: (parenthesized_expression (number_literal))) @loop.endless
(parameter_list (identifier) @parameter @name)
(variadic_parameter) @parameter.rest
