package io.archipelago.observability.domain;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.observability.LinkHealth;
import io.archipelago.events.observability.ProbeSent;
import io.archipelago.events.observability.RegionHealth;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Outcome;
import io.archipelago.observability.domain.Judgement.Cause;
import io.archipelago.observability.domain.Outlook.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the other regions and judges them. Silence is counted from the last word on, but never from before this
 * region itself was awake: it knows that it was by the probes it sent, and that it can hear by those that come back to
 * it. A region that another one still hears is not lost; the link to here is.
 */
final class Watch {

    static final String PROBES = "observability.probes.v1";
    static final String REGIONS = "observability.regions.v1";
    static final String LINKS = "observability.links.v1";
    static final String HEARTBEATS = "heartbeats";

    static final String VOICE = "voice";
    static final String VERDICT = "verdict";
    static final String LINK = "link";
    static final String WORD = "word";

    private final Outlook outlook;
    private final String home;
    private final Patience patience;
    private final Map<String, Ear> ears = new TreeMap<>();
    private final Map<String, Judgement> verdicts = new TreeMap<>();
    private final Map<String, LinkReading> links = new TreeMap<>();
    private @Nullable OwnVoice voice;
    private @Nullable Instant awakeSince;
    private boolean deaf;

    Watch(Outlook outlook) {
        outlook.all().forEach(place -> ear(place.region()));
        this.outlook = outlook;
        this.home = outlook.home().region();
        this.patience = outlook.patience();
    }

    /** Takes note of a probe or heartbeat. */
    void hear(Input.Event event, Outcome.Builder outcome) {
        var from = event.peer() == null ? home : event.peer();
        if (event.body() instanceof ProbeSent probe) {
            long lagMs = Duration.between(probe.sentAt(), event.now()).toMillis();
            note(new Word.Probe(from, probe.sequence(), lagMs, event.now(), probe.heardMsAgo()), outcome);
        } else if (event.topic().equals(HEARTBEATS)) {
            note(new Word.Heartbeat(from, event.now()), outcome);
        }
    }

    private static void note(Word word, Outcome.Builder outcome) {
        outcome.put(WORD, "", word);
    }

    void timePassed(Instant now, Outcome.Builder outcome) {
        boolean slept = awakeSince == null || voice == null || silentFor(voice.sentAt(), patience.suspectAfter(), now);
        speak(now, outcome);
        if (slept) {
            note(new Word.Woke(now), outcome);
            return;
        }
        boolean echo = !silentFor(Moments.later(ear(home).probeAt(), awakeSince), patience.suspectAfter(), now);
        if (echo && deaf) {
            note(new Word.Woke(now), outcome);
        } else if (!echo) {
            if (!deaf) note(new Word.Deaf(now), outcome);
        } else {
            for (var peer : outlook.peers().keySet()) {
                judge(peer, now, outcome);
                measure(peer, now, outcome);
            }
        }
    }

    private static boolean silentFor(@Nullable Instant lastAt, Duration span, Instant now) {
        return Moments.longerAgo(lastAt, span, now);
    }

    private Ear ear(String region) {
        return ears.computeIfAbsent(region, unheard -> new Ear());
    }

    /** Probes keep their beat although ticks come at about a second: a quarter of the interval early is not early. */
    private void speak(Instant now, Outcome.Builder outcome) {
        var every = patience.probeEvery();
        if (voice != null && now.isBefore(voice.sentAt().plus(every).minus(every.dividedBy(4)))) return;
        var next = new OwnVoice(voice == null ? 1 : voice.sequence() + 1, now);
        var heard = new HashMap<String, Long>();
        for (var peer : outlook.peers().keySet()) {
            var wordAt = ear(peer).wordAt();
            if (wordAt != null) heard.put(peer, Duration.between(wordAt, now).toMillis());
        }
        outcome.put(VOICE, home, next);
        outcome.emit(Emit.of(PROBES, home, new ProbeSent(home, next.sequence(), now, heard), labels()));
    }

    private Labels labels() {
        return Labels.internal(outlook.home().jurisdiction());
    }

    private void judge(String peer, Instant now, Outcome.Builder outcome) {
        var before = verdicts.get(peer);
        var ear = ear(peer);
        if (before == null && ear.probeAt() == null) return; // never heard: nothing to say about it
        var next = verdict(peer, ear, before, now);
        if (before != null && before.says(next.health().verdict()) && before.cause() == next.cause()) return;
        outcome.put(VERDICT, peer, next);
        outcome.emit(Emit.of(REGIONS, peer, next.health(), labels()));
    }

    private Judgement verdict(String peer, Ear ear, @Nullable Judgement before, Instant now) {
        var silence = silence(ear.wordAt(), now);
        var slack = slack(ear);
        var heardElsewhere = youngestReportOf(peer, now);
        boolean others = heardElsewhere != null && !silentFor(heardElsewhere.at, patience.lostAfter(), now);
        boolean lost = before != null && before.says(Judgement.LOST);
        if (!lost && silence.compareTo(patience.lostAfter().plus(slack)) > 0 && !others) {
            var reason = "no word for " + Moments.seconds(silence)
                    + (outlook.peers().size() > 1 ? ", and no other region hears it" : "");
            return judged(peer, Judgement.LOST, Cause.SILENT, before, now, silence.toMillis(), reason);
        }
        boolean late =
                silence(ear.probeAt(), now).compareTo(patience.suspectAfter().plus(slack)) > 0;
        boolean trusted = before == null
                || before.says(Judgement.HEALTHY)
                || ear.heardInARow(patience.probesToTrust(), before.health().since());
        if (!late && trusted) return well(peer, ear, before, now);
        if (before != null && (lost || !late)) return before; // not trusted yet
        if (heardElsewhere != null && others && heardElsewhere.laterThan(ear.wordAt(), patience.probeEvery()))
            return suspect(
                    peer,
                    Cause.HEARD_BY_OTHERS,
                    before,
                    now,
                    "link " + peer + " -> " + home + " is cut: no word for " + Moments.seconds(silence) + ", but "
                            + heardElsewhere.by + " hears " + peer);
        if (silence.compareTo(patience.suspectAfter()) <= 0) // by heartbeats
        return suspect(
                    peer,
                    Cause.SERVICES_SILENT,
                    before,
                    now,
                    "the services of the region are silent, its backbone is alive: heartbeats arrive, probes do not");
        return suspect(peer, Cause.LATE, before, now, "no word for " + Moments.seconds(silence));
    }

    /**
     * Where words came unevenly of late, from the peer or back from this region itself, the next may take as long again:
     * a machine short of breath is not a lost region. At most doubles the patience.
     */
    private Duration slack(Ear ear) {
        var uneven = ear.unevenness();
        var ownUneven = ear(home).unevenness();
        var worst = uneven.compareTo(ownUneven) > 0 ? uneven : ownUneven;
        return worst.compareTo(patience.lostAfter()) > 0 ? patience.lostAfter() : worst;
    }

    /** How long nothing was heard while this region could hear. */
    private Duration silence(@Nullable Instant lastAt, Instant now) {
        var awake = awakeSince == null ? now : awakeSince;
        var from = lastAt == null || lastAt.isBefore(awake) ? awake.plus(patience.wakeGrace()) : lastAt;
        return from.isAfter(now) ? Duration.ZERO : Duration.between(from, now);
    }

    private record Report(String by, Instant at) {

        /** True when the other end heard more than what was on its way to both when the region fell silent. */
        boolean laterThan(@Nullable Instant ownWordAt, Duration probeEvery) {
            return ownWordAt == null || at.isAfter(ownWordAt.plus(probeEvery.multipliedBy(2)));
        }
    }

    /** What the others that are heard here say of a region. */
    private @Nullable Report youngestReportOf(String region, Instant now) {
        @Nullable Report youngest = null;
        for (var by : outlook.peers().keySet()) {
            var ear = ear(by);
            if (by.equals(region) || silentFor(ear.probeAt(), patience.suspectAfter(), now)) continue;
            var at = ear.heardBySender(region);
            if (at != null && (youngest == null || at.isAfter(youngest.at))) youngest = new Report(by, at);
        }
        return youngest;
    }

    private Judgement well(String peer, Ear ear, @Nullable Judgement before, Instant now) {
        var silence = ear.silenceReportedOf(home);
        boolean hearsNot = silence.compareTo(patience.suspectAfter()) > 0 && !justWoke(ear.probeAt());
        return hearsNot
                ? judged(
                        peer,
                        Judgement.HEALTHY,
                        Cause.HEARD_BUT_HEARS_NOT,
                        before,
                        now,
                        null,
                        "link " + home + " -> "
                                + peer + " is cut: it speaks, but has not heard this region for "
                                + Moments.seconds(silence))
                : judged(peer, Judgement.HEALTHY, Cause.HEARD, before, now, null, "probes arrive");
    }

    /** What this region said after it woke may not have come back in reports yet. */
    private boolean justWoke(@Nullable Instant reportedAt) {
        return awakeSince == null
                || reportedAt == null
                || reportedAt.isBefore(awakeSince.plus(patience.suspectAfter().multipliedBy(2)));
    }

    private Judgement suspect(String peer, Cause cause, @Nullable Judgement before, Instant now, String reason) {
        return judged(peer, Judgement.SUSPECT, cause, before, now, null, reason);
    }

    private Judgement judged(
            String peer,
            String verdict,
            Cause cause,
            @Nullable Judgement before,
            Instant now,
            @Nullable Long detectionMs,
            String reason) {
        var since = before != null && before.says(verdict) ? before.health().since() : now;
        return new Judgement(
                new RegionHealth(peer, home, verdict, since, lastWordAt(peer), detectionMs, reason), cause);
    }

    /** The youngest direct word, also of an earlier life. */
    private @Nullable Instant lastWordAt(String peer) {
        var reading = links.get(into(peer));
        return Moments.later(
                ear(peer).wordAt(), reading == null ? null : reading.health().lastWordAt());
    }

    private String into(String peer) {
        return peer + "->" + home;
    }

    private void measure(String peer, Instant now, Outcome.Builder outcome) {
        var ear = ear(peer);
        var before = links.get(into(peer));
        if (before == null && ear.probeAt() == null) return;
        var state = state(ear, before, now);
        boolean changed = before == null || !before.health().state().equals(state);
        boolean due = before == null
                || ear.received() != before.health().received()
                        && !now.isBefore(before.saidAt().plus(patience.linkEvery()));
        if (!changed && !due) return;
        var since = before == null || changed ? now : before.health().since();
        var health = health(peer, ear, state, since);
        outcome.put(LINK, into(peer), new LinkReading(health, now));
        outcome.emit(Emit.of(LINKS, into(peer), health, labels()));
    }

    private String state(Ear ear, @Nullable LinkReading before, Instant now) {
        boolean waiting =
                awakeSince == null || Moments.longerAgo(ear.probeAt(), Duration.between(awakeSince, now), now);
        if (waiting && before != null && silence(ear.probeAt(), now).isZero())
            return before.health().state();
        if (silence(ear.probeAt(), now).compareTo(patience.suspectAfter()) > 0) return LinkReading.SILENT;
        var p50 = ear.lags().percentile(0.5);
        return p50 != null && p50 > patience.slowAfterMs() ? LinkReading.SLOW : LinkReading.UP;
    }

    private LinkHealth health(String peer, Ear ear, String state, Instant since) {
        return new LinkHealth(
                peer,
                home,
                state,
                lastWordAt(peer),
                ear.lags().percentile(0.5),
                ear.lags().percentile(0.99),
                ear.received(),
                ear.lost(),
                since);
    }

    void apply(String kind, String key, Object body) {
        switch (kind) {
            case VOICE -> voice = (OwnVoice) body;
            case VERDICT -> verdicts.put(key, (Judgement) body);
            case LINK -> {
                var reading = (LinkReading) body;
                links.put(key, reading);
                ear(reading.health().from())
                        .goOnFrom(reading.health().received(), reading.health().lost());
            }
            case WORD -> apply((Word) body);
            default -> throw new IllegalArgumentException("no document kind " + kind);
        }
    }

    private void apply(Word word) {
        switch (word) {
            case Word.Probe probe -> ear(probe.from()).take(probe);
            case Word.Heartbeat beat -> ear(beat.from()).take(beat);
            case Word.Deaf quiet -> deaf = true;
            case Word.Woke woke -> {
                deaf = false;
                awakeSince = woke.at();
            }
        }
    }

    /** What is made of every region, this one included; regions never heard are unknown. Sorted by name. */
    Map<String, RegionHealth> regions(Instant now) {
        var all = new TreeMap<String, RegionHealth>();
        for (var peer : outlook.peers().keySet()) {
            var judgement = verdicts.get(peer);
            all.put(peer, judgement == null ? neverHeard(peer, now) : withLastWord(judgement.health()));
        }
        all.put(
                home,
                new RegionHealth(
                        home,
                        home,
                        deaf ? Judgement.SUSPECT : Judgement.HEALTHY,
                        awakeSince == null ? now : awakeSince,
                        ear(home).probeAt(),
                        null,
                        deaf
                                ? "its own probes do not come back: nothing is said of other regions meanwhile"
                                : "its own probes come back"));
        return all;
    }

    private RegionHealth neverHeard(String peer, Instant now) {
        var since = awakeSince == null ? now : awakeSince;
        return new RegionHealth(peer, home, Judgement.UNKNOWN, since, null, null, "never heard");
    }

    private RegionHealth withLastWord(RegionHealth health) {
        return new RegionHealth(
                health.region(),
                health.seenFrom(),
                health.verdict(),
                health.since(),
                lastWordAt(health.region()),
                health.detectionMs(),
                health.reason());
    }

    /** A link between any two regions, as its receiving end knows it. */
    LinkHealth link(String from, String to, Instant now) {
        if (to.equals(home)) {
            var reading = links.get(into(from));
            var ear = ear(from);
            return reading == null && ear.probeAt() == null
                    ? unknown(from, to, now)
                    : health(
                            from,
                            ear,
                            state(ear, reading, now),
                            reading == null ? now : reading.health().since());
        }
        var end = ear(to);
        var at = end.heardBySender(from);
        if (at == null || silentFor(end.probeAt(), patience.suspectAfter(), now)) return unknown(from, to, now);
        boolean silent = end.silenceReportedOf(from).compareTo(patience.suspectAfter()) > 0;
        var state = silent ? LinkReading.SILENT : LinkReading.UP;
        return new LinkHealth(from, to, state, at, null, null, 0, 0, at);
    }

    private static LinkHealth unknown(String from, String to, Instant now) {
        return new LinkHealth(from, to, LinkReading.UNKNOWN, null, null, null, 0, 0, now);
    }
}
