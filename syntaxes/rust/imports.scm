; What a file takes from others.

(use_declaration) @import.tree
(scoped_use_list path: (_) @source)
(use_as_clause path: (_) @imported alias: (_) @alias)
(use_declaration argument: [(identifier) (scoped_identifier) (self) (crate)] @imported)
(use_list [(identifier) (scoped_identifier) (self)] @imported)
(use_wildcard) @wildcard
(mod_item name: (_) @imported !body) @import.names
(extern_crate_declaration name: (_) @source) @import.module
(extern_crate_declaration alias: (_) @alias)
