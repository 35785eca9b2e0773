/** C and C++ with GoogleTest and CTest: the subjects wherever they lie, and what can go wrong with a test and its build. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, type TestContext, test } from 'vitest';
import {
  eventsOf,
  hitsOf,
  outcomes,
  type RunOptions,
  repositoryOf,
  runTests,
  treeHash,
} from '../adapters/watchedRepository.ts';
import { notRun, systemHas } from '../provision.ts';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

let missing: string | null = null;
beforeAll(async () => {
  const wanted = ['cmake', 'g++', 'make', 'ar', '/usr/include/gtest/gtest.h'];
  missing = await systemHas(wanted, ['cmake', 'g++', 'make', 'binutils', 'libgtest-dev']);
});

/** Names the test as not run where the machine has no toolchain. */
function needsToolchain(context: TestContext, other: string | null = null): void {
  const lacking = missing ?? other;
  if (lacking !== null) notRun(context, lacking);
}

const parcels: Subject = {
  folder: 'googletest-parcels',
  test: () => 'Invoice.AddsUpWhatParcelsCost',
  faulty: 'src/weights.cpp::parcels.billable_weight',
};
const ledger: Subject = { folder: 'ctest-ledger', test: () => 'closing', faulty: 'src/interest.c::interest_of' };

describe('the subjects', () => {
  for (const place of places) {
    test(`GoogleTest, ${place}`, async (context) => {
      needsToolchain(context);
      expectLocated(await localizeSubject(parcels, place), parcels, place);
    });
    test(`CTest, ${place}`, async (context) => {
      needsToolchain(context);
      expectLocated(await localizeSubject(ledger, place), ledger, place);
    });
  }

  test('by file and line', async (context) => {
    needsToolchain(context);
    const byLine = { ...parcels, test: () => 'tests/invoice_test.cpp:24' };
    const localized = await localizeSubject(byLine);
    expectLocated(localized, byLine);
    expect(localized.answer.tests).toEqual(['Invoice.AddsUpWhatParcelsCost']);
  });

  test('code that does not compile is located where the compiler says', async (context) => {
    needsToolchain(context);
    const { answer } = await localizeSubject(parcels, 'plain', (folder) => {
      const path = join(folder, 'src/zones.cpp');
      writeFileSync(path, readFileSync(path, 'utf8').replace('return Zone::near;', 'return Zone::neer;'));
    });
    expect(answer.locations[0]).toMatchObject({ file: 'src/zones.cpp', line: 10 });
  });

  test('a test file that does not compile is the environment, with its place', async (context) => {
    needsToolchain(context);
    const { answer, status } = await localizeSubject(parcels, 'plain', (folder) => {
      writeFileSync(join(folder, 'tests/zones_test.cpp'), '#include <gtest/gtest.h>\nTEST(A, B) { nothing(); }\n');
    });
    expect(answer.verdict).toBe('environment');
    expect(answer.problems[0]?.message).toContain('tests/zones_test.cpp:2');
    expect(status).toBe(3);
  });

  test('without GoogleTest it is said what CMake lacks', async (context) => {
    needsToolchain(context);
    const { answer } = await localizeSubject(parcels, 'plain', (folder) => {
      const path = join(folder, 'CMakeLists.txt');
      writeFileSync(path, readFileSync(path, 'utf8').replace('find_package(GTest', 'find_package(NoSuchTest'));
    });
    expect(answer.verdict).toBe('environment');
    expect(answer.problems[0]?.message).toContain('CMake would not configure the project');
    expect(answer.problems[0]?.message).toContain('NoSuchTest');
  });

  test('a test nobody knows', async (context) => {
    needsToolchain(context);
    const { answer } = await localizeSubject({ ...parcels, test: () => 'Invoice.NoSuchTest' });
    expect(answer.problems[0]?.message).toContain('There is no test Invoice.NoSuchTest');
  });
});

const cmake = `cmake_minimum_required(VERSION 3.16)
project(p CXX)
find_package(GTest REQUIRED)
enable_testing()
add_executable(t lib.cpp t_test.cpp)
target_link_libraries(t GTest::gtest_main)
add_test(NAME whole COMMAND t)
`;
const lib = `#include "lib.h"
#include <cstdlib>
#include <stdexcept>
int pick(int x) {
  if (x > 2)
    return 1;
  return x > 1 ? 2 : 3;
}
int check(int x) {
  if (x < 0)
    throw std::out_of_range("below zero");
  return pick(x);
}
int deref(int *p) {
  return *p;
}
void stop() { abort(); }
int spin(int x) {
  volatile int n = x;
  while (n != 0)
    n = n + 0;
  return n;
}
int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }

int told(int n, const char *password) {
  int sum = 0;
  for (int i = 0; i < n; i++)
    sum += i;
  return sum + (password == nullptr);
}
`;
const header = `int pick(int x);\nint check(int x);\nint deref(int *p);\nvoid stop();\nint spin(int x);\nint fact(int n);\nint told(int n, const char *password);\n`;
const tests = `#include <gtest/gtest.h>
#include "lib.h"
TEST(Pick, Big) { EXPECT_EQ(pick(3), 1); }
TEST(Pick, Two) { EXPECT_EQ(pick(2), 3); }
TEST(Check, Throws) {
  check(-1);
}
TEST(Check, Crashes) { deref(nullptr); }
TEST(Check, Aborts) { stop(); }
TEST(Check, Hangs) { spin(1); }
TEST(Fact, Three) { EXPECT_EQ(fact(3), 5); }
TEST(Skip, Me) { GTEST_SKIP(); }
template <class T> class Typed : public ::testing::Test {};
using Types = ::testing::Types<int, long>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, Works) { EXPECT_EQ(pick(TypeParam(3)), 1); }
class Each : public ::testing::TestWithParam<int> {};
TEST_P(Each, IsOne) { EXPECT_EQ(pick(GetParam()), 1); }
INSTANTIATE_TEST_SUITE_P(All, Each, ::testing::Values(3, 1));
class Broken : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { check(-2); }
};
TEST_F(Broken, Never) {}
TEST(Values, Told) { EXPECT_EQ(told(3, "x"), 4); }
`;

describe('what a test does', () => {
  const repository = () =>
    repositoryOf({ 'CMakeLists.txt': cmake, 'lib.cpp': lib, 'lib.h': header, 't_test.cpp': tests });
  // One build for all of them: the same files at the same place.
  let folder = '';
  const cacheFolder = join(
    process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? '/tmp', '.cache'),
    'culprit-test',
    'cpp-cache',
  );
  const at = () => {
    folder = join(cacheFolder, 'repository');
    const made = repository();
    mkdirSync(folder, { recursive: true });
    for (const file of ['CMakeLists.txt', 'lib.cpp', 'lib.h', 't_test.cpp']) {
      const text = readFileSync(join(made, file), 'utf8');
      if (!existsSync(join(folder, file)) || readFileSync(join(folder, file), 'utf8') !== text)
        writeFileSync(join(folder, file), text);
    }
    rmSync(made, { recursive: true });
    return folder;
  };
  const run = (ids: readonly string[], options: RunOptions = {}) => runTests(at(), ids, { cacheFolder, ...options });

  test('outcomes, ids and the tree', async (context) => {
    needsToolchain(context);
    const before = treeHash(at());
    const asked = ['Pick.Big', 'Pick.Two', 'Skip.Me', 'Typed.Works', 'Each.IsOne', 'Check.Throws'];
    expect(outcomes(await run(asked)).sort()).toEqual([
      ...['All/Each.IsOne/0 passed', 'All/Each.IsOne/1 failed', 'Check.Throws failed', 'Pick.Big passed'],
      ...['Pick.Two failed', 'Skip.Me skipped', 'Typed/0.Works passed', 'Typed/1.Works passed'],
    ]);
    expect(outcomes(await run(['All/Each.IsOne/1']))).toEqual(['All/Each.IsOne/1 failed']);
    expect(outcomes(await run(['t_test.cpp:4']))).toEqual(['Pick.Two failed']);
    expect(outcomes(await run(['t_test.cpp:18']))).toEqual(['All/Each.IsOne/0 passed', 'All/Each.IsOne/1 failed']);
    expect(treeHash(at())).toBe(before);
  });

  test('lines and branches of each test', async (context) => {
    needsToolchain(context);
    const watched = await run(['Pick.Big', 'Pick.Two'], { mode: 'spectra', instrument: ['lib.cpp'] });
    expect(watched.tests.map(({ hits }) => hitsOf(hits))).toEqual([{ 'lib.cpp': [5, 6, 8] }, { 'lib.cpp': [5, 7, 8] }]);
    expect(watched.tests[1]!.branches?.get('lib.cpp')?.map(({ line }) => line)).toContain(7);
  });

  test('an ordered trace, and where an exception was thrown', async (context) => {
    needsToolchain(context);
    const [two] = (await run(['Pick.Two'], { mode: 'trace' })).tests;
    expect(eventsOf(two!.trace).filter((event) => event.includes('pick'))).toEqual([
      ...['call pick:4', 'line pick:5', 'line pick:7', 'return pick:7'],
    ]);
    expect(two!.exception?.frames.map(({ file, line }) => `${file}:${line}`)).toEqual(['t_test.cpp:4']);
    const [thrown] = (await run(['Check.Throws'], { mode: 'trace' })).tests;
    expect(thrown!.exception).toMatchObject({ type: 'std::out_of_range' });
    expect(thrown!.exception?.message).toContain('below zero');
    const frames = thrown!.exception?.frames.map(({ file, line, function: name }) => `${file}:${line} ${name}`);
    expect(frames).toEqual(['t_test.cpp:6 Check.Throws', 'lib.cpp:11 check']);
    expect(eventsOf(thrown!.trace)).toContain('raise check:11');
  });

  test('values of arguments and variables, secrets left out', async (context) => {
    needsToolchain(context, await systemHas(['gdb'], ['gdb']));
    const values = new Map([['lib.cpp', [[26, 31] as const]]]);
    const [told] = (await run(['Values.Told'], { mode: 'trace', values })).tests;
    const { trace } = told!;
    const said = trace?.values.map(({ event, kind, name, value }) => `${trace.lines[event]} ${kind} ${name}=${value}`);
    expect(said).toEqual([
      ...['26 argument n=3', '26 argument password=<redacted>', '27 assigned sum=0'],
      ...['28 assigned i=0', '28 assigned i=1', '29 assigned sum=1', '28 assigned i=2', '29 assigned sum=3'],
    ]);
    expect(told!.exception?.frames.at(-1)).toMatchObject({ line: 25 });
  });

  test('recursion', async (context) => {
    needsToolchain(context);
    const [three] = (await run(['Fact.Three'], { mode: 'trace' })).tests;
    const calls = eventsOf(three!.trace).filter((event) => /^(call|return) fact/.test(event));
    expect(calls).toEqual([...Array(3).fill('call fact:24'), ...Array(3).fill('return fact:24')]);
  });

  test('a crash and an abort, with their stacks', async (context) => {
    needsToolchain(context);
    for (const [id, signal, place] of [
      ['Check.Crashes', 'SIGSEGV', 'lib.cpp:15'],
      ['Check.Aborts', 'SIGABRT', 'lib.cpp:17'],
    ] as const) {
      const watched = await run([id], { mode: 'trace' });
      expect(outcomes(watched)).toEqual([`${id} crashed`]);
      const { exception } = watched.tests[0]!;
      expect(exception?.message).toContain(signal);
      expect(exception?.frames.map(({ file, line }) => `${file}:${line}`).at(-1)).toBe(place);
    }
  });

  test('a test that hangs is stopped, by the clock and by what it may run', async (context) => {
    needsToolchain(context);
    for (const limits of [{ testSeconds: 2 }, { fuel: 100_000 }]) {
      const watched = await run(['Check.Hangs'], { mode: 'trace', limits });
      expect(outcomes(watched)).toEqual(['Check.Hangs timedOut']);
      const { exception, trace } = watched.tests[0]!;
      expect(exception?.frames.at(-1)).toMatchObject({ file: 'lib.cpp', function: 'spin' });
      expect(trace?.kinds.length).toBeGreaterThan(1000);
    }
  });

  test('a set-up that throws', async (context) => {
    needsToolchain(context);
    const watched = await run(['Broken.Never'], { mode: 'trace' });
    expect(watched.tests.length + watched.collectionProblems.length).toBeGreaterThan(0);
  });

  test('what is left out is not run, and what follows a crash is counted', async (context) => {
    needsToolchain(context);
    const watched = await run(['Check.Crashes', 'Fact.Three', 'Pick.Big'], { leaveOut: ['Pick.Big'] });
    expect(watched.ending.kind).toBe('crashed');
    expect(watched.tests.length + watched.nNotStarted).toBe(2);
  });

  test('CTest runs a whole program', async (context) => {
    needsToolchain(context);
    const watched = await run(['whole'], { runner: 'ctest', limits: { testSeconds: 3 } });
    expect(outcomes(watched)).toEqual(['whole crashed']);
  });
});

const makefile = `CXXFLAGS += -std=c++17 -O2 -Wall -Isrc
tool: src/calc.o src/tool.o
\t$(CXX) -o $@ $^
calc_test: src/calc.o tests/calc_test.o
\t$(CXX) $(CXXFLAGS) -o $@ $^ -lgtest_main -lgtest -lpthread
.PHONY: test
test: calc_test
\t./calc_test
`;

test('a Makefile that writes beside its sources is run in a copy', async (context) => {
  needsToolchain(context);
  const folder = repositoryOf({
    'süß/Makefile': makefile,
    'süß/src/calc.h': 'int twice(int x);\n',
    'süß/src/calc.cpp': '#include "calc.h"\nint twice(int x) {\n  if (x > 2)\n    return x * 3;\n  return x * 2;\n}\n',
    'süß/src/tool.cpp': '#include "calc.h"\nint main() { return twice(0); }\n',
    'süß/tests/calc_test.cpp':
      '#include <gtest/gtest.h>\n#include "calc.h"\nTEST(Twice, Big) { EXPECT_EQ(twice(3), 6); }\nTEST(Twice, Small) { EXPECT_EQ(twice(1), 2); }\n',
  });
  const before = treeHash(folder);
  const watched = await runTests(folder, ['süß/tests/calc_test.cpp'], {
    mode: 'spectra',
    instrument: ['süß/src/calc.cpp'],
  });
  expect(outcomes(watched)).toEqual(['Twice.Big failed', 'Twice.Small passed']);
  expect(watched.tests.map(({ hits }) => hitsOf(hits))).toEqual([
    { 'süß/src/calc.cpp': [3, 4, 6] },
    { 'süß/src/calc.cpp': [3, 5, 6] },
  ]);
  expect(watched.tests[0]).toMatchObject({ file: 'süß/tests/calc_test.cpp', line: 3 });
  expect(treeHash(folder)).toBe(before);
});

test('what AddressSanitizer finds is a crash with its stack', async (context) => {
  needsToolchain(context);
  const folder = repositoryOf({
    'CMakeLists.txt':
      'cmake_minimum_required(VERSION 3.16)\nproject(p CXX)\nadd_compile_options(-fsanitize=address)\nadd_link_options(-fsanitize=address)\nfind_package(GTest REQUIRED)\nadd_executable(t lib.cpp t_test.cpp)\ntarget_link_libraries(t GTest::gtest_main)\n',
    'lib.cpp': 'int pick(int i) {\n  int *a = new int[3];\n  int x = a[i];\n  delete[] a;\n  return x;\n}\n',
    't_test.cpp': '#include <gtest/gtest.h>\nint pick(int);\nTEST(A, Bad) { EXPECT_EQ(pick(3), 0); }\n',
  });
  const { tests } = await runTests(folder, ['A.Bad'], { mode: 'trace' });
  expect(tests[0]).toMatchObject({ outcome: 'crashed' });
  expect(tests[0]?.exception?.message).toContain('heap-buffer-overflow');
  expect(tests[0]?.exception?.frames.at(-1)).toMatchObject({ file: 'lib.cpp', line: 3 });
});
