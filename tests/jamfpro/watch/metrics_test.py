#!/usr/bin/env python3
"""metrics_test.py FILE: /metrics of a watch, as tests/demo-watch.sh leaves it, read by Prometheus' own client."""
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as file:
    families = {family.name: family for family in text_string_to_metric_families(file.read())}


def value(name, **labels):
    for family in families.values():
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    raise SystemExit(f"{name} {labels}: not there")


def expect(name, wanted, **labels):
    found = value(name, **labels)
    if found != wanted:
        raise SystemExit(f"{name} {labels}: {found}, expected {wanted}")


for name, kind in (("enrolkit_watch_repaired", "counter"), ("enrolkit_watch_macs", "gauge"), ("enrolkit_watch_repaired_seconds", "histogram")):
    if families[name].type != kind:
        raise SystemExit(f"{name}: a {families[name].type}, expected a {kind}")
expect("enrolkit_watch_enrolments_total", 40)
expect("enrolkit_watch_stuck_total", 4)
expect("enrolkit_watch_sent_total", 4)
expect("enrolkit_watch_repaired_total", 4)
expect("enrolkit_watch_failed_total", 0)
expect("enrolkit_watch_storm", 0)
expect("enrolkit_watch_macs", 36, state="came")
expect("enrolkit_watch_webhooks_total", 40, result="accepted")
expect("enrolkit_watch_repaired_seconds_bucket", 4, le="+Inf")
expect("enrolkit_watch_repaired_seconds_count", 4)
print(f"{len(families)} families of metrics read")
