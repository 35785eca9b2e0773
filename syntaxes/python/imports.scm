; What a file takes from others.

(import_statement name: (dotted_name) @source) @import.module
(import_statement name: (aliased_import name: (_) @source alias: (_) @alias)) @import.module
(import_from_statement module_name: (_) @source) @import.names
(import_from_statement name: (dotted_name) @imported)
(import_from_statement name: (aliased_import name: (_) @imported alias: (_) @alias))
(import_from_statement (wildcard_import) @wildcard)
(future_import_statement name: (_) @skip)
