/** How much memory a process and all that it started hold for themselves. Linux only; elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;

/** Bytes that are resident and not shared, over the whole tree; 0 where nothing can be read. */
export function treeMemory(pid: number): number {
  let pages = 0;
  const pending = [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [, resident = '0', shared = '0'] = read(`/proc/${next}/statm`).split(' ');
    pages += Number(resident) - Number(shared);
    pending.push(...childrenOf(next));
  }
  return pages * pageBytes;
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
