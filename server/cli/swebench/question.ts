/** What crosses between the process that keeps the records and those that localize. */
import type { EvidenceSource } from '../../localize/evidence/finding.ts';
import type { Localization } from '../../protocol/localization.ts';

/** How each instance is localized; the same for all of a run. */
export interface LocalizeSettings {
  readonly top: number;
  readonly without: readonly EvidenceSource[];
}

/** An instance as the localizer gets it: nothing of its solution. */
export interface Question {
  readonly id: string;
  readonly repo: string;
  readonly baseCommit: string;
  readonly version: string;
  readonly problem: string;
}

export interface Answer {
  readonly localization: Localization;
  readonly cost: Cost;
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
