/**
 * How far a run of somebody else's code is kept from harm. Two things are apart: whether what it writes reaches the user's
 * tree, and what else of the machine it sees.
 */

/**
 * `bwrap-overlay`, `kernel-overlay`, `fuse-overlay`: the repository is an overlay at its own path, writes go elsewhere;
 * `copy`: a copy stands at its path; `live`: the tree as it is.
 */
export type TreeIsolation = 'bwrap-overlay' | 'kernel-overlay' | 'fuse-overlay' | 'copy' | 'live';

export interface IsolationLevel {
  readonly tree: TreeIsolation;
  /** Whether it runs in a sandbox of bubblewrap: no network, a private home, only its own processes. */
  readonly sandboxed: boolean;
}

export const notIsolated: IsolationLevel = { tree: 'live', sandboxed: false };

/** What a user asks for: the best there is, a sandbox or nothing at all, or none. */
export type SandboxChoice = 'auto' | 'bwrap' | 'none';

export const sandboxChoices: readonly SandboxChoice[] = ['auto', 'bwrap', 'none'];

/** One line for people. */
export function describeLevel({ tree, sandboxed }: IsolationLevel): string {
  if (!sandboxed) return 'in the working tree, with your rights and network';
  const trees: Readonly<Record<TreeIsolation, string>> = {
    'bwrap-overlay': 'in an overlay of the working tree',
    'kernel-overlay': 'in an overlay of the working tree (by the kernel)',
    'fuse-overlay': 'in an overlay of the working tree (by fuse-overlayfs)',
    copy: 'in a copy that stands in place of the working tree',
    live: 'in the working tree',
  };
  return `${trees[tree]}, sandboxed; tests have no network`;
}
