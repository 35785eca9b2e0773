; What a file takes from others: whole packages, known by their own name or another.

(import_spec path: (_ (_) @source)) @import.module
(import_spec name: (package_identifier) @alias)
(import_spec name: (dot) @wildcard path: (_ (_) @source)) @import.names
