package io.archipelago.cli.migrate;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue's names of providers, by those that people write for them. */
final class Providers {
    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("akamai", "akamai"),
            Map.entry("linode", "akamai"),
            Map.entry("alibaba", "alibaba"),
            Map.entry("alibabacloud", "alibaba"),
            Map.entry("aliyun", "alibaba"),
            Map.entry("aws", "aws"),
            Map.entry("amazon", "aws"),
            Map.entry("azure", "azure"),
            Map.entry("microsoft", "azure"),
            Map.entry("digitalocean", "digitalocean"),
            Map.entry("gcp", "gcp"),
            Map.entry("google", "gcp"),
            Map.entry("googlecloud", "gcp"),
            Map.entry("hetzner", "hetzner"),
            Map.entry("huawei", "huawei"),
            Map.entry("huaweicloud", "huawei"),
            Map.entry("ibm", "ibm"),
            Map.entry("ibmcloud", "ibm"),
            Map.entry("oracle", "oracle"),
            Map.entry("oci", "oracle"),
            Map.entry("ovh", "ovhcloud"),
            Map.entry("ovhcloud", "ovhcloud"),
            Map.entry("scaleway", "scaleway"),
            Map.entry("tencent", "tencent"),
            Map.entry("tencentcloud", "tencent"));

    private Providers() {}

    static @Nullable String named(String written) {
        return NAMES.get(written.toLowerCase(Locale.ROOT).replaceAll("[ _-]", ""));
    }
}
