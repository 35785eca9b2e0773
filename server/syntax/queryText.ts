/**
 * Reads the part of tree-sitter's query language that language data uses: nodes, fields, alternations, wildcards,
 * anchors, absent fields, captures and the predicate `#any-of?`. Leaves out other predicates and quantifiers, so that one
 * pass over a node table can match every pattern. What it accepts, tree-sitter accepts too (a test compiles both).
 * https://tree-sitter.github.io/tree-sitter/using-parsers/queries/1-syntax.html
 */
export interface QueryNode {
  /** Alternatives, which have no children; `_` is any named node; a quoted name is an anonymous node. */
  readonly types: readonly { readonly name: string; readonly isNamed: boolean }[];
  /** The texts it may have, as `#any-of?` says; `null` for any. */
  readonly texts: readonly string[] | null;
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
  const tokens = text.replace(/;[^\n]*/g, '').match(/"[^"]*"|[()[\]]|#[\w-]+\?|[!@]?[\w.-]+:?|\S/g) ?? [];
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
    const predicates: Predicate[] = [];
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
      if (next === '(' && tokens[at + 1]?.startsWith('#')) {
        predicates.push(parsePredicate());
        continue;
      }
      const childField = next.endsWith(':') ? next.slice(0, -1) : null;
      if (childField !== null) at++;
      children.push(parseNode(childField, anchored));
      anchored = false;
    }
    at++;
    if (anchored && children.length > 0) children.push({ ...children.pop()!, anchoredAfter: true });
    const node = withCaptures(types, field, children, absentFields, anchoredBefore);
    return predicates.reduce(constrain, node);
  }

  function parsePredicate(): Predicate {
    const [, name, capture] = tokens.slice(at, at + 3);
    if (name !== '#any-of?' || !capture?.startsWith('@')) throw new Error(`Cannot read the query: predicate "${name}"`);
    at += 3;
    const texts: string[] = [];
    while (tokens[at] !== ')') {
      const token = tokens[at++];
      if (token === undefined) throw new Error('Cannot read the query: a predicate is not closed');
      texts.push(token.slice(1, -1));
    }
    at++;
    return { capture: capture.slice(1), texts };
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
    return { types, texts: null, field, captures, children, absentFields, anchoredBefore, anchoredAfter: false };
  }
}

interface Predicate {
  readonly capture: string;
  readonly texts: readonly string[];
}

/** The pattern with a predicate put on the node it is about. */
function constrain(node: QueryNode, predicate: Predicate): QueryNode {
  const { captures, texts } = node;
  return {
    ...node,
    texts: captures.includes(predicate.capture) ? predicate.texts : texts,
    children: node.children.map((child) => constrain(child, predicate)),
  };
}

function typeOf(token: string): QueryNode['types'][number] {
  return token.startsWith('"') ? { name: token.slice(1, -1), isNamed: false } : { name: token, isNamed: true };
}
