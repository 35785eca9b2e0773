; What a file takes from others: a name of a package, or all of its names.

(import (qualified_identifier) @source) @import.path
(import "*" @wildcard)
(import (identifier) @alias)
