/** `report.json` of `culprit swebench localize`: how well instances were localized, with how sure each figure is. */
export interface SwebenchReport {
  readonly schema: 'culprit.swebench-localization/1';
  readonly dataset: { readonly file: string; readonly sha256: string };
  /** What the localizer was shown, in one sentence. */
  readonly shown: string;
  readonly settings: {
    readonly withFailingTests: boolean;
    readonly withIssue: boolean;
    readonly without: readonly string[];
    readonly top: number;
    readonly version: string;
  };
  readonly instances: InstanceCounts;
  readonly verdicts: readonly { readonly verdict: string; readonly n: number; readonly share: number }[];
  /** All instances; those of one gold file; of these, those of at most three gold functions. */
  readonly measures: { readonly all: Measures; readonly oneFile: Measures; readonly liteLike: Measures };
  readonly repositories: readonly (Measures & { readonly repository: string; readonly instances: number })[];
  readonly reliability: {
    readonly bins: readonly {
      readonly from: number;
      readonly to: number;
      readonly n: number;
      readonly probability: number | null;
      readonly share: number | null;
    }[];
    readonly brier: number | null;
    readonly ece: number | null;
    readonly n: number;
  };
  readonly cost: ReportedCost;
  readonly comparison: Comparison | null;
}

export interface InstanceCounts {
  readonly asked: number;
  /** Fewer than `asked` where the run was stopped; all figures are over these. */
  readonly done: number;
  /** What gold there is for so many. The rest of `done` counts in no figure of that level. */
  readonly withGold: { readonly files: number; readonly functions: number; readonly lines: number };
  /** Instances whose gold could not be read: a malformed row or patch, or a clone that lacks something. */
  readonly withoutGold: readonly { readonly instance_id: string; readonly why: string }[];
}

/** A mean over `n` instances with its bootstrap interval of 95 %; `null` where `n` is 0. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** By the name of a measure, such as `acc@5`. */
export type LevelMeasures = Readonly<Record<string, Estimate>>;

export interface Measures {
  readonly files: LevelMeasures;
  /** Only files in languages the graph knows count as gold. */
  readonly filesInGraph: LevelMeasures;
  readonly functions: LevelMeasures;
  /** Functions, and classes and files for what is in no function. */
  readonly elements: LevelMeasures;
  readonly lines: LevelMeasures;
}

export interface ReportedCost {
  /** Of processor time, over instances: the mean, and the value so many in a hundred stay below. */
  readonly indexingSeconds: Distribution;
  readonly localizingSeconds: Distribution;
  readonly peakBytes: number;
}

interface Distribution {
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly total: number;
}

export interface Comparison {
  /** The folder of the other run. */
  readonly other: string;
  /** This run minus the other, over instances both have. */
  readonly measures: readonly {
    readonly level: string;
    readonly measure: string;
    readonly difference: Estimate;
    /** By paired bootstrap. */
    readonly p: number | null;
    /** For measures that are right or wrong. */
    readonly mcNemar: { readonly onlyThis: number; readonly onlyOther: number; readonly p: number } | null;
  }[];
}
