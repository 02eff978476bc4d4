package org.pgtestdb4j.internal.template;

import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.registry.AdvisoryLock;
import org.pgtestdb4j.internal.registry.Names;
import org.pgtestdb4j.spi.Fingerprint;

/**
 * Identifies a template on its server by everything that decides what is in it.
 *
 * @param hash the migrator's own hash, as it gave it
 * @param id the first 128 bits of the SHA-256 over that hash, the layer below, its foundation and our own way of sealing, in hex
 */
record TemplateKey(String hash, String id) {

    /** Changes when templates are sealed in another way, so that older ones are built anew. */
    private static final String SEAL_VERSION = "1";

    private static final int ID_LENGTH = 32;

    static TemplateKey of(@Nullable TemplateKey below, String hash, Foundation foundation) {
        Fingerprint fingerprint = Fingerprint.create()
                .text("seal", SEAL_VERSION)
                .text("below", below == null ? "" : below.id)
                .text("migrator", hash);
        foundation.addTo(fingerprint);
        return new TemplateKey(hash, fingerprint.toHex().substring(0, ID_LENGTH));
    }

    String templateName() {
        return Names.template(id);
    }

    String buildName() {
        return Names.build(id);
    }

    /** Returns the lock of who uses the template. */
    AdvisoryLock lock() {
        return AdvisoryLock.ofTemplate(id);
    }

    /** Returns the lock of who builds it. */
    AdvisoryLock buildLock() {
        return AdvisoryLock.ofBuild(id);
    }
}
