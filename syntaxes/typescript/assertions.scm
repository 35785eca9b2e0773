; Casts in angle brackets, which TSX does not have.

(type_assertion (_) @object .) @group
