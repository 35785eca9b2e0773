package culprit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.AssumptionViolatedException;
import org.junit.runner.Description;
import org.junit.runner.Request;
import org.junit.runner.RunWith;
import org.junit.runner.Runner;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.manipulation.NoTestsRemainException;
import org.junit.runner.manipulation.Sorter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;
import org.junit.runner.notification.RunNotifier;
import org.junit.runner.notification.StoppedByUserException;

/** Runs tests by JUnit 4 alone. Compiled against the JUnit of the tests. */
public final class Launcher {
  private final Session session = Session.current;
  private final BuiltClasses built = new BuiltClasses(session);
  private final Selection selection = new Selection(session, built);

  private Launcher() {}

  public static void main(String[] arguments) {
    new Launcher().run();
    Session.current.finish(0);
    System.exit(0); // threads that tests left behind are not waited for
  }

  private void run() {
    List<Runner> runners = new ArrayList<Runner>();
    List<TestPlace> places = new ArrayList<TestPlace>();
    for (String name : selection.classes()) {
      Runner runner = runnerOf(name);
      if (runner == null) continue;
      List<Description> leaves = new ArrayList<Description>();
      leavesOf(runner.getDescription(), leaves);
      for (Description leaf : leaves) places.add(placeOf(leaf));
      runners.add(runner);
    }
    for (Selection.Wanted wanted : selection.wanted) {
      boolean any = false;
      for (TestPlace place : places) any |= wanted.names(place.id) || !wanted.classes.isEmpty() && wanted.id == null;
      if (!any && selection.leaveOut.isEmpty()) session.problem("notFound", wanted.asked, null, "JUnit found no test in " + wanted.asked, null);
    }
    session.collected(places);
    for (Runner runner : runners) if (!runClass(runner)) return;
  }

  /** The runner of a class for what is wanted of it, or null. */
  private Runner runnerOf(final String name) {
    final List<Selection.Wanted> wanted = new ArrayList<Selection.Wanted>();
    for (Selection.Wanted it : selection.wanted) if (it.classes.contains(name)) wanted.add(it);
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
      if (!holdsTests(type)) return null;
      Runner runner = Request.aClass(type).getRunner();
      new Filter() {
        @Override
        public boolean shouldRun(Description description) {
          if (description.isTest()) return isWanted(idOf(description, name), wanted);
          for (Description child : description.getChildren()) if (shouldRun(child)) return true;
          return false;
        }

        @Override
        public String describe() {
          return "the tests asked for";
        }
      }.apply(runner);
      if (session.isReversed()) reverse(runner);
      return runner;
    } catch (NoTestsRemainException none) {
      return null;
    } catch (Throwable broken) {
      String file = built.place(name, name, null).file;
      session.problem("loadFailed", file, file, "The test class " + name + " could not be loaded", broken);
      return null;
    }
  }

  private static void reverse(Runner runner) {
    final List<Description> order = new ArrayList<Description>();
    allOf(runner.getDescription(), order);
    new Sorter(new Comparator<Description>() {
      @Override
      public int compare(Description a, Description b) {
        return order.indexOf(b) - order.indexOf(a);
      }
    }).apply(runner);
  }

  private static void allOf(Description description, List<Description> all) {
    all.add(description);
    for (Description child : description.getChildren()) allOf(child, all);
  }

  private boolean isWanted(String id, List<Selection.Wanted> wanted) {
    if (selection.leaveOut.contains(id)) return false;
    for (Selection.Wanted it : wanted) if (it.names(id)) return true;
    return id.endsWith("#initializationError");
  }

  private static boolean holdsTests(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) return false;
    if (junit.framework.TestCase.class.isAssignableFrom(type)) return true;
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      if (at.isAnnotationPresent(RunWith.class)) return true;
      for (Method method : at.getDeclaredMethods()) if (method.isAnnotationPresent(org.junit.Test.class)) return true;
    }
    return false;
  }

  private static void leavesOf(Description description, List<Description> leaves) {
    if (description.isTest()) leaves.add(description);
    for (Description child : description.getChildren()) leavesOf(child, leaves);
  }

  private static String idOf(Description test, String className) {
    String of = test.getClassName();
    return (of == null ? className : of) + "#" + (test.getMethodName() == null ? test.getDisplayName() : test.getMethodName());
  }

  private TestPlace placeOf(Description test) {
    String id = idOf(test, test.getDisplayName()), name = id.substring(id.indexOf('#') + 1);
    return built.place(id, id.substring(0, id.indexOf('#')), Selection.withoutCase(name));
  }

  /** Runs one class; false where no more tests may start. */
  private boolean runClass(final Runner runner) {
    final RunNotifier notifier = new RunNotifier();
    final Set<Description> waiting = new LinkedHashSet<Description>();
    List<Description> leaves = new ArrayList<Description>();
    leavesOf(runner.getDescription(), leaves);
    waiting.addAll(leaves);
    notifier.addFirstListener(new RunListener() {
      private Throwable thrown;
      private boolean isAssumption;

      @Override
      public void testStarted(Description test) {
        waiting.remove(test);
        thrown = null;
        isAssumption = false;
        session.start(placeOf(test));
      }

      @Override
      public void testFailure(Failure failure) {
        if (failure.getDescription().isTest()) {
          if (thrown == null) thrown = failure.getException();
          return;
        }
        for (Description test : waiting) {
          session.startAsItStands(placeOf(test));
          session.end("error", failure.getException());
        }
        if (waiting.isEmpty()) {
          String name = failure.getDescription().getDisplayName();
          session.startAsItStands(built.place(name, name, null));
          session.end("error", failure.getException());
        }
        waiting.clear();
      }

      @Override
      public void testAssumptionFailure(Failure failure) {
        isAssumption = true;
        if (!failure.getDescription().isTest()) skip(new ArrayList<Description>(waiting));
      }

      @Override
      public void testIgnored(Description test) {
        List<Description> ignored = new ArrayList<Description>();
        leavesOf(test, ignored);
        skip(ignored);
      }

      private void skip(List<Description> tests) {
        for (Description test : tests) {
          waiting.remove(test);
          session.start(placeOf(test));
          session.end("skipped", null);
        }
      }

      @Override
      public void testFinished(Description test) {
        session.end(outcomeOf(thrown, isAssumption), thrown);
        if (!session.mayStart()) notifier.pleaseStop();
      }
    });
    Object container = runner.getDescription();
    session.open(container);
    try {
      if (session.mayStart()) runner.run(notifier);
    } catch (StoppedByUserException stopped) {
      // no more tests
    }
    session.close(container);
    return session.mayStart();
  }

  private static String outcomeOf(Throwable thrown, boolean isAssumption) {
    if (thrown == null) return isAssumption ? "skipped" : "passed";
    if (thrown instanceof AssumptionViolatedException) return "skipped";
    return thrown instanceof AssertionError ? "failed" : "error";
  }
}
