/** A yes holds for what was asked, and until a file changes that steers how tests run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ApprovalRequest, createApprovals } from '../../server/adapters/disk/approvals.ts';
import { repositoryOf, temporaryFolder } from './watchedRepository.ts';

const files = {
  'pkg/test_a.py': 'x',
  'pkg/conftest.py': 'x',
  'pyproject.toml': 'x',
  'src/a.py': 'x',
  'package.json': '{}',
};
const asked = (repository: string): ApprovalRequest => {
  return { repository, tests: ['pkg/test_a.py::test_b'], how: ['auto', '', 'auto'] };
};

test('a yes is remembered by another process, and only for what was asked', () => {
  const repository = repositoryOf(files);
  const state = temporaryFolder('culprit-state-');
  expect(createApprovals(state).has(asked(repository))).toBe(false);
  createApprovals(state).add(asked(repository));
  const approvals = createApprovals(state);
  expect(approvals.has(asked(repository))).toBe(true);
  expect(approvals.has({ ...asked(repository), tests: ['pkg/test_a.py::test_c'] })).toBe(false);
  expect(approvals.has({ ...asked(repository), how: ['auto', '', 'none'] })).toBe(false);
  expect(approvals.has({ ...asked(repository), repository: `${repository}2` })).toBe(false);
});

test.each(['pyproject.toml', 'pkg/conftest.py', 'package.json', 'vitest.config.ts', 'pkg/jest.config.cjs', 'Makefile'])(
  'a change of %s asks again',
  (file) => {
    const repository = repositoryOf(files);
    const approvals = createApprovals(temporaryFolder('culprit-state-'));
    approvals.add(asked(repository));
    writeFileSync(join(repository, file), 'changed');
    expect(approvals.has(asked(repository))).toBe(false);
  },
);

test('a change of code or of tests does not', () => {
  const repository = repositoryOf(files);
  const approvals = createApprovals(temporaryFolder('culprit-state-'));
  approvals.add(asked(repository));
  for (const file of ['src/a.py', 'pkg/test_a.py']) writeFileSync(join(repository, file), 'changed');
  expect(approvals.has(asked(repository))).toBe(true);
});

test('what is kept may be damaged, or a folder, and is then nothing', () => {
  const repository = repositoryOf(files);
  for (const text of ['', '{', '{"a":1}', '[1,null]']) {
    const state = temporaryFolder('culprit-state-');
    writeFileSync(join(state, 'approvals.json'), text);
    expect(createApprovals(state).has(asked(repository))).toBe(false);
    createApprovals(state).add(asked(repository));
    expect(createApprovals(state).has(asked(repository))).toBe(true);
  }
  const state = temporaryFolder('culprit-state-');
  mkdirSync(join(state, 'approvals.json'));
  createApprovals(state).add(asked(repository));
  expect(createApprovals(state).has(asked(repository))).toBe(false);
});
