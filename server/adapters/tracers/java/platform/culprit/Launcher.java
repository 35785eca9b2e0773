package culprit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests by the JUnit Platform, whatever its engines. Compiled against the launcher of the tests. */
public final class Launcher {
  /** Where one case of a test is left out, the others are asked for one by one; more than these are not. */
  private static final int MAX_CASES = 1000;
  private final Session session = Session.current;
  private final BuiltClasses built = new BuiltClasses(session);
  private final Selection selection = new Selection(session, built);
  private final PlatformIds ids = new PlatformIds();
  /** What is run with all its cases: if nothing else is, classes are asked for, which keeps their order. */
  private final Set<String> whole = new HashSet<String>();
  private final org.junit.platform.launcher.Launcher launcher = LauncherFactory.create();

  private Launcher() {}

  public static void main(String[] arguments) {
    new Launcher().run();
    Session.current.finish(0);
    System.exit(0); // threads that tests left behind are not waited for
  }

  private void run() {
    List<DiscoverySelector> classes = new ArrayList<DiscoverySelector>();
    for (String name : selection.classes()) {
      Class<?> type = load(name);
      if (type != null) classes.add(selectClass(type));
    }
    if (classes.isEmpty() && selection.wanted.isEmpty()) return;
    Set<String> chosen = select(discover(classes, null));
    if (chosen.isEmpty()) return;
    boolean isPlain = chosen.equals(whole) && !session.isReversed();
    TestPlan plan = discover(isPlain ? classes : byId(chosen), chosen);
    List<TestIdentifier> tests = leaves(plan, null);
    List<TestPlace> places = new ArrayList<TestPlace>();
    for (TestIdentifier test : tests) if (test.isTest()) places.add(placeOf(test));
    session.collected(places);
    Set<String> methods = new HashSet<String>();
    for (TestIdentifier test : tests) if (!test.isTest() && isMethod(test)) methods.add(test.getUniqueId());
    if (!session.mayStart()) return;
    launcher.execute(plan, new Listener(plan, methods));
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException gone) {
      return null; // it will be said that nothing was found
    } catch (LinkageError broken) {
      String file = built.place(name, name, null).file;
      session.problem("loadFailed", file, file, "The test class " + name + " could not be loaded", broken);
      return null;
    }
  }

  /** Methods are run in the order they are asked for, where a class does not order them itself. */
  private List<DiscoverySelector> byId(Set<String> uniqueIds) {
    List<DiscoverySelector> selectors = new ArrayList<DiscoverySelector>();
    for (String uniqueId : uniqueIds) selectors.add(selectUniqueId(uniqueId));
    if (session.isReversed()) Collections.reverse(selectors);
    return selectors;
  }

  /** `chosen` holds the unique ids of what is to be run, or is null for all. */
  private TestPlan discover(List<DiscoverySelector> selectors, Set<String> chosen) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request().selectors(selectors)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
        .configurationParameter("junit.vintage.execution.parallel.enabled", "false")
        .configurationParameter("junit.jupiter.execution.order.random.seed", "1");
    if (chosen != null) {
      final Set<String> kept = new HashSet<String>();
      for (String uniqueId : chosen) {
        for (UniqueId at = UniqueId.parse(uniqueId); !at.getSegments().isEmpty(); at = at.removeLastSegment()) {
          kept.add(at.toString());
          if (at.getSegments().size() == 1) break;
        }
      }
      request.filters(new PostDiscoveryFilter() {
        @Override
        public FilterResult apply(TestDescriptor test) {
          boolean isKept = kept.contains(test.getUniqueId().toString());
          boolean isOut = test.isTest() && selection.leaveOut.contains(ids.of(test.getUniqueId(), test.getSource().orElse(null)));
          return FilterResult.includedIf(isKept && !isOut);
        }
      });
    }
    return launcher.discover(request.build());
  }

  /** What to ask the platform for. */
  private Set<String> select(TestPlan plan) {
    Map<String, List<TestIdentifier>> byId = new LinkedHashMap<String, List<TestIdentifier>>();
    for (TestIdentifier it : leaves(plan, null)) {
      String id = idOf(it);
      if (!byId.containsKey(id)) byId.put(id, new ArrayList<TestIdentifier>());
      byId.get(id).add(it);
    }
    Set<String> chosen = new LinkedHashSet<String>();
    for (Selection.Wanted wanted : selection.wanted) {
      boolean any = false;
      for (Map.Entry<String, List<TestIdentifier>> entry : byId.entrySet()) {
        String id = entry.getKey();
        boolean isCase = wanted.id != null && !wanted.names(id)
            && (id.equals(Selection.withoutCase(wanted.id)) || Selection.withoutParameters(id).equals(Selection.withoutCase(wanted.id)));
        boolean isWhole = wanted.id == null ? holds(wanted.classes, ids.classOf(id)) : wanted.names(id);
        for (TestIdentifier it : entry.getValue()) {
          if (isWhole) any |= addWhole(it, id, chosen);
          else if (isCase && !it.isTest()) any |= chosen.addAll(ids.caseOf(it.getUniqueId(), wanted.id.substring(Selection.withoutCase(wanted.id).length())));
        }
      }
      if (!any) {
        session.problem("notFound", wanted.asked, null, "JUnit found no test in " + wanted.asked, null);
      }
    }
    return chosen;
  }

  /** Whether a class is one of these, or nested in one. */
  private static boolean holds(List<String> classes, String name) {
    for (String it : classes) if (name.equals(it) || name.startsWith(it + "$")) return true;
    return false;
  }

  private boolean addWhole(TestIdentifier it, String id, Set<String> chosen) {
    boolean someOut = false;
    for (String out : selection.leaveOut) someOut |= !it.isTest() && Selection.withoutCase(out).equals(id);
    if (!someOut) {
      whole.add(it.getUniqueId());
      chosen.add(it.getUniqueId());
      return true;
    }
    for (int i = 1; i <= MAX_CASES; i++) {
      if (!selection.leaveOut.contains(id + "[" + i + "]")) chosen.addAll(ids.caseOf(it.getUniqueId(), "[" + i + "]"));
    }
    return true;
  }

  /** Everything below `from` that has nothing below it: tests, and methods whose cases are not known yet. */
  private static List<TestIdentifier> leaves(TestPlan plan, TestIdentifier from) {
    List<TestIdentifier> found = new ArrayList<TestIdentifier>();
    Set<TestIdentifier> below = from == null ? plan.getRoots() : plan.getChildren(from);
    for (TestIdentifier it : below) {
      List<TestIdentifier> inside = leaves(plan, it);
      if (inside.isEmpty() && (it.isTest() || isMethod(it))) found.add(it);
      found.addAll(inside);
    }
    return found;
  }

  private static boolean isMethod(TestIdentifier it) {
    return it.getSource().isPresent()
        && it.getSource().get() instanceof org.junit.platform.engine.support.descriptor.MethodSource;
  }

  private String idOf(TestIdentifier it) {
    return ids.of(UniqueId.parse(it.getUniqueId()), it.getSource().orElse(null));
  }

  private TestPlace placeOf(TestIdentifier it) {
    String id = idOf(it), test = Selection.withoutParameters(Selection.withoutCase(id));
    int hash = test.indexOf('#');
    String className = hash < 0 ? test : test.substring(0, hash);
    return built.place(id, Selection.withoutCase(className), hash < 0 ? null : test.substring(hash + 1));
  }

  private final class Listener implements TestExecutionListener {
    private final TestPlan plan;
    /** Methods whose cases nobody has seen. */
    private final Set<String> unseen;
    private final Set<String> over = new HashSet<String>();

    Listener(TestPlan plan, Set<String> methods) {
      this.plan = plan;
      this.unseen = methods;
    }

    @Override
    public void dynamicTestRegistered(TestIdentifier test) {
      if (!test.isTest()) return;
      List<TestPlace> one = new ArrayList<TestPlace>();
      one.add(placeOf(test));
      session.collected(one);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
      unseen.remove(test.getUniqueId());
      if (test.isTest()) {
        if (!session.mayStart()) leaveOff();
        over.add(test.getUniqueId());
        session.start(placeOf(test));
      } else {
        session.open(test.getUniqueId());
      }
    }

    /** The platform cannot be told to start no more, so the process ends here. */
    private void leaveOff() {
      List<TestPlace> never = new ArrayList<TestPlace>();
      for (TestIdentifier it : leaves(plan, null)) if (unseen.contains(it.getUniqueId())) never.add(placeOf(it));
      if (!never.isEmpty()) session.collected(never);
      session.finish(0);
      System.exit(0);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      List<TestIdentifier> all = leaves(plan, test);
      if (all.isEmpty()) all.add(test);
      for (TestIdentifier it : all) {
        if (!over.add(it.getUniqueId())) continue;
        unseen.remove(it.getUniqueId());
        session.start(placeOf(it));
        session.end("skipped", null);
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      Throwable thrown = result.getThrowable().orElse(null);
      if (test.isTest()) {
        session.end(outcomeOf(result), result.getStatus() == TestExecutionResult.Status.FAILED ? thrown : null);
        return;
      }
      if (result.getStatus() == TestExecutionResult.Status.FAILED) failAll(test, thrown);
      else if (result.getStatus() == TestExecutionResult.Status.ABORTED) executionSkipped(test, "");
      session.close(test.getUniqueId());
    }

    /** A set-up that fails is a failure of each test it was for; a tear-down's is one of its own. */
    private void failAll(TestIdentifier container, Throwable thrown) {
      boolean any = false;
      for (TestIdentifier it : leaves(plan, container)) {
        if (!over.add(it.getUniqueId())) continue;
        unseen.remove(it.getUniqueId());
        session.startAsItStands(placeOf(it));
        session.end("error", thrown);
        any = true;
      }
      if (any) return;
      session.startAsItStands(placeOf(container));
      session.end("error", thrown);
    }
  }

  private static String outcomeOf(TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL:
        return "passed";
      case ABORTED:
        return "skipped";
      default:
        return result.getThrowable().orElse(null) instanceof AssertionError ? "failed" : "error";
    }
  }
}
