package pet.backend.contracts;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the sources say of types, their parts and methods, as text: the descriptions of the document
 * are written once, where the code is. Read by the parser of the JDK.
 */
final class Javadoc {

  private final Map<String, String> comments = new HashMap<>();

  /** Reads the sources of rooms. */
  static Javadoc of(List<Path> folders) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Javadoc javadoc = new Javadoc();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var files = manager.getJavaFileObjectsFromPaths(sources(folders));
      JavacTask task =
          (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, files);
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        javadoc.new Reader(trees, unit).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return javadoc;
  }

  private static List<Path> sources(List<Path> folders) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  /** Of a type, by its name as in {@link Class#getName()}. */
  Optional<String> of(Class<?> type) {
    return find(type.getName());
  }

  /** Of a part of a record, or a field. */
  Optional<String> of(Class<?> type, String part) {
    return find(type.getName() + "#" + part);
  }

  Optional<String> ofMethod(Class<?> type, String method) {
    return find(type.getName() + "#" + method + "()");
  }

  /** Of a method's parameter. */
  Optional<String> of(Class<?> type, String method, String parameter) {
    return find(type.getName() + "#" + method + "#" + parameter);
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(comments.get(name));
  }

  private final class Reader extends TreePathScanner<Void, Void> {

    private final DocTrees trees;
    private final String packagePrefix;
    private String type = "";

    Reader(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.packagePrefix = unit.getPackageName() + ".";
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      String outer = type;
      type =
          outer.isEmpty()
              ? packagePrefix + tree.getSimpleName()
              : outer + "$" + tree.getSimpleName();
      // Of a record, the parameters are its parts.
      note(type, type + "#");
      super.visitClass(tree, null);
      type = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      String method = type + "#" + tree.getName();
      if (!tree.getName().contentEquals("<init>")) {
        note(method + "()", method + "#");
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree tree, Void nothing) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
        note(type + "#" + tree.getName(), null);
      }
      return null;
    }

    private void note(String name, String ofParameters) {
      TreePath path = getCurrentPath();
      DocCommentTree comment = trees.getDocCommentTree(path);
      if (comment == null) {
        return;
      }
      put(name, text(comment.getFullBody()));
      for (DocTree tag : comment.getBlockTags()) {
        if (ofParameters != null && tag instanceof ParamTree parameter) {
          put(ofParameters + parameter.getName(), text(parameter.getDescription()));
        }
      }
    }

    private void put(String name, String text) {
      if (!text.isBlank()) {
        comments.put(name, text);
      }
    }

    /** As plain text on one line: code and links without their marks. */
    private String text(List<? extends DocTree> parts) {
      StringBuilder text = new StringBuilder();
      for (DocTree part : parts) {
        if (part instanceof LiteralTree literal) {
          text.append(literal.getBody().getBody());
        } else if (part instanceof LinkTree link) {
          text.append(
              link.getLabel().isEmpty()
                  ? link.getReference().getSignature()
                  : text(link.getLabel()));
        } else {
          text.append(part);
        }
      }
      return text.toString().replaceAll("\\s+", " ").strip();
    }
  }
}
