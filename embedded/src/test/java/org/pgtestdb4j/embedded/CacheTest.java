package org.pgtestdb4j.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgtestdb4j.ServerException;

class CacheTest {

    @TempDir
    private Path directory;

    private Cache cache;
    private final AtomicInteger made = new AtomicInteger();

    @BeforeEach
    void create() {
        cache = new Cache(directory);
    }

    @Test
    void makesAnEntryOnce() {
        Path entry = cache.get("entry", this::make);

        assertThat(cache.get("entry", this::make)).isEqualTo(entry).isEqualTo(directory.resolve("entry-v2"));
        assertThat(entry.resolve("file")).hasContent("1");
    }

    @Test
    void makesADamagedEntryAnew() throws Exception {
        Files.delete(cache.get("entry", this::make).resolve("file"));

        assertThat(cache.get("entry", this::make).resolve("file")).hasContent("2");
    }

    @Test
    void makesAnEntryAnewForThoseWhoRunItWhenAFileHasChanged() throws Exception {
        Files.writeString(cache.get("entry", this::make).resolve("file"), "x");
        Files.delete(directory.resolve("entry-v2.checked"));

        assertThat(cache.get("entry", this::make).resolve("file")).hasContent("x");
        assertThat(cache.strictly().get("entry", this::make).resolve("file")).hasContent("2");
        assertThat(cache.strictly().get("entry", this::make).resolve("file")).hasContent("2");
    }

    @Test
    void doesNotTrustWhatAKilledJvmLeft() throws Exception {
        Path left = Files.createDirectories(directory.resolve("entry-v2.unfinished/deeper"));
        Files.writeString(left.resolve("half"), "a file");

        Path entry = cache.get("entry", this::make);

        assertThat(entry.resolve("deeper")).doesNotExist();
        assertThat(directory.resolve("entry-v2.unfinished")).doesNotExist();
    }

    @Test
    void leavesNothingWhenMakingFails() {
        assertThatThrownBy(() -> cache.get("entry", target -> {
                    make(target);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("Make room")
                .hasMessageContaining(EmbeddedSettings.CACHE);
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().contains("entry"));
    }

    @Test
    void makesAnEntryOnceForManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Path>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> cache.get("entry", this::make)));
            }
            for (Future<Path> result : results) {
                assertThat(result.get().resolve("file")).hasContent("1");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void make(Path target) throws IOException {
        Files.writeString(target.resolve("file"), Integer.toString(made.incrementAndGet()));
    }
}
