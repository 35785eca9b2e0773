; What a file takes from others: names of namespaces, and files that are run in place.

(namespace_use_declaration) @import.names
(namespace_use_clause (qualified_name (namespace_name) @source (name) @imported))
(namespace_use_clause (name) @imported)
(namespace_use_clause alias: (_) @alias)
(namespace_use_declaration (namespace_name) @source)
