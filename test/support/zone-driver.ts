import { rmSync, symlinkSync } from 'node:fs'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import { createDatabase } from '../../src/main/database/index.ts'
import { followTimeZone, lookUpTimeZone } from '../../src/main/platform/follow-time-zone.ts'
import { localDay } from '../../src/shared/util/local-day.ts'
import { createRecordingLogger } from './recording-logger.ts'

// A journey as the system tells of it: `/etc/localtime` leads elsewhere. Prints day and month of one image before, and after
// each zone in the arguments. Only in a mount namespace with an /etc of its own.

const [file = '', worker = '', at = '', ...zones] = process.argv.slice(2)
const database = createDatabase({
  file,
  logger: createRecordingLogger(),
  start: (options) => new Worker(new URL(worker), { ...options, env: SHARE_ENV }),
})

async function say(): Promise<void> {
  const scope = { section: 'library', collectionId: null, query: '', nowMs: Number(at), covering: null } as const
  const { facets } = await database.call('search.facets', scope)
  const [month] = facets.find(({ field }) => field === 'month')?.values ?? []
  const { count } = await database.call('search.facets', { ...scope, query: 'on:today' })
  console.log(JSON.stringify([localDay(Number(at)), month?.value, count]))
}

const readings: Promise<unknown>[] = []
const look = followTimeZone({
  read: lookUpTimeZone,
  onChanged: () => void readings.push(database.call('search.readZoneAgain', null)),
})

await say()
for (const zone of zones) {
  rmSync('/etc/localtime')
  symlinkSync(`/usr/share/zoneinfo/${zone}`, '/etc/localtime')
  look()
  await Promise.all(readings)
  await say()
}
await database.dispose()
