package org.pgtestdb4j.embedded;

/**
 * One entry of a tar archive.
 *
 * @param name relative path
 * @param mode permission bits
 * @param size bytes of content that follow
 * @param linkTarget where a symbolic link points, else empty
 */
record TarEntry(String name, Type type, int mode, long size, String linkTarget) {

    enum Type {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK
    }
}
