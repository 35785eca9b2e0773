; What a file takes from others: names of packages, and files that are read in place.

(include_compiler_directive (quoted_string (quoted_string_item) @source)) @import.all
(data_declaration (package_import_declaration)) @wrapper
(package_import_declaration) @import.names
(package_import_item . (simple_identifier) @source)
(package_import_item . (simple_identifier) . (simple_identifier) @imported)
(package_import_item "*" @wildcard)
