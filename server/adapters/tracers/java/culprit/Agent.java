package culprit;

import java.io.File;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Set;

/**
 * Started by the virtual machine before the program: rewrites classes of the repository while they are loaded. Those are
 * the classes that lie in the folders the build wrote, whatever their package.
 */
public final class Agent {
  private Agent() {}

  /** `argument` is the file of the request. */
  public static void premain(String argument, Instrumentation instrumentation) throws Exception {
    Session session = new Session(Request.read(new File(argument)));
    Session.current = session;
    if (!session.mode.equals("plain")) instrumentation.addTransformer(new Rewriter(session));
  }

  private static final class Rewriter implements ClassFileTransformer {
    private final Session session;
    private final Set<String> folders = new HashSet<String>();
    private final Set<String> instrument;

    Rewriter(Session session) {
      this.session = session;
      for (String folder : session.request.all("classes")) folders.add(new File(folder).getAbsolutePath());
      instrument = session.request.all("instrumentAll").isEmpty() ? new HashSet<String>(session.request.all("instrument"))
          : null;
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> known, ProtectionDomain domain, byte[] bytes) {
      if (name == null || known != null || !seesUs(loader) || !isOfBuild(domain)) return null;
      try {
        ClassFile file = new ClassFile(bytes);
        String source = session.sources.fileOf(file);
        if (source == null || file.major < 49) return null;
        if (session.mode.equals("trace")) TraceProbes.put(file, source, session.codes);
        else if (instrument != null && !instrument.contains(source)) return null;
        else if (!SpectraProbes.put(file, source, session.tables)) return null;
        return file.toBytes();
      } catch (Throwable cannot) {
        return null; // it runs as it is
      }
    }

    /** Whether what a class loader loads can call what probes call. */
    private static boolean seesUs(ClassLoader loader) {
      for (ClassLoader at = loader; at != null; at = at.getParent()) if (at == Agent.class.getClassLoader()) return true;
      return false;
    }

    private boolean isOfBuild(ProtectionDomain domain) {
      CodeSource source = domain == null ? null : domain.getCodeSource();
      URL place = source == null ? null : source.getLocation();
      if (place == null || !place.getProtocol().equals("file")) return false;
      try {
        return folders.contains(new File(place.toURI()).getAbsolutePath());
      } catch (Exception noFile) {
        return false;
      }
    }
  }
}
