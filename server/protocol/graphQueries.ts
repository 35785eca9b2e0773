/** What `culprit graph search` and `culprit graph neighbors` print. */
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
  readonly kind: 'contains' | 'imports' | 'calls' | 'inherits' | 'defUse' | 'controlDependence';
}
