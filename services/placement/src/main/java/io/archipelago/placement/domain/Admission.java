package io.archipelago.placement.domain;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.kit.core.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what this region's sites take in, and hears what other regions' sites have decided. */
final class Admission {
    private final RegionState state;
    private final Labels labels;

    Admission(RegionState state, Labels labels) {
        this.state = state;
        this.labels = labels;
    }

    /** A planner, here or abroad, wants replicas at one of this region's sites. */
    Outcome request(Input.Event event, ReplicasRequested request) {
        var sender = event.peer() == null ? state.region() : event.peer();
        if (!request.home().equals(sender)) return malformed(sender + " asks in the name of " + request.home());
        if (request.replicas() < 0) return malformed("replicas must not be negative, but is " + request.replicas());
        if (!request.perReplica().covers(Resources.NONE)) return malformed("perReplica must not be negative");
        var site = state.sites.get(request.site());
        if (site != null && !site.region().equals(state.region())) return Outcome.nothing();
        var ledger = site == null ? unknown(request.site()) : state.ledger(request.site());
        var held = ledger.held().get(request.workload());
        var claim = new Claim(request.epoch(), request.home());
        boolean overtaken = state.claim(request.workload())
                .filter(highest -> claim.compareTo(highest) < 0)
                .isPresent();
        if (overtaken) return held == null ? Outcome.nothing() : repeat(held, ledger.free());
        return switch (ledger.answer(request)) {
            case SiteLedger.Answer.Repeated same -> repeat(same.reservation(), ledger.free());
            case SiteLedger.Answer.Decided decided -> {
                var outcome = Outcome.builder();
                var settled = ledger.with(decided.reservation());
                for (var evicted : decided.evicted()) settled = settled.with(evicted);
                decide(outcome, settled, decided.evicted(), event.now());
                decide(outcome, settled, List.of(decided.reservation()), event.now());
                yield outcome.build();
            }
        };
    }

    /** A site was declared, changed or removed: one of this region's own takes back what it can no longer hold. */
    Outcome resettle(Input.Event event, Declared<SiteSpec> site, Intake intake) {
        var outcome = intake.site(event, site);
        if (!site.spec().region().equals(state.region())) return outcome.build();
        var ledger = SiteLedger.of(site, state.reservationsAt(site.name()));
        var cut = ledger.settle();
        for (var reservation : cut) ledger = ledger.with(reservation);
        decide(outcome, ledger, cut, event.now());
        return outcome.build();
    }

    /** Another region's site has answered somebody. */
    Outcome told(Input.Event event, ReplicasDecided answer) {
        if (event.peer() == null) return Outcome.nothing(); // an echo of what this region decided itself
        if (!answer.region().equals(event.peer()))
            return malformed(event.peer() + " answers for a site of " + answer.region());
        var known = state.reservation(answer.site(), answer.workload());
        var reservation = Reservation.told(answer, state.unit(answer.workload()));
        if (known != null) {
            int order = reservation.claim().compareTo(known.claim());
            boolean older = order < 0 || order == 0 && reservation.plan() < known.plan();
            if (older || reservation.equals(known)) return Outcome.nothing();
        }
        var outcome = Outcome.builder();
        learn(outcome, reservation, answer.free(), event.now());
        return outcome.build();
    }

    private static Outcome malformed(String detail) {
        return Outcome.rejected(Rejection.malformed(detail));
    }

    /** A site that nobody declared, or not yet: it has nothing to give, and that is an answer too. */
    private SiteLedger unknown(String site) {
        return new SiteLedger(site, state.region(), Resources.NONE, true, state.reservationsAt(site));
    }

    private Outcome repeat(Reservation held, Resources free) {
        return Outcome.builder().emit(answer(held, free)).build();
    }

    private void decide(Outcome.Builder outcome, SiteLedger ledger, List<Reservation> changed, Instant now) {
        for (var reservation : changed) {
            outcome.emit(answer(reservation, ledger.free()));
            learn(outcome, reservation, ledger.free(), now);
        }
    }

    private Emit answer(Reservation held, Resources free) {
        var key = PairMap.key(held.site(), held.workload());
        return Emit.of(Announcements.RESERVATIONS, key, held.answer(notNegative(free)), labels.ownedBy(held.owner()));
    }

    /** @param free what the site may still promise; null if it did not tell */
    private void learn(Outcome.Builder outcome, Reservation reservation, @Nullable Resources free, Instant now) {
        var site = reservation.site();
        var workload = reservation.workload();
        outcome.put(Documents.RESERVATION, PairMap.key(site, workload), reservation);
        var wish = state.wish(site, workload);
        boolean own = state.ownClaim(workload).isPresent();
        boolean refused = own && wish != null && reservation.answers(wish) && reservation.granted() < wish.replicas();
        if (free != null) believe(outcome, reservation, free, refused, now);
        if (refused) Intake.note(outcome, refusal(reservation), workload, false, now);
        else if (own) Intake.note(outcome, "site " + site + " has answered " + workload, workload, true, now);
        else Intake.note(outcome, "the use of site " + site + " by others changed", null, true, now);
    }

    private static String refusal(Reservation reservation) {
        return "site %s took %d of %d replicas: %s"
                .formatted(reservation.site(), reservation.granted(), reservation.requested(), reservation.reason());
    }

    /** What a site says of its room corrects what was reckoned from its declaration and its answers so far. */
    private void believe(
            Outcome.Builder outcome, Reservation reservation, Resources free, boolean refused, Instant now) {
        var site = state.sites.get(reservation.site());
        var last = state.refusals.get(reservation.site());
        if (site == null || !refused && (last == null || !last.believed())) return;
        var own = state.ownClaim(reservation.workload()).isPresent() ? reservation.held() : Resources.NONE;
        for (var held : state.reservationsAt(reservation.site()).values())
            if (!held.workload().equals(reservation.workload())
                    && state.ownClaim(held.workload()).isPresent()) own = own.plus(held.held());
        var taken = notNegative(site.declared().spec().promisable().minus(free).minus(own));
        if (last == null) last = Refusal.first(reservation.site());
        outcome.put(Documents.REFUSAL, reservation.site(), refused ? last.again(taken, now) : last.updated(taken));
    }

    private static Resources notNegative(Resources resources) {
        return new Resources(
                new Cpu(Math.max(0, resources.cpu().millis())),
                new Bytes(Math.max(0, resources.memory().count())),
                new Bytes(Math.max(0, resources.storage().count())));
    }
}
