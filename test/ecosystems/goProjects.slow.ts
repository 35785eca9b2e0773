/** Go projects of every shape: several modules, a workspace, vendored code, build tags, generics, generated files; and the subject. */
import { describe, expect, test } from 'vitest';
import { hitsOf, outcomes, repositoryOf, treeHash } from '../adapters/watchedRepository.ts';
import { lacksGo, module, runGo, withGo } from './goRuns.ts';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

/** Runs tests in all three modes: same outcomes, an untouched tree. */
async function allModes(repository: string, tests: readonly string[]) {
  const before = treeHash(repository);
  const plain = await runGo(repository, tests);
  const trace = await runGo(repository, tests, { mode: 'trace' });
  const spectra = await runGo(repository, tests, { mode: 'spectra' });
  expect(outcomes(trace)).toEqual(outcomes(plain));
  expect(outcomes(spectra)).toEqual(outcomes(plain));
  expect([plain, trace, spectra].flatMap((run) => run.collectionProblems)).toEqual([]);
  expect(treeHash(repository)).toBe(before);
  return { plain, trace, spectra };
}

const half = (name: string) => `package ${name}\n\nfunc Half(n int) int {\n\treturn n / 2\n}\n`;
const halfTest = (name: string, want: number) =>
  `package ${name}\n\nimport "testing"\n\nfunc TestHalf(t *testing.T) {\n\tif Half(4) != ${want} {\n\t\tt.Fatal(Half(4))\n\t}\n}\n`;

describe('modules', () => {
  withGo('in a folder below the repository are run from there', async () => {
    const repository = repositoryOf({
      'README.md': '',
      'services/my pay/go.mod': module,
      'services/my pay/sum/sum.go': half('sum'),
      'services/my pay/sum/sum_test.go': halfTest('sum', 3),
    });
    const { plain, spectra } = await allModes(repository, ['services/my pay/sum/sum_test.go']);
    expect(outcomes(plain)).toEqual(['./services/my pay/sum TestHalf failed']);
    expect(plain.tests[0]!.exception!.frames).toMatchObject([{ file: 'services/my pay/sum/sum_test.go', line: 7 }]);
    expect(hitsOf(spectra.tests[0]!.hits)).toEqual({ 'services/my pay/sum/sum.go': [4] });
    const again = await runGo(
      repository,
      plain.tests.map(({ id }) => id),
    );
    expect(outcomes(again)).toEqual(outcomes(plain));
  });

  withGo('of one workspace are instrumented together, and a bare name is run in each', async () => {
    const repository = repositoryOf({
      'go.work': 'go 1.22\n\nuse (\n\t./a\n\t./b\n)\n',
      'a/go.mod': 'module example.com/a\n\ngo 1.22\n\nrequire example.com/b v0.0.0\n',
      'a/a.go': 'package a\n\nimport "example.com/b"\n\nfunc Half(n int) int {\n\treturn b.Half(n)\n}\n',
      'a/a_test.go': halfTest('a', 2),
      'b/go.mod': 'module example.com/b\n\ngo 1.22\n',
      'b/b.go': half('b'),
      'b/b_test.go': halfTest('b', 2),
    });
    const { plain, spectra } = await allModes(repository, ['TestHalf']);
    expect(outcomes(plain)).toEqual(['./a TestHalf passed', './b TestHalf passed']);
    expect(spectra.tests.map(({ hits }) => hitsOf(hits))).toEqual([
      { 'a/a.go': [6], 'b/b.go': [4] },
      { 'b/b.go': [4] },
    ]);
  });

  withGo('with vendored and replaced code have only their own instrumented', async () => {
    const repository = repositoryOf({
      'go.mod': `${module}\nrequire (\n\texample.com/v v1.0.0\n\texample.com/r v1.0.0\n)\n\nreplace example.com/r => ./local/r\n`,
      'vendor/modules.txt':
        '# example.com/v v1.0.0\n## explicit; go 1.22\nexample.com/v\n# example.com/r v1.0.0 => ./local/r\n## explicit; go 1.22\nexample.com/r\n# example.com/r => ./local/r\n',
      'vendor/example.com/v/v.go': half('v'),
      'vendor/example.com/r/r.go': half('r'),
      'local/r/go.mod': 'module example.com/r\n\ngo 1.22\n',
      'local/r/r.go': half('r'),
      'a.go':
        'package shop\n\nimport (\n\t"example.com/r"\n\t"example.com/v"\n)\n\nfunc Half(n int) int {\n\treturn v.Half(r.Half(n * 2))\n}\n',
      'a_test.go': halfTest('shop', 2),
    });
    const { spectra } = await allModes(repository, ['. TestHalf']);
    expect(hitsOf(spectra.tests[0]!.hits)).toEqual({ 'a.go': [9] });
  });

  withGo(
    'of an old language version, with types of their own for conditions, are instrumented as far as that goes',
    async () => {
      const repository = repositoryOf({
        'go.mod': 'module example.com/shop\n\ngo 1.17\n',
        'a.go': `package shop

type truth bool

func Half(n int) int {
	yes := truth(n > 1)
	for i := 0; bool(yes) && i < 1; i++ {
		n = n / 2
	}
	return n
}
`,
        'b.go':
          'package shop\n\ntype flag bool\n\nfunc on(f flag) int {\n\tfor f && flag(true) {\n\t\tf = false\n\t}\n\treturn 1\n}\n',
        'a_test.go': halfTest('shop', 2),
        'b_test.go': 'package shop\n\nimport "testing"\n\nfunc TestOn(t *testing.T) {\n\ton(true)\n}\n',
      });
      const { spectra } = await allModes(repository, ['TestHalf', 'TestOn']);
      expect(spectra.tests.map(({ hits }) => hitsOf(hits))).toEqual([{ 'a.go': [6, 7, 8, 10] }, { 'b.go': [6, 7, 9] }]);
    },
  );
});

describe('sources', () => {
  withGo('of all kinds compile with probes and do the same', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'data/hello.txt': 'hello',
      'kinds.go': `// Code generated by hand. DO NOT EDIT.

package shop

import (
	_ "embed"
	"errors"
)

//go:embed data/hello.txt
var hello string

type list[T any] struct{ items []T }

func (l *list[T]) each(f func(T) bool) {
outer:
	for i, item := range l.items {
		switch {
		case i > 100:
			break outer
		default:
			if !f(item) {
				continue outer
			}
		}
	}
}

func jumps(n int) (out int) {
	i := 0
again:
	if i < n {
		i++
		goto again
	}
	defer func() {
		if r := recover(); r != nil {
			out = -1
		}
	}()
	if n == 3 {
		panic("three")
	}
	return i
}

func kindOf(v any) string {
	switch v := v.(type) {
	case int:
		if v > 1 { return "big" } else if v == 1 { return "one" } else { return "small" }
	case string, error:
		return "text"
	}
	return "?"
}

func receive(c chan int) (n int, err error) {
	select {
	case n = <-c:
	default:
		err = errors.New("nothing")
	}
	return
}

func numbers(yield func(int) bool) {
	for i := range 3 {
		if !yield(i) {
			return
		}
	}
}

var late = func() int { return len(hello) }

//line other.y:7
func generated() int { return 7 }
`,
      'only_linux.go': 'package shop\n\nconst system = "linux"\n',
      'rest.go': '//go:build !linux\n\npackage shop\n\nconst system = "other"\n',
      'ignored.go': '//go:build ignore\n\npackage main\n\nfunc main() { broken }\n',
      'export_test.go':
        'package shop\n\nvar Jumps, KindOf, Receive, Late, Generated = jumps, kindOf, receive, late, generated\n',
      'internal/deep/deep.go': half('deep'),
      'kinds_test.go': `package shop_test

import (
	"os"
	"testing"

	"example.com/shop"
	"example.com/shop/internal/deep"
)

func TestMain(m *testing.M) {
	code := m.Run()
	os.Exit(code)
}

func TestKinds(t *testing.T) {
	for want, got := range map[int]int{4: shop.Jumps(4), -1: shop.Jumps(3), 5: shop.Late(), 7: shop.Generated(), 2: deep.Half(4)} {
		if got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	if shop.KindOf(2)+shop.KindOf(1)+shop.KindOf("")+shop.KindOf(nil) != "bigonetext?" {
		t.Error("kinds")
	}
	if _, err := shop.Receive(make(chan int)); err == nil {
		t.Error("received")
	}
}
`,
      'inner_test.go': `package shop

import "testing"

func TestInner(t *testing.T) {
	sum := 0
	(&list[int]{[]int{1, 2}}).each(func(n int) bool { sum += n; return n > 1 })
	numbers(func(n int) bool { sum += n; return true })
	if sum != 6 || system == "" {
		t.Error(sum)
	}
}
`,
    });
    const { plain } = await allModes(repository, ['kinds_test.go', 'inner_test.go']);
    expect(outcomes(plain)).toEqual(['. TestInner passed', '. TestKinds passed']);
    const values = new Map([['kinds.go', [[1, 200]] as const]]);
    const valued = await runGo(repository, ['kinds_test.go', 'inner_test.go'], { mode: 'trace', values });
    expect(outcomes(valued)).toEqual(outcomes(plain));
  });

  withGo('that are a program, and Windows line ends, make no difference', async () => {
    const repository = repositoryOf({
      'go.mod': module.replaceAll('\n', '\r\n'),
      'main.go':
        'package main\n\nfunc main() { println(Half(2)) }\n\nfunc Half(n int) int {\n\treturn n / 2\n}\n'.replaceAll(
          '\n',
          '\r\n',
        ),
      'main_test.go': halfTest('main', 2).replaceAll('\n', '\r\n'),
    });
    const { spectra } = await allModes(repository, ['main_test.go:6']);
    expect(hitsOf(spectra.tests[0]!.hits)).toEqual({ 'main.go': [6] });
  });
});

const bookings: Subject = {
  folder: 'go-bookings',
  test: (below) => `./${below}invoice TestInvoices/a week by the sea`,
  faulty: 'rates/rates.go::weekly',
};

describe('the bug of the bookings', () => {
  test.for(places)('is found (%s)', async (place, context) => {
    if (lacksGo(context)) return;
    expectLocated(await localizeSubject(bookings, place), bookings, place);
  });
});
