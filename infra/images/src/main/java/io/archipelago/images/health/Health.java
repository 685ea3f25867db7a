package io.archipelago.images.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks an address once whether all is well: the images have neither a shell nor curl. */
public final class Health {
    private static final int PATIENCE_MS = 4_000;

    private Health() {}

    /** @param args the URL; ends with 0 when it answers 200, else with 1 */
    public static void main(String[] args) throws IOException {
        var connection = (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        var status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) return;
        System.err.println(args[0] + " answered " + status);
        System.exit(1);
    }
}
