; Scopes, and the names they are made with.

(decorated_definition (decorator) @decorator) @wrapper
(decorator (_) @value)

(function_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @definition.function
(function_definition return_type: (_) @result)
(function_definition type_parameters: (_) @type)
(class_definition name: (_) @name body: (_) @body) @definition.class
(class_definition superclasses: (_) @bases)
(class_definition type_parameters: (_) @type)
(lambda body: (_) @body) @definition.lambda
(lambda parameters: (_) @parameters)

[(list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @scope.comprehension
(for_in_clause left: (_) @target right: (_) @value)

(parameters (identifier) @parameter @name)
(lambda_parameters (identifier) @parameter @name)
(parameters (tuple_pattern) @parameter)
(lambda_parameters (tuple_pattern) @parameter)
(default_parameter name: (_) @name value: (_) @default) @parameter
(typed_default_parameter name: (_) @name type: (_) @type value: (_) @default) @parameter
(typed_parameter . (identifier) @name type: (_) @type) @parameter
(typed_parameter . (list_splat_pattern (identifier) @name) type: (_) @type) @parameter.rest
(typed_parameter . (dictionary_splat_pattern (identifier) @name) type: (_) @type) @parameter.keywords
(parameters (list_splat_pattern (identifier) @name) @parameter.rest)
(lambda_parameters (list_splat_pattern (identifier) @name) @parameter.rest)
(parameters (dictionary_splat_pattern (identifier) @name) @parameter.keywords)
(lambda_parameters (dictionary_splat_pattern (identifier) @name) @parameter.keywords)
(keyword_separator) @parameter.keywordOnly

(global_statement) @declaration.global
(nonlocal_statement) @declaration.outer
