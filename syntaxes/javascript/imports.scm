; What a file takes from others, and what it hands on. TypeScript shares this file.

(import_statement source: (string (string_fragment) @source)) @import.names
(import_statement . source: (string)) @import.module
(import_clause (identifier) @default)
(namespace_import (identifier) @name)
(import_specifier name: (_) @imported)
(import_specifier alias: (_) @alias)

(export_statement declaration: (_)) @wrapper
(export_statement "default" @alias declaration: (_))
(export_statement decorator: (_) @decorator)
(export_statement "default" @target @reference.name value: (_) @value) @declaration
(export_statement !source (export_clause)) @statement
(export_statement !source (export_clause (export_specifier name: (_) @value alias: (_) @target) @declaration))
(export_statement source: (string (string_fragment) @source)) @import.names
(export_statement (export_clause (export_specifier name: (_) @imported)) source: (_))
(export_statement (export_clause (export_specifier alias: (_) @alias)) source: (_))
(export_statement (namespace_export (_) @name) source: (_))
(export_statement "*" @wildcard source: (_))
