package org.pgtestdb4j.jooq.kotlin;

import org.jooq.impl.DSL;
import org.jooq.impl.SchemaImpl;

/** A schema as the Kotlin compiler leaves it: the instance is private, and its companion hands it out. */
public final class KotlinSchema extends SchemaImpl {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("VariableNameSameAsType") // as in Kotlin
    public static final Companion Companion = new Companion();

    private static final KotlinSchema KOTLIN_SCHEMA = new KotlinSchema();

    private KotlinSchema() {
        super(DSL.name("kotlin"));
    }

    /** What Kotlin has instead of static members. */
    public static final class Companion {

        private Companion() {}

        public KotlinSchema getKOTLIN_SCHEMA() {
            return KOTLIN_SCHEMA;
        }
    }
}
