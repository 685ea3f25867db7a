#!/usr/bin/env python3
"""Declares a workload, and tells where workloads run. Needs: pip install confluent-kafka

    placements.py SETTINGS declare NAME FILE
    placements.py SETTINGS read GROUP [COUNT]

SETTINGS is a .kcat file of the region's trust folder, or any file of librdkafka's settings, name=value a line.
"""
import json
import sys

from confluent_kafka import Consumer, KafkaException, Producer

DECLARATIONS = "inventory.declarations.v1"
PLACEMENTS = "placement.placements.v1"
TYPE = "io.archipelago." + PLACEMENTS


def settings(file):
    with open(file, encoding="utf-8") as lines:
        return dict(line.strip().split("=", 1) for line in lines if line.strip() and not line.startswith("#"))


def declare(conf, name, file):
    """One record is one decision: all documents of the file are taken, or none. No headers are needed."""
    failures = []
    producer = Producer({**conf, "acks": "all", "enable.idempotence": True})
    with open(file, "rb") as declaration:
        producer.produce(DECLARATIONS, key=name, value=declaration.read(),
                         on_delivery=lambda error, _: error and failures.append(error))
    if producer.flush(60) or failures:
        sys.exit(f"not delivered: {failures or 'no answer'}")


def read(conf, group, count):
    """The topic keeps the last fact of each workload: read from its beginning, it tells all there is."""
    consumer = Consumer({**conf, "group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([PLACEMENTS])
    while count != 0:
        record = consumer.poll(1.0)
        if record is None:
            continue
        if record.error():
            raise KafkaException(record.error())
        headers = {key: value.decode() for key, value in record.headers() or []}
        if headers.get("ce_type") != TYPE:
            continue  # a later major version, or no event of ours: never guess
        workload = record.key().decode()
        fact = json.loads(record.value()) if record.value() else {"removed": True}
        # Fields you do not know may be there: they are skipped, they never make an event unreadable.
        where = "removed" if fact["removed"] else ", ".join(f"{s['replicas']} at {s['site']}" for s in fact["sites"])
        print(f"{workload}: {where}", flush=True)
        count -= 1
    consumer.close()


if __name__ == "__main__":
    match sys.argv[2:]:
        case ["declare", name, file]:
            declare(settings(sys.argv[1]), name, file)
        case ["read", group]:
            read(settings(sys.argv[1]), group, -1)
        case ["read", group, count]:
            read(settings(sys.argv[1]), group, int(count))
        case _:
            sys.exit(__doc__)
