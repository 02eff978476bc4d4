package org.pgtestdb4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pgtestdb4j.ServerException;

/**
 * Initializes a data directory.
 *
 * @param recipe what it shall look like
 * @param user who runs the programs
 */
record InitDb(SeedRecipe recipe, ServerUser user) {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /**
     * Initializes the directory.
     *
     * @param data an empty directory of the server's account
     * @param secret the password of the superuser; the server gets to see only its verifier
     */
    void run(Path data, Secret secret) throws IOException {
        Path verifier = data.resolveSibling("verifier");
        OwnFile.write(verifier, secret.verifier(), Permissions.OWNER_ONLY_FILE);
        OwnDirectory.hand(verifier, user.account());
        initialize(data, verifier);
        Files.delete(verifier);
        overwrite(data.resolve("postgresql.conf"), recipe.configuration());
        overwrite(data.resolve("pg_hba.conf"), recipe.access());
        execute(data);
        slim(data);
    }

    /**
     * Takes away what need not be copied. The maps of free space are hints, and there is next to no free space. Of the log a server needs
     * the file with its last checkpoint, which is the first, and at most the next; the others are there to be used later.
     */
    private static void slim(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data);
                Stream<Path> log = Files.list(data.resolve("pg_wal"))) {
            Stream<Path> maps = all.filter(path -> path.toString().endsWith("_fsm"));
            Stream<Path> later = log.filter(Files::isRegularFile).sorted().skip(2);
            for (Path needless : Stream.concat(maps, later).toList()) {
                Files.delete(needless);
            }
        }
    }

    private void initialize(Path data, Path verifier) {
        List<String> failures = new ArrayList<>();
        for (List<String> locale : recipe.locales()) {
            List<String> command = new ArrayList<>();
            command.add(recipe.installation().initdb().toString());
            command.addAll(recipe.arguments());
            command.addAll(locale);
            command.addAll(List.of("--pgdata=" + data, "--pwfile=" + verifier));
            Commands.Result result = Commands.run(user.command(command), LIMIT);
            if (result.succeeded()) {
                return;
            }
            failures.add(result.output());
        }
        throw failed("initdb", String.join("\n", failures));
    }

    /** Into the file that initdb made, so that its owner stays. */
    private static void overwrite(Path file, String content) throws IOException {
        Files.writeString(
                file,
                content,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** In single-user mode each line is a statement, and a failing one shows in the output only. */
    private void execute(Path data) {
        String postgres = recipe.installation().postgres().toString();
        List<String> command =
                user.command(postgres, "--single", "-D", data.toString(), "-c", "log_min_messages=error", "postgres");
        Commands.Result result = Commands.run(command, recipe.statements(), LIMIT);
        if (!result.succeeded() || result.output().contains("ERROR:")) {
            throw failed("postgres --single", result.output());
        }
    }

    private ServerException failed(String program, String output) {
        return new ServerException(
                program + " failed for user " + user.name() + ":\n" + output + "\n" + Advice.on(output));
    }
}
