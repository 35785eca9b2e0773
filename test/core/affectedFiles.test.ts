/** Which files a change reaches, where there is more of them than usual. */
import { expect, test } from 'vitest';
import { indexFile } from '../../server/analysis/analysisHost.ts';
import { affectedFiles } from '../../server/core/graph/affectedFiles.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();

test('a name that very many definitions mention may change', () => {
  const uses = 'a=f\n'.repeat(130_000);
  const before = indexFile(parsers, 'a.py', 'f = 1\n')!;
  const after = indexFile(parsers, 'a.py', `f = g\n${uses}`)!;
  const other = indexFile(parsers, 'b.py', 'from a import f\n')!;
  expect(affectedFiles([before, other], [after, other], [0])).toEqual({ files: [0, 1], isUnseen: false });
});
