; What a file takes from others: the last name of a path, or those that are selected.

(import_declaration (identifier) @source) @import.path
(namespace_selectors (identifier) @imported)
(namespace_wildcard) @wildcard
(arrow_renamed_identifier name: (_) @imported alias: (_) @alias)
(as_renamed_identifier name: (_) @imported alias: (_) @alias)
