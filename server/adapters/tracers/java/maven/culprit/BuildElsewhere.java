package culprit;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;

/**
 * Lets Maven build as it always does, but into a folder outside of the repository, and says what it would run tests with:
 * class path, sources, options of its test plugin. Plugins that check or rewrite sources are left out. Loaded by
 * `-Dmaven.ext.class.path`; compiled against the Maven that loads it.
 */
public final class BuildElsewhere extends AbstractMavenLifecycleParticipant {
  private static final Set<String> LEFT_OUT = new HashSet<String>(Arrays.asList("maven-enforcer-plugin",
      "maven-checkstyle-plugin", "apache-rat-plugin", "spotbugs-maven-plugin", "findbugs-maven-plugin", "maven-pmd-plugin",
      "license-maven-plugin", "spotless-maven-plugin", "fmt-maven-plugin", "formatter-maven-plugin", "impsort-maven-plugin",
      "spring-javaformat-maven-plugin", "sortpom-maven-plugin", "jacoco-maven-plugin", "cobertura-maven-plugin",
      "animal-sniffer-maven-plugin", "maven-javadoc-plugin", "maven-source-plugin", "forbiddenapis", "maven-scm-plugin",
      "buildnumber-maven-plugin", "git-code-format-maven-plugin"));
  private RepositorySystem repositories;

  @Override
  public void afterProjectsRead(MavenSession session) {
    File target = new File(System.getProperty("culprit.target"));
    for (MavenProject project : session.getProjects()) {
      Build build = project.getBuild();
      String from = build.getDirectory();
      String to = new File(target, project.getGroupId() + "." + project.getArtifactId()).getPath();
      build.setDirectory(to);
      build.setOutputDirectory(moved(build.getOutputDirectory(), from, to));
      build.setTestOutputDirectory(moved(build.getTestOutputDirectory(), from, to));
      for (Plugin plugin : build.getPlugins().toArray(new Plugin[0])) {
        if (LEFT_OUT.contains(plugin.getArtifactId())) build.removePlugin(plugin);
        move(plugin, from, to);
        for (PluginExecution execution : plugin.getExecutions()) move(execution, from, to);
      }
      build.flushPluginMap();
    }
  }

  private static void move(ConfigurationContainer container, String from, String to) {
    if (container.getConfiguration() instanceof Xpp3Dom) move((Xpp3Dom) container.getConfiguration(), from, to);
  }

  private static void move(Xpp3Dom dom, String from, String to) {
    if (dom.getValue() != null) dom.setValue(moved(dom.getValue(), from, to));
    for (Xpp3Dom child : dom.getChildren()) move(child, from, to);
  }

  private static String moved(String path, String from, String to) {
    if (path == null || !path.startsWith(from)) return path;
    String rest = path.substring(from.length());
    return rest.isEmpty() || rest.startsWith("/") || rest.startsWith(File.separator) ? to + rest : path;
  }

  @Override
  public void afterSessionEnd(MavenSession session) {
    try {
      Writer out = new OutputStreamWriter(new FileOutputStream(System.getProperty("culprit.answer")), "UTF-8");
      try {
        for (MavenProject project : session.getProjects()) describe(session, project, out);
      } finally {
        out.close();
      }
    } catch (Exception cannot) {
      System.err.println("[ERROR] " + cannot);
    }
  }

  private void describe(MavenSession session, MavenProject project, Writer out) throws Exception {
    say(out, "project", project.getBasedir().getPath());
    say(out, "classes", project.getBuild().getTestOutputDirectory());
    say(out, "classes", project.getBuild().getOutputDirectory());
    for (Object root : project.getCompileSourceRoots()) say(out, "sources", (String) root);
    for (Object root : project.getTestCompileSourceRoots()) say(out, "sources", (String) root);
    Set<String> ids = new HashSet<String>();
    for (Object element : project.getTestClasspathElements()) say(out, "classPath", (String) element);
    Map<String, String> versions = new HashMap<String, String>();
    for (Artifact artifact : project.getArtifacts()) versions.put(artifact.getArtifactId(), artifact.getVersion());
    for (String jar : missing(session, project, versions)) if (ids.add(jar)) say(out, "classPath", jar);
    describeTests(project, out);
  }

  /** What a test plugin adds by itself: the platform's launcher, the engine of an API that came alone. */
  private Set<String> missing(MavenSession session, MavenProject project, Map<String, String> versions) {
    Set<String> wanted = new HashSet<String>(), jars = new HashSet<String>();
    String api = versions.get("junit-jupiter-api"), platform = versions.get("junit-platform-engine");
    if (platform == null && api != null) platform = platformOf(api);
    if (api != null && !versions.containsKey("junit-jupiter-engine")) wanted.add("org.junit.jupiter:junit-jupiter-engine:" + api);
    if (platform != null && !versions.containsKey("junit-platform-launcher")) {
      wanted.add("org.junit.platform:junit-platform-launcher:" + platform);
    }
    for (String coordinates : wanted) {
      try {
        CollectRequest request = new CollectRequest();
        request.setRoot(new Dependency(new DefaultArtifact(coordinates), "runtime"));
        request.setRepositories(RepositoryUtils.toRepos(project.getRemoteArtifactRepositories()));
        for (ArtifactResult it : repositories
            .resolveDependencies(session.getRepositorySession(), new DependencyRequest(request, null)).getArtifactResults()) {
          String name = it.getArtifact().getArtifactId();
          if (!versions.containsKey(name)) jars.add(it.getArtifact().getFile().getPath());
        }
      } catch (Exception cannot) {
        System.err.println("[ERROR] " + coordinates + " is needed to run the tests, and could not be had: " + cannot);
      }
    }
    return jars;
  }

  /** Jupiter 5.10.2 is of platform 1.10.2; from 6 on both have the same. */
  private static String platformOf(String jupiter) {
    return jupiter.startsWith("5.") ? "1" + jupiter.substring(1) : jupiter;
  }

  private static void describeTests(MavenProject project, Writer out) throws IOException {
    Plugin plugin = project.getPlugin("org.apache.maven.plugins:maven-surefire-plugin");
    Properties properties = project.getProperties();
    String options = properties.getProperty("argLine", "");
    if (plugin != null) {
      Object own = plugin.getConfiguration();
      for (PluginExecution execution : plugin.getExecutions()) {
        if (own == null && execution.getId().equals("default-test")) own = execution.getConfiguration();
      }
      if (own instanceof Xpp3Dom) {
        Xpp3Dom dom = (Xpp3Dom) own;
        if (dom.getChild("argLine") != null && dom.getChild("argLine").getValue() != null) {
          options = late(dom.getChild("argLine").getValue(), properties);
        }
        sayAll(dom, "systemPropertyVariables", "property", properties, out);
        sayAll(dom, "environmentVariables", "environment", properties, out);
      }
    }
    if (!options.trim().isEmpty()) say(out, "options", late(options, properties));
  }

  private static void sayAll(Xpp3Dom dom, String name, String key, Properties properties, Writer out) throws IOException {
    Xpp3Dom all = dom.getChild(name);
    if (all == null) return;
    for (Xpp3Dom child : all.getChildren()) {
      String value = child.getValue() == null ? "" : late(child.getValue(), properties);
      say(out, key, child.getName() + "=" + value);
    }
  }

  /** `@{name}` is a property as it is when tests run. */
  private static String late(String text, Properties properties) {
    java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("[@$]\\{([^}]*)\\}").matcher(text);
    StringBuffer found = new StringBuffer();
    while (matcher.find()) {
      String value = properties.getProperty(matcher.group(1), "");
      matcher.appendReplacement(found, java.util.regex.Matcher.quoteReplacement(value.contains("{") ? "" : value));
    }
    return matcher.appendTail(found).toString();
  }

  private static void say(Writer out, String key, String value) throws IOException {
    out.write(key + "\t" + value.replaceAll("\\s*[\r\n]\\s*", " ") + "\n");
  }
}
