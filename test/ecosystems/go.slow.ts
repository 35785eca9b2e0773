/** `go test` under watch, on tiny modules with the machine's own Go: outcomes, traces, values, spectra, an untouched tree. */
import { describe, expect } from 'vitest';
import { eventsOf, hitsOf, outcomes, repositoryOf, treeHash } from '../adapters/watchedRepository.ts';
import { module, runGo, withGo } from './goRuns.ts';

const price = `package shop

// Rates by customer.
var rates = map[string]int{
	"loyal": 10,
}

var base = start()

func start() int {
	return 100
}

type Cart struct {
	items []int
}

func (c *Cart) Add(price int) {
	if price > 0 && price < 1000 {
		c.items = append(c.items, price)
	}
}

func (c *Cart) Total(kind string) int {
	total := 0
	for _, item := range c.items {
		total += item
	}
	return total - total*rates[kind]/100
}
`;

describe('outcomes', () => {
  withGo('are told for tests, parts, examples and seeds, and the tree stays as it was', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'price.go': price,
      'price_test.go': `package shop

import (
	"fmt"
	"testing"
)

func TestTotal(t *testing.T) {
	c := &Cart{}
	c.Add(50)
	if got := c.Total(""); got != 50 {
		t.Errorf("got %d", got)
	}
}

func TestWrong(t *testing.T) {
	c := &Cart{}
	c.Add(50)
	if got := c.Total("loyal"); got != 50 {
		t.Fatalf("got %d, want %d", got, 50)
	}
}

func TestSkipped(t *testing.T) { t.Skip("not now") }

func TestPanics(t *testing.T) {
	var c *Cart
	c.Add(5)
}

func TestTable(t *testing.T) {
	for _, c := range []struct{ name string; n int }{{"one two", 1}, {"a.*[b|c]", 2}, {"x/y", 3}} {
		t.Run(c.name, func(t *testing.T) {
			if c.n == 2 {
				t.Error("two")
			}
		})
	}
}

func FuzzAdd(f *testing.F) {
	f.Add(1)
	f.Add(7)
	f.Fuzz(func(t *testing.T, n int) {
		if n == 7 {
			t.Fatal("seven")
		}
	})
}

func ExampleCart() {
	fmt.Println("a")
	// Output: b
}

func ExampleCart_Add() {
	fmt.Println("a")
	// Output: a
}

func ExampleCart_Total() { fmt.Println("is not run") }

func BenchmarkNothing(b *testing.B) { b.Fatal("is not run") }
`,
    });
    const before = treeHash(repository);
    const plain = await runGo(repository, ['price_test.go']);
    expect(plain.ending).toEqual({ kind: 'completed' });
    expect(plain.nNotStarted).toBe(0);
    const expected = [
      '. TestTotal passed',
      '. TestWrong failed',
      '. TestSkipped skipped',
      '. TestPanics failed',
      '. TestTable/one_two passed',
      '. TestTable/a.*[b|c] failed',
      '. TestTable/x/y passed',
      '. FuzzAdd/seed#0 passed',
      '. FuzzAdd/seed#1 failed',
      '. ExampleCart failed',
      '. ExampleCart_Add passed',
    ];
    expect(outcomes(plain)).toEqual(expected);
    const [, wrong, , panics, , , , , , example] = plain.tests;
    expect(wrong).toMatchObject({ file: 'price_test.go', line: 16 });
    expect(wrong!.exception).toMatchObject({
      type: 'Failure',
      message: 'got 45, want 50',
      frames: [{ file: 'price_test.go', line: 20, function: 'TestWrong', inRepository: true }],
    });
    expect(panics!.exception).toMatchObject({
      type: 'panic',
      message: 'runtime error: invalid memory address or nil pointer dereference',
      frames: [
        { file: 'price_test.go', line: 28, function: 'TestPanics' },
        { file: 'price.go', line: 20, function: 'Cart.Add' },
      ],
    });
    expect(example!.exception!.message).toContain('want:\nb');
    for (const mode of ['trace', 'spectra'] as const) {
      const watched = await runGo(repository, ['price_test.go'], { mode });
      expect(watched.collectionProblems).toEqual([]);
      expect(outcomes(watched)).toEqual(expected);
    }
    expect(treeHash(repository)).toBe(before);
  });

  withGo('of one part can be asked for alone, by its id and by its line', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'deep/er/part_test.go': `package er

import "testing"

func TestParts(t *testing.T) {
	t.Run("first of all", func(t *testing.T) { t.Fatal("no") })
	t.Run("(x|y)+$", func(t *testing.T) {
		t.Run("inner", func(t *testing.T) {})
		t.Run("other", func(t *testing.T) { t.Fatal("no") })
	})
}

func TestPart(t *testing.T) {}
`,
    });
    const of = async (...tests: string[]) => outcomes(await runGo(repository, tests));
    expect(await of('./deep/er TestParts/(x|y)+$/inner')).toEqual(['./deep/er TestParts/(x|y)+$/inner passed']);
    expect(await of('TestParts/first of all')).toEqual(['./deep/er TestParts/first_of_all failed']);
    expect(await of('deep/er/part_test.go:6')).toEqual(['./deep/er TestParts/first_of_all failed']);
    expect(await of('deep/er/part_test.go:13')).toEqual(['./deep/er TestPart passed']);
    expect(await of('example.com/shop/deep/er TestPart')).toEqual(['./deep/er TestPart passed']);
    expect(await of('TestParts/(x|y)+$')).toHaveLength(2);
    const missing = await runGo(repository, ['TestParts/nowhere']);
    expect(missing.collectionProblems).toMatchObject([{ kind: 'notFound', test: './deep/er TestParts/nowhere' }]);
  });
});

describe('a trace', () => {
  withGo('has lines, calls, returns and panics in their order', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a.go': `package shop

func outer(n int) int {
	for i := 0; i < 2; i++ {
		n += i
	}
	each := func(f func(int)) {
		f(n)
	}
	each(func(i int) { n = 10 / (i - 6) })
	return n
}
`,
      'a_test.go': `package shop

import "testing"

func TestOuter(t *testing.T) {
	outer(5)
}
`,
    });
    const traced = await runGo(repository, ['TestOuter'], { mode: 'trace' });
    const anonymous = 'outer.<anonymous:10>';
    expect(eventsOf(traced.tests[0]!.trace)).toEqual([
      ...['call TestOuter:5', 'line TestOuter:6', 'call outer:3', 'line outer:4', 'line outer:4', 'line outer:5'],
      ...['line outer:4', 'line outer:5', 'line outer:4', 'line outer:7', 'line outer:10', 'call outer.each:7'],
      ...['line outer.each:8', `call ${anonymous}:10`, `line ${anonymous}:10`, `raise ${anonymous}:10`],
      ...[`return ${anonymous}:10`, 'raise outer.each:8', 'return outer.each:7', 'raise outer:10', 'return outer:3'],
      ...['raise TestOuter:6', 'return TestOuter:5'],
    ]);
    expect(traced.tests[0]!.trace!.nDropped).toBe(0);
  });

  withGo('of a part begins with what was done around it and leaves out its siblings', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a.go': 'package shop\n\nfunc setUp() int {\n\treturn 1\n}\n\nfunc use(n int) int {\n\treturn n\n}\n',
      'a_test.go': `package shop

import "testing"

func TestParts(t *testing.T) {
	n := setUp()
	t.Run("sibling", func(t *testing.T) { use(n) })
	t.Run("red", func(t *testing.T) { t.Fatal(n) })
}
`,
    });
    const traced = await runGo(repository, ['TestParts'], { mode: 'trace' });
    expect(eventsOf(traced.tests.find(({ outcome }) => outcome === 'failed')!.trace)).toEqual([
      ...['call TestParts:5', 'line TestParts:6', 'call setUp:3', 'line setUp:4', 'return setUp:3'],
      ...['line TestParts:7', 'line TestParts:8'],
      ...['call TestParts.<anonymous:8>:8', 'line TestParts.<anonymous:8>:8', 'return TestParts.<anonymous:8>:8'],
    ]);
    const kept = await runGo(repository, ['TestParts'], { mode: 'trace', keepPassingTraces: true });
    const green = kept.tests.find(({ id }) => id.endsWith('/sibling'))!;
    expect(green.outcome).toBe('passed');
    expect(eventsOf(green.trace)).toContain('call use:7');
    expect(traced.tests.find(({ id }) => id === green.id)!.trace).toBeNull();
  });

  withGo('has values at the lines asked for, printed without running the program', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a.go': `package shop

type item struct {
	name  string
	next  *item
	token string
}

func (i *item) String() string { panic("is not called") }

func sum(values []int, by map[string]int, it *item) (int, bool) {
	total, seen := 0, false
	for _, v := range values {
		if v > 1 {
			total += v * by["a"]
		} else if v == 0 {
			seen = true
		}
	}
	it.name = "done"
	return total, seen
}
`,
      'a_test.go': `package shop

import "testing"

func TestSum(t *testing.T) {
	it := &item{name: "x", token: "hush"}
	it.next = it
	sum([]int{1, 2}, map[string]int{"a": 3, "b": 4}, it)
	t.Fail()
}
`,
    });
    const traced = await runGo(repository, ['TestSum'], { mode: 'trace', values: new Map([['a.go', [[11, 22]]]]) });
    const { trace } = traced.tests[0]!;
    const shown = trace!.values.map(
      ({ kind, name, value, event }) => `${trace!.lines[event]} ${kind} ${name}=${value}`,
    );
    expect(shown).toEqual([
      '11 argument values=[1, 2]',
      '11 argument by=map["a": 3, "b": 4]',
      '11 argument it=&item{name: "x", next: &item{…}, token: <redacted>}',
      '12 assigned total=0',
      '12 assigned seen=false',
      '13 assigned v=1',
      '14 condition v > 1=false',
      '16 condition v == 0=false',
      '13 assigned v=2',
      '14 condition v > 1=true',
      '15 assigned total=6',
      '20 assigned it.name="done"',
      '11 return =6, false',
    ]);
  });
});

describe('spectra', () => {
  withGo('tell statements and branches of each test, and what ran before any', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'price.go': price,
      'price_test.go': `package shop

import "testing"

func TestEmpty(t *testing.T) {
	if (&Cart{}).Total("") != 0 {
		t.Fail()
	}
}

func TestParts(t *testing.T) {
	c := &Cart{}
	c.Add(5000)
	for _, n := range []int{1, 2} {
		t.Run("p", func(t *testing.T) {
			t.Parallel()
			if n == 2 {
				c.Total("")
			}
		})
	}
}
`,
    });
    const watched = await runGo(repository, ['price_test.go'], { mode: 'spectra' });
    expect(hitsOf(watched.importHits)).toEqual({ 'price.go': [4, 8, 11] });
    const hits = Object.fromEntries(watched.tests.map((it) => [it.id, hitsOf(it.hits)['price.go']]));
    expect(hits).toEqual({
      '. TestEmpty': [25, 26, 29],
      '. TestParts/p': [19],
      '. TestParts/p#01': [19, 25, 26, 29],
    });
    const branches = watched.tests[0]!.branches?.get('price.go');
    expect(branches ?? []).toEqual([]);
  });

  withGo('are of the files asked for only, with branches of all kinds', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'b.go': 'package shop\n\nfunc other() int {\n\treturn 1\n}\n',
      'a.go': `package shop

func kind(n int, ok bool) string {
	if n > 1 && ok {
		return "a"
	} else if n < 0 {
		n = -n
	}
	for n > 0 {
		n--
	}
	switch {
	case n == 0:
		other()
	default:
	}
	return "b"
}
`,
      'a_test.go': `package shop

import "testing"

func TestKind(t *testing.T) { kind(-2, true) }
`,
    });
    const watched = await runGo(repository, ['TestKind'], { mode: 'spectra', instrument: ['a.go'] });
    expect(watched.collectionProblems).toEqual([]);
    const [test] = watched.tests;
    expect(hitsOf(test!.hits)).toEqual({ 'a.go': [4, 6, 7, 9, 10, 12, 13, 14, 17] });
    expect(test!.branches?.get('a.go')?.map(({ line, index, outcome }) => `${line}.${index} ${outcome}`)).toEqual([
      '4.0 false',
      '6.0 true',
      '9.0 body',
      '9.0 done',
      '13.0 case',
    ]);
  });
});
