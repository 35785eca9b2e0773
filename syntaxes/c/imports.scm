; What a file takes from others: an included file, with all its names.

(preproc_include path: (string_literal) @source) @import.all
(preproc_include path: (system_lib_string) @source) @import.all
