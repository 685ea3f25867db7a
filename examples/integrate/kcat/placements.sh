#!/bin/sh
# Declares a workload, and tells where workloads run. Needs kcat.
#
#     placements.sh SETTINGS declare NAME FILE
#     placements.sh SETTINGS read [COUNT]          without COUNT: what there is, then ends
#
# SETTINGS is a .kcat file of the region's trust folder.
set -eu
settings=$1
case $2 in
declare)
    # A file named after the options is one record, whole: -l would make one of each line.
    exec kcat -F "$settings" -P -t inventory.declarations.v1 -k "$3" "$4"
    ;;
read)
    # Key, headers and value of each fact; a later major version has another ce_type.
    if [ $# -gt 2 ]; then until="-c $3"; else until=-e; fi
    # shellcheck disable=SC2086
    exec kcat -F "$settings" -C -q -t placement.placements.v1 -o beginning $until -f '%k\t%h\t%s\n'
    ;;
esac
