/**
 * What the engine must know of a language beyond its syntax: a value read from `language.json`, and the few rules that
 * data cannot say. Leaves out everything a query can capture.
 */
export interface LanguageTraits {
  readonly id: string;
  readonly extensions: readonly string[];
  readonly comment: string;
  /** Names that are there without being defined. */
  readonly builtins: ReadonlySet<string>;
  /** Methods that change the object they are called on. */
  readonly mutators: ReadonlySet<string>;
  /** Decorators under which a method has no receiver. */
  readonly receiverless: ReadonlySet<string>;
  /** Decorators under which, and methods in which, the receiver is the class. */
  readonly classReceivers: ReadonlySet<string>;
  /** Decorators (last segment) under which reading a member runs the method. */
  readonly propertyDecorators: ReadonlySet<string>;
  /** Functions (last segment) whose call stands in a list of base classes; all but the first argument are bases. */
  readonly baseMakers: ReadonlySet<string>;
  /** Whether a base may be written as the call of its constructor (`class A : B(1)`). */
  readonly basesAreCalled: boolean;
  /** The method that runs when a class is called. */
  readonly constructorName: string;
  /** The method that runs when an object is called. */
  readonly callOperatorName: string;
  /** The name that stands for the class above (`super`, `base`, `parent`). */
  readonly superName: string;
  /** What `super(…)` alone does: gives the object, runs the constructor above, or the method above of the same name. */
  readonly superCall: 'object' | 'constructor' | 'method';
  /** Names that stand for the class they are written in (`Self`); as the type of a result, for the object's class. */
  readonly selfTypes: ReadonlySet<string>;
  /** Members of a class whose call makes an object of it, beside the call of the class itself (Ruby's `new`). */
  readonly instantiators: ReadonlySet<string>;
  /** Whether functions of one name stand beside one another, and a call's arguments choose among them. */
  readonly overloads: boolean;
  /** Whether functions of one name in one block exclude one another: conditions of the build choose among them. */
  readonly hasAlternatives: boolean;
  /** How values of which types are written; `$1` is the first group. Empty where calls do not choose by types. */
  readonly valueTypes: readonly { readonly pattern: RegExp; readonly type: string }[];
  /** Whether a class written again goes on with the one there is (Ruby, partial classes of C#). */
  readonly reopensClasses: boolean;
  /** Whether a class implements an interface by having its methods, without naming it (Go). */
  readonly structuralInterfaces: boolean;
  /** Whether making a value of a type, or converting one to it, runs code of the type. */
  readonly typesRunCode: boolean;
  /** Whether code in a function sees the names of a class around it. */
  readonly classScopeIsVisible: boolean;
  /** Whether variables are declared: then an assignment alone makes none, and blocks have variables of their own. */
  readonly declaresVariables: boolean;
  /** Names that a pattern compares with rather than declares; `null` where it declares any. */
  readonly constantNames: RegExp | null;
  /** The name a first parameter has where it is the object a method is called on (`self`); empty where any may be. */
  readonly receiverName: string;
  /** Types that stand for the type they are given: `Box<T>` is read as `T`. */
  readonly transparentTypes: ReadonlySet<string>;
  /** Types of many objects of the type they are given (`Vec<T>`). */
  readonly manyTypes: ReadonlySet<string>;
  /** Methods that give the objects of many to a loop (`iter`). */
  readonly iterators: ReadonlySet<string>;
  /** Types that hold what they are given and hand it out on request (`Option<T>`); their objects are read as wrapped. */
  readonly wrapperTypes: ReadonlySet<string>;
  /** Members that a wrapped object has as a wrapper: of the object inside, they are not looked for. */
  readonly wrapperMembers: ReadonlySet<string>;
  /** Methods that give the object they are called on, unwrapped, where it has none of that name (`unwrap`, `clone`). */
  readonly keepers: ReadonlySet<string>;
  /** The name of the object a method is called on, where no parameter stands for it (`this`); else empty. */
  readonly implicitReceiver: string;
  /** Whether an expression alone is a statement, with no node of its own around it. */
  readonly expressionStatements: boolean;
  /** What names of the receiver's own variables begin with (`@`); empty where they are written as its members. */
  readonly memberSigil: string;
  /** Whether a plain name that is no variable is a call. */
  readonly namesCall: boolean;
  /** Whether a module or namespace may be written in several files, which see one another's names. */
  readonly modulesSpanFiles: boolean;
  /** Languages of one space import one another's modules; the language's own id where it shares with none. */
  readonly moduleSpace: string;
  /** Whether a path may begin with a module's name that no import binds (`com.acme.Tool.run()`, `crate::run()`). */
  readonly seesModules: boolean;
  /** Paths whose members are the names a module hands out, beside its own (`exports`, `module.exports`). */
  readonly moduleObjects: readonly string[];
  /** Which segment of a module's path an import without another name binds. */
  readonly importBinds: 'first' | 'last' | 'none';
  /** Methods that give each of many objects to the function they are given (`forEach`). */
  readonly elementMethods: ReadonlySet<string>;
  /** Modifiers of a class that is a type only: a value of its name is another thing (`interface`). */
  readonly typeModifiers: ReadonlySet<string>;
  /** The member of a function that holds the methods of the objects it makes (`prototype`); empty where there is none. */
  readonly prototypeName: string;
  /** What names of members look like by convention, for methods written where their class is not in sight. */
  readonly memberNames: RegExp | null;
  /** Whether a function may be defined in any file of the program, and is found by its name alone (C). */
  readonly linksByName: boolean;
  /** Whether its files are documents: they have keys, which code may name. */
  readonly isDocument: boolean;
  readonly lexis: LexicalTraits;
  readonly tests: TestConventions;
}

/** How comments and strings are written, for those who read words rather than syntax. */
export interface LexicalTraits {
  readonly lineComments: readonly string[];
  /** What opens one and what closes it. */
  readonly blockComments: readonly (readonly [string, string])[];
  readonly strings: readonly StringTraits[];
  /** Whether a character stands in single quotes, which else may open nothing (Rust's lifetimes). */
  readonly characters: boolean;
  /** Whether regular expressions stand between slashes. */
  readonly patterns: boolean;
  /** Whether a string that stands alone is documentation. */
  readonly docStrings: boolean;
}

export interface StringTraits {
  readonly open: string;
  readonly close: string;
  /** The character that takes its meaning from the next one; empty where none does. */
  readonly escape: string;
  readonly isMultiline: boolean;
  /** What opens code inside, up to its brace; empty where strings hold none. */
  readonly hole: string;
}

interface TestConventions {
  /** Globs over the file's base name. */
  readonly files: readonly string[];
  /** Names of folders whose files are tests, whatever they are called. */
  readonly folders: readonly string[];
  /** Globs over function names. */
  readonly functions: readonly string[];
  /** Globs over class names whose methods may be tests. */
  readonly classes: readonly string[];
  /** Base classes (last segment) that make a class a test class whatever its name. */
  readonly bases: readonly string[];
  /** Globs over names of methods that run before every test of their class. */
  readonly setups: readonly string[];
  /** Decorators (last segment) of functions whose value a test asks for by naming a parameter after them. */
  readonly fixtures: readonly string[];
  /** Functions to which a test is given as an argument, after its title (`it`). */
  readonly calls: readonly string[];
  /** Functions that group tests under a title (`describe`). */
  readonly suites: readonly string[];
  /** Decorators (last segment) that make a function a test. */
  readonly decorators: readonly string[];
  /** Whether tests may stand in the files of the code they test. */
  readonly besideCode: boolean;
  /** Whether a test is named by the path to it in its file (`file::Class::test`); else by the line it is at. */
  readonly namedByPath: boolean;
}

/** Import-path resolution, per language. Total: an unknown path has no answers. */
export interface LanguageRules {
  /** Names under which a file can be imported, most specific first; `declared` is the package it says it is of. */
  moduleNames(
    file: string,
    isFile: (file: string) => boolean,
    declared: string,
    /** What other files declare: the manifest of a module, for instance. */
    declaredBy: (file: string) => string,
  ): readonly string[];
  /** Modules whose names a file sees without importing them: its own package. */
  ambientModules(
    file: string,
    isFile: (file: string) => boolean,
    declared: string,
    declaredBy: (file: string) => string,
  ): readonly string[];
  /** Whether code in `fromFile` finds `file` under `name`: other scripts' neighbours are not on its path. */
  sees(file: string, name: string, fromFile: string, isFile: (file: string) => boolean): boolean;
  /**
   * The text as the grammar can read it, as long as before and with its line ends: what a preprocessor would have
   * taken out, blanked. Absent where the grammar reads all there is.
   */
  readable?(text: string): string;
  /**
   * What an import may mean: paths of files to try in order, or the name of a module. `namespace` is the dotted path of
   * namespaces in the file that the import stands in, empty outside. `packageFolders` are the folders, each with its
   * last slash, whose manifest says that they are the package of a name.
   */
  importTarget(
    source: string,
    fromFile: string,
    namespace: string,
    isFile: (file: string) => boolean,
    packageFolders: (name: string) => readonly string[],
  ): ImportTarget;
}

/** A module's own name taken from `source`, as an import of the module below it. */
export function joinSource(source: string, name: string): string {
  return source.endsWith('.') ? `${source}${name}` : `${source}.${name}`;
}

export type ImportTarget =
  | { readonly kind: 'paths'; readonly files: readonly string[] }
  | { readonly kind: 'module'; readonly name: string };

export interface Language {
  readonly traits: LanguageTraits;
  readonly rules: LanguageRules;
}
