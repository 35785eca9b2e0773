; Scopes, and the names they are made with.

(method name: (_) @name) @definition.function
(method parameters: (_) @parameters)
(method body: (_) @body)
(singleton_method object: (self) @modifier)
(singleton_method object: (constant) @owner)
(singleton_method name: (_) @name) @definition.function
(singleton_method parameters: (_) @parameters)
(singleton_method body: (_) @body)

(class name: (_) @name) @definition.class
(class superclass: (_) @bases)
(class body: (_) @body)
(module name: (_) @name) @definition.class
(module body: (_) @body)

; A mixin is one more class that members are found in.
(call !receiver method: (identifier) @_name @skip arguments: (_) @bases (#any-of? @_name "include" "extend" "prepend")) @declaration.bases

; What is written in the body of the class of one object is defined for the class.
(singleton_class value: (self) @skip @decorator) @wrapper

; A block runs in place, as often as it is called; one that is given to a test function is a test.
(do_block parameters: (_) @target) @loop
(do_block body: (_) @body) @loop
(block parameters: (_) @target) @loop
(block body: (_) @body) @loop
(assignment left: (constant) right: (call receiver: (constant) @_class method: (identifier) @_name
  block: (do_block) @definition.class (#any-of? @_class "Class" "Module" "Struct" "Data") (#any-of? @_name "new" "define")))
(lambda body: (_) @body) @definition.lambda
(lambda parameters: (_) @parameters)
(lambda body: (block body: (_) @body))
(call block: (_) @body)
(call method: (identifier) @_name block: (_) @definition.function (#any-of? @_name
  "it" "specify" "example" "scenario" "test" "should" "describe" "context" "feature" "shared_examples" "shared_context"
  "shared_examples_for"))

(method_parameters (identifier) @parameter @name)
(lambda_parameters (identifier) @parameter @name)
(optional_parameter name: (_) @name value: (_) @default) @parameter
(splat_parameter name: (_) @name) @parameter.rest
(keyword_parameter name: (_) @name) @parameter
(keyword_parameter value: (_) @default)
(hash_splat_parameter name: (_) @name) @parameter.keywords
(block_parameter name: (_) @name) @parameter
(method_parameters (destructured_parameter) @parameter)
(lambda_parameters (destructured_parameter) @parameter)
