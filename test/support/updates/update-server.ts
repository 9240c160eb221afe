import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stringify } from 'yaml'
import { publicKeyText, signManifest } from '../../../scripts/release/update-signature.mjs'

/** What goes wrong at the server. */
interface ServerFaults {
  /** The manifest is answered with this status. */
  readonly manifestStatus?: number
  /** Sent in place of the manifest; its signature stays. */
  readonly manifestText?: string
  /** The manifest is signed by another key. */
  readonly isForeign?: boolean
  /** Sent in place of the file, whose announced hash stays. */
  readonly fileBytes?: Buffer
  readonly fileStatus?: number
  /** The connection breaks after so many bytes. */
  readonly breaksAfter?: number
}

interface Release {
  readonly version: string
  readonly stagingPercentage?: number
  readonly file: { readonly name: string; readonly bytes: Buffer }
}

export interface UpdateServer {
  /** As the build writes it: `updates.json`. */
  readonly sourceText: string
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[]
  publish(release: Release, faults?: ServerFaults): void
  close(): Promise<void>
}

interface Keys {
  readonly own: KeyObject
  readonly foreign: KeyObject
}

interface Published {
  readonly release: Release
  readonly faults: ServerFaults
}

/** A server on this computer that publishes signed releases of Atelier, as `npm run sign` does. */
export async function startUpdateServer(): Promise<UpdateServer> {
  const keys = { own: generateKeyPairSync('ed25519').privateKey, foreign: generateKeyPairSync('ed25519').privateKey }
  const requests: { url: string; headers: IncomingMessage['headers'] }[] = []
  let published: Published | null = null
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers })
    if (published === null) return void response.writeHead(404).end()
    const name = (request.url ?? '').replace(/^\/releases\//, '')
    if (name === published.release.file.name) sendFile(response, published)
    else sendManifest(response, { name, published, keys })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/releases/`
  return {
    sourceText: JSON.stringify({ url, publicKey: publicKeyText(keys.own) }),
    requests,
    publish(release, faults = {}) {
      published = { release, faults }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function sendFile(response: ServerResponse, { release, faults }: Published): void {
  const { fileStatus = 200, fileBytes = release.file.bytes, breaksAfter } = faults
  response.writeHead(fileStatus, { 'content-length': fileBytes.length })
  if (breaksAfter === undefined) return void response.end(fileBytes)
  response.write(fileBytes.subarray(0, breaksAfter), () => response.destroy())
}

interface ManifestRequest {
  readonly name: string
  readonly published: Published
  readonly keys: Keys
}

function sendManifest(response: ServerResponse, { name, published: { release, faults }, keys }: ManifestRequest): void {
  const { version, stagingPercentage, file } = release
  const sha512 = createHash('sha512').update(file.bytes).digest('base64')
  const files = [{ url: file.name, sha512, size: file.bytes.length }]
  const text = stringify({ version, files, path: file.name, sha512, stagingPercentage, releaseDate: '2026-11-26' })
  const manifest = name.replace(/\.sig$/, '')
  response.statusCode = faults.manifestStatus ?? 200
  if (name === manifest) return void response.end(faults.manifestText ?? text)
  const privateKey = faults.isForeign === true ? keys.foreign : keys.own
  // Whoever plays a garbled list has signed it.
  const bytes = Buffer.from(faults.manifestText ?? text)
  response.end(signManifest({ name: manifest, bytes, privateKey }))
}
