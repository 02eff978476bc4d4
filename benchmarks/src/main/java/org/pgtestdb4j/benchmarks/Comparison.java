package org.pgtestdb4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs contenders by turns, so that a change of the machine's mood meets all of them, and compares the medians.
 *
 * <p>Each of ours becomes one result, or one for each peer if there are any. Not safe for use by several threads.
 */
public final class Comparison {

    private final String benchmark;
    private final String unit;
    private final Consumer<Result> results;
    private final List<Entrant> ours = new ArrayList<>();
    private final List<Entrant> peers = new ArrayList<>();

    Comparison(String benchmark, String unit, Consumer<Result> results) {
        this.benchmark = benchmark;
        this.unit = unit;
        this.results = results;
    }

    /**
     * Adds something of ours.
     *
     * @param name what it is
     * @param contender does it; closed after the last round
     * @return this comparison
     */
    public Comparison ours(String name, Contender contender) {
        ours.add(new Entrant(name, contender, new ArrayList<>()));
        return this;
    }

    /**
     * Adds something to compare ours with.
     *
     * @param name what it is
     * @param contender does it; closed after the last round
     * @return this comparison
     */
    public Comparison peer(String name, Contender contender) {
        peers.add(new Entrant(name, contender, new ArrayList<>()));
        return this;
    }

    /**
     * Measures.
     *
     * @param warmUps rounds that do not count
     * @param rounds rounds that count, at least one
     * @throws Exception what a contender throws
     */
    public void run(int warmUps, int rounds) throws Exception {
        List<Entrant> all = Stream.concat(ours.stream(), peers.stream()).toList();
        try {
            take(new ArrayList<>(all), warmUps, rounds);
        } finally {
            close(all);
        }
        for (Entrant own : ours) {
            String name = benchmark + ": " + own.name;
            if (peers.isEmpty()) {
                results.accept(Result.alone(name, own.median(), unit));
            }
            for (Entrant peer : peers) {
                results.accept(new Result(name, own.median(), unit, peer.name, peer.median()));
            }
        }
    }

    private static void take(List<Entrant> turns, int warmUps, int rounds) throws Exception {
        for (int round = -warmUps; round < rounds; round++) {
            for (Entrant entrant : turns) {
                double value = entrant.contender.once();
                if (round >= 0) {
                    entrant.values.add(value);
                }
            }
            Collections.rotate(turns, 1); // nobody is always the first
        }
    }

    private static void close(List<Entrant> all) throws IOException {
        IOException failure = null;
        for (Entrant entrant : all) {
            try {
                entrant.contender.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private record Entrant(String name, Contender contender, List<Double> values) {

        double median() {
            return Comparison.median(values);
        }
    }
}
