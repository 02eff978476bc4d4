package org.pgtestdb4j.sqldir.mybatis;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ibatis.migration.Environment;
import org.apache.ibatis.migration.MigrationException;
import org.apache.ibatis.migration.hook.FileHookScriptFactory;
import org.apache.ibatis.migration.hook.FileMigrationHook;
import org.apache.ibatis.migration.hook.HookScript;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.apache.ibatis.migration.operations.BootstrapOperation;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;
import org.apache.ibatis.migration.options.SelectedPaths;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.spi.Fingerprint;

/** A repository as the tool sees it. Reads its environment when it is made. */
final class Repository {

    /** What says where the database is, and what has no meaning for {@code up}. */
    private static final Set<String> LEFT_OUT = Set.of(
            "getUrl",
            "getUsername",
            "getPassword",
            "getDriver",
            "getDriverPath",
            "getVariables",
            "getTimeZone",
            "getClass");

    /** The lines of an environment's file that say where the database is. */
    private static final Pattern WHERE =
            Pattern.compile("^[ \\t]*(url|username|password|driver|driver_path)[ \\t]*[=:].*\\R?", Pattern.MULTILINE);

    private static final String DEFAULT_CHANGELOG = "CHANGELOG";

    private final Path directory;
    private final List<Path> scripts;
    private final Path environmentFile;
    private final Environment environment;

    Repository(Path directory, List<Path> scripts, Path environmentFile) {
        this.directory = directory;
        this.scripts = scripts;
        this.environmentFile = environmentFile;
        this.environment = new Environment(environmentFile.toFile());
    }

    String hash(boolean bootstrap) {
        Fingerprint sum = Fingerprint.create().text("mybatis-migrations", MyBatisOnClassPath.version());
        sum.text("environment", WHERE.matcher(text(environmentFile)).replaceAll(""));
        Stream.of(Environment.class.getMethods())
                .filter(method ->
                        method.getParameterCount() == 0 && method.getName().matches("(get|is)[A-Z].*"))
                .filter(method ->
                        method.getDeclaringClass() == Environment.class && !LEFT_OUT.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> sum.text(method.getName(), valueOf(method)));
        new TreeMap<>(environment.getVariables())
                .forEach((name, value) -> sum.text("variable " + name, String.valueOf(value)));
        new ScriptFolders(scripts, environment).files().forEach((name, file) -> sum.file(name, file));
        if (bootstrap) {
            sum.text("bootstrap", "true");
            addIfThere("bootstrap.sql", sum);
        }
        if (Files.isDirectory(hooks())) {
            sum.text("hooks", "below");
            sum.directory(hooks());
        }
        return sum.toHex();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private void addIfThere(String name, Fingerprint sum) {
        Path file = scripts.get(0).resolve(name);
        if (Files.isRegularFile(file)) {
            sum.file(name, file);
        }
    }

    private String valueOf(Method getter) {
        try {
            return String.valueOf(getter.invoke(environment));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot read " + getter.getName() + " of the environment", e);
        }
    }

    private Path hooks() {
        return directory.resolve("hooks");
    }

    void migrate(String url, boolean bootstrap) throws SQLException {
        Sessions sessions = new Sessions(url);
        ScriptFolders folders = new ScriptFolders(scripts, environment);
        try {
            if (bootstrap) {
                new BootstrapOperation().operate(sessions, folders, options(), null);
            }
            new UpOperation().operate(sessions, folders, options(), null, hook());
        } catch (MigrationException e) {
            throw new MigrationException(
                    "MyBatis Migrations failed at %s: %s"
                            .formatted(folders.last(), innermost(e).getMessage()),
                    e);
        }
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : innermost(cause);
    }

    /** As the tool's own command line takes them from the environment. */
    private DatabaseOperationOption options() {
        DatabaseOperationOption options = new DatabaseOperationOption();
        options.setChangelogTable(environment.getVariables().getProperty("changelog", DEFAULT_CHANGELOG));
        options.setStopOnError(true);
        options.setThrowWarning(!environment.isIgnoreWarnings());
        options.setEscapeProcessing(false);
        options.setAutoCommit(environment.isAutoCommit());
        options.setDelimiter(environment.getDelimiter());
        options.setFullLineDelimiter(environment.isFullLineDelimiter());
        options.setSendFullScript(environment.isSendFullScript());
        options.setRemoveCRs(environment.isRemoveCrs());
        return options;
    }

    private @Nullable MigrationHook hook() {
        SelectedPaths paths = new SelectedPaths();
        paths.setBasePath(directory.toFile());
        paths.setScriptPath(scripts.get(0).toFile());
        paths.setHookPath(hooks().toFile());
        FileHookScriptFactory factory = new FileHookScriptFactory(
                paths, environment, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        List<@Nullable String> settings = Arrays.asList(
                environment.getHookBeforeUp(),
                environment.getHookBeforeEachUp(),
                environment.getHookAfterEachUp(),
                environment.getHookAfterUp());
        if (settings.stream().allMatch(setting -> setting == null)) {
            return null;
        }
        @Nullable HookScript[] hooks = new @Nullable HookScript[settings.size()];
        for (int i = 0; i < hooks.length; i++) {
            String setting = settings.get(i);
            hooks[i] = setting == null ? null : factory.create(setting);
        }
        return new FileMigrationHook(hooks[0], hooks[1], hooks[2], hooks[3]);
    }
}
