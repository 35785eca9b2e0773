; What a file takes from others: all names of a namespace or of a class, or either under another name.

(using_directive !name (_) @source) @import.all
(using_directive name: (_) @alias (_) @source) @import.module
(using_directive name: (_) @alias)
(using_directive "global" !name (_) @source) @import.everywhere
