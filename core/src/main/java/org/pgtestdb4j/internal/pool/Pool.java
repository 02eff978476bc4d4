package org.pgtestdb4j.internal.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CloneSource;
import org.pgtestdb4j.internal.recycle.Life;
import org.pgtestdb4j.internal.recycle.Recycler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ready clones of all templates of an engine. How many there are follows the demand, within what is set and what the server can bear.
 * Safe for use by several threads.
 */
public final class Pool {

    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    private final Map<CloneSource, Stock> stocks = new ConcurrentHashMap<>();
    private final Map<Clone, HandedOut> handedOut = new ConcurrentHashMap<>();
    private final CloneFactory clones;
    private final FirstConnection connections;
    private final Headroom headroom;
    private final @Nullable Recycler recycler;
    private final Supply supply;
    private final Consumer<Clone> drop;
    private final int max;

    /**
     * Creates an empty pool.
     *
     * @param connections opens a connection to each clone that is made ahead
     * @param headroom what the server can bear
     * @param recycler makes used clones pristine again; null if all are dropped
     * @param supply makes clones ahead
     * @param drop drops a clone
     * @param max how many clones may be ready at a time, of all templates together
     */
    public Pool(
            CloneFactory clones,
            FirstConnection connections,
            Headroom headroom,
            @Nullable Recycler recycler,
            Supply supply,
            Consumer<Clone> drop,
            int max) {
        this.clones = clones;
        this.connections = connections;
        this.headroom = headroom;
        this.recycler = recycler;
        this.supply = supply;
        this.drop = drop;
        this.max = max;
        supply.everySecond(this::tidy);
    }

    /** Takes a clone of a template, and has others made in its place. */
    public ReadyClone take(CloneSource source) {
        Stock stock = stocks.computeIfAbsent(source, Stock::new);
        ReadyClone taken = stock.shelf.take();
        if (recycler != null) {
            handedOut.put(taken.unused(), new HandedOut(stock, taken.life()));
        }
        return taken;
    }

    private record HandedOut(Stock stock, @Nullable Life life) {}

    /** Counts on a clone no more that was taken. */
    public void giveUp(Clone clone) {
        HandedOut given = handedOut.remove(clone);
        if (given != null) {
            given.stock.shelf.giveUp();
        }
    }

    /**
     * Takes a used clone back, in the background: it is handed out again if that can be proven to make no difference, else dropped.
     *
     * @param before what is to be done with it first
     */
    public void takeBack(Clone used, Runnable before) {
        HandedOut given = handedOut.remove(used);
        if (given != null && given.life != null && recycler != null && recycler.tryNext(given.stock.source)) {
            int expectedIn = given.stock.shelf.expect();
            if (expectedIn >= 0) {
                supply.recover(
                        () -> given.stock.recycle(recycler, used, given.life, before, expectedIn),
                        given.stock.shelf.size() > 0 ? Supply.IN_A_MOMENT : Supply.AT_ONCE);
                return;
            }
        } else if (given != null) {
            given.stock.shelf.giveUp();
        }
        Consumer<Clone> dropping = given == null ? drop : given.stock::dropUsed;
        supply.tidyUp(() -> {
            before.run();
            dropping.accept(used);
        });
    }

    /**
     * Drops what is ready of a template that has gone.
     *
     * @return whether anybody has ever asked for it
     */
    public boolean abandon(CloneSource source) {
        Stock stock = stocks.remove(source);
        if (stock != null) {
            stock.shelf.close(Duration.ZERO).forEach(this::dropLater);
        }
        return stock != null;
    }

    /** Gives up all that was made ahead; somebody else takes care of it. */
    public void forget() {
        stocks.values().forEach(stock -> stock.shelf.forget());
    }

    /** Gives back what nobody seems to need any more, and what others on the server need more. */
    private void tidy() {
        Map<Stock, Integer> shares = shares();
        boolean scarce = stocks.values().stream().anyMatch(stock -> stock.shelf.size() > 1) && isScarce();
        stocks.values().forEach(stock -> {
            int share = shares.getOrDefault(stock, 0);
            stock.shelf.giveBackBeyond(scarce ? Math.min(share, 1) : share).forEach(this::dropLater);
        });
    }

    private boolean isScarce() {
        try {
            return headroom.isScarce();
        } catch (SQLException e) {
            log.debug("Could not ask the server what it has left", e);
            return false;
        }
    }

    private Map<Stock, Integer> shares() {
        Map<Stock, Integer> wanted = new LinkedHashMap<>();
        stocks.values().forEach(stock -> wanted.put(stock, stock.shelf.wanted()));
        return Shares.of(wanted, max);
    }

    private void dropLater(ReadyClone surplus) {
        surplus.letGo();
        supply.tidyUp(() -> drop.accept(surplus.unused()));
    }

    /**
     * Makes nothing ahead any more, waits for what is just being made, and has all dropped that nobody took.
     *
     * @param limit how long to wait; what is made later is lost
     */
    public void close(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Shelf> shelves = new ArrayList<>();
        stocks.values().forEach(stock -> shelves.add(stock.shelf));
        shelves.forEach(shelf ->
                shelf.close(Duration.ofNanos(deadline - System.nanoTime())).forEach(this::dropLater));
    }

    /** One template's shelf with what it needs. */
    private final class Stock implements Shelf.Source, Shelf.Limit {

        private final CloneSource source;
        private final Shelf shelf = new Shelf(this, supply, this);

        Stock(CloneSource source) {
            this.source = source;
        }

        @Override
        public ReadyClone makeNow() {
            return make(clone -> null);
        }

        @Override
        public ReadyClone makeAhead() {
            return make(clone -> {
                if (recycler != null) {
                    recycler.learn(source, clone);
                }
                return connections.open(clone);
            });
        }

        private ReadyClone make(Function<Clone, @Nullable Connection> connecting) {
            Life life = recycler == null ? null : recycler.begin();
            long start = System.nanoTime();
            Clone clone = clones.create(source);
            if (recycler != null) {
                recycler.cloned(source, Duration.ofNanos(System.nanoTime() - start));
            }
            return new ReadyClone(clone, connecting.apply(clone), life);
        }

        @Override
        public boolean comeBack() {
            return recycler != null && recycler.pays(source);
        }

        private void recycle(Recycler recycler, Clone used, Life life, Runnable before, int expectedIn) {
            ReadyClone back = null;
            try {
                before.run();
                Recycler.Outcome outcome = recycler.recycle(source, used, life);
                Clone clone = outcome.database();
                if (outcome.life() == null) {
                    supply.tidyUp(() -> dropUsed(clone));
                } else {
                    back = new ReadyClone(clone, connections.open(clone), outcome.life());
                }
            } finally {
                shelf.arrive(back, expectedIn);
            }
        }

        private void dropUsed(Clone used) {
            long start = System.nanoTime();
            drop.accept(used);
            if (recycler != null) {
                recycler.dropped(source, Duration.ofNanos(System.nanoTime() - start));
            }
        }

        @Override
        public int share() {
            return shares().getOrDefault(this, 0);
        }

        @Override
        public boolean allowsOneMore() {
            try {
                return headroom.allowsOneMore(source.database());
            } catch (SQLException e) {
                log.debug("Could not ask the server what it has left", e);
                return false;
            }
        }
    }
}
