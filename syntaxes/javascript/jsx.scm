; Elements of JSX: an element of a component runs it.

(jsx_self_closing_element name: [(identifier) (member_expression)] @function) @reference.call
(jsx_opening_element name: [(identifier) (member_expression)] @function) @reference.call
[(jsx_closing_element) (jsx_text) (html_character_reference)] @skip
(jsx_self_closing_element attribute: (_) @body)
(jsx_opening_element attribute: (_) @body)
