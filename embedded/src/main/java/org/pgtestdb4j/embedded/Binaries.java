package org.pgtestdb4j.embedded;

/** Where PostgreSQL's programs come from: an archive on the class path, or an installation on this machine. */
interface Binaries {

    /** Finds what is set, else what is on the class path. */
    static Binaries find(EmbeddedSettings settings, ClassLoader classLoader) {
        return settings.postgresql()
                .<Binaries>map(home -> InstalledPostgres.of(home, settings.version()))
                .orElseGet(() -> BinariesArchive.find(Platform.ofRunnable(), settings.version(), classLoader));
    }

    /** Names the programs: other programs, other key. */
    String key();

    /** Returns the programs, ready to be run. */
    Installation install(Cache cache);
}
