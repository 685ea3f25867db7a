// Declares a workload, and tells where workloads run. Needs: npm install
//
//     node placements.js SETTINGS declare NAME FILE
//     node placements.js SETTINGS read GROUP [COUNT]
//
// SETTINGS is a .kcat file of the region's trust folder: name=value a line.
import { readFileSync } from 'node:fs'
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'

const DECLARATIONS = 'inventory.declarations.v1'
const PLACEMENTS = 'placement.placements.v1'
const TYPE = `io.archipelago.${PLACEMENTS}`

function client(file) {
  const settings = Object.fromEntries(
    readFileSync(file, 'utf8').split('\n').filter(line => line.includes('=')).map(line => line.split(/=(.*)/s, 2)))
  const pem = name => readFileSync(settings[name], 'utf8')
  return {
    clientId: 'placements',
    bootstrapBrokers: settings['bootstrap.servers'].split(','),
    ...(settings['security.protocol'] === 'ssl' && {
      tls: { ca: pem('ssl.ca.location'), cert: pem('ssl.certificate.location'), key: pem('ssl.key.location') }
    })
  }
}

// One record is one decision: all documents of the file are taken, or none. No headers are needed.
async function declare(settings, name, file) {
  const producer = new Producer({ ...client(settings), serializers: stringSerializers })
  await producer.send({ messages: [{ topic: DECLARATIONS, key: name, value: readFileSync(file, 'utf8') }], acks: -1 })
  await producer.close()
}

// The topic keeps the last fact of each workload: read from its beginning, it tells all there is.
async function read(settings, groupId, count) {
  const consumer = new Consumer({ ...client(settings), groupId, deserializers: stringDeserializers })
  const records = await consumer.consume({ topics: [PLACEMENTS], mode: 'earliest', autocommit: false, isolationLevel: 1 })
  for await (const record of records) {
    if (record.headers.get('ce_type') !== TYPE) continue // a later major version, or no event of ours: never guess
    const fact = record.value ? JSON.parse(record.value) : { removed: true }
    // Fields you do not know may be there: they are skipped, they never make an event unreadable.
    const where = fact.removed ? 'removed' : fact.sites.map(s => `${s.replicas} at ${s.site}`).join(', ')
    console.log(`${record.key}: ${where}`)
    if (--count === 0) break
  }
  await consumer.close(true)
}

const [settings, verb, ...words] = process.argv.slice(2)
if (verb === 'declare' && words.length === 2) await declare(settings, ...words)
else if (verb === 'read' && words.length >= 1) await read(settings, words[0], Number(words[1] ?? -1))
else console.error('node placements.js SETTINGS declare NAME FILE | read GROUP [COUNT]')
