; Statements and what they do to control. An expression alone is a statement; a block runs zero or more times, as the
; body of a loop does, where it stands.

[(comment) (empty_statement) (heredoc_body) (uninterpreted)] @skip
[(program) (body_statement) (block_body) (then) (do) (else) (ensure) (begin) (begin_block) (end_block)] @block

; The value of a method or an arm is that of its last expression.
(body_statement [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome .)
(block_body [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome .)
(then [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome .)
(else [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome .)
(begin [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome .)
(method body: [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome)
(singleton_method body: [(array) (assignment) (begin) (binary) (call) (case) (case_match) (chained_string) (class_variable) (conditional) (constant) (element_reference) (false) (float) (global_variable) (hash) (identifier) (if) (instance_variable) (integer) (lambda) (nil) (operator_assignment) (parenthesized_statements) (range) (regex) (rescue_modifier) (scope_resolution) (self) (simple_symbol) (string) (string_array) (subshell) (super) (symbol_array) (true) (unary) (unless) (yield) (delimited_symbol) (character)] @outcome)

(if condition: (_) @condition) @branch
(if consequence: (_) @consequence)
(if alternative: (elsif) @alternative)
(if alternative: (else) @else)
(elsif condition: (_) @condition) @branch
(elsif consequence: (_) @consequence)
(elsif alternative: (elsif) @alternative)
(elsif alternative: (else) @else)
(unless condition: (_) @condition) @branch
(unless consequence: (_) @consequence)
(unless alternative: (else) @else)
(if_modifier body: (_) @consequence condition: (_) @condition) @branch
(unless_modifier body: (_) @consequence condition: (_) @condition) @branch

(while condition: (_) @condition body: (_) @body) @loop
(while condition: (true)) @loop.endless
(until condition: (_) @condition body: (_) @body) @loop
(until condition: (false)) @loop.endless
(while_modifier body: (_) @body condition: (_) @condition) @loop
(while_modifier body: (begin)) @loop.testsLast
(until_modifier body: (_) @body condition: (_) @condition) @loop
(until_modifier body: (begin)) @loop.testsLast
(for pattern: (_) @target value: (_) @value body: (_) @body) @loop

(begin (rescue)) @try
(begin (ensure) @finally) @try
(begin (else) @else)
(body_statement (rescue)) @try
(body_statement (ensure) @finally) @try
(body_statement (else) @else)
(rescue body: (_) @body) @handler
(rescue !body) @handler
(exception_variable (_) @target)

(case) @switch
(when body: (_) @consequence) @case
(when !body) @case
(case (else) @case.default)
(case_match) @switch
(in_clause body: (_) @consequence) @case
(in_clause !body) @case
(case_match else: (else) @case.default)

(return) @exit.return
(next) @exit.continue
(break) @exit.break
(call !receiver method: (identifier) @_name @skip (#any-of? @_name "raise" "fail")) @exit.raise
