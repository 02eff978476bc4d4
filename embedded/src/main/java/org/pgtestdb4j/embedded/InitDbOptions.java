package org.pgtestdb4j.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgtestdb4j.ConfigurationException;

/**
 * What is special about how a data directory is initialized.
 *
 * @param arguments of initdb, behind ours
 * @param locale instead of ours
 */
record InitDbOptions(List<String> arguments, Optional<String> locale) {

    /** What is ours to say. */
    private static final List<String> RESERVED = List.of(
            "-D", "--pgdata", "-U", "--username", "-W", "--pwprompt", "--pwfile", "-A", "--auth", "-X", "--waldir");

    InitDbOptions {
        for (String argument : arguments) {
            if (isReserved(argument) || !argument.startsWith("-")) {
                throw new ConfigurationException("initdb(\"" + argument
                        + "\") is not possible. Write each argument as --name or --name=value; where the data lies and who may log in"
                        + " is said by other methods.");
            }
        }
    }

    /** A long one may be shortened, and a short one may have its value behind it. */
    private static boolean isReserved(String argument) {
        String name = argument.split("=", 2)[0];
        return name.startsWith("--")
                ? RESERVED.stream().anyMatch(reserved -> reserved.startsWith(name))
                : RESERVED.stream().anyMatch(reserved -> reserved.length() == 2 && name.startsWith(reserved));
    }

    SeedRecipe applyTo(SeedRecipe usual) {
        List<String> all = new ArrayList<>(usual.arguments());
        all.addAll(arguments);
        return new SeedRecipe(
                usual.installation(),
                all,
                locale.map(name -> List.of(List.of("--locale=" + name))).orElse(usual.locales()),
                usual.configuration(),
                usual.access(),
                usual.statements(),
                usual.keeper());
    }
}
