/** Subjects of the runners that run in Node itself: its own, mocha, Jasmine. Each wherever it lies, and as it goes wrong. */
import { appendFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { culprit, projectRoot } from '../cli/runCli.ts';
import { notRun, npmWith } from '../provision.ts';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

interface RunnerSubject extends Subject {
  /** What is installed; none for what comes with Node. */
  readonly packages: readonly string[];
  readonly testFile: string;
  /** The line of the failing test. */
  readonly line: number;
  /** A suite whose set-up throws, in the form of this runner. */
  readonly badSetUp: string;
  readonly badImport: string;
}

const cinema: RunnerSubject = {
  folder: 'node-cinema',
  test: (below) => `${below}test/booking.test.js > booking > a party of five gets a tenth off`,
  faulty: 'src/offers.js::groupRate',
  packages: [],
  testFile: 'test/booking.test.js',
  line: 24,
  badSetUp:
    "import test, { before, describe } from 'node:test';\nimport { parseSeat } from '../src/seats.js';\ndescribe('s', () => {\n  before(() => parseSeat('none'));\n  test('t', () => {});\n});\n",
  badImport: "import '../src/none.js';\n",
};
const recipes: RunnerSubject = {
  folder: 'mocha-recipes',
  test: (below) => `${below}test/scale.spec.js > scaling > a recipe with slices of bread`,
  faulty: 'src/words.js::singular',
  packages: ['mocha@12.0.3'],
  testFile: 'test/scale.spec.js',
  line: 9,
  badSetUp:
    "const { measured } = require('../src/units.js');\ndescribe('s', () => {\n  before(() => measured(1, 'none'));\n  it('t', () => {});\n});\n",
  badImport: "require('../src/none.js');\n",
};
const calendar: RunnerSubject = {
  folder: 'jasmine-calendar',
  test: (below) => `${below}spec/meetings.spec.js > meetings > on the last of February > come on the 29th in 2000`,
  faulty: 'src/years.js::isLeapYear',
  packages: ['jasmine@7.0.0'],
  testFile: 'spec/meetings.spec.js',
  line: 28,
  badSetUp:
    "import { daysInMonth } from '../src/months.js';\ndescribe('s', () => {\n  beforeAll(() => daysInMonth(1, 99));\n  it('t', () => {});\n});\n",
  badImport: "import '../src/none.js';\n",
};

for (const subject of [cinema, recipes, calendar]) {
  describe(subject.folder, () => {
    const install = async () => (subject.packages.length === 0 ? null : npmWith(subject.packages));
    const withPackages = (nodeModules: string | null): Subject => ({
      ...subject,
      prepare: async (folder) => {
        if (nodeModules !== null) symlinkSync(nodeModules, join(folder, 'node_modules'), 'dir');
      },
    });

    test.for(places)('the bug is found (%s)', async (place, context) => {
      const installed = await install();
      if (installed?.nodeModules === null) return notRun(context, installed.reason);
      const prepared = withPackages(installed?.nodeModules ?? null);
      expectLocated(await localizeSubject(prepared, place), subject, place);
    });

    test('by the line an editor sends', async (context) => {
      const installed = await install();
      if (installed?.nodeModules === null) return notRun(context, installed.reason);
      const atLine = {
        ...withPackages(installed?.nodeModules ?? null),
        test: () => `${subject.testFile}:${subject.line}`,
      };
      const localized = await localizeSubject(atLine);
      expectLocated(localized, subject);
      expect(localized.answer.run.failing).toBe(1);
    });

    test('a file that cannot be loaded is what is wrong', async (context) => {
      const installed = await install();
      if (installed?.nodeModules === null) return notRun(context, installed.reason);
      const { status, answer } = await localizeSubject(
        withPackages(installed?.nodeModules ?? null),
        'plain',
        (folder) => {
          const file = join(folder, subject.testFile);
          writeFileSync(file, subject.badImport);
        },
      );
      expect(status).toBe(3);
      expect(JSON.stringify(answer)).toContain('none.js');
    });

    test('a syntax error is told with its place', async (context) => {
      const installed = await install();
      if (installed?.nodeModules === null) return notRun(context, installed.reason);
      const { answer } = await localizeSubject(withPackages(installed?.nodeModules ?? null), 'plain', (folder) =>
        appendFileSync(join(folder, subject.testFile), '\nconst = 3;\n'),
      );
      expect(JSON.stringify(answer)).toContain('SyntaxError');
    });

    test('a set-up of several tests that fails', async (context) => {
      const installed = await install();
      if (installed?.nodeModules === null) return notRun(context, installed.reason);
      const file = subject.testFile;
      const asked = { ...withPackages(installed?.nodeModules ?? null), test: () => `${file} > s > t` };
      const { status, answer } = await localizeSubject(asked, 'plain', (folder) =>
        writeFileSync(join(folder, file), subject.badSetUp),
      );
      expect(status).toBe(0);
      expect(answer.run.failing).toBe(1);
      expect(answer.functions.length).toBeGreaterThan(0);
    });

    if (subject.packages.length !== 0) {
      test('without its runner, it says what to install', async () => {
        const { status, stdout, stderr } = await resolution(subject);
        expect(status).not.toBe(0);
        expect((stdout + stderr).replace(/\s+/g, ' ')).toMatch(/is not installed for the repository.*npm install/);
      });
    }
  });
}

/** What is said of a subject nothing was installed for. */
async function resolution(subject: Subject) {
  const folder = join(projectRoot, 'test/subjects', subject.folder);
  return culprit(['localize', subject.test(''), '--repo', folder, '--trust', '--quiet']);
}
