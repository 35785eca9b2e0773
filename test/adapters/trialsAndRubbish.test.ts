/** Tests that write to descriptors they do not own: trials go on, and nobody is told what is no outcome. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { outcomesIn } from '../../server/adapters/trials/outcomeFile.ts';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { tryOut, writing } from './trialsOn.ts';
import { repositoryOf } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

const rubbish = [
  ...['garbage', 'null', '[1]', '3', '{"problem": 4}', '{"trial": 99999, "verdicts": ["passed"]}', '{"verdicts": []}'],
  ...['{"trial": 0, "verdicts": 3}', '{"trial": 0, "verdicts": ["fine"]}', '{"trial": -1, "verdicts": ["passed"]}'],
  ...['{"trial": 0.5, "verdicts": ["passed"]}', '{"trial": 0, "verdicts": []}', '{"trial": 0, "verdicts": ["passed", '],
];

test.skipIf(process.platform === 'win32')('a test that writes rubbish to every descriptor', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const files = {
    'shop.py': 'def price(number):\n    return number * 2\n',
    'test_shop.py': `import os
from shop import price

RUBBISH = ${JSON.stringify(rubbish)}


def test_price():
    for descriptor in range(3, 21):
        try:
            os.write(descriptor, '\\n'.join(RUBBISH).encode())
        except OSError:
            pass
    assert price(2) == 6


def test_nothing():
    assert price(0) == 0
`,
  };
  const edited = (text: string) => writing(files, ['shop.py', '* 2', text]);
  const trials = [edited('* 3'), edited('* 4'), edited('+ 4'), edited('*'), edited('* 3')];
  const { run, verdicts } = await tryOut(
    repositoryOf(files),
    ['test_shop.py::test_price', 'test_shop.py::test_nothing'],
    trials,
    { python: provisioned.python, limits: { seconds: 30 } },
  );
  expect(run.ending).toEqual({ kind: 'finished' });
  expect(verdicts).toEqual(['passed passed', 'failed', 'passed failed', 'unusable', 'passed passed']);
});

test('a trial is told of once, a line when it is whole, and no more than a run could have to tell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'culprit-outcomes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'outcomes.jsonl');
  const outcomes = outcomesIn(path, { nTrials: 2, nTests: 1 });
  onTestFinished(() => outcomes.close());
  expect(outcomes.next()).toEqual([]);
  const first = { trial: 1, verdicts: ['failed'], complaint: 'x' };
  writeFileSync(path, `${JSON.stringify(first)}\n{"trial": 1, "verdicts": ["passed"]}\n{"trial": 0, "verd`);
  expect(outcomes.next()).toEqual([first]);
  appendFileSync(path, 'icts": ["passed"], "complaint": 7}\n{"trial": 1, "verdicts": ["passed", "passed"]}\n');
  expect(outcomes.next()).toEqual([{ trial: 0, verdicts: ['passed'], complaint: null }]);
  appendFileSync(path, Buffer.alloc(40 * 1024 * 1024, 'x'));
  expect(outcomes.next()).toEqual([{ problem: 'more than 32 MiB of outcomes were written' }]);
  expect(outcomes.next()).toEqual([]);
});
