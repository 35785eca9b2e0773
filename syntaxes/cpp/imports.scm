; Names taken from namespaces.

(using_declaration (qualified_identifier scope: (_) @source name: (identifier) @imported)) @import.names
(using_declaration "namespace" [(identifier) (qualified_identifier)] @source) @import.all
