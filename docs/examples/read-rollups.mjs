// Keeps the latest value of every window of the orders rollup, and prints the days as they change.
// npm install @platformatic/kafka@1 (Node 20; later versions need Node 22)
import { Consumer, FetchIsolationLevels, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka'

const consumer = new Consumer({
  clientId: 'dashboard',
  // Of its own: a dashboard wants all partitions, and all of them from their beginnings.
  groupId: `dashboard-${Date.now()}`,
  bootstrapBrokers: [process.env.PET_KAFKA ?? 'localhost:9092'],
  deserializers: stringDeserializers
})
const windows = await consumer.consume({
  topics: ['pet.analytics.orders'],
  mode: MessagesStreamModes.EARLIEST,
  isolationLevel: FetchIsolationLevels.READ_COMMITTED,
  autocommit: false
})

const latest = new Map()
for await (const { key, value } of windows) {
  if (value) latest.set(key, JSON.parse(value))
  else latest.delete(key)
  if (key.startsWith('day|')) console.log(key, latest.get(key)?.revenue)
}
