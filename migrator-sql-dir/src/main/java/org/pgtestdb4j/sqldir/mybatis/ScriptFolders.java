package org.pgtestdb4j.sqldir.mybatis;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.Environment;
import org.apache.ibatis.migration.FileMigrationLoader;
import org.apache.ibatis.migration.MigrationLoader;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.ConfigurationException;

/** The scripts of one or several folders, as if they lay in one. Not safe for use by several threads: it remembers the last. */
final class ScriptFolders implements MigrationLoader {

    private final Map<Path, FileMigrationLoader> loaders = new LinkedHashMap<>();
    private final Map<String, Path> folders = new TreeMap<>();
    private String last = "the beginning";

    ScriptFolders(List<Path> scripts, Environment environment) {
        for (Path folder : scripts) {
            FileMigrationLoader loader = new FileMigrationLoader(
                    folder.toFile(), environment.getScriptCharset(), environment.getVariables());
            loaders.put(folder, loader);
            for (Change change : loader.getMigrations()) {
                Path other = folders.putIfAbsent(change.getFilename(), folder);
                if (other != null) {
                    throw new ConfigurationException("%s is in two folders of scripts, %s and %s. Rename one of them."
                            .formatted(change.getFilename(), other, folder));
                }
            }
        }
        files().forEach((name, file) -> UndoLines.requireClear(file, environment.getScriptCharset()));
        if (folders.isEmpty()) {
            throw new ConfigurationException(
                    "MyBatis Migrations would build an empty schema: there are no scripts (20240131120000_name.sql) in %s."
                            .formatted(scripts));
        }
    }

    /** Returns the scripts by name. */
    Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        folders.forEach((name, folder) -> files.put(name, folder.resolve(name)));
        return files;
    }

    /** Returns what was read last, for messages. */
    String last() {
        return last;
    }

    @Override
    public List<Change> getMigrations() {
        List<Change> all = new ArrayList<>();
        loaders.values().forEach(loader -> all.addAll(loader.getMigrations()));
        return all;
    }

    @Override
    public Reader getScriptReader(Change change, boolean undo) {
        Path folder = folders.get(change.getFilename());
        FileMigrationLoader loader = folder == null ? null : loaders.get(folder);
        if (loader == null) {
            throw new IllegalStateException(change.getFilename() + " was not there a moment ago");
        }
        last = change.getFilename();
        return loader.getScriptReader(change, undo);
    }

    @Override
    public @Nullable Reader getBootstrapReader() {
        last = "bootstrap.sql";
        Map.Entry<Path, FileMigrationLoader> first =
                loaders.entrySet().iterator().next();
        return Files.isRegularFile(first.getKey().resolve("bootstrap.sql"))
                ? first.getValue().getBootstrapReader()
                : null;
    }

    /** None: the database is thrown away, and a failure of this script would hide the one that led to it. */
    @Override
    public @Nullable Reader getOnAbortReader() {
        return null;
    }
}
