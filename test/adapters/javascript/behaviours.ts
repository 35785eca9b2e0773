/** Programs that say what they do through `log`: each dwells on something that a probe put in the wrong place would change. */
export const behaviours: Readonly<Record<string, string>> = {
  'loops, labels and jumps': `
    outer: for (let i = 0; i < 4; i++) { for (const j of [1, 2, 3]) { if (j === 2) continue outer; if (i === 3) break outer; log(i, j) } }
    for (const key in { a: 1, b: 2 }) log(key)
    let n = 3; while (n --> 0) if (n % 2) log('odd', n); else log('even', n)
    do n++; while (n < 2)
    for (;;) { if (n++ > 4) break }
    for (var q = 0, r = 5; q < r; q++, r--);
    lone: { log(n, q, r); break lone; }
    lonely: if (n) break lonely; else log('never')
    one: two: for (const x of [1, 2]) { for (;;) continue one; }`,
  'what is left without semicolons': `
    const a = 1
    const b = [2, 3]
    ;[a, b].forEach((x) => log(x))
    let c = a
    ++c
    log(c)
    const f = function () { return 4 }
    ;(function () { log(f()) })()
    var t = \`x\${c}y\`
    if (a) log('if')
    else log('else')
    do log('once')
    while (false) log(t)
    function g() { return
      5 }
    log(g())
    throwing: try { throw a } catch { log('caught') }`,
  'names of functions that have none': `
    const arrow = () => {}, fun = function () {}, cls = class {}, bracketed = (() => {});
    const o = { m() {}, p: () => {}, ['c' + 1]: function () {}, get g() { return 1 } };
    let kept; kept = () => {}; let maybe; maybe ||= () => {}; let nil; nil ??= function () {};
    class K { field = () => {}; static s = function () {}; #p = () => {}; name() { return this.#p.name } }
    const { d = () => {} } = {}; const [e = function () {}] = [];
    function deft(cb = () => {}) { return cb.name }
    log(arrow.name, fun.name, cls.name, bracketed.name, o.m.name, o.p.name, o.c1.name, kept.name, maybe.name, nil.name);
    log(new K().field.name, K.s.name, new K().name(), d.name, e.name, deft(), (() => {}).name, (0, () => {}).name, (a => a).length, ((a, b = 1) => a).length);`,
  'this, arguments and what is called on what': `
    const o = { v: 1, m() { return this?.v }, n: { m() { return this.w }, w: 2 } };
    log(o.m(), o?.m(), o['m'](), (o.m)(), o.n?.m?.(), (o && o.m).call({ v: 9 }), o.missing?.x.y.z(), delete o.n.w, o.n.m());
    function f() { arguments[0] = 7; return [arguments.length, arguments[0]] } log(f(1, 2));
    function g(a) { arguments[0] = 8; return a } log(g(1));
    function h() { return (() => arguments[0])() } log(h('outer'));
    function N() { return new.target === N } log(new N() instanceof N, N());
    log(typeof undeclared, typeof (undeclared2), void 0, \`\${o.v}\`, String.raw\`a\\n\${o.v}\`);
    const tag = (s, ...v) => [s.raw.length, v.length, this === undefined]; log(tag\`x\${1}y\${2}z\`);
    log([..."abc"].map((c, i) => c + i), Math.max(...[1, 5, 2]), { ...o, v: 2 }.v, [1, , 3].length);`,
  'conditions and what they short-circuit': `
    const seen = []; const t = (x) => (seen.push(x), true), f = (x) => (seen.push(x), false);
    if (t(1) && f(2) || t(3)) log('yes'); else log('no');
    log(f(4) ? 'a' : t(5) ? 'b' : 'c', f(6) && t(7), null ?? t(8), 0 || '' || null, 1 && 2 && 3);
    let a = null, b = 0, c = 1; a ??= t(9); b ||= t(10); c &&= f(11); a ??= t(12);
    log(a, b, c, seen.join(), (1, 2, 3), !(a && b), a ? b ? 1 : 2 : 3);
    for (let i = 0; i < 3 && t('l' + i); i++); log(seen.length);
    const no = {}; no.x ??= {}; no.x.y ||= 5; log(no.x.y);
    if (a) ; else log('never'); if (!a) log('never'); else ; if (a) { } else { log('never') }`,
  choices: `
    function pick(x) { switch (x) { case 1: case 2: log('low'); case 3: log('through'); break; case (4): { log('four'); break } default: log('other') ; case 'last': log('last') } }
    [1, 3, 4, 5, 'last'].forEach(pick);
    switch (1) { } switch (2) { case 2: let scoped = 1; log(scoped); function inCase() { return 'hoisted' } }
    function ret(x) { switch (x) { case 'a': return 1; default: return 2 } } log(ret('a'), ret('b'));`,
  'what is thrown, caught and left in the end': `
    function f(x) { try { if (x) throw new Error('thrown'); return 'returned' } catch ({ message }) { return message } finally { log('finally') } }
    log(f(0), f(1));
    function g() { for (const i of [1, 2]) { try { continue } finally { log('each', i) } } try { throw 1 } catch { return 'caught' } finally { } } log(g());
    function h() { try { throw new TypeError('first') } finally { return 'won' } } log(h());
    function k() { try { null.x } catch (e) { throw new Error('outer', { cause: e }) } }
    try { k() } catch (e) { log(e.message, e.cause instanceof TypeError) }
    try { (() => { throw 'arrow' })() } catch (e) { log(e) }
    const depth = () => { try { return 1 + depth() } catch { return 1 } }; log(depth() > 100);`,
  'generators and what closes them': `
    function* g(n) { try { const got = yield n; log('got', got); yield* [n + 1, n + 2]; return 'done' } finally { log('closed') } }
    const it = g(1); log(it.next().value, it.next('x').value, it.next().value, JSON.stringify(it.next()), it.next().done);
    for (const x of g(5)) { log(x); break }
    const other = g(7); other.next(); try { other.throw(new Error('into')) } catch (e) { log(e.message) }
    log(JSON.stringify(g(9).return(4)), [...function* () { yield; yield 2 }()]);
    const lazy = (function* () { log('not before'); yield 1 })(); log('before'); lazy.next();
    class It { *[Symbol.iterator]() { yield* [1, 2] } } log([...new It()], Math.max(...new It()));`,
  'what waits': `
    const sleep = (v) => new Promise((r) => setTimeout(() => r(v), 1));
    const a = async (x) => { log('start', x); const y = await sleep(x); log('woke', y); return y * 2 };
    const b = async () => { try { await Promise.reject(new Error('no')) } catch (e) { return e.message } finally { log('after') } };
    async function* c() { for (let i = 0; i < 2; i++) { await null; yield await sleep(i) } }
    async function all() { const [x, y] = await Promise.all([a(1), a(2)]); log(x + y, await b()); for await (const v of c()) log('v', v); for await (const v of [sleep(8)]) log(v);
      return (await sleep({ deep: { value: 3 } })).deep?.value ** 2 }
    const order = []; (async () => { order.push(1); await 0; order.push(3) })(); order.push(2);
    Promise.resolve().then(() => log(order.join()));
    return all().then(log);`,
  'classes, fields and what is private': `
    class A { static n = 0; #p = 1; f = this.#p + 1; static { this.n = 5 } constructor(x) { this.x = x; A.n++ } get g() { return this.#p } set g(v) { this.#p = v } static #s() { return 's' } static t() { return this.#s() } has(o) { return #p in o } ['comp' + 1]() { return super.toString().length } }
    class B extends A { own = this.x; constructor(...args) { log('before'); super(...args); log('after', this.own) } get g() { return super.g * 10 } }
    const b = new B(4); b.g = 3; log(b.f, b.g, A.n, A.t(), b.has(b), b.has({}), b.comp1());
    class C extends B { } log(new C(1).own, class { static x = 3 }.x, new (class { y = 2 })().y);
    class D extends null { static m() { return 'null' } } log(D.m());
    class E extends A { constructor() { const make = () => super(6); make() } } log(new E().x);
    const o = { __proto__: { m() { return 'proto' } }, m() { return super.m() + '!' } }; log(o.m());`,
  'patterns and defaults': `
    const { a, b: { c = log('default c') ?? 3, ...rest } = {}, ['d' + 1]: d = 4 } = { a: 1, b: { e: 5, f: 6 } }; log(a, c, JSON.stringify(rest), d);
    let x = 1, y = 2; [x, y] = [y, x]; ({ x, y: x = 9 } = { x: 3 }); log(x, y); const arr = []; [arr[0], arr.p = 2] = [7]; log(arr[0], arr.p);
    function f({ p = 1, q } = {}, [r, ...s] = [2, 3], ...t) { return [p, q, r, s.length, t.length].join() } log(f(), f({ q: 2 }, [1], 5, 6));
    for (const { k, v = k } of [{ k: 1 }, { k: 2, v: 3 }]) log(k, v); for (const [i, z] of ['m', 'n'].entries()) log(i, z);
    const lazily = (p = () => x, q = p()) => q; log(lazily());  let u; (u = 5, log(u)); u = y = 6; log(u += 2, u++, ++u, u--, arr[0]++, -arr[0], u **= 2);`,
  'strictness and hoisting': `
    log(hoisted(), typeof varied); function hoisted() { return 'early' } var varied = 1;
    function strict() { 'use strict'; return this === undefined } function sloppy() { return this !== undefined } log(strict(), sloppy());
    if (true) { function inBlock() { return 'block' } } log(inBlock()); { let s = 1; { let s = 2; log(s) } log(s) }
    function dup(x) { var x; return x } log(dup(3)); function shadow(x) { { let x = 5; log(x) } return x } log(shadow(1));
    function param(x) { function x() {} return typeof x } log(param(1)); var self = function me(n) { return n ? me(n - 1) : 'end' }; log(self(3));
    with ({ w: 'with' }) log(w); log(eval('1 + 1'), new Function('a', 'return a * 2')(4)); if (1) var inIf = 'var'; log(inIf);
    const counts = []; for (let i = 0; i < 3; i++) counts.push(() => i); log(counts.map((c) => c()).join());`,
};

/** Programs in TypeScript, for what only its syntax has. */
export const typedBehaviours: Readonly<Record<string, string>> = {
  'types that are gone when it runs': `
    interface Shape { area(): number } type Pair<T> = readonly [T, T]; declare const nowhere: string; declare function none(): void;
    abstract class Base implements Shape { protected constructor(public readonly w: number, private h = 2) {} abstract name(): string; area(): number { return this.w * this.h } static make<T extends Base>(this: new (w: number) => T, w: number): T { return new this(w) } declare ghost: string; optional?: number }
    class Square extends Base { constructor(w: number) { super(w, w) } name() { return 'square' as const } }
    function over(x: string): string; function over(x: number): number; function over(x: any): any { return (x as any)! } log(over('s'), over(1));
    const s = Square.make(3) satisfies Shape; log(s.area(), s.name(), 'ghost' in s, <number>s.w, s!.w!);
    enum Color { Red, Green = 'g'.length + 4, Blue = Red | 2 } log(Color[0], Color.Green, Color.Blue); const enum Gone { A = 3 } log(Gone.A);
    namespace Space { export const x: number = 1; export function f<T>(this: void, t: T, ...rest: Pair<T>[]): t is T { return (t && true) as boolean } namespace Deep { export let y = x + 1 } log(Deep.y) } log(Space.f(1));
    const generic = <T,>(x: T): x is T => !!x; log(generic(0), (function (this: number) { return this + 1 }).call(2));
    function assertNot(x: unknown): asserts x { if (!x) throw new Error('not') } try { assertNot(0) } catch { log('asserted') }
    let definite!: number; definite = 1; log(definite); for (const k of ['a'] as const) log(k); const { p = 1 as number } = {} as { p?: number }; log(p);
    type F = typeof s; let tuple: [a: string, b?: number] = ['t']; log(tuple[0]); const neverNull = (null as string | null) ?? 'nn'; log(neverNull);`,
  decorators: `
    const seen: string[] = []; function dec(tag: string): any { return (...args: any[]) => { seen.push(tag) } }
    @dec('class') class X { @dec('field') f = 1; @dec('method') m(@dec('param') p: number) { return p } @dec('accessor') get g() { return 2 } }
    log(seen.sort().join(), new X().m(3));`,
};
