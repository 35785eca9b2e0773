import type { Problem } from './localization.ts';

/** `culprit.graph/1`: what `culprit graph stats` prints. */
export interface GraphStats {
  readonly schema: 'culprit.graph/1';
  readonly files: number;
  readonly lines: number;
  readonly nodes: {
    readonly file: number;
    readonly class: number;
    readonly function: number;
    readonly statement: number;
  };
  readonly edges: {
    readonly contains: number;
    readonly imports: number;
    readonly calls: number;
    readonly inherits: number;
    readonly defUse: number;
    readonly controlDependence: number;
    /** From documents to the code that names their keys or paths, or that they name. */
    readonly mentions: number;
    readonly overrides: number;
  };
  /** Files per language id. */
  readonly languages: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly seconds: number;
  readonly fromCache: boolean;
  readonly problems: readonly Problem[];
}

/** `culprit.slice/1`: what `culprit graph slice` prints, nearest first. */
export interface SliceReport {
  readonly schema: 'culprit.slice/1';
  readonly criterion: {
    readonly file: string;
    readonly line: number;
    readonly variable: string | null;
    readonly direction: SliceDirection;
  };
  readonly steps: readonly SliceStep[];
}

export type SliceDirection = 'backward' | 'forward' | 'both';

export type SliceRole = 'criterion' | 'definition' | 'use' | 'control' | 'argument' | 'parameter' | 'return' | 'call';

export interface SliceStep {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly element: string;
  readonly variable: string | null;
  readonly role: SliceRole;
  readonly distance: number;
}
