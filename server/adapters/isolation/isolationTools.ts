/** The programs isolation is made of, looked for on PATH outside of the repository: it could bring its own. */
import { spawnSync } from 'node:child_process';
import type { Environment } from '../process/environment.ts';
import { programOutside } from '../process/programsOnPath.ts';

export interface IsolationTools {
  readonly bwrap: string | null;
  /** What it says of its options; empty where it is not there. */
  readonly bwrapHelp: string;
  readonly unshare: string | null;
  readonly mount: string | null;
  readonly fuseOverlay: string | null;
  readonly fuseUnmount: string | null;
  readonly copy: string | null;
}

export function findIsolationTools(environment: Environment, repository: string): IsolationTools {
  const find = (name: string) => programOutside(name, environment, repository);
  const bwrap = find('bwrap');
  return {
    bwrap,
    bwrapHelp: bwrap === null ? '' : spawnSync(bwrap, ['--help'], { encoding: 'utf8', env: {} }).stdout,
    unshare: find('unshare'),
    mount: find('mount'),
    fuseOverlay: find('fuse-overlayfs'),
    fuseUnmount: find('fusermount3') ?? find('fusermount'),
    copy: find('cp'),
  };
}
