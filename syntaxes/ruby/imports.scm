; What a file takes from others: a required file's constants are everyone's.

(call !receiver method: (identifier) @_name arguments: (argument_list . (string (string_content) @source))
  (#any-of? @_name "require" "require_relative" "load" "require_dependency")) @import.all
(call !receiver method: (identifier) @_name arguments: (argument_list (simple_symbol) (string (string_content) @source))
  (#any-of? @_name "autoload")) @import.all
