/** Java's own subjects, by every way they are built, and what may go wrong with tests of Java. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { hitsOf, outcomes, runTests, temporaryFolder, treeHash } from '../adapters/watchedRepository.ts';
import { projectRoot } from '../cli/runCli.ts';
import { notRun } from '../provision.ts';
import { javaReady } from '../provisionJava.ts';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

const parking: Subject = {
  folder: 'junit5-maven-parking',
  test: () => 'parking.ReceiptTest#aStartedHourIsPaidInFull',
  faulty: 'src/main/java/parking/Tariff.java::Tariff.startedHours',
  // Nothing tells the eight functions apart that all these tests go through: the values speak against its callers.
  among: 8,
};
const library: Subject = {
  folder: 'junit4-maven-library',
  test: () => 'LoanTest#lateBooksAreCharged',
  faulty: 'src/main/java/library/OpeningDays.java::OpeningDays.openDaysBetween',
};
const folderOf = ({ folder }: Subject) => join(projectRoot, 'test/subjects', folder);

/** A copy of a subject, or null where its tests cannot run here, which is then said. */
async function copyOf(subject: Subject, context: TestContext): Promise<string | null> {
  const maven = await javaReady('maven', folderOf(subject));
  if (!maven.ready) {
    notRun(context, maven.reason);
    return null;
  }
  const copy = temporaryFolder('culprit-java-');
  cpSync(folderOf(subject), copy, { recursive: true });
  return copy;
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

test.for(places)('the bug of the car park is found (%s)', async (place, context) => {
  const maven = await javaReady('maven', folderOf(parking));
  if (!maven.ready) return notRun(context, maven.reason);
  expectLocated(await localizeSubject(parking, place), parking, place);
});

test.for(places)('the bug of the library is found (%s)', async (place, context) => {
  const maven = await javaReady('maven', folderOf(library));
  if (!maven.ready) return notRun(context, maven.reason);
  expectLocated(await localizeSubject(library, place), library, place);
});

test('cases and nested classes have ids that can be asked for again', async (context) => {
  const repository = await copyOf(parking, context);
  if (repository === null) return;
  const before = treeHash(repository);
  const cacheFolder = temporaryFolder('culprit-cache-');
  const all = await runTests(repository, ['src/test/java/parking/ReceiptTest.java'], { cacheFolder });
  expect(outcomes(all).sort()).toEqual([
    'parking.ReceiptTest#aStartedHourIsPaidInFull failed',
    'parking.ReceiptTest#longStays[1] passed',
    'parking.ReceiptTest#longStays[2] passed',
    'parking.ReceiptTest#longStays[3] passed',
    'parking.ReceiptTest#longStays[4] passed',
    'parking.ReceiptTest#longStays[5] failed',
    'parking.ReceiptTest#nothingCostsNothing passed',
    'parking.ReceiptTest$Discounted#halfIsPaid passed',
    'parking.ReceiptTest$Discounted#noneIsMoreThanAll passed',
  ]);
  for (const { id, outcome } of all.tests) {
    const again = await runTests(repository, [id], { cacheFolder });
    expect(outcomes(again)).toEqual([`${id} ${outcome}`]);
  }
  const some = await runTests(repository, ['ReceiptTest#longStays', 'src/test/java/parking/ReceiptTest.java:53'], {
    cacheFolder,
    leaveOut: ['parking.ReceiptTest#longStays[2]'],
  });
  expect(outcomes(some).sort()).toEqual([
    'parking.ReceiptTest#longStays[1] passed',
    'parking.ReceiptTest#longStays[3] passed',
    'parking.ReceiptTest#longStays[4] passed',
    'parking.ReceiptTest#longStays[5] failed',
    'parking.ReceiptTest$Discounted#noneIsMoreThanAll passed',
  ]);
  const few = await runTests(repository, ['ReceiptTest'], { cacheFolder, limits: { maxTests: 3 } });
  expect([few.tests.length, few.nNotStarted > 0, few.ending.kind]).toEqual([3, true, 'completed']);
  const inOrder = await runTests(repository, ['TariffTest'], { cacheFolder });
  const backwards = await runTests(repository, ['TariffTest'], { cacheFolder, reversed: true });
  const methods = (run: typeof inOrder) => [...new Set(run.tests.map(({ id }) => id.replace(/\[.*/, '')))];
  expect(methods(backwards)).toEqual(methods(inOrder).reverse());
  expect(treeHash(repository)).toBe(before);
});

test('spectra tell lines and the ways of decisions, for each test its own', async (context) => {
  const repository = await copyOf(parking, context);
  if (repository === null) return;
  const run = await runTests(repository, ['TariffTest'], {
    mode: 'spectra',
    instrument: ['src/main/java/parking/Tariff.java'],
  });
  const free = run.tests.find(({ id }) => id.endsWith('#noTimeIsFree[1]'));
  expect(hitsOf(free?.hits ?? null)).toEqual({
    'src/main/java/parking/Tariff.java': [8, 9, 10, 11, 14, 15, 16, 17, 21, 22],
  });
  const ways = (id: string) =>
    [...(run.tests.find((it) => it.id.endsWith(id))?.branches ?? [])].flatMap(([, hits]) =>
      hits.map(({ line, index, outcome }) => `${line}.${index} ${outcome}`),
    );
  expect(ways('#noTimeIsFree[1]')).toEqual(['21.0 true']);
  expect(ways('#aDayIsTheMostThatIsPaidForOne')).toEqual(['21.0 false', '25.0 false']);
});

test('values are printed without the code they are of, and secrets are left out', async (context) => {
  const repository = await copyOf(library, context);
  if (repository === null) return;
  const file = 'src/main/java/library/Loan.java';
  edit(
    join(repository, file),
    'int daysLate(int today, OpeningDays days) {',
    `public String toString() { throw new IllegalStateException("asked"); }

  int daysLate(int today, OpeningDays days) {
    Loan copy = this;
    String password = title;`,
  );
  const values = new Map([[file, [[1, 99]] as const]]);
  const run = await runTests(repository, ['LoanTest#lateBooksAreCharged'], { mode: 'trace', values });
  const seen = run.tests[0]?.trace?.values.map(({ kind, name, value }) => `${kind} ${name} ${value}`);
  expect(seen).toEqual(
    expect.arrayContaining([
      'argument title "Emma"',
      'assigned this.due 8',
      'argument today 11',
      'assigned copy Loan{title="Emma", due=8}',
      'assigned password <redacted>',
      'condition today <= due false',
      'return  4',
    ]),
  );
});

test('a test file that does not compile is a problem with that file', async (context) => {
  const repository = await copyOf(library, context);
  if (repository === null) return;
  const broken = 'src/test/java/library/LoanTest.java';
  appendFileSync(join(repository, broken), 'class {');
  const run = await runTests(repository, ['FineCasesTest'], {});
  expect(run.collectionProblems).toMatchObject([{ kind: 'loadFailed', file: broken }]);
  expect(run.collectionProblems[0]?.message).toMatch(
    /^src\/test\/java\/library\/LoanTest\.java:\d+ does not compile: /,
  );
});

test('a set-up that fails is an error of each test it was for', async (context) => {
  const repository = await copyOf(parking, context);
  if (repository === null) return;
  const file = join(repository, 'src/test/java/parking/TariffTest.java');
  edit(file, '  @Test', '  @org.junit.jupiter.api.BeforeAll static void open() { new Stay(2, 1); }\n\n  @Test');
  const run = await runTests(repository, ['TariffTest'], { mode: 'trace' });
  expect(outcomes(run).sort()).toEqual([
    'parking.TariffTest#aDayHasItsPrice error',
    'parking.TariffTest#aDayIsTheMostThatIsPaidForOne error',
    'parking.TariffTest#noTimeIsFree error',
    'parking.TariffTest#nobodyLeavesBeforeHeCame error',
  ]);
  expect(run.tests[0]?.exception).toMatchObject({
    type: 'java.lang.IllegalArgumentException',
    message: 'left before it came: 2 to 1',
  });
  expect(run.tests[0]?.exception?.frames.at(-1)).toMatchObject({ file: 'src/main/java/parking/Stay.java', line: 10 });
  expect(run.tests[0]?.trace?.codes.map(({ qualifiedName }) => qualifiedName)).toContain('Stay.Stay');
});

test('a test that hangs is stopped with its trace, one that ends the process is seen to', async (context) => {
  const repository = await copyOf(library, context);
  if (repository === null) return;
  const cacheFolder = temporaryFolder('culprit-cache-');
  const file = join(repository, 'src/test/java/library/LoanTest.java');
  edit(
    file,
    '  @Ignore',
    `  @Test public void hangs() throws Exception { while (true) new OpeningDays().isOpen(1); }
  @Test public void sleeps() throws Exception { Thread.sleep(100000); }
  @Test public void exits() { System.exit(3); }

  @Ignore`,
  );
  const options = { cacheFolder, mode: 'trace' } as const;
  const hangs = await runTests(repository, ['LoanTest#hangs'], { ...options, limits: { fuel: 5000 } });
  expect(outcomes(hangs)).toEqual(['library.LoanTest#hangs timedOut']);
  expect(hangs.tests[0]?.trace?.codes.map(({ qualifiedName }) => qualifiedName)).toContain('OpeningDays.isOpen');
  expect(hangs.tests[0]?.exception?.frames[0]).toMatchObject({ function: 'LoanTest.hangs' });
  const sleeps = await runTests(repository, ['LoanTest#sleeps'], { ...options, limits: { testSeconds: 1 } });
  expect(outcomes(sleeps)).toEqual(['library.LoanTest#sleeps timedOut']);
  expect(sleeps.tests[0]?.exception?.frames.at(-1)?.function).toBe('LoanTest.sleeps');
  const exits = await runTests(repository, ['LoanTest#exits'], options);
  expect(outcomes(exits)).toEqual(['library.LoanTest#exits crashed']);
});

test('without Maven or a JDK, a sentence says what to install', async () => {
  const folder = temporaryFolder('culprit-java-');
  cpSync(folderOf(library), folder, { recursive: true });
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const environment = { PATH: empty, JAVA_HOME: undefined, MAVEN_HOME: undefined, M2_HOME: undefined };
  await expect(runTests(folder, ['LoanTest'], { environment })).rejects.toThrow('There is no JDK');
  await expect(runTests(folder, ['LoanTest'], { environment: { JAVA_HOME: empty } })).rejects.toThrow(
    'not only a runtime',
  );
});
