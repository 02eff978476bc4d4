package org.pgtestdb4j.jooq;

import java.util.List;
import org.jooq.Index;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.CatalogImpl;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.SchemaImpl;
import org.jooq.impl.TableImpl;

/** A schema as the generator would write it, but shorter: a program in another JVM can name it. */
public final class Depot extends SchemaImpl {

    private static final long serialVersionUID = 1L;

    public static final Depot DEPOT = new Depot();

    private Depot() {
        super("depot", Depots.DEPOTS);
    }

    @Override
    public List<Table<?>> getTables() {
        return List.of(Shelf.SHELF);
    }

    /** A table with a key and an index. */
    public static final class Shelf extends TableImpl<Record> {

        private static final long serialVersionUID = 1L;

        public static final Shelf SHELF = new Shelf();

        final TableField<Record, Integer> id =
                createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false).identity(true), this, "");
        final TableField<Record, String> name =
                createField(DSL.name("name"), SQLDataType.VARCHAR(50).nullable(false), this, "what stands on it");

        private Shelf() {
            super(DSL.name("shelf"));
        }

        @Override
        public Schema getSchema() {
            return DEPOT;
        }

        @Override
        public UniqueKey<Record> getPrimaryKey() {
            return Internal.createUniqueKey(this, DSL.name("shelf_pkey"), id);
        }

        @Override
        public List<Index> getIndexes() {
            return List.of(Internal.createIndex(DSL.name("shelf_by_name"), this, new OrderField<?>[] {name}, true));
        }
    }

    /** A catalog of that one schema. */
    public static final class Depots extends CatalogImpl {

        private static final long serialVersionUID = 1L;

        public static final Depots DEPOTS = new Depots();

        private Depots() {
            super("");
        }

        @Override
        public List<Schema> getSchemas() {
            return List.of(DEPOT);
        }
    }
}
