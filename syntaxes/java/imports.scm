; What a file takes from others: a type of a package, a static member of a type, or all of either.

(import_declaration (scoped_identifier scope: (_) @source name: (_) @imported) .) @import.names
(import_declaration (_) @source (asterisk) @wildcard) @import.names
