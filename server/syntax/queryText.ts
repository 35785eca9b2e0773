/**
 * Reads the part of tree-sitter's query language that language data uses: nodes, fields, alternations, wildcards,
 * anchors, absent fields and captures. Leaves out predicates and quantifiers, so that one pass over a node table can
 * match every pattern. What it accepts, tree-sitter accepts too (a test compiles both).
 * https://tree-sitter.github.io/tree-sitter/using-parsers/queries/1-syntax.html
 */
export interface QueryNode {
  /** Alternatives, which have no children; `_` is any named node; a quoted name is an anonymous node. */
  readonly types: readonly { readonly name: string; readonly isNamed: boolean }[];
  readonly field: string | null;
  readonly captures: readonly string[];
  readonly children: readonly QueryNode[];
  readonly absentFields: readonly string[];
  /** Nothing named comes before it among its siblings, or between it and the child pattern before it. */
  readonly anchoredBefore: boolean;
  /** Nothing named comes after it among its siblings. */
  readonly anchoredAfter: boolean;
}

export function parseQuery(text: string): readonly QueryNode[] {
  const tokens = text.replace(/;[^\n]*/g, '').match(/"[^"]*"|[()[\]]|[!@]?[\w.-]+:?|\S/g) ?? [];
  let at = 0;

  const patterns: QueryNode[] = [];
  while (at < tokens.length) patterns.push(parseNode(null, false));
  return patterns;

  function parseNode(field: string | null, anchoredBefore: boolean): QueryNode {
    const token = tokens[at++];
    if (token === undefined) throw new Error('Cannot read the query: it ends inside a pattern');
    if (token === '[') return withCaptures(parseAlternation(), field, [], [], anchoredBefore);
    if (token !== '(') return withCaptures([typeOf(token)], field, [], [], anchoredBefore);
    const types = [typeOf(tokens[at++]!)];
    const children: QueryNode[] = [];
    const absentFields: string[] = [];
    let anchored = false;
    while (tokens[at] !== ')') {
      const next = tokens[at];
      if (next === undefined) throw new Error('Cannot read the query: a bracket is not closed');
      if (next === '.') {
        anchored = true;
        at++;
        continue;
      }
      if (next.startsWith('!')) {
        absentFields.push(next.slice(1));
        at++;
        continue;
      }
      const childField = next.endsWith(':') ? next.slice(0, -1) : null;
      if (childField !== null) at++;
      children.push(parseNode(childField, anchored));
      anchored = false;
    }
    at++;
    if (anchored && children.length > 0) children.push({ ...children.pop()!, anchoredAfter: true });
    return withCaptures(types, field, children, absentFields, anchoredBefore);
  }

  function parseAlternation(): QueryNode['types'] {
    const types: QueryNode['types'][number][] = [];
    while (tokens[at] !== ']') {
      const token = tokens[at++];
      if (token === undefined) throw new Error('Cannot read the query: an alternation is not closed');
      if (token !== '(' && token !== ')') types.push(typeOf(token));
    }
    at++;
    return types;
  }

  function withCaptures(
    types: QueryNode['types'],
    field: string | null,
    children: readonly QueryNode[],
    absentFields: readonly string[],
    anchoredBefore: boolean,
  ): QueryNode {
    const captures: string[] = [];
    while (tokens[at]?.startsWith('@')) captures.push(tokens[at++]!.slice(1));
    return { types, field, captures, children, absentFields, anchoredBefore, anchoredAfter: false };
  }
}

function typeOf(token: string): QueryNode['types'][number] {
  return token.startsWith('"') ? { name: token.slice(1, -1), isNamed: false } : { name: token, isNamed: true };
}
