/** What the questions to the graph are answered with: `culprit graph …` prints these, the language server sends them. */
export interface SearchReport {
  readonly results: readonly SearchResult[];
}

export interface SearchResult {
  /** `file::Qualified.name` */
  readonly element: string;
  readonly kind: 'class' | 'function';
  readonly file: string;
  readonly line: number;
  readonly score: number;
}

export interface NeighborReport {
  readonly nodes: readonly NeighborReportNode[];
  readonly edges: readonly NeighborReportEdge[];
}

export interface NeighborReportNode {
  readonly element: string;
  readonly kind: 'file' | 'class' | 'function';
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly hops: number;
}

export interface NeighborReportEdge {
  readonly from: string;
  readonly to: string;
  readonly kind:
    | 'contains'
    | 'imports'
    | 'calls'
    | 'inherits'
    | 'defUse'
    | 'controlDependence'
    | 'mentions'
    | 'overrides';
}

/** `culprit graph related`: what is near given elements, best first. */
export interface RelatedReport {
  readonly results: readonly RelatedResult[];
}

export interface RelatedResult {
  readonly element: string;
  readonly kind: 'file' | 'class' | 'function';
  readonly file: string;
  readonly line: number;
  /** The share of a random walk from the given elements that is spent there, 0 to 1. */
  readonly score: number;
}

/** `culprit graph tests`: tests from which calls lead to an element, nearest first. */
export interface TestsReport {
  readonly results: readonly TestResult[];
}

export interface TestResult {
  readonly element: string;
  readonly file: string;
  readonly line: number;
  /** Number of calls between. */
  readonly hops: number;
}

/** `culprit graph enclosing`: what is around a line, outermost first. */
export interface EnclosingReport {
  readonly scopes: readonly EnclosingScope[];
  readonly statement: { readonly kind: string; readonly line: number; readonly endLine: number } | null;
}

export interface EnclosingScope {
  readonly element: string;
  readonly kind: 'file' | 'class' | 'function';
  readonly line: number;
  readonly endLine: number;
}
