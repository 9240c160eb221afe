import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, session } from 'electron'
import { createNetTransport } from '../../../src/main/platform/network/net-transport.ts'
import { prepareNetwork } from '../../../src/main/platform/network/prepare-network.ts'
import type { Transport, TransportFailure } from '../../../src/main/platform/network/transport.ts'
import type { NetReport, NetResult, NetStep } from './run-net-program.ts'

/** Started in Electron with the steps as the last argument; prints each step's result as one line of JSON. */
async function run(transport: Transport, step: NetStep): Promise<NetResult> {
  const { url, method = 'GET', headers = {}, bodyBytes, isOnce = false } = step
  const cancel = new AbortController()
  if (step.abortAt === 'start') cancel.abort()
  const asking = { method: 'GET', url: `${url}/arrived`, headers: {}, body: null, isOnce: false }
  if (step.abortAt === 'arrival')
    void transport.send({ ...asking, signal: new AbortController().signal }).then(() => cancel.abort())
  const body = bodyBytes === undefined ? null : new Uint8Array(bodyBytes).fill(7)
  const result: NetResult = {}
  try {
    const response = await transport.send({ method, url, headers, body, isOnce, signal: cancel.signal })
    Object.assign(result, { status: response.status, headers: response.headers, bytes: 0 })
    const hash = createHash('sha256')
    for await (const part of response.body) {
      hash.update(part)
      result.bytes = (result.bytes ?? 0) + part.byteLength
      if (step.abortAt === 'body') cancel.abort()
      if (step.stopAfterBytes !== undefined && result.bytes >= step.stopAfterBytes) break
    }
    result.sha256 = hash.digest('hex')
  } catch (thrown) {
    const { isTransportFailure, kind, arrived, reason } = thrown as TransportFailure
    result.failure = { isTransportFailure, kind, arrived, reason }
  }
  return result
}

/** Returns the protocols a separate session would offer, from Chromium's own log. */
async function readProtocols(): Promise<Pick<NetReport, 'usesQuic' | 'protocols'>> {
  const { netLog } = session.fromPartition('protocols')
  const path = join(app.getPath('userData'), 'net-log.json')
  await netLog.startLogging(path)
  await netLog.stopLogging()
  const log = await readFile(path, 'utf8')
  return { usesQuic: /"quic_enabled":true/.test(log), protocols: /"alpn_protos":"([^"]*)"/.exec(log)?.[1] ?? null }
}

async function main(): Promise<void> {
  prepareNetwork()
  await app.whenReady()
  const transport = createNetTransport()
  const steps = JSON.parse(process.argv.at(-1) ?? '[]') as NetStep[][]
  const results: NetResult[][] = []
  // Steps within a list run in parallel, the lists one after the other.
  for (const together of steps) results.push(await Promise.all(together.map((step) => run(transport, step))))
  const resolved = await transport.resolveHost('localhost')
  const unknown = await transport.resolveHost('nowhere.invalid').catch((thrown: TransportFailure) => thrown.kind)
  process.stdout.write(`${JSON.stringify({ results, resolved, unknown, ...(await readProtocols()) })}\n`)
  app.exit()
}

// No top-level await: Electron is not ready before the main module has run.
main().catch((thrown: unknown) => {
  process.stderr.write(String(thrown))
  app.exit(1)
})
