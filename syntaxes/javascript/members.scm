; Parameters, fields and whatever else JavaScript writes otherwise than TypeScript.

(formal_parameters (identifier) @parameter @name)
(formal_parameters [(object_pattern) (array_pattern)] @parameter)
(formal_parameters (assignment_pattern left: (_) @name right: (_) @default) @parameter)
(formal_parameters (rest_pattern (_) @name) @parameter.rest)

(method_definition decorator: (_) @decorator)
(field_definition property: (_) @target) @declaration
(field_definition property: [(property_identifier) (private_property_identifier)] @reference.name)
(field_definition value: (_) @value)
(field_definition "static" @modifier)
(field_definition decorator: (_) @decorator)
(field_definition value: (arrow_function) @definition.function)

(class_declaration (class_heritage) @bases)
(class (class_heritage) @bases)

(using_declaration) @statement
(for_in_statement kind: "using" left: (_) @declared)
