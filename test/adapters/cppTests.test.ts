/** C and C++: names, declared tests, lists of other programs, and debug information; all without a compiler. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeMapOf } from '../../server/adapters/debugInformation/codeMap.ts';
import { readElf } from '../../server/adapters/debugInformation/elf.ts';
import { claimsOf, findProject, testOptions } from '../../server/adapters/runners/cpp/cppProject.ts';
import { resolveCpp } from '../../server/adapters/runners/cpp/cppRecipe.ts';
import { parseCTests } from '../../server/adapters/runners/cpp/ctestList.ts';
import { outcomeOf } from '../../server/adapters/runners/cpp/ctestRuns.ts';
import { qualifiedName } from '../../server/adapters/runners/cpp/functionNames.ts';
import { parseList } from '../../server/adapters/runners/cpp/googleTests.ts';
import { answersTo, declaredTests, parseId } from '../../server/adapters/runners/cpp/testMacros.ts';
import { repositoryOf } from './watchedRepository.ts';

test.each([
  ['shop::Cart::total(double) const', 'shop.Cart.total'],
  ['int shop::Cart::twice<int>(int)', 'shop.Cart.twice'],
  ['(anonymous namespace)::hidden(int)', 'hidden'],
  ['main::{lambda(int)#1}::operator()(int) const', 'main'],
  ['shop::Cart::~Cart()', 'shop.Cart.~Cart'],
  ['std::vector<double, std::allocator<double> >::size() const', 'std.vector.size'],
  ['shop::operator<<(std::ostream&, shop::Cart const&)', 'shop.operator<<'],
  ['shop::Cart::operator()(int)', 'shop.Cart.operator()'],
  ['shop::Cart::operator[](unsigned long)', 'shop.Cart.operator[]'],
  ['shop::Cart::operator bool() const', 'shop.Cart.operator bool'],
  ['outer(int)::Local::run() const', 'outer.Local.run'],
  ['name[abi:cxx11](int)', 'name'],
  ['Median_Even_Test::TestBody()', 'Median_Even_Test.TestBody'],
  ['main', 'main'],
])('%s is %s', (demangled, name) => {
  expect(qualifiedName(demangled)).toBe(name);
});

test('any text is a name or none', () => {
  const letters = fc.constantFrom(...'ab:<>(){}[] ,&*-', 'operator', '::', 'const');
  const holds = fc.property(fc.array(letters), (parts) => typeof qualifiedName(parts.join('')) === 'string');
  fc.assert(holds, { numRuns: 3000, seed: 2 });
});

describe('tests of GoogleTest', () => {
  test('as a file declares them', () => {
    const text =
      '// TEST(No, No)\nTEST(A, One) {}\n\n  TEST_F(B,\n    Two) {}\nTYPED_TEST(C, Three) {}\nMY_TEST(D, E)\nTEST_P(F, G) {}\r\n';
    expect(declaredTests(text)).toEqual([
      { suite: 'A', name: 'One', line: 2 },
      { suite: 'B', name: 'Two', line: 4 },
      { suite: 'C', name: 'Three', line: 6 },
      { suite: 'F', name: 'G', line: 8 },
    ]);
  });

  test.each([
    ['A.b', { suite: 'A', name: 'b' }],
    ['All/Clamp.Works/1', { suite: 'Clamp', name: 'Works' }],
    ['Typed/0.Works', { suite: 'Typed', name: 'Works' }],
    ['In/Typed/0.Works', { suite: 'Typed', name: 'Works' }],
    ['plain', null],
    ['./pkg TestName', null],
  ])('%s', (id, parsed) => {
    expect(parseId(id)).toEqual(parsed);
  });

  test('what an id without prefix and number names', () => {
    expect(answersTo('All/Clamp.Works/1', 'Clamp.Works')).toBe(true);
    expect(answersTo('All/Clamp.Works/1', 'All/Clamp.Works/1')).toBe(true);
    expect(answersTo('All/Clamp.Works/1', 'All/Clamp.Works/2')).toBe(false);
    expect(answersTo('Clamp.WorksToo', 'Clamp.Works')).toBe(false);
  });

  test('its own list, with letters beyond ASCII as it writes them', () => {
    const file = Buffer.from('/süß/a.cc').toString('latin1');
    const list = { testsuites: [{ name: 'All/A', testsuite: [{ name: 'b/0', file, line: 3 }] }] };
    expect(parseList(JSON.stringify(list))).toEqual([{ id: 'All/A.b/0', file: '/süß/a.cc', line: 3 }]);
    expect(parseList('{')).toEqual([]);
  });
});

describe('CTest', () => {
  test('its list', () => {
    const properties = [{ name: 'WORKING_DIRECTORY', value: '/b/x' }];
    const tests = [
      { name: 'one', command: ['/b/one', '-v'], properties },
      { name: 'two', properties: [{ name: 'FIXTURES_REQUIRED', value: ['db'] }] },
    ];
    expect(parseCTests(JSON.stringify({ tests }), '/b')).toEqual([
      { name: 'one', command: ['/b/one', '-v'], folder: '/b/x', isAlone: true },
      { name: 'two', command: [], folder: null, isAlone: false },
    ]);
  });

  test.each([
    ['1/1 Test #8: plain ............   Passed    0.01 sec', 'passed'],
    ['1/1 Test #8: plain ............***Failed    0.01 sec', 'failed'],
    ['1/1 Test #8: plain ............***Exception: SegFault  0.14 sec', 'crashed'],
    ['1/1 Test #8: plain ............Subprocess aborted***Exception:   0.14 sec', 'crashed'],
    ['1/1 Test #8: plain ............***Timeout   1.01 sec', 'timedOut'],
    ['1/1 Test #8: plain ............***Skipped   0.00 sec', 'skipped'],
    ['1/1 Test #8: plain ............***Not Run (Disabled)   0.00 sec', 'skipped'],
    ['1/1 Test #8: plain ............***Failed  Required regular expression not found. Regex=[a] 0.00 sec', 'failed'],
    ['1/1 Test #8: plainer ............   Passed    0.01 sec', 'failed'],
  ])('%s', (outputTail, outcome) => {
    expect(outcomeOf('plain', { ending: { kind: 'exited', status: 8 }, outputTail }).outcome).toBe(outcome);
  });
});

describe('a project', () => {
  const files = {
    'CMakeLists.txt':
      'option(ACME_BUILD_TESTS "x" OFF)\noption(LATEST_API "y")\noption(WITH_TESTING "z")\nadd_test(NAME closing COMMAND c)',
    'tests/a_test.cc': 'TEST(A, b) {}',
    'tests/main.c': 'int main() {}',
    'sub/Makefile': '',
    'sub/t.cc': '',
  };
  const claim = (tests: readonly string[], some: Readonly<Record<string, string>> = files) =>
    claimsOf({ repository: repositoryOf(some), tests, runner: 'auto', interpreter: null });

  test('whose tests they are', () => {
    expect(claim(['tests/a_test.cc:1'])).toBe('certain');
    expect(claim(['A.b'])).toBe('certain');
    expect(claim(['All/A.b/1'])).toBe('certain');
    expect(claim(['closing'])).toBe('certain');
    expect(claim(['no_such_name'])).toBe('no');
    expect(claim(['A.b'], { 'setup.py': '' })).toBe('no');
    expect(claim(['tests/test_a.py::test_b'])).toBe('no');
  });

  test('where it is, and how its tests are switched on', () => {
    const repository = repositoryOf(files);
    expect(findProject(repository, 'tests/a_test.cc')).toEqual({ kind: 'cmake', folder: '' });
    expect(findProject(repositoryOf({ 'sub/Makefile': '' }), null)).toEqual({ kind: 'make', folder: 'sub' });
    expect(findProject(repositoryOf({ 'a.c': '' }), 'a.c')).toBe(null);
    expect(testOptions(repository)).toEqual(['ACME_BUILD_TESTS', 'WITH_TESTING']);
  });

  test('what is missing is said', () => {
    const resolved = (tests: readonly string[], PATH: string, some: Readonly<Record<string, string>> = files) => {
      const resolution = resolveCpp(
        { repository: repositoryOf(some), tests, runner: 'auto', interpreter: null },
        { PATH },
      );
      return resolution.kind === 'recipe' ? resolution.recipe.runner : `${resolution.kind}: ${resolution.message}`;
    };
    expect(resolved(['A.b'], '/no/such/folder')).toContain('environment: There is no cmake on PATH');
    expect(resolved(['gone.cc'], '')).toContain('badTest: There is no file gone.cc');
    expect(resolved(['A.b'], '', { 'a.c': '' })).toContain('neither a CMakeLists.txt nor a Makefile');
  });
});

test('what is no program, or half of one, has no debug information', () => {
  expect(readElf(new Uint8Array())).toBe(null);
  expect(readElf(new TextEncoder().encode('#!/bin/sh\n'.repeat(20)))).toBe(null);
  const holds = fc.property(fc.uint8Array({ minLength: 64, maxLength: 400 }), (noise) => {
    noise.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
    const elf = readElf(noise);
    return elf === null || codeMapOf(elf).sites.length >= 0;
  });
  fc.assert(holds, { numRuns: 500, seed: 4 });
});
