/** `--command` with programs as they are: reports that coverage.py and Node write, a Makefile, Perl's prove. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import { hitsOf, repositoryOf, runTests, treeHash } from '../adapters/watchedRepository.ts';
import { culprit } from '../cli/runCli.ts';
import { notRun, pythonWith, systemHas } from '../provision.ts';

const shop = {
  'shop/rates.py': 'def rate(years):\n    if years > 3:\n        return 0.9 * 0.9\n    return 1\n',
  'check.py':
    'import sys\nfrom shop.rates import rate\n\nyears = int(sys.argv[1])\nassert 100 * rate(years) == (100 if years < 4 else 90)\n',
  'shop/__init__.py': '',
};

test('the same run, as coverage.py reports it in each of its forms', async (context) => {
  const python = await pythonWith(['coverage==7.6.10']);
  if (python.python === null) return notRun(context, python.reason);
  const script = (reports: string) => `#!/bin/sh
export PYTHONDONTWRITEBYTECODE=1 COVERAGE_FILE="$2/.coverage"
${python.python} -m coverage run --branch --source=. check.py "$1"
status=$?
${reports}
exit $status
`;
  const forms = { '.coverage': 'true', 'c.json': 'json', 'c.xml': 'xml', 'c.info': 'lcov' };
  for (const [name, form] of Object.entries(forms)) {
    const report = form === 'true' ? 'true' : `${python.python} -m coverage ${form} -q -o "$2/${name}"`;
    const repository = repositoryOf({ ...shop, 'check.sh': script(report) });
    chmodSync(join(repository, 'check.sh'), 0o755);
    const before = treeHash(repository);
    const command = { line: './check.sh {test} {out}', coverage: [`{out}/${name}`], passing: [] };
    const { tests } = await runTests(repository, ['5'], { runner: 'command', command });
    expect(tests[0]?.outcome, name).toBe('failed');
    expect(tests[0]?.exception, name).toMatchObject({ type: 'AssertionError' });
    expect(hitsOf(tests[0]?.hits ?? null)['shop/rates.py'], name).toEqual([1, 2, 3]);
    expect(treeHash(repository)).toBe(before);
  }
});

test('make check, and what the compiled program printed', async (context) => {
  const missing = await systemHas(['make', 'gcc'], ['make', 'gcc']);
  if (missing !== null) return notRun(context, missing);
  const repository = repositoryOf({
    Makefile: 'check:\n\t$(CC) -o /dev/null stock.c\n',
    'stock.c': 'int main(void) {\n  return n_items;\n}\n',
  });
  const argv = ['--repo', repository, '--trust', '--json', '--quiet', '--command', 'make check'];
  const answer = JSON.parse((await culprit(['localize', ...argv])).stdout) as Localization;
  expect(answer.tests).toEqual(['make check']);
  expect(answer.locations[0]).toMatchObject({ file: 'stock.c', line: 2 });
});

test('prove', async (context) => {
  const missing = await systemHas(['prove', 'perl'], ['perl']);
  if (missing !== null) return notRun(context, missing);
  const repository = repositoryOf({
    'lib/Price.pm': 'package Price;\nsub of {\n  my ($n) = @_;\n  die "no price" if $n > 2;\n  return $n;\n}\n1;\n',
    't/price.t': 'use lib "lib";\nuse Test::More tests => 1;\nuse Price;\nis(Price::of(3), 3, "three");\n',
  });
  const { tests } = await runTests(repository, ['t/price.t'], {
    runner: 'command',
    command: { line: 'prove {test}', coverage: [], passing: [] },
  });
  expect(tests[0]).toMatchObject({ id: 't/price.t', file: 't/price.t', outcome: 'failed' });
  expect(tests[0]?.exception?.frames).toMatchObject([{ file: 'lib/Price.pm', line: 4, inRepository: true }]);
});
