; Modules taken by a call: CommonJS `require`, and `import()` where it is waited for.

(call_expression
  function: (identifier) @_require
  arguments: (arguments . (string (string_fragment) @source) .)
  (#any-of? @_require "require")) @import.module
(call_expression function: (import) arguments: (arguments . (string (string_fragment) @source))) @import.module

; The whole module under a name, some of its names, or one of them.
(variable_declarator
  name: (identifier) @alias
  value: (call_expression
    function: (identifier) @_require
    arguments: (arguments . (string (string_fragment) @source) .))
  (#any-of? @_require "require")) @import.module
(variable_declaration
  (variable_declarator
    name: (identifier) @alias
    value: (call_expression
      function: (identifier) @_require
      arguments: (arguments . (string (string_fragment) @source) .))) @import.module
  (#any-of? @_require "require"))
(variable_declarator
  name: (object_pattern (shorthand_property_identifier_pattern) @imported)
  value: (call_expression
    function: (identifier) @_require
    arguments: (arguments . (string (string_fragment) @source) .))
  (#any-of? @_require "require")) @import.names
(variable_declaration
  (variable_declarator
    name: (object_pattern (shorthand_property_identifier_pattern) @imported)
    value: (call_expression
      function: (identifier) @_require
      arguments: (arguments . (string (string_fragment) @source) .))) @import.names
  (#any-of? @_require "require"))
(variable_declarator
  name: (object_pattern (pair_pattern key: (property_identifier) @imported value: (identifier) @alias))
  value: (call_expression
    function: (identifier) @_require
    arguments: (arguments . (string (string_fragment) @source) .))
  (#any-of? @_require "require")) @import.names
(variable_declaration
  (variable_declarator
    name: (object_pattern (pair_pattern key: (property_identifier) @imported value: (identifier) @alias))
    value: (call_expression
      function: (identifier) @_require
      arguments: (arguments . (string (string_fragment) @source) .))) @import.names
  (#any-of? @_require "require"))
(variable_declarator
  name: (identifier) @alias
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string (string_fragment) @source))))) @import.module
(variable_declarator
  name: (object_pattern (shorthand_property_identifier_pattern) @imported)
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string (string_fragment) @source))))) @import.names
(variable_declarator
  name: (object_pattern (pair_pattern key: (property_identifier) @imported value: (identifier) @alias))
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string (string_fragment) @source))))) @import.names
(variable_declarator
  name: (identifier) @alias
  value: (member_expression
    object: (call_expression
      function: (identifier) @_require
      arguments: (arguments . (string (string_fragment) @source) .))
    property: (property_identifier) @imported)
  (#any-of? @_require "require")) @import.names
(variable_declaration
  (variable_declarator
    name: (identifier) @alias
    value: (member_expression
      object: (call_expression
        function: (identifier) @_require
        arguments: (arguments . (string (string_fragment) @source) .))
      property: (property_identifier) @imported)) @import.names
  (#any-of? @_require "require"))
(member_expression
  object: (call_expression
    function: (identifier) @_require
    arguments: (arguments . (string (string_fragment) @source) .))
  property: (property_identifier) @imported
  (#any-of? @_require "require"))

; Handed on at once: `module.exports = require(…)`. The name is said of the assignment itself, whose own patterns would
; otherwise make it a target.
(expression_statement
  (assignment_expression
    right: (call_expression
      function: (identifier) @_require
      arguments: (arguments . (string (string_fragment) @source) .))) @import.module
  (#any-of? @_require "require"))
(assignment_expression
  left: (member_expression) @alias
  right: (call_expression
    function: (identifier) @_require
    arguments: (arguments . (string) .))
  (#any-of? @_require "require"))
(expression_statement
  (assignment_expression
    right: (member_expression
      object: (call_expression
        function: (identifier) @_require
        arguments: (arguments . (string (string_fragment) @source) .))
      property: (property_identifier) @imported)) @import.names
  (#any-of? @_require "require"))
(assignment_expression
  left: (member_expression) @alias
  right: (member_expression
    object: (call_expression
      function: (identifier) @_require
      arguments: (arguments . (string) .)))
  (#any-of? @_require "require"))
