/**
 * What names stand for across the repository: imports followed through re-exports, modules of several files, members
 * through inheritance, and objects whose class is plain from how they are made or declared. Precision first: where
 * definitions disagree, nothing is said.
 */
import { perFile } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { type Circles, createCircles, type OpenQuestion } from './circles.ts';
import { createHierarchy } from './classHierarchy.ts';
import { definedNames } from './definedNames.ts';
import { createLinkage } from './externalLinkage.ts';
import { definitionKind, type ImportFacts, isPathValue, nullValue, valueIndex } from './fileFacts.ts';
import type { FileModules } from './fileModules.ts';
import { createImports } from './importedNames.ts';
import { createMemberIndex, type MemberIndex } from './memberIndex.ts';
import { createMemberLookup } from './memberLookup.ts';
import { createModuleIndex } from './moduleIndex.ts';
import { createObjectTypes } from './objectTypes.ts';
import { hasBody } from './overloads.ts';
import { agreed, type ClassReferent, type FunctionReferent, type Referent, type ScopeRef } from './referents.ts';
import type { ResolutionParts, ResolveCall } from './resolutionParts.ts';

export interface NameResolution {
  /** A dotted path as read in a scope. */
  path(file: number, scope: number, path: string): Referent | null;
  /** The longest start of a path that names a module without an import, and how many segments that is. */
  visibleModule(
    file: number,
    scope: number,
    path: string,
  ): { readonly found: Referent; readonly length: number } | null;
  /** What an import takes. */
  imported(file: number, facts: ImportFacts): Referent | null;
  /** What definitions of one name in one place agree on. */
  settled(referents: readonly (Referent | null)[]): Referent | null;
  /** What a definition of a plain name stands for. */
  definition(file: number, definition: number): Referent | null;
  member(of: Referent, name: string, isCalled?: boolean): Referent | null;
  /** Members of a class itself, without those it inherits. */
  ownMember(of: ClassReferent, name: string): Referent | null;
  bases(of: ClassReferent): readonly ClassReferent[];
  /** The class and those it inherits from, in the order members are looked for. */
  lineage(of: ClassReferent): readonly ClassReferent[];
  /** What calling a function or class gives; `holder` is what it was called on. */
  resultOf(of: Referent | null, holder: Referent | null): Referent | null;
  /** The class that the code of a scope is written in. */
  enclosingClass(file: number, scope: number): ClassReferent | null;
  /** What a variable holds by the type it is declared with, whatever is assigned to it. */
  declared(file: number, scope: number, name: string): Referent | null;
  /** The function of another file that a declaration without a body stands for. */
  linked(of: FunctionReferent, fromFile: number): FunctionReferent;
  readonly members: MemberIndex;
  /** Keeps answers that do not rest on one being made. */
  readonly circles: Circles;
  /** Forgets what rests on more of a file than others see of it. */
  forget(file: number): void;
}

export function createResolution(
  files: readonly AnalyzedFile[],
  fileModules: FileModules,
  resolveCall: ResolveCall,
): NameResolution {
  const circles = createCircles();
  const { bounded } = circles;
  const modules = createModuleIndex(files, fileModules);
  const members = createMemberIndex(files, valuePath, circles);
  const hierarchy = createHierarchy(bases, circles);
  const linkage = createLinkage(files);
  const paths = perFile(() => new Map<number, Map<string, Referent | OpenQuestion | null>>());
  let ofTypes = false;
  const shared = {
    files,
    modules,
    members,
    hierarchy,
    circles,
    resolveCall,
    path,
    definition,
    settled,
    bounded,
    inTypes,
    placeOf,
  };

  const parts: ResolutionParts = {
    ...shared,
    member: (of, name) => lookup.member(of, name),
    fromWildcards: (file, scope, name) => imports.fromWildcards(file, scope, name),
    get objects() {
      return objects;
    },
  };
  const imports = createImports(parts);
  const lookup = createMemberLookup(parts);
  const objects = createObjectTypes(parts);

  return {
    path,
    visibleModule,
    imported: imports.imported,
    definition,
    settled,
    member: lookup.member,
    ownMember: lookup.ownMember,
    bases,
    lineage: hierarchy.order,
    resultOf: objects.resultOf,
    enclosingClass: objects.enclosingClass,
    declared: objects.declared,
    linked,
    members,
    circles,
    forget(file) {
      paths.forget(file);
      imports.forget(file);
    },
  };

  function path(file: number, scope: number, dotted: string): Referent | null {
    const byScope = paths(file);
    const place = placeOf(scope);
    const kept = byScope.get(place) ?? new Map<string, Referent | OpenQuestion | null>();
    byScope.set(place, kept);
    return circles.answer<string, Referent | null>(kept, dotted, null, () => {
      const segments = dotted.split('.');
      const root = plain(file, scope, segments[0]!);
      if (root !== null) return below(root, segments.slice(1));
      const module = visibleModule(file, scope, dotted);
      return module === null ? null : below(module.found, segments.slice(module.length));
    });
  }

  /** Who owns a member is a value, whoever asks. */
  function valuePath(file: number, scope: number, dotted: string): Referent | null {
    const before = ofTypes;
    ofTypes = false;
    const found = path(file, scope, dotted);
    ofTypes = before;
    return found;
  }

  function inTypes<Found>(file: number, find: () => Found): Found {
    const before = ofTypes;
    ofTypes = files[file]!.language.traits.typeModifiers.size > 0;
    try {
      return find();
    } finally {
      ofTypes = before;
    }
  }

  function placeOf(scope: number): number {
    return ofTypes ? ~scope : scope;
  }

  function below(referent: Referent, names: readonly string[]): Referent | null {
    return names.reduce<Referent | null>((found, name) => found && lookup.member(found, name), referent);
  }

  function plain(file: number, scope: number, name: string): Referent | null {
    const { facts, language } = files[file]!;
    const { traits } = language;
    if (traits.selfTypes.has(name) && name !== traits.implicitReceiver) {
      const self = objects.enclosingClass(file, scope);
      if (self !== null) return self;
    }
    const names = definedNames(facts);
    for (let at = scope; at >= 0; at = facts.scopes[at]!.parent) {
      const { kind } = facts.scopes[at]!;
      if (kind === 'class' && traits.classScopeIsVisible) {
        const found = lookup.member(members.classOf({ file, scope: at }), name);
        if (found !== null) return found;
      } else if (kind !== 'class' || at === scope) {
        const own = names[at]!.get(name);
        if (own !== undefined) return outside(file, settled(own.map((one) => definition(file, one))));
      }
      const outer = kind === 'function' && traits.classScopeIsVisible ? ownerWritten(file, at) : null;
      const ofOwner = outer && lookup.member(outer, name);
      if (ofOwner !== null) return ofOwner;
      if (kind === 'namespace') {
        const found = lookup.member(modules.own(file, at), name);
        if (found !== null) return outside(file, found);
      }
    }
    return (
      outside(file, imports.fromElsewhere(file, scope, name)) ??
      // What the language's library has is not sought among functions that nothing announces here.
      (traits.builtins.has(name) ? null : linkage.find(name, file)) ??
      special(file, scope, name)
    );
  }

  /** The class that a function written outside of it belongs to. */
  function ownerWritten(file: number, scope: number) {
    return files[file]!.facts.scopes[scope]!.owner === '' ? null : members.holder({ file, scope });
  }

  /** Names that stand for the object or the class above, where nothing defines them. */
  function special(file: number, scope: number, name: string): Referent | null {
    const { implicitReceiver, superName } = files[file]!.language.traits;
    if (name !== superName && (name !== implicitReceiver || name === '')) return null;
    const self = objects.enclosingClass(file, scope);
    return self && { ...self, kind: name === superName ? 'super' : 'instance' };
  }

  function visibleModule(file: number, scope: number, dotted: string) {
    if (!files[file]!.language.traits.seesModules) return null;
    for (let end = dotted.length; end > 0; end = dotted.lastIndexOf('.', end - 1)) {
      const found = modules.visible(dotted.slice(0, end), file, scope);
      if (found !== null) return { found, length: dotted.slice(0, end).split('.').length };
    }
    return null;
  }

  function definition(file: number, index: number): Referent | null {
    const { definitions, names, imports: taken, scopes } = files[file]!.facts;
    const scope = definitions.scope[index]!;
    const detail = definitions.detail[index]!;
    const unknown = (): Referent => ({ kind: 'variable', file, scope, name: names[definitions.name[index]!]! });
    switch (definitions.kind[index]) {
      case definitionKind.function:
        return { kind: 'function', file, scope: detail };
      case definitionKind.class:
        return scopes[detail]!.kind === 'namespace'
          ? modules.own(file, detail)
          : members.classOf({ file, scope: detail });
      case definitionKind.import:
        return bounded(() => imports.imported(file, taken[detail]!)) ?? unknown();
      default:
        if (ofTypes) return aliasedType(file, index) ?? unknown();
        if (definitions.value[index] === nullValue && definitions.type[index]! < 0) return null;
        return bounded(() => objects.objectOf(file, index)) ?? unknown();
    }
  }

  /** A type that is another name for one. */
  function aliasedType(file: number, index: number): Referent | null {
    const { definitions, names } = files[file]!.facts;
    const value = definitions.value[index]!;
    return isPathValue(value) ? bounded(() => path(file, definitions.scope[index]!, names[valueIndex(value)]!)) : null;
  }

  /** Declarations give way to what has a body, types to values or the other way round; overloads stay side by side. */
  function settled(referents: readonly (Referent | null)[]): Referent | null {
    if (referents.length === 1) return referents[0]!;
    const known = fitting(referents.filter((referent) => referent !== null));
    const functions = known.filter((one): one is FunctionReferent => one.kind === 'function');
    if (known.length < 2 || functions.length < known.length) return agreed(known);
    if (files[functions[0]!.file]!.language.traits.overloads) return { kind: 'overloads', levels: [functions] };
    const written = functions.filter((one) => hasBody(files, one));
    return agreed(written.length > 0 ? written : functions);
  }

  /** Of types and values under one name those that were looked for; of types that add to one another the first. */
  function fitting(known: readonly Referent[]): readonly Referent[] {
    if (known.length < 2) return known;
    const isType = (one: Referent) => one.kind === 'class' && isTypeOnly(one);
    const others = known.filter((one) => !isType(one));
    if (others.length === known.length) return known;
    const classes = known.filter(({ kind }) => kind === 'class');
    if (!ofTypes && others.length > 0) return others;
    return [classes.find((one) => !isType(one)) ?? classes[0]!];
  }

  function isTypeOnly({ file, scope }: ClassReferent): boolean {
    const { facts, language } = files[file]!;
    return facts.scopes[scope]!.decorators.some((one) => language.traits.typeModifiers.has(one));
  }

  /** What is only declared here may be defined in another file. */
  function outside(fromFile: number, found: Referent | null): Referent | null {
    return found?.kind === 'function' ? linked(found, fromFile) : found;
  }

  function linked(of: FunctionReferent, fromFile: number): FunctionReferent {
    const { facts, language } = files[of.file]!;
    if (!language.traits.linksByName || facts.scopes[of.scope]!.hasBody) return of;
    const found =
      linkage.find(facts.scopes[of.scope]!.qualifiedName, fromFile) ??
      linkage.find(facts.scopes[of.scope]!.qualifiedName, of.file);
    return found?.kind === 'function' ? found : of;
  }

  function bases(of: ClassReferent): readonly ClassReferent[] {
    return members.parts(of).flatMap(({ file, scope }: ScopeRef) => {
      const { bases: written, parent } = files[file]!.facts.scopes[scope]!;
      return written.flatMap((base) => {
        const found = inTypes(file, () => path(file, parent, base));
        return found?.kind === 'class' ? [found] : [];
      });
    });
  }
}
