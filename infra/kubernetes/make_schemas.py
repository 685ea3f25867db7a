#!/usr/bin/env python3
"""Writes src/test/resources/crds.json.gz: the schemas of the custom resources in k8s/, from their makers' repositories.

    ./make_schemas.py FOLDER      with clones FOLDER/strimzi-kafka-operator, cloudnative-pg, cert-manager, ...

One JSON object: "group/version Kind" -> {source, schema}. Descriptions and status are left out. Needs PyYAML and git.
"""
import gzip
import json
import pathlib
import subprocess
import sys

import yaml

STRIMZI = "strimzi/strimzi-kafka-operator"
SOURCES = [
    *((STRIMZI, "1.2.0", f"install/cluster-operator/{name}.yaml")
      for name in ("040-Crd-kafka", "041-Crd-kafkaconnect", "043-Crd-kafkatopic", "044-Crd-kafkauser",
                   "045-Crd-kafkanodepool", "047-Crd-kafkaconnector", "048-Crd-kafkamirrormaker2")),
    ("cloudnative-pg/cloudnative-pg", "v1.30.0", "config/crd/bases/postgresql.cnpg.io_clusters.yaml"),
    ("cert-manager/cert-manager", "v1.21.1", "deploy/crds/cert-manager.io_certificates.yaml"),
    ("cert-manager/cert-manager", "v1.21.1", "deploy/crds/cert-manager.io_issuers.yaml"),
    ("cert-manager/trust-manager", "v0.24.0", "deploy/crds/trust.cert-manager.io_bundles.yaml"),
    ("kubernetes-sigs/gateway-api", "v1.6.1", "config/crd/standard/gateway.networking.k8s.io_gateways.yaml"),
    ("kubernetes-sigs/gateway-api", "v1.6.1", "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"),
    ("istio/api", "v1.30.3", "kubernetes/customresourcedefinitions.gen.yaml"),
]
ISTIO = {"PeerAuthentication"}


def bare(schema):
    """Without what is for people only; a property may be called description."""
    if isinstance(schema, dict):
        return {key: bare(value) for key, value in schema.items()
                if not (key == "description" and isinstance(value, str))}
    return [bare(value) for value in schema] if isinstance(schema, list) else schema


def main(clones):
    found = {}
    for repository, tag, path in SOURCES:
        clone = clones / repository.split("/")[1]
        text = subprocess.run(["git", "-C", clone, "show", f"{tag}:{path}"],
                              check=True, capture_output=True, text=True).stdout
        for crd in yaml.safe_load_all(text):
            if not crd or (repository.startswith("istio/") and crd["spec"]["names"]["kind"] not in ISTIO):
                continue
            for version in crd["spec"]["versions"]:
                if not version["served"] or "beta" in version["name"]:
                    continue
                schema = bare(version["schema"]["openAPIV3Schema"])
                schema["properties"].pop("status", None)
                found[f'{crd["spec"]["group"]}/{version["name"]} {crd["spec"]["names"]["kind"]}'] = {
                    "source": f"github.com/{repository} {tag}", "schema": schema}
    text = json.dumps(found, separators=(",", ":"), sort_keys=True).encode()
    target = pathlib.Path(__file__).parent / "src/test/resources/crds.json.gz"
    target.write_bytes(gzip.compress(text, 9, mtime=0))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
