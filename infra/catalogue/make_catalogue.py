#!/usr/bin/env python3
"""Makes the catalogue of the real world that Archipelago ships: data/*.json, one Catalogue resource a file.

    python3 make_catalogue.py SOURCE_FOLDER

SOURCE_FOLDER holds the public files named in SOURCES below. Needs nothing but Python 3. The output is committed; run
this again only when a source has a newer edition. What is a provider's own figure says "list", what is reckoned here
says "model", and the models are written down in each catalogue's description. Deterministic: same input, same bytes.
"""
import csv
import json
import math
import pathlib
import re
import statistics
import sys
import zlib
from collections import defaultdict

SOURCES = {
    "regions": ("regions and coordinates", "agonza05/cloudregioncodes data/data/regions.cue", "2025-01-05", None),
    "regions-hand": ("regions of Akamai, DigitalOcean, Hetzner, OVHcloud and Scaleway",
                     "the providers' public region lists, written down by hand; coordinates of the city from GeoNames",
                     "2026-11", None),
    "azure-vm": ("on-demand prices", "Azure/karpenter-provider-azure pkg/providers/pricing", "2026-06-18", "Apache-2.0"),
    "gcp-vm": ("on-demand prices", "Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml", "2026-07-30", "Apache-2.0"),
    "gcp-egress": ("internet egress prices", "Cyclenerd/google-cloud-pricing-cost-calculator pricing.yml", "2026-07-30",
                   "Apache-2.0"),
    "aws-transfer": ("directed transfer prices", "skyplane-project/skyplane data/aws_transfer_costs.csv", "2023-04-27",
                     "Apache-2.0"),
    "azure-transfer": ("directed transfer prices by continent", "skyplane-project/skyplane azure_cloud_provider.py",
                       "2023", "Apache-2.0"),
    "azure-rtt": ("inter-region round trips, P95 of 30 days", "MicrosoftDocs/azure-docs azure-network-latency.md",
                  "2026-07-30", "CC BY 4.0"),
    "wonder-rtt": ("city-to-city round trips", "WonderNetwork pings, in ConsenSys/wittgenstein", "2018-11", None),
    "carbon": ("grid carbon intensity", "GoogleCloudPlatform/region-carbon-info data/yearly", "2024", "Apache-2.0"),
    "cities": ("cities and their population", "GeoNames cities15000", "2012-06", "CC BY 3.0"),
}

PROVIDERS = {
    "Amazon Web Services": "aws", "Microsoft Azure": "azure", "Google Cloud": "gcp", "Oracle Cloud": "oracle",
    "Alibaba Cloud": "alibaba", "Huawei Cloud": "huawei", "Tencent Cloud": "tencent", "IBM Cloud": "ibm",
}

# ISO 3166-1 alpha-2 and continent of the countries that the region list names in English.
COUNTRIES = {
    "Argentina": "AR SA", "Australia": "AU OC", "Austria": "AT EU", "Bahrain": "BH AS", "Belgium": "BE EU",
    "Brazil": "BR SA", "Canada": "CA NA", "Chile": "CL SA", "China": "CN AS", "Colombia": "CO SA", "Denmark": "DK EU",
    "Finland": "FI EU", "France": "FR EU", "Germany": "DE EU", "Greece": "GR EU", "India": "IN AS",
    "Indonesia": "ID AS", "Ireland": "IE EU", "Israel": "IL AS", "Italy": "IT EU", "Japan": "JP AS",
    "Malaysia": "MY AS", "Mexico": "MX NA", "Netherlands": "NL EU", "New Zealand": "NZ OC", "Norway": "NO EU",
    "Peru": "PE SA", "Philippines": "PH AS", "Poland": "PL EU", "Qatar": "QA AS", "Saudi Arabia": "SA AS",
    "Serbia": "RS EU", "Singapore": "SG AS", "South Africa": "ZA AF", "South Korea": "KR AS", "Spain": "ES EU",
    "Sweden": "SE EU", "Switzerland": "CH EU", "Taiwan": "TW AS", "Thailand": "TH AS", "Turkey": "TR AS",
    "United Arab Emirates": "AE AS", "United Kingdom": "GB EU", "United States": "US NA",
}
CONTINENT = {code: continent for code, continent in (v.split() for v in COUNTRIES.values())}
CONTINENT["HK"] = "AS"

# Hong Kong has its own law and its own ISO 3166 code; the region list files it under China.
HONG_KONG = {"cn-hongkong", "ap-hongkong", "ap-east-1", "asia-east2", "eastasia"}

# What is wrong in the region list: codes that stand beside another region's place, and titles that were swapped.
CORRECTIONS = {
    ("alibaba", "me-east-1", "Riyadh"): {"region": "me-central-1"},
    ("aws", "us-west-1", None): {"region_name": "US West (Northern California)", "lat": "37.3541", "lon": "-121.9552"},
    ("aws", "us-west-2", None): {"region_name": "US West (Oregon)", "lat": "45.8399", "lon": "-119.7006"},
    ("huawei", "ap-southeast-1", None): {"country": "Hong Kong"},
}

# name, city, country; the coordinates are the city's, or stand behind it for towns too small for the list of cities.
HAND = {
    "akamai": """us-east Newark US|us-central Dallas US|us-west Fremont US|us-southeast Atlanta US|us-ord Chicago US
        us-iad Ashburn US|us-sea Seattle US|us-mia Miami US|us-lax Los_Angeles US|eu-west London GB
        eu-central Frankfurt_am_Main DE|fr-par Paris FR|nl-ams Amsterdam NL|se-sto Stockholm SE|es-mad Madrid ES|it-mil Milan IT
        ap-south Singapore SG|ap-northeast Tokyo JP|jp-osa Osaka-shi JP|in-maa Chennai IN|id-cgk Jakarta ID|ap-west Mumbai IN
        ap-southeast Sydney AU|au-mel Melbourne AU|br-gru Sao_Paulo BR|ca-central Toronto CA""",
    "digitalocean": """nyc1 New_York_City US|nyc2 New_York_City US|nyc3 New_York_City US|sfo2 San_Francisco US
        sfo3 San_Francisco US|ams3 Amsterdam NL|sgp1 Singapore SG|lon1 London GB|fra1 Frankfurt_am_Main DE|tor1 Toronto CA
        blr1 Bangalore IN|syd1 Sydney AU|atl1 Atlanta US""",
    "hetzner": """fsn1 Falkenstein@50.478@12.337 DE|nbg1 Nuremberg DE|hel1 Helsinki FI|ash Ashburn US|hil Hillsboro US|sin Singapore SG""",
    "ovhcloud": """gra Gravelines@50.987@2.128 FR|sbg Strasbourg FR|rbx Roubaix FR|bhs Beauharnois@45.315@-73.874 CA|waw Warsaw PL|de Limburg_an_der_Lahn DE
        uk London GB|sgp Singapore SG|syd Sydney AU|mum Mumbai IN|tor Toronto CA|par Paris FR""",
    "scaleway": """fr-par Paris FR|nl-ams Amsterdam NL|pl-waw Warsaw PL|it-mil Milan IT""",
}

STORAGE_USD_GIB_MONTH = 0.08  # block storage at the price level of the cheapest region; scaled by the vCPU price
EARTH_KM = 6371.0088


def rows(folder, name):
    with open(folder / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def km(a, b):
    p1, p2 = math.radians(a[0]), math.radians(b[0])
    h = (math.sin((p2 - p1) / 2) ** 2
         + math.cos(p1) * math.cos(p2) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2)
    return 2 * EARTH_KM * math.asin(min(1, math.sqrt(h)))


def place(region):
    return region["latitude"], region["longitude"]


def usd(value):
    return round(value, 6)


def read_regions(folder, cities):
    """provider -> name -> region, without prices. Regions that are announced but not in service are left out."""
    found = defaultdict(dict)
    for row in rows(folder, "cloud_regions_coords.csv"):
        if row["in_service"] != "true":
            continue
        provider = PROVIDERS[row["provider"]]
        name = row["region"].strip()
        for (p, n, metro), fix in CORRECTIONS.items():
            if (p, n) == (provider, name) and metro in (None, row["metro"]):
                row = {**row, **fix}
        name = row["region"].strip()
        if row["country"] == "Hong Kong" or name in HONG_KONG:
            code, continent = "HK", "AS"
        else:
            code, continent = COUNTRIES[row["country"]].split()
        found[provider].setdefault(name, {
            "name": name, "title": row["region_name"].strip(), "country": code, "continent": continent,
            "latitude": round(float(row["lat"]), 4), "longitude": round(float(row["lon"]), 4),
            "zones": max(1, int(row["zones"] or 1))})
    by_name = {}
    for city in cities:  # largest last, so that it stays
        by_name[(city["name"], city["country"])] = city
    for provider, text in HAND.items():
        for entry in re.split(r"[|\n]", text):
            name, city, country = entry.split()
            city, *coordinates = city.replace("_", " ").split("@")
            city = ({"name": city, "latitude": float(coordinates[0]), "longitude": float(coordinates[1])}
                    if coordinates else by_name[(city, country)])
            found[provider][name] = {
                "name": name, "title": city["name"], "country": country, "continent": CONTINENT[country],
                "latitude": city["latitude"], "longitude": city["longitude"], "zones": 1}
    return found


def read_cities(folder):
    return sorted(({"name": r["name"], "country": r["country"], "latitude": round(float(r["lat"]), 3),
                    "longitude": round(float(r["lon"]), 3), "population": int(r["population"])}
                   for r in rows(folder, "geonames_cities15000_2012.csv")),
                  key=lambda c: (c["population"], c["name"]))


def list_prices(folder):
    """(provider, region) -> (vCPU hour, GiB hour), from two machine types that differ in memory alone."""
    prices = {}
    azure = defaultdict(dict)
    for r in rows(folder, "azure_vm_ondemand_usd_per_hour_2026-06-18.csv"):
        azure[r["region"]][r["instance_type"]] = float(r["usd_per_hour"])
    for region, vm in azure.items():
        if "Standard_D2s_v5" in vm and "Standard_E2s_v5" in vm:
            memory = (vm["Standard_E2s_v5"] - vm["Standard_D2s_v5"]) / 8
            prices["azure", region] = ((vm["Standard_D2s_v5"] - 8 * memory) / 2, memory)
    gcp = defaultdict(dict)
    for r in rows(folder, "gcp_vm_usd_2026-07-30.csv"):
        if r["usd_per_hour"]:
            gcp[r["region"]][r["machine_type"]] = float(r["usd_per_hour"])
    for region, vm in gcp.items():
        for family in ("n2", "n2d", "e2", "n4"):
            small, large = vm.get(family + "-standard-2"), vm.get(family + "-highmem-2")
            if small and large:
                memory = (large - small) / 8
                prices["gcp", region] = ((small - 8 * memory) / 2, memory)
                break
    return prices


def nearest(region, known, all_regions):
    """The known (provider, name) nearest to the region, in its own country if there is one."""
    def distance(key):
        other = all_regions[key[0]][key[1]]
        return (other["country"] != region["country"], km(place(region), place(other)), key)
    return min((k for k in known if k[1] in all_regions[k[0]]), key=distance)


def add_prices_and_carbon(folder, regions):
    prices = list_prices(folder)
    carbon = {("gcp", r["region"]): float(r["grid_gco2_per_kwh"])
              for r in rows(folder, "gcp_region_carbon_2019_2024.csv")
              if r["year"] == "2024" and r["grid_gco2_per_kwh"]}
    cheapest = min(cpu for cpu, _ in prices.values())
    for provider, by_name in regions.items():
        for name, region in by_name.items():
            listed = (provider, name) in prices
            cpu, memory = prices[(provider, name) if listed else nearest(region, prices, regions)]
            measured = (provider, name) in carbon
            grams = carbon[(provider, name) if measured else nearest(region, carbon, regions)]
            region.update({
                "cpuHour": usd(cpu), "memoryGiBHour": usd(memory),
                "storageGiBMonth": usd(STORAGE_USD_GIB_MONTH * cpu / cheapest),
                "carbonGramsPerKwh": round(grams), "priceBasis": "list" if listed else "model",
                "carbonBasis": "list" if measured else "model"})


def transfer_tables(folder, regions):
    """provider -> directed prices per GB; and the medians of AWS by pair of continents, for those who publish none."""
    by_source = defaultdict(dict)
    for r in rows(folder, "aws_transfer_costs_usd_per_gb.csv"):
        if r["src"] != r["dst"]:
            by_source[r["src"]][r["dst"]] = float(r["cost"])
    aws, by_continents, internet = [], defaultdict(list), defaultdict(list)
    for source, prices in sorted(by_source.items()):
        origin = regions["aws"].get(source)
        if origin is None:
            continue
        inner = {d: p for d, p in prices.items() if d in regions["aws"]}
        usual = statistics.mode(sorted(inner.values())) if inner else None
        for target, price in inner.items():
            by_continents[origin["continent"], regions["aws"][target]["continent"]].append(price)
        if usual is not None:
            aws.append({"from": source, "to": "provider", "perGB": usual})
            aws += [{"from": source, "to": d, "perGB": p} for d, p in sorted(inner.items()) if p != usual]
        if "internet" in prices:
            aws.append({"from": source, "to": "internet", "perGB": prices["internet"]})
            internet[origin["continent"]].append(prices["internet"])
    everything = [p for ps in by_continents.values() for p in ps]
    model = []
    for origin in sorted(set(CONTINENT.values())):
        for target in sorted(set(CONTINENT.values())):
            known = by_continents.get((origin, target)) or [p for (o, _), ps in by_continents.items() for p in ps
                                                            if o == origin] or everything
            model.append({"from": f"continent/{origin}", "to": f"continent/{target}",
                          "perGB": usd(statistics.median(known))})
        known = internet.get(origin) or [p for ps in internet.values() for p in ps]
        model.append({"from": f"continent/{origin}", "to": "internet", "perGB": usd(statistics.median(known))})
    rules = json.loads((folder / "inter_region_rules.json").read_text())["azure"]
    groups = {"north-america": "NA", "europe": "EU", "asia": "AS", "oceania": "OC", "middle-east": "AS", "africa": "AF",
              "south-america": "SA"}
    azure = []
    for scope in ("same_continent", "other_continent", "internet"):
        for names, price in rules[scope].items():
            for origin in sorted({groups[n] for n in names.split(",")}):
                to = {"same_continent": f"continent/{origin}", "other_continent": "provider", "internet": "internet"}
                azure.append({"from": f"continent/{origin}", "to": to[scope], "perGB": price})
    gcp_egress = defaultdict(dict)
    for r in rows(folder, "gcp_internet_egress_usd_per_gb_2026-07-30.csv"):
        if r["tier_tb"] == "0-1" and r["region"] in regions["gcp"]:
            gcp_egress[r["region"]][r["dest_class"]] = float(r["usd_per_gb"])
    gcp = [t for t in model if t["to"] != "internet"]
    for region, classes in sorted(gcp_egress.items()):
        if "worldwide" in classes:
            gcp.append({"from": region, "to": "internet", "perGB": classes["worldwide"]})
        if "australia" in classes and classes["australia"] != classes.get("worldwide"):
            gcp.append({"from": region, "to": "internet/OC", "perGB": classes["australia"]})
    gcp += [t for t in model if t["to"] == "internet"]
    return {"aws": aws + model, "azure": azure, "gcp": gcp}, model


def azure_rtt(folder, regions):
    with open(folder / "azure_region_rtt_p95_2026-07-30.csv", newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    by_title = {re.sub(r" \(.*", "", r["title"]).strip(): n for n, r in regions["azure"].items()}
    columns = [(i, by_title[t]) for i, t in enumerate(table[0][1:]) if t in by_title]
    by_name = {by_title[line[0]]: line[1:] for line in table[1:] if line[0] in by_title}
    matrix = [[1 if a == b else int(by_name[a][i]) if by_name[a][i] else -1 for i, b in columns] for _, a in columns]
    return {"regions": [n for _, n in columns], "rows": matrix}


def held_out(pair):
    return zlib.crc32("|".join(sorted(pair)).encode()) % 2 == 1


def fit(samples):
    """fixed + slope * km with the least sum of relative errors, by iteratively re-weighted least squares."""
    weights = [1 / (rtt * rtt) for _, rtt in samples]
    fixed = slope = 0.0
    for _ in range(60):
        s = sum(weights)
        mx = sum(w * d for w, (d, _) in zip(weights, samples)) / s
        my = sum(w * r for w, (_, r) in zip(weights, samples)) / s
        var = sum(w * (d - mx) ** 2 for w, (d, _) in zip(weights, samples))
        slope = sum(w * (d - mx) * (r - my) for w, (d, r) in zip(weights, samples)) / var
        fixed = my - slope * mx
        weights = [1 / (r * max(abs(fixed + slope * d - r), 0.01 * r)) for d, r in samples]
    return fixed, slope


def errors(samples, model):
    wrong = sorted(abs(model(d) / r - 1) * 100 for d, r in samples)
    return round(wrong[len(wrong) // 2], 1), round(wrong[len(wrong) * 9 // 10], 1)


def rtt_model(folder, regions, matrix):
    pairs = [((a, b), (km(place(regions["azure"][a]), place(regions["azure"][b])), matrix["rows"][i][j]))
             for i, a in enumerate(matrix["regions"]) for j, b in enumerate(matrix["regions"])
             if a != b and matrix["rows"][i][j] > 0]
    fixed, slope = fit([s for p, s in pairs if not held_out(p)])
    fixed, slope = round(fixed, 2), round(slope, 6)

    def reckon(distance):
        return max(0.01 * distance, fixed + slope * distance)

    cloud = errors([s for p, s in pairs if held_out(p)], reckon)
    pings = [(float(r["distance_km"]), float(r["rtt_avg_ms"])) for r in
             rows(folder, "wondernetwork_city_rtt_2018.csv")
             if r["rtt_avg_ms"] and float(r["rtt_avg_ms"]) > 0 and float(r["distance_km"]) > 0]
    access = round(max(0, statistics.median(r - reckon(d) for d, r in pings)), 1)
    city = errors(pings, lambda d: reckon(d) + access)
    return {"fixedMs": fixed, "msPerKm": slope, "accessMs": access, "medianErrorPercent": cloud[0],
            "p90ErrorPercent": cloud[1]}, cloud, city, len(pairs), len(pings)


def write(folder, name, description, sources, spec):
    head = {"apiVersion": "archipelago.io/v1", "kind": "Catalogue", "metadata": {"name": name}}
    spec = {"description": description, "sources": [
        {k: v for k, v in zip(("what", "from", "date", "licence"), SOURCES[s]) if v} for s in sources], **spec}
    lines = ["{", *(f"{json.dumps(k)}: {json.dumps(v)}," for k, v in head.items()), '"spec": {']
    parts = []
    for key, value in spec.items():
        if isinstance(value, list) and value and key != "sources":
            body = ",\n".join(json.dumps(v, ensure_ascii=False) for v in value)
            parts.append(f"{json.dumps(key)}: [\n{body}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    lines += [",\n".join(parts), "}", "}", ""]
    (folder / f"{name}.json").write_text("\n".join(lines), encoding="utf-8")


def main():
    source = pathlib.Path(sys.argv[1])
    target = pathlib.Path(__file__).parent / "data"
    target.mkdir(exist_ok=True)
    cities = read_cities(source)
    regions = read_regions(source, cities)
    add_prices_and_carbon(source, regions)
    transfers, model_transfers = transfer_tables(source, regions)
    matrix = azure_rtt(source, regions)
    model, cloud, city, cloud_pairs, city_pairs = rtt_model(source, regions, matrix)
    price_model = ("Prices marked model are those of the nearest Azure or Google region with a list price, in the same "
                   "country if there is one. Storage is reckoned from the vCPU price. Carbon marked model is that of the "
                   "nearest Google region, likewise.")
    for provider in sorted(regions):
        used = ["regions-hand" if provider in HAND else "regions", "azure-vm", "gcp-vm", "carbon"]
        spec = {"provider": provider, "regions": [regions[provider][n] for n in sorted(regions[provider])],
                "transfers": transfers.get(provider, model_transfers)}
        description = price_model
        if provider == "aws":
            used.append("aws-transfer")
            description += " Transfer prices are AWS's own; between regions it does not list, the median by continents."
        elif provider == "azure":
            used += ["azure-transfer", "azure-rtt"]
            spec["rtt"] = matrix
            description += " Transfer prices by continent and round trips are Azure's own."
        elif provider == "gcp":
            used += ["gcp-egress", "aws-transfer"]
            description += (" Internet egress is Google's own; between its regions the median of AWS's prices by "
                            "continents stands in.")
        else:
            used.append("aws-transfer")
            description += " Transfer prices are the median of AWS's by continents."
        write(target, provider, description, used, spec)
    write(target, "round-trips",
          f"How round trips are reckoned where none was measured: fixed + km * slope, fitted to half of {cloud_pairs} "
          f"measured Azure pairs; on the other half it is off by {cloud[0]} % (median) and {cloud[1]} % (90th "
          f"percentile). accessMs is the median of what {city_pairs} pings between cities over the open internet took "
          f"beyond that; with it the model is off by {city[0]} % and {city[1]} % on them.",
          ["azure-rtt", "wonder-rtt"], {"rttModel": model})
    shipped = []
    per_country = defaultdict(int)
    for c in reversed(cities):
        per_country[c["country"]] += 1
        if c["population"] >= 300_000 or per_country[c["country"]] <= 3 and c["population"] > 0:
            shipped.append(c)
    write(target, "cities", "Cities of at least 300,000 people, and the three largest of every country.", ["cities"],
          {"cities": sorted(shipped, key=lambda c: (c["country"], -c["population"], c["name"]))})
    listed = sum(r["priceBasis"] == "list" for by_name in regions.values() for r in by_name.values())
    print(f"{sum(map(len, regions.values()))} regions of {len(regions)} providers in "
          f"{len({r['country'] for b in regions.values() for r in b.values()})} countries; {listed} with list prices; "
          f"{len(shipped)} cities")
    print(f"round trips: {model['fixedMs']} ms + {model['msPerKm']} ms/km; off by {cloud[0]} % median, {cloud[1]} % "
          f"p90 on held-out cloud pairs; with {model['accessMs']} ms access {city[0]} % / {city[1]} % on city pings")


if __name__ == "__main__":
    main()
