package org.pgtestdb4j.liquibase;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import liquibase.resource.OpenOptions;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;

/** Notes what Liquibase looks up, searches and reads by another accessor. Closing it is left to whoever opened the other one. */
final class RecordingResourceAccessor implements ResourceAccessor {

    private final ResourceAccessor accessor;
    private final Reads reads;

    RecordingResourceAccessor(ResourceAccessor accessor, Reads reads) {
        this.accessor = accessor;
        this.reads = reads;
    }

    @Override
    public List<Resource> search(String path, SearchOptions options) throws IOException {
        reads.searched(path);
        return recorded(accessor.search(path, options));
    }

    @Override
    public List<Resource> search(String path, boolean recursive) throws IOException {
        reads.searched(path);
        return recorded(accessor.search(path, recursive));
    }

    @Override
    public List<Resource> getAll(String path) throws IOException {
        List<Resource> found = recorded(accessor.getAll(path));
        if (found.isEmpty()) {
            reads.absent(path);
        }
        return found;
    }

    @Override
    public Resource get(String path) throws IOException {
        Resource found = accessor.get(path);
        if (!found.exists()) {
            reads.absent(path);
        }
        return new Recorded(found, reads);
    }

    private List<Resource> recorded(@Nullable List<Resource> found) {
        return found == null
                ? List.of()
                : found.stream()
                        .<Resource>map(resource -> new Recorded(resource, reads))
                        .toList();
    }

    @Override
    public List<String> describeLocations() {
        return accessor.describeLocations();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return accessor.toString();
    }

    /** Equal to others of the same place, as Liquibase's own resources are. */
    private record Recorded(Resource resource, Reads reads) implements Resource {

        @Override
        public InputStream openInputStream() throws IOException {
            try (InputStream in = resource.openInputStream()) {
                byte[] content = in.readAllBytes();
                reads.file(resource.getPath(), content);
                return new ByteArrayInputStream(content);
            }
        }

        @Override
        public Resource resolve(String other) {
            return relative(resource.resolve(other));
        }

        @Override
        public Resource resolveSibling(String other) {
            return relative(resource.resolveSibling(other));
        }

        private Resource relative(Resource other) {
            if (!other.exists()) {
                reads.absent(other.getPath());
            }
            return new Recorded(other, reads);
        }

        @Override
        public String getPath() {
            return resource.getPath();
        }

        @Override
        public URI getUri() {
            return resource.getUri();
        }

        @Override
        public boolean exists() {
            return resource.exists();
        }

        @Override
        public boolean isWritable() {
            return resource.isWritable();
        }

        @Override
        public OutputStream openOutputStream(OpenOptions options) throws IOException {
            return resource.openOutputStream(options);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Resource that && getUri().equals(that.getUri());
        }

        @Override
        public int hashCode() {
            return getUri().hashCode();
        }

        @Override
        public String toString() {
            return resource.toString();
        }
    }
}
