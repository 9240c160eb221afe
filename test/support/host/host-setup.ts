import { buildHost, type BuiltHost } from './build-host.ts'
import { startHost } from './start-host.ts'

let host: BuiltHost | null = null
let stop: (() => Promise<void>) | null = null

/** Starts the host of commands, once for all tests. */
export async function setup(): Promise<void> {
  host = await buildHost('command-host')
  stop = await startHost(host.entry)
}

export async function teardown(): Promise<void> {
  await stop?.()
  await host?.remove()
}
