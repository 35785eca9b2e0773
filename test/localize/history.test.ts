/** What changed lately is told of what ran: by the commit, or that it is not committed. A real repository. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { repositoryOf, writeFiles } from '../adapters/watchedRepository.ts';
import { localized } from './evidencePage.ts';

const scale = (factor: string) => `def scaled(number):\n    factor = ${factor}\n    return number * factor\n`;
const shift = (step: number) => `def shifted(number):\n    step = ${step}\n    return number + step\n`;
const both = (first: string) =>
  `from scale import scaled\nfrom shift import shifted\n\n\ndef both(number):\n    first = ${first}\n    return shifted(first)\n`;

/** A repository with everything in one commit. */
function committed() {
  const root = repositoryOf({
    'scale.py': scale('2'),
    'shift.py': shift(1),
    'both.py': both('scaled(number)'),
    'test_both.py':
      'import unittest\nfrom both import both\n\n\nclass BothTest(unittest.TestCase):\n    def test_both(self):\n        self.assertEqual(both(2), 5)\n',
  });
  const git = (date: string, ...argv: string[]) =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...argv], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: root, GIT_COMMITTER_DATE: date },
    });
  git('2024-01-01T12:00:00Z', 'init', '-q');
  git('2024-01-01T12:00:00Z', 'add', '.');
  git('2024-01-01T12:00:00Z', 'commit', '-qm', 'Everything at first');
  return { root, git };
}

/** What history tells of lines. */
async function telling(root: string) {
  const answer = await localized(root, ['test_both.py']);
  return (file: string, line: number) =>
    answer.locations
      .find((it) => it.file === file && it.line === line)
      ?.evidence.filter(({ kind }) => kind === 'history')
      .map(({ message, score }) => [message.replace(/[0-9a-f]{8}/, 'HASH'), Number(score.toFixed(2))]);
}

test('the newest commit, an older one, and what is not committed', async () => {
  const { root, git } = committed();
  writeFiles(root, { 'scale.py': scale('3') });
  const subject = 'Scales by three: a subject that is much too long to be shown as a whole';
  git('2024-03-01T12:00:00Z', 'commit', '-qam', subject);
  writeFiles(root, { 'shift.py': shift(2) });

  const told = await telling(root);
  expect(told('shift.py', 2)).toEqual([['Changed and not committed', 1]]);
  expect(told('scale.py', 2)).toEqual([
    ['Last changed by HASH on 2024-03-01: Scales by three: a subject that is much too long to be show…', 0.2],
  ]);
  // Most of what ran is of the first commit, which tells nothing apart.
  expect(told('both.py', 6)).toEqual([]);
});

test('a commit of a date that cannot be, or is to come, makes no other one old', async () => {
  const { root, git } = committed();
  writeFiles(root, { 'scale.py': scale('3') });
  git('@99999999999999 +0000', 'commit', '-qam', 'Long after the sun is gone');
  writeFiles(root, { 'shift.py': shift(2) });
  git('2024-03-01T12:00:00Z', 'commit', '-qam', 'Shifts by two');

  const told = await telling(root);
  expect(told('shift.py', 2)).toEqual([['Last changed by HASH on 2024-03-01: Shifts by two', 0.2]]);
  expect(told('scale.py', 2)).toEqual([['Last changed by HASH: Long after the sun is gone', 0.2]]);
});
