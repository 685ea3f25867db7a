package io.archipelago.placement.engine;

import java.util.Arrays;

/**
 * One group's problem with fractions of replicas allowed, at given rents: a linear program whose optimum is what
 * {@link GroupDual} can prove at best, and whose dual prices say what an answered request is worth. Solved by column
 * generation: a column is a replica at a site together with the requests it answers, and the next one is the replica that
 * earns most at the present worth.
 *
 * <p>Rows: every area is answered once, so many replicas are wanted, and a site holds only so many; the last are added where
 * they are overrun. Floating point: what it finds is proven by {@link GroupDual} or not used. Amounts differ by less than a
 * hundred-thousandth from the group's, so that no two columns leave the basis at once.
 *
 * <p>To look at all sites costs several times what an exchange of columns does. So the most promising ones are listed and
 * serve for some steps.
 */
final class GroupProgram {
    private static final double NEAR_ENOUGH = 3e-4; // of the cost
    private static final double ZERO = 1e-9;
    private static final double PERTURBATION = 1e-5;
    private static final int LISTED = 8; // sites that may earn most
    private static final int FRESH = 8; // steps for which a list serves

    private static final int MISSED = -1; // requests of an area that nobody answers
    private static final int SURPLUS = -2; // replicas beyond the wanted
    private static final int SHORT = -3; // replicas below the wanted
    private static final int SLACK = -4; // places left at a limited site
    private static final int OVER = -5; // replicas beyond the limit of a site

    /**
     * @param kind a site, or one of the constants
     * @param rows of areas for a site or {@link #MISSED}, else the one row of that column
     * @param shares of the area's requests, per area
     */
    private record Column(int kind, int[] rows, double[] shares) {}

    private static final double[] NONE = {};

    private final int group;
    private final PlacementProblem problem;
    private final int areas;
    private final int needed;
    private final boolean mayExceed;
    private final int limit;
    private final double service;
    private final double[] amount; // per area
    private int size; // rows, and columns in the basis
    private Column[] basis;
    private double[] value; // per column
    private double[] inverse; // [column * capacity + row]
    private int capacity;
    private int[] limited; // sites that have a row, after those of areas and the count

    GroupProgram(PlacementProblem problem, int group) {
        this.problem = problem;
        this.group = group;
        var spec = problem.groups[group];
        var demand = problem.demandOf(group);
        areas = demand.areas().length;
        needed = problem.neededReplicas(group);
        mayExceed = spec.maxReplicas > needed;
        limit = Math.min(problem.limitPerSite(group), Math.max(1, needed - Math.max(0, spec.spread.minSites() - 1)));
        service = spec.serviceMilliRps <= 0 ? Math.max(1, demand.total()) : spec.serviceMilliRps;
        amount = Arrays.stream(demand.milliRps()).asDoubleStream().toArray();
        size = areas + 1;
        capacity = size;
        basis = new Column[capacity];
        value = new double[capacity];
        inverse = new double[capacity * capacity];
        limited = new int[0];
    }

    /** One thread's space, and the sites and rents at hand: every site of the group. */
    static final class Space {
        final int[] site;
        final double[] rent; // micro-USD per hour of a replica
        int sites;
        private double[] way = {}; // [area * sites + i] micro-USD per hour for one request per 1,000 s
        private double[] wayOf = {}; // the same, [i * areas + area]
        private final double[] missed;
        private final int[] position; // per site of the problem; -1 where it is not looked at
        private final double[] asks; // per looked-at site: rent less the prices of its rows
        private final double[] most; // per looked-at site: no replica earns more
        private final int[] listed = new int[LISTED];
        private final double[] change = new double[LISTED]; // of the cost, by a replica at the listed site
        private int lists;
        private int age; // of the list, in steps
        private final double[] worth; // per area, of one request per 1,000 s
        private final double[] all;
        private final double[] beyond;
        private final int[] candidate;
        private final int[] picked;
        private final double[] taken;
        private double[] cost = {}; // per column of the basis
        private double[] dual = {}; // per row
        private double[] direction = {}; // per column

        Space(PlacementProblem problem) {
            int sites = problem.siteCount();
            int areas = problem.areaCount();
            site = new int[sites];
            rent = new double[sites];
            position = new int[sites];
            asks = new double[sites];
            most = new double[sites];
            all = new double[sites];
            missed = new double[areas];
            worth = new double[areas];
            beyond = new double[areas];
            candidate = new int[areas];
            picked = new int[areas];
            taken = new double[areas];
        }
    }

    /**
     * What a request of each area is worth, in {@link GroupDual}'s unit, near the optimum at the rents of {@code space}.
     *
     * @param steps columns exchanged at most
     */
    void worth(Space space, int steps, long[] into) {
        load(space);
        start(space);
        reprice(space);
        for (int step = 0; step < steps; step++) {
            if (enter(space)) continue;
            if (!limitSites()) break;
            reprice(space);
        }
        for (int a = 0; a < areas; a++) into[a] = Math.max(0, (long) (space.dual[a] / amount[a] * GroupDual.UNIT));
    }

    private void load(Space space) {
        int n = space.sites;
        if (space.way.length < areas * n) {
            space.way = new double[areas * n];
            space.wayOf = new double[areas * n];
        }
        var goal = problem.groups[group].latency;
        double wait = 36.0 * goal.pricePerMillionRequestMs() / GroupDual.UNIT;
        double miss = 36.0 * goal.pricePerMillionMisses() / GroupDual.UNIT;
        int[] demanding = problem.demandOf(group).areas();
        for (int a = 0; a < areas; a++) {
            int[] rtt = problem.areaRttMs[demanding[a]];
            int nearest = Integer.MAX_VALUE;
            for (int i = 0; i < n; i++) {
                int ms = rtt[space.site[i]];
                nearest = Math.min(nearest, ms);
                double way = wait * ms + (ms > goal.objectiveMs() ? miss : 0);
                space.way[a * n + i] = way;
                space.wayOf[i * areas + a] = way;
            }
            space.missed[a] = wait * nearest + miss;
        }
        Arrays.fill(space.position, -1);
        for (int i = 0; i < n; i++) space.position[space.site[i]] = i;
        space.lists = 0;
        space.age = FRESH;
    }

    /** Each area by replicas of its own where that is cheapest. */
    private void start(Space space) {
        int n = space.sites;
        double replicas = 0;
        for (int a = 0; a < areas; a++) {
            double part = Math.min(service, amount[a]);
            int best = -1;
            double least = space.missed[a];
            for (int i = 0; i < n; i++) {
                double each = space.way[a * n + i] + space.rent[i] / part;
                if (each < least) {
                    least = each;
                    best = i;
                }
            }
            double share = best < 0 ? 1 : part / amount[a];
            basis[a] = new Column(best < 0 ? MISSED : space.site[best], new int[] {a}, new double[] {share});
            value[a] = answered(a) / share;
            inverse[a * capacity + a] = 1 / share;
            if (best >= 0) replicas += value[a];
        }
        boolean enough = replicas >= needed;
        double sign = enough ? -1 : 1;
        basis[areas] = new Column(!enough ? SHORT : mayExceed ? SURPLUS : OVER, new int[] {areas}, NONE);
        value[areas] = sign * (needed - replicas);
        for (int a = 0; a < areas; a++)
            if (basis[a].kind >= 0) inverse[areas * capacity + a] = -sign * inverse[a * capacity + a];
        inverse[areas * capacity + areas] = sign;
    }

    /** How often an area is to be answered: once, and a little more that differs from area to area. */
    private static double answered(int area) {
        double golden = area * 0.6180339887498949;
        return 1 + PERTURBATION * (golden - Math.floor(golden));
    }

    /** Costs of the basis at the rents at hand, and the prices of the rows that follow. */
    private void reprice(Space space) {
        if (space.cost.length < size) {
            space.cost = new double[2 * size];
            space.dual = new double[2 * size];
            space.direction = new double[2 * size];
        }
        double dear = 0;
        for (int i = 0; i < space.sites; i++) dear = Math.max(dear, space.rent[i]);
        double worst = 0;
        for (int a = 0; a < areas; a++) worst = Math.max(worst, space.missed[a]);
        dear = 2 * (dear + service * worst);
        Arrays.fill(space.dual, 0, size, 0);
        for (int c = 0; c < size; c++) {
            double cost = cost(basis[c], dear, space);
            space.cost[c] = cost;
            if (cost != 0) add(space.dual, cost, inverse, c * capacity, size);
        }
    }

    private double cost(Column column, double dear, Space space) {
        switch (column.kind) {
            case MISSED -> {
                return space.missed[column.rows[0]] * amount[column.rows[0]];
            }
            case SHORT, OVER -> {
                return dear;
            }
            case SURPLUS, SLACK -> {
                return 0;
            }
            default -> {
                int i = space.position[column.kind];
                if (i < 0) return dear;
                double cost = space.rent[i];
                for (int e = 0; e < column.rows.length; e++) {
                    int a = column.rows[e];
                    cost += column.shares[e] * amount[a] * space.wayOf[i * areas + a];
                }
                return cost;
            }
        }
    }

    /** Takes the column that saves most into the basis. @return false when none saves enough */
    private boolean enter(Space space) {
        double cost = 0;
        for (int c = 0; c < size; c++) cost += space.cost[c] * value[c];
        double saved = -NEAR_ENOUGH * cost / Math.max(1, needed);
        Column best = null;
        double count = space.dual[areas];
        for (int a = 0; a < areas; a++) {
            double now = space.missed[a] * amount[a] - space.dual[a];
            if (now < saved) {
                saved = now;
                best = new Column(MISSED, new int[] {a}, new double[] {1});
            }
        }
        if (mayExceed && count < saved) {
            saved = count;
            best = new Column(SURPLUS, new int[] {areas}, NONE);
        }
        for (int k = 0; k < limited.length; k++) {
            double now = -space.dual[areas + 1 + k];
            if (now < saved) {
                saved = now;
                best = new Column(SLACK, new int[] {areas + 1 + k}, NONE);
            }
        }
        int k = space.age++ < FRESH ? best(space, saved) : -1;
        if (k < 0) {
            list(space);
            k = best(space, saved);
        }
        if (k >= 0) {
            saved = space.change[k];
            earn(space.listed[k], space);
            best = column(space.listed[k], space);
        }
        return best != null && exchange(best, saved, space);
    }

    /** The listed site where a replica saves most, more than {@code -saved}; -1 where none does. */
    private int best(Space space, double saved) {
        for (int a = 0; a < areas; a++) space.worth[a] = space.dual[a] / amount[a];
        int best = -1;
        for (int k = 0; k < space.lists; k++) {
            int i = space.listed[k];
            space.change[k] = asks(i, space) - earn(i, space);
            if (space.change[k] < (best < 0 ? saved : space.change[best])) best = k;
        }
        return best;
    }

    /** What a replica has to earn. */
    private double asks(int i, Space space) {
        double asks = space.rent[i] - space.dual[areas];
        for (int k = 0; k < limited.length; k++) if (limited[k] == space.site[i]) asks -= space.dual[areas + 1 + k];
        return asks;
    }

    private void list(Space space) {
        appraise(space);
        space.age = 0;
        space.lists = 0;
        while (space.lists < LISTED) {
            int i = mostPromising(space);
            if (i < 0) break;
            space.most[i] = Double.NEGATIVE_INFINITY;
            space.listed[space.lists++] = i;
        }
    }

    /** What a replica at each site has to earn, and no more than what it can. */
    private void appraise(Space space) {
        int n = space.sites;
        Arrays.fill(space.most, 0, n, 0);
        Arrays.fill(space.all, 0, n, 0);
        for (int a = 0; a < areas; a++)
            raise(space.most, space.all, space.dual[a] / amount[a], Math.min(service, amount[a]), space.way, a * n, n);
        for (int i = 0; i < n; i++) {
            space.most[i] = Math.min(space.most[i] * service, space.all[i]);
            space.asks[i] = asks(i, space);
        }
    }

    private static void raise(double[] most, double[] all, double worth, double part, double[] way, int base, int n) {
        for (int i = 0; i < n; i++) {
            double beyond = Math.max(0, worth - way[base + i]);
            most[i] = Math.max(most[i], beyond);
            all[i] += part * beyond;
        }
    }

    private static int mostPromising(Space space) {
        int best = -1;
        double least = 0;
        for (int i = 0; i < space.sites; i++)
            if (space.asks[i] - space.most[i] < least) {
                least = space.asks[i] - space.most[i];
                best = i;
            }
        return best;
    }

    private int picks; // areas that the replica last looked at answers

    /** What a replica earns that answers the requests that are worth most beyond their way. */
    private double earn(int i, Space space) {
        double[] beyond = space.beyond;
        int[] area = space.candidate;
        int n = 0;
        for (int a = 0; a < areas; a++) {
            double worth = space.worth[a] - space.wayOf[i * areas + a];
            if (worth <= 0) continue;
            beyond[n] = worth;
            area[n++] = a;
        }
        double left = service;
        double sum = 0;
        picks = 0;
        while (left > 0 && n > 0) {
            int best = 0;
            for (int k = 1; k < n; k++) if (beyond[k] > beyond[best]) best = k;
            double part = Math.min(left, amount[area[best]]);
            sum += part * beyond[best];
            left -= part;
            space.picked[picks] = area[best];
            space.taken[picks++] = part;
            beyond[best] = beyond[--n];
            area[best] = area[n];
        }
        return sum;
    }

    private Column column(int i, Space space) {
        int[] rows = Arrays.copyOf(space.picked, picks);
        var shares = new double[picks];
        for (int e = 0; e < picks; e++) shares[e] = space.taken[e] / amount[rows[e]];
        return new Column(space.site[i], rows, shares);
    }

    /** The column takes the place of the first that it drives to nothing. */
    private boolean exchange(Column column, double saved, Space space) {
        double[] direction = space.direction;
        direct(column, direction);
        int out = -1;
        double most = Double.MAX_VALUE;
        for (int c = 0; c < size; c++) {
            if (direction[c] <= ZERO) continue;
            double ratio = value[c] / direction[c];
            if (ratio < most - ZERO || ratio < most + ZERO && direction[c] > direction[out]) {
                most = ratio;
                out = c;
            }
        }
        if (out < 0) return false; // cannot be but for rounding: every column fills rows that are finite
        most = Math.max(0, most);
        for (int c = 0; c < size; c++) value[c] -= most * direction[c];
        value[out] = most;
        double pivot = 1 / direction[out];
        for (int r = 0; r < size; r++) inverse[out * capacity + r] *= pivot;
        for (int c = 0; c < size; c++) if (c != out && direction[c] != 0) eliminate(c, out, direction[c]);
        add(space.dual, saved, inverse, out * capacity, size);
        basis[out] = column;
        space.cost[out] = cost(column, 0, space);
        return true;
    }

    private void direct(Column column, double[] direction) {
        Arrays.fill(direction, 0, size, 0);
        if (column.kind == SURPLUS) along(areas, -1, direction);
        else if (column.kind == SLACK) along(column.rows[0], 1, direction);
        else for (int e = 0; e < column.rows.length; e++) along(column.rows[e], column.shares[e], direction);
        if (column.kind < 0) return;
        along(areas, 1, direction);
        for (int k = 0; k < limited.length; k++) if (limited[k] == column.kind) along(areas + 1 + k, 1, direction);
    }

    private void along(int row, double factor, double[] direction) {
        for (int c = 0; c < size; c++) direction[c] += factor * inverse[c * capacity + row];
    }

    private void eliminate(int column, int out, double factor) {
        int to = column * capacity;
        int from = out * capacity;
        for (int r = 0; r < size; r++) inverse[to + r] -= factor * inverse[from + r];
    }

    private static void add(double[] to, double factor, double[] row, int base, int n) {
        for (int r = 0; r < n; r++) to[r] += factor * row[base + r];
    }

    /** Gives each site that holds more than it may a row of its own. @return whether there is one */
    private boolean limitSites() {
        if (limit >= needed) return false;
        int before = size;
        for (int c = 0; c < before; c++) {
            int site = basis[c].kind;
            if (site >= 0 && held(site) > limit + 1e-6 && !isLimited(site)) limit(site);
        }
        return size > before;
    }

    private boolean isLimited(int site) {
        for (int each : limited) if (each == site) return true;
        return false;
    }

    private double held(int site) {
        double sum = 0;
        for (int c = 0; c < size; c++) if (basis[c].kind == site) sum += value[c];
        return sum;
    }

    private void limit(int site) {
        double over = held(site) - limit;
        var grown = new double[(size + 1) * (size + 1)];
        for (int c = 0; c < size; c++) {
            System.arraycopy(inverse, c * capacity, grown, c * (size + 1), size);
            if (basis[c].kind == site) add(grown, size * (size + 1), inverse, c * capacity);
        }
        grown[size * (size + 1) + size] = -1;
        inverse = grown;
        capacity = size + 1;
        value = Arrays.copyOf(value, capacity);
        basis = Arrays.copyOf(basis, capacity);
        value[size] = over;
        basis[size] = new Column(OVER, new int[] {size}, NONE);
        limited = Arrays.copyOf(limited, limited.length + 1);
        limited[limited.length - 1] = site;
        size++;
    }

    private void add(double[] to, int at, double[] row, int base) {
        for (int r = 0; r < size; r++) to[at + r] += row[base + r];
    }
}
