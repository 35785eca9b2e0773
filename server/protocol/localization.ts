/** `culprit.localization/1`: the answer of a localization, as other programs read it. Lines are 1-based and inclusive. */
export interface Localization {
  readonly schema: 'culprit.localization/1';
  readonly repository: string;
  readonly tests: readonly string[];
  readonly mode: 'deterministic' | 'agent';
  readonly model: string | null;
  readonly verdict: Verdict;
  /** How far the first location stands out, 0 to 1. */
  readonly confidence: number;
  readonly files: readonly RankedFile[];
  readonly functions: readonly RankedFunction[];
  readonly locations: readonly RankedLocation[];
  readonly run: RunSummary;
  readonly problems: readonly Problem[];
  /** Only where a bug report tells several faults: each by itself. */
  readonly issues?: IssueGraph;
}

export type Verdict = 'located' | 'uncertain' | 'passed' | 'flaky' | 'environment' | 'issue-only';

export interface RankedFile {
  readonly rank: number;
  readonly file: string;
  readonly score: number;
}

export interface RankedFunction {
  readonly rank: number;
  readonly file: string;
  /** `file::Qualified.name` */
  readonly element: string;
  readonly line: number;
  readonly endLine: number;
  readonly score: number;
}

export interface RankedLocation {
  readonly rank: number;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** `file::Qualified.name`, or the file for module-level code. */
  readonly element: string;
  readonly suspiciousness: number;
  readonly probability: number;
  readonly evidence: readonly Evidence[];
}

/** The faults a bug report tells, each with its code, and how they hang together. */
export interface IssueGraph {
  readonly vertices: readonly IssueVertex[];
  readonly edges: readonly IssueEdge[];
}

export interface IssueVertex {
  /** `issue-1`, in the order of the report. */
  readonly id: string;
  readonly title: string;
  /** What of the report is about it, as a report of its own. */
  readonly text: string;
  readonly files: readonly RankedFile[];
  readonly functions: readonly RankedFunction[];
  readonly locations: readonly RankedLocation[];
}

export interface IssueEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'causes' | 'relatesTo';
  /** What the report says of it, or what the code does. */
  readonly message: string;
  /** Calls between the best functions of both; empty where none were found. */
  readonly path: readonly EvidenceStep[];
}

export type EvidenceKind =
  | 'spectrum'
  | 'frame'
  | 'slice'
  | 'trace'
  | 'value'
  | 'predicate'
  | 'mutation'
  | 'assertion'
  | 'text'
  | 'history'
  | 'agent';

export interface Evidence {
  readonly kind: EvidenceKind;
  readonly score: number;
  /** One sentence a person can check. */
  readonly message: string;
  readonly path: readonly EvidenceStep[];
}

export interface EvidenceStep {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface RunSummary {
  readonly runner: string;
  readonly failing: number;
  readonly passing: number;
  readonly seconds: number;
  /** Seconds spent beyond running the tests once. */
  readonly overhead: number;
}

export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}
