# A Kafka node knows itself by the number at the end of its pod's name.
set -eu
sed -e "s/@NODE@/${HOSTNAME##*-}/g" -e "s/@TRUST_DOMAIN@/$TRUST_DOMAIN/g" -e "s/@DOMAIN@/$REGION_DOMAIN/g" \
    /etc/archipelago/kafka/server.properties >/tmp/server.properties
cluster=$(printf %s "$TRUST_DOMAIN" | sha256sum | cut -c1-22)
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted -t "$cluster" -c /tmp/server.properties
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
