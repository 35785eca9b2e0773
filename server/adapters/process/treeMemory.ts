/** How much memory a process and all that it started hold for themselves. Linux only; elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;

/** Whether a process and all that it started hold more than so many bytes. Pages that a fork shares count once. */
export function holdsMoreThan(bytes: number, pid: number): boolean {
  const tree = withDescendants(pid);
  const resident = tree.map((one) => read(`/proc/${one}/statm`).split(' '));
  const unshared = resident.reduce((sum, [, pages = '0', shared = '0']) => sum + Number(pages) - Number(shared), 0);
  if (unshared * pageBytes <= bytes) return false;
  // Pages a child has not written yet were counted for each; the exact figure is dear, and asked only now.
  return bytes < tree.reduce((sum, one) => sum + proportional(one), 0);
}

/** The part of memory that is the process's own, shared pages divided among who shares them (proc(5), `smaps_rollup`). */
function proportional(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

function withDescendants(pid: number): readonly number[] {
  const found = [pid];
  for (let at = 0; at < found.length; at++) found.push(...childrenOf(found[at]!));
  return found;
}

/** Each thread may have started some. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const children = read(`/proc/${pid}/task/${thread}/children`).trim();
      return children === '' ? [] : children.split(' ').map(Number);
    });
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone already
  }
}
