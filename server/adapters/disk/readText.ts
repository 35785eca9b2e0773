/** Texts of files that may not be there. */
import { readFileSync } from 'node:fs';

/** The text of a file; empty where it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
