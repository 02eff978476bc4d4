package org.pgtestdb4j.internal.keep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Directories of the user that outlive a run, in which password files may lie. */
final class PasswordPlaces {

    private static final String NAME = "pgtestdb4j";

    private PasswordPlaces() {}

    /** Returns the user's usual places for what programs remember, the best first. */
    static List<Path> usual() {
        return usual(
                System.getProperty("os.name", "").startsWith("Mac"),
                Optional.ofNullable(System.getenv("XDG_STATE_HOME")),
                Path.of(System.getProperty("user.home", "")));
    }

    static List<Path> usual(boolean mac, Optional<String> xdgStateHome, Path home) {
        List<Path> places = new ArrayList<>();
        xdgStateHome.map(Path::of).filter(Path::isAbsolute).ifPresent(xdg -> places.add(xdg.resolve(NAME)));
        if (home.isAbsolute()) {
            places.add(home.resolve(mac ? "Library/Application Support" : ".local/state")
                    .resolve(NAME));
        }
        return places;
    }
}
