import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { downloadFile, hashWhole, type Downloader, type DownloadNeeds } from '../../../src/main/downloads/index.ts'
import { lora } from '../models/image-models.ts'
import { bytesOf } from '../models/tensor-list.ts'
import { safetensorsBytes } from '../models/write-model.ts'
import { sendJson, startTinyServer, type TinyRequest } from '../tiny-server.ts'
import { serveFile, type ServedFile } from './serve-file.ts'

interface StandInRepository {
  readonly files: Record<string, StandInFile>
  gated?: false | 'auto' | 'manual'
  /** Visible only to its owners. */
  isPrivate?: boolean
  cardData?: Record<string, unknown>
}

/** JSON files are stored in Git, as on the hub; all others announce their SHA-256. */
interface StandInFile extends Partial<ServedFile> {
  readonly bytes: Buffer
  /** Reported instead of the real ones. */
  announced?: { size?: number; sha256?: string }
}

export interface HubStandIn {
  readonly address: string
  readonly repositories: Record<string, StandInRepository>
  /** Requests to the hub, and to its file host. */
  readonly requests: TinyRequest[]
  readonly deliveries: TinyRequest[]
  /** Replaces an API response. */
  answerApi: ((request: TinyRequest, response: ServerResponse) => boolean) | null
  /** Closes the connections of all files under way. */
  cut(): void
  close(): Promise<void>
}

export const hubCommit = 'a'.repeat(40)
export const hubToken = 'hf_not-a-real-token-of-anyone'

const sums = new WeakMap<Buffer, string>()

/** Computed once per file: a response must not wait for it. */
function sha256Of(bytes: Buffer): string {
  const sum = sums.get(bytes) ?? createHash('sha256').update(bytes).digest('hex')
  sums.set(bytes, sum)
  return sum
}

function blobIdOf(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

/** Returns a small weights file that Atelier recognizes, of about this size, different from every other. */
export function smallModel(bytes = 40_000): Buffer {
  const list = lora(['lora_unet_down_blocks_0', Math.ceil(bytes / 16), Math.ceil(bytes / 16)])
  let offset = 0
  const head = Object.fromEntries(
    list.tensors.map((tensor) => {
      const from = offset
      offset += bytesOf(tensor)
      return [tensor.name, { dtype: tensor.type.toUpperCase(), shape: tensor.shape, data_offsets: [from, offset] }]
    }),
  )
  return Buffer.concat([safetensorsBytes(JSON.stringify(head)), randomBytes(offset)])
}

/** Serves a local hub: its API, its redirect to another host for files, and its refusals. */
export async function startHub(repositories: Record<string, StandInRepository>): Promise<HubStandIn> {
  const delivery = await startTinyServer((request, response) => {
    const [, repo = '', path = ''] = /^\/([^/]+\/[^/]+)\/(.+)\?/.exec(decodeURIComponent(request.url)) ?? []
    const file = repositories[repo]?.files[path]
    if (file === undefined) return void response.writeHead(404).end()
    serveFile(request, response, { etag: `"${sha256Of(file.bytes)}"`, ...file })
  })
  const hub = await startTinyServer((request, response) => {
    const url = new URL(request.url, 'http://hub')
    if (url.pathname.startsWith('/api/')) {
      if (standIn.answerApi?.(request, response) === true) return
      answerApi(url, request, response, repositories)
    } else redirect(url, request, response, repositories, delivery.origin)
  })
  const standIn: HubStandIn = {
    address: hub.origin,
    repositories,
    requests: hub.requests,
    deliveries: delivery.requests,
    answerApi: null,
    cut: () => delivery.server.closeAllConnections(),
    close: async () => void (await Promise.all([hub.close(), delivery.close()])),
  }
  return standIn
}

const isKnown = ({ headers }: TinyRequest) => headers.authorization === `Bearer ${hubToken}`

function answerApi(
  { pathname, searchParams }: URL,
  request: TinyRequest,
  response: ServerResponse,
  repositories: Record<string, StandInRepository>,
): void {
  if (pathname === '/api/models') {
    const query = searchParams.get('search')?.toLowerCase() ?? ''
    const found = Object.entries(repositories).filter(([repo]) => repo.toLowerCase().includes(query))
    return sendJson(
      response,
      found.map(([id, { gated = false }]) => ({ id, gated, downloads: 12, tags: ['gguf', 'license:apache-2.0'] })),
    )
  }
  const id = decodeURIComponent(pathname.slice('/api/models/'.length))
  const found = repositories[id]
  if (found === undefined || (found.isPrivate && !isKnown(request))) {
    return sendJson(response, { error: 'Invalid username or password.' }, 401, { 'x-error-code': 'RepoNotFound' })
  }
  const { files, gated = false, cardData = { license: 'apache-2.0' } } = found
  const siblings = Object.entries(files).map(([rfilename, { bytes, announced }]) => {
    const size = announced?.size ?? bytes.length
    if (rfilename.endsWith('.json')) return { rfilename, size, blobId: blobIdOf(bytes) }
    return { rfilename, size, lfs: { sha256: announced?.sha256 ?? sha256Of(bytes), size, pointerSize: 135 } }
  })
  sendJson(response, {
    id,
    sha: hubCommit,
    gated,
    cardData,
    siblings: [{ rfilename: 'README.md', size: 9 }, ...siblings],
  })
}

function redirect(
  { pathname }: URL,
  request: TinyRequest,
  response: ServerResponse,
  repositories: Record<string, StandInRepository>,
  deliveryOrigin: string,
): void {
  const [, repo = '', commit, path = ''] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? []
  const found = repositories[repo]
  if (found === undefined || commit !== hubCommit) return void response.writeHead(404).end()
  if ((found.gated || found.isPrivate) && !isKnown(request)) {
    return sendJson(response, { error: 'Access to this is restricted.' }, 401, { 'x-error-code': 'GatedRepo' })
  }
  response.writeHead(302, { location: `${deliveryOrigin}/${repo}/${path}?signature=1` }).end()
}

/** Runs the downloader without a separate process. */
export function downloaderInPlace(needs: DownloadNeeds): Downloader {
  return { download: (wanted) => downloadFile(wanted, needs), hash: hashWhole }
}
