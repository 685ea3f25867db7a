package io.archipelago.kit.laws.impure.domain;

import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.Random;

/** Breaks every law it can, for the test of the laws. */
@Singleton
public class Impure {
    public Instant now() {
        return Instant.now();
    }

    public int chance() {
        return new Random().nextInt();
    }

    public HttpClient call() {
        return HttpClient.newHttpClient();
    }
}
