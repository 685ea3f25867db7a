package io.archipelago.events.catalogue;

import io.archipelago.events.quantity.Usd;

/**
 * A place where a provider rents out machines. Referred to as {@code <provider>/<name>}, such as
 * {@code aws/eu-central-1}.
 *
 * @param country ISO 3166-1 alpha-2: whose law holds there
 * @param continent AF, AN, AS, EU, NA, OC or SA
 * @param latitude degrees north
 * @param longitude degrees east
 * @param zones availability zones, at least 1
 * @param cpuHour price of one vCPU for an hour, on demand
 * @param memoryGiBHour price of one GiB of memory for an hour, on demand
 * @param storageGiBMonth price of one GiB of block storage for a month
 * @param carbonGramsPerKwh grid emissions in g CO2e per kWh
 * @param priceBasis {@code list} for the provider's own price, {@code model} where it is reckoned
 * @param carbonBasis {@code list} for a published figure, {@code model} where it is reckoned
 */
public record CloudRegion(
        String name,
        String title,
        String country,
        String continent,
        double latitude,
        double longitude,
        int zones,
        Usd cpuHour,
        Usd memoryGiBHour,
        Usd storageGiBMonth,
        int carbonGramsPerKwh,
        String priceBasis,
        String carbonBasis) {}
