/** What crosses between the process that keeps the records and those that localize. */
import type { SandboxChoice } from '../../adapters/isolation/isolationLevel.ts';
import type { EvidenceSource } from '../../localize/evidence/finding.ts';
import type { Localization } from '../../protocol/localization.ts';

/** How each instance is localized; the same for all of a run. */
export interface LocalizeSettings {
  readonly top: number;
  readonly without: readonly EvidenceSource[];
  /** How failing tests are run; `null` where the report alone is to tell. */
  readonly withTests: TestSettings | null;
  /** Whether what was weighed is told, for learning. */
  readonly tables: boolean;
}

export interface TestSettings {
  /** An interpreter, in which `{instance_id}`, `{repo}` and `{version}` stand for those of an instance; `null` to look for one. */
  readonly python: string | null;
  readonly sandbox: SandboxChoice;
  /** Of one run of the failing tests. */
  readonly timeoutSeconds: number;
  /** Whether the report is shown as well. */
  readonly withIssue: boolean;
}

/** An instance as the localizer gets it: nothing of its solution but, where that was asked for, the failing tests. */
export interface Question {
  readonly id: string;
  readonly repo: string;
  readonly baseCommit: string;
  readonly version: string;
  readonly problem: string;
  readonly tests: { readonly testPatch: string; readonly failToPass: readonly string[] } | null;
}

export interface Answer {
  readonly localization: Localization;
  readonly cost: Cost;
  readonly tables: WeighedTables | null;
}

/** What was weighed, as `npm run learn` reads it, without what is right of it. */
export type WeighedTables =
  | { readonly kind: 'tests'; readonly statements: PlainTable; readonly elements: readonly string[] }
  | { readonly kind: 'issue'; readonly functions: PlainTable; readonly files: PlainTable };

export interface PlainTable {
  readonly features: readonly string[];
  readonly candidates: readonly string[];
  readonly values: readonly number[];
}

/** What an answer took. */
export interface Cost {
  /** To have the graph of the commit, of processor time. */
  readonly indexingSeconds: number;
  /** To localize, of processor time, what was run left out. */
  readonly localizingSeconds: number;
  /** The most the process had held until then. */
  readonly peakBytes: number;
  /** Statements of the repository that are not tests: what a ranking of lines chooses from. */
  readonly places: number;
}

export const noCost: Cost = { indexingSeconds: 0, localizingSeconds: 0, peakBytes: 0, places: 0 };
