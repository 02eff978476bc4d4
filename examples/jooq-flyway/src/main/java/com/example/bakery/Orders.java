package com.example.bakery;

import static com.example.bakery.db.Tables.CUSTOMER_ORDER;
import static com.example.bakery.db.Tables.ORDER_LINE;
import static com.example.bakery.db.Tables.ORDER_TOTAL;
import static com.example.bakery.db.Tables.PRODUCT;
import static org.jooq.impl.DSL.select;

import com.example.bakery.db.enums.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** Orders of bread. */
public final class Orders {

    private final DSLContext ctx;

    public Orders(DSLContext ctx) {
        this.ctx = ctx;
    }

    /** Takes an order, of all its products or of none, and returns its number. */
    public long place(String customer, LocalDate day, Map<String, Integer> quantities) {
        return ctx.transactionResult(transaction -> {
            long order = transaction
                    .dsl()
                    .insertInto(CUSTOMER_ORDER)
                    .set(CUSTOMER_ORDER.CUSTOMER, customer)
                    .set(CUSTOMER_ORDER.DAY, day)
                    .returningResult(CUSTOMER_ORDER.ID)
                    .fetchSingle()
                    .value1();
            quantities.forEach((product, quantity) -> transaction
                    .dsl()
                    .insertInto(ORDER_LINE)
                    .set(ORDER_LINE.ORDER_ID, order)
                    .set(ORDER_LINE.PRODUCT_ID, select(PRODUCT.ID).from(PRODUCT).where(PRODUCT.NAME.eq(product)))
                    .set(ORDER_LINE.QUANTITY, quantity)
                    .execute());
            return order;
        });
    }

    /** Returns what an order costs. */
    public BigDecimal total(long order) {
        return ctx.select(ORDER_TOTAL.TOTAL)
                .from(ORDER_TOTAL)
                .where(ORDER_TOTAL.ORDER_ID.eq(order))
                .fetchSingle()
                .value1();
    }

    /** Returns the names of all that is sold in a unit. */
    public List<String> soldBy(Unit unit) {
        return ctx.select(PRODUCT.NAME)
                .from(PRODUCT)
                .where(PRODUCT.UNIT.eq(unit))
                .orderBy(PRODUCT.NAME)
                .fetch(PRODUCT.NAME);
    }
}
