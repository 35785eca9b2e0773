package culprit;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One watched run: its tests begin and end here, whoever runs them, and what they did is written down. Leaves out which
 * tests are run.
 */
final class Session {
  static volatile Session current;
  final Request request;
  final String mode;
  final Sources sources;
  final Events events;
  final ProbeTables tables;
  final Codes codes;
  private final Exceptions exceptions;
  private final MappedByteBuffer pulse;
  private final double startSeconds, testSeconds;
  private final int maxTests;
  private final boolean keepsPassing;
  private final long fuel, startedAt = System.nanoTime();
  private final Deque<Object> containers = new ArrayDeque<Object>();
  private final Deque<List<Integer>> sharedOf = new ArrayDeque<List<Integer>>();
  private final List<String> outsideHits = new ArrayList<String>();
  private long beats;
  private int nShared, nStarted;
  private volatile Thread testThread;
  private volatile long testStartedAt;
  private boolean isOver;

  Session(Request request) throws IOException {
    this.request = request;
    mode = request.one("mode");
    File out = new File(request.one("outFolder"));
    startSeconds = request.number("startSeconds");
    testSeconds = request.number("testSeconds");
    maxTests = (int) request.number("maxTests");
    fuel = (long) request.number("fuel");
    keepsPassing = request.one("keepPassingTraces").equals("true");
    sources = new Sources(request);
    events = new Events(out);
    tables = new ProbeTables(events);
    exceptions = new Exceptions(sources, out.getPath());
    if (mode.equals("trace")) {
      Trace.ring = new Ring(out);
      Trace.values = new ValueLog();
    }
    codes = new Codes(request, sources, events, Trace.values);
    RandomAccessFile file = new RandomAccessFile(new File(out, "pulse.bin"), "rw");
    pulse = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 8);
    pulse.order(ByteOrder.LITTLE_ENDIAN);
    file.close();
    events.write("{\"e\":\"begin\",\"pid\":0}");
    events.flush();
    Runtime.getRuntime().addShutdownHook(new Thread() {
      @Override
      public void run() {
        events.flush();
      }
    });
    watchClock();
  }

  private void watchClock() {
    Thread clock = new Thread("culprit-clock") {
      @Override
      public void run() {
        while (true) {
          try {
            Thread.sleep(50);
          } catch (InterruptedException again) {
            continue;
          }
          if (testThread != null && testSeconds < (System.nanoTime() - testStartedAt) / 1e9) {
            Session.this.stop("Still running after " + Math.round(testSeconds) + " seconds");
          }
        }
      }
    };
    clock.setDaemon(true);
    clock.start();
  }

  void collected(List<TestPlace> tests) {
    StringBuilder out = new StringBuilder("{\"e\":\"collected\",\"tests\":[");
    for (TestPlace test : tests) out.append(out.charAt(out.length() - 1) == '[' ? "" : ",").append(test.json()).append('}');
    events.write(out.append("]}").toString());
    events.flush();
  }

  void problem(String kind, String test, String file, String message, Throwable thrown) {
    events.write("{\"e\":\"problem\",\"kind\":\"" + kind + "\",\"test\":" + Json.text(test) + ",\"file\":" + Json.text(file)
        + ",\"message\":" + Json.text(message) + ",\"exception\":" + (thrown == null ? "null" : exceptions.of(thrown)) + "}");
  }

  /** Whether the tests of a class are to be run from the last to the first. */
  boolean isReversed() {
    return request.one("reversed").equals("true");
  }

  /** Whether there is time and room for one more test. */
  boolean mayStart() {
    return nStarted < maxTests && (System.nanoTime() - startedAt) / 1e9 < startSeconds;
  }

  /** What several tests have in common begins: a class, or all cases of a test. */
  synchronized void open(Object container) {
    takeShared();
    containers.addLast(container);
    sharedOf.addLast(new ArrayList<Integer>());
    if (mode.equals("trace")) Trace.begin(fuel);
  }

  synchronized void close(Object container) {
    if (!containers.contains(container)) return;
    takeShared();
    while (!containers.isEmpty()) {
      sharedOf.removeLast();
      if (containers.removeLast().equals(container)) return;
    }
  }

  private void takeShared() {
    if (!mode.equals("spectra")) return;
    String[] flags = tables.take();
    if (flags == null) return;
    if (containers.isEmpty()) {
      outsideHits.add(flags[0]);
      return;
    }
    events.write("{\"e\":\"shared\",\"i\":" + nShared + ",\"hits\":" + flags[0] + "}");
    sharedOf.peekLast().add(nShared++);
  }

  synchronized void start(TestPlace test) {
    takeShared();
    startAsItStands(test);
    if (mode.equals("trace")) {
      Trace.values.begin();
      Trace.begin(fuel);
    }
  }

  /** Starts a test that failed already, while it was set up: what was traced since is its own. */
  synchronized void startAsItStands(TestPlace test) {
    nStarted++;
    events.write("{\"e\":\"start\"," + test.json().substring(1) + "}");
    events.flush();
    testStartedAt = System.nanoTime();
    testThread = Thread.currentThread();
    pulse.putLong(0, ++beats);
  }

  /** `thrown` may be null; a reason to skip is no exception. */
  synchronized void end(String outcome, Throwable thrown) {
    finishTest(outcome, thrown == null ? "null" : exceptions.of(thrown));
  }

  private void finishTest(String outcome, String exception) {
    if (testThread == null) return;
    double seconds = (System.nanoTime() - testStartedAt) / 1e9;
    testThread = null;
    pulse.putLong(0, ++beats);
    StringBuilder out = new StringBuilder("{\"e\":\"end\",\"outcome\":\"").append(outcome).append("\",\"seconds\":")
        .append(seconds).append(",\"exception\":").append(exception);
    if (mode.equals("spectra")) {
      String[] flags = tables.take();
      out.append(",\"hits\":").append(flags == null ? "{}" : flags[0]);
      out.append(",\"branches\":").append(flags == null ? "{}" : flags[1]).append(",\"shared\":[");
      String separator = "";
      for (List<Integer> shared : sharedOf) {
        for (int index : shared) {
          out.append(separator).append(index);
          separator = ",";
        }
      }
      out.append(']');
    } else if (mode.equals("trace")) {
      Trace.end();
      if (!outcome.equals("passed") || keepsPassing) {
        String values = Trace.values.take();
        if (values != null) events.write(values);
        out.append(",\"trace\":").append(Json.text(outcome.equals("skipped") ? null : Trace.ring.save()));
        out.append(",\"entered\":").append(Trace.entered());
      }
    }
    events.write(out.append('}').toString());
    events.flush();
  }

  /** Ends the running test as one that ran out of time, and the process with it: nobody knows what it left behind. */
  synchronized void stop(String message) {
    Thread thread = testThread;
    if (thread == null) return;
    finishTest("timedOut", exceptions.running(message, thread.getStackTrace()));
    finish(0);
    Runtime.getRuntime().halt(0);
  }

  /** The runner came to its end. */
  synchronized void finish(int status) {
    if (isOver) return;
    isOver = true;
    if (mode.equals("spectra")) {
      containers.clear();
      takeShared();
      outsideHits.add("{}");
      for (String hits : outsideHits) {
        events.write("{\"e\":\"importHits\",\"outer\":{},\"inner\":" + hits + "}");
      }
      events.write("{\"e\":\"importHits\",\"outer\":" + tables.outer() + ",\"inner\":{}}");
    }
    events.write("{\"e\":\"finish\",\"status\":" + status + "}");
    events.flush();
  }
}
