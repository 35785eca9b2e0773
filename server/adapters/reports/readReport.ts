/** Reads a report of coverage whatever its format, told by how it begins. */
import { readFile, stat } from 'node:fs/promises';
import { readCobertura } from './cobertura.ts';
import { readCoveragePyData, readCoveragePyJson } from './coveragePy.ts';
import { malformed, type ReportReading } from './coverageReport.ts';
import { readJacoco } from './jacoco.ts';
import { readLcov } from './lcov.ts';

const maxBytes = 256 * 2 ** 20;
const sqliteMark = 'SQLite format 3\0';

/** The report in the file at `path`; what cannot be read is malformed, never an error. */
export async function readReport(path: string): Promise<ReportReading> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (maxBytes < size) return malformed(`it is larger than ${maxBytes / 2 ** 20} MB`);
    bytes = await readFile(path);
  } catch (error) {
    return malformed(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
  if (bytes.subarray(0, sqliteMark.length).toString('latin1') === sqliteMark) return readCoveragePyData(path);
  return readReportText(bytes.toString('utf8'));
}

export function readReportText(text: string): ReportReading {
  const start = text
    .slice(0, 2000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (start.startsWith('{')) return readCoveragePyJson(text);
  if (start.startsWith('<')) return /<report[\s>]/.test(start) ? readJacoco(text) : readCobertura(text);
  return /^(TN|SF|DA|FN|LF|VER|#)/m.test(start)
    ? readLcov(text)
    : malformed('it is none of lcov, Cobertura, JaCoCo and coverage.py');
}
