import { posix } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { openRange } from '../downloads/index.ts'
import type { Transport, WireResponse } from '../platform/transport.ts'
import { createDeadline } from '../providers/core/deadline.ts'
import { discard, OversizeResponse, readBytes } from '../providers/core/read-response.ts'
import { isLoopback } from '../providers/core/url-policy.ts'
import type { Hub, HubFile, HubLicense, HubRepository } from './hub.ts'
import { badResponse, isOfHub, noAccess, toHubError } from './hub-errors.ts'

const commitPattern = /^[0-9a-f]{40}$/
const sha256Pattern = /^[0-9a-f]{64}$/
/** Of a repository's files; a listing of more is not one of a model. */
const filesMax = 20_000
const textMax = 2_000

const text = z.string().max(textMax)
const sizeSchema = z.number().int().nonnegative()

/** `false`, or how access is given: `auto` and `manual`. */
const gatedSchema = z
  .union([z.boolean(), text])
  .nullish()
  .transform((gated) => gated !== undefined && gated !== null && gated !== false)

const cardSchema = z
  .looseObject({
    license: z.union([text, z.array(text)]).nullish(),
    license_name: text.nullish(),
    license_link: text.nullish(),
  })
  .nullish()

const siblingSchema = z.looseObject({
  rfilename: z.string().min(1).max(textMax),
  size: sizeSchema.nullish(),
  lfs: z.looseObject({ sha256: z.string().regex(sha256Pattern), size: sizeSchema }).nullish(),
})

/** `GET /api/models/OWNER/NAME?blobs=true` */
const repositorySchema = z.looseObject({
  id: text,
  sha: z.string().regex(commitPattern),
  gated: gatedSchema,
  cardData: cardSchema,
  siblings: z.array(siblingSchema).max(filesMax),
})
type RepositoryResponse = z.output<typeof repositorySchema>

/** `GET /api/models?search=…` */
const searchSchema = z
  .array(
    z.looseObject({
      id: text,
      downloads: sizeSchema.nullish(),
      gated: gatedSchema,
      tags: z.array(text).nullish(),
    }),
  )
  .max(1_000)

export const hubAddress = 'https://huggingface.co'

const answerBytesMax = 32_000_000
const timeoutMs = 60_000
const silenceMs = 30_000
const foundMax = 30

export interface HubOptions {
  readonly transport: Pick<Transport, 'send' | 'resolveHost'>
  /** Scheme, host and maybe a path: the hub's own address, or a mirror's (`HF_ENDPOINT`). */
  readonly address: string
  readonly appVersion: string
  /** The person's key for this address; null = none, or it is not for this address. Asked only where it is needed. */
  readonly token: () => Promise<string | null>
}

/** The mirror that the environment names, or the hub itself. @throws configuration/invalid */
export function hubAddressOf(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['HF_ENDPOINT']?.trim()
  if (!named) return hubAddress
  const url = URL.parse(named)
  const isSafe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
  if (isSafe && url.username === '' && url.password === '' && url.search === '' && url.hash === '') {
    return (url.origin + url.pathname).replace(/\/+$/, '')
  }
  throw new AppError('configuration/invalid', messages.mirrorNotValid)
}

export function createHub({ transport, address, appVersion, token }: HubOptions): Hub {
  const userAgent = { 'user-agent': `Atelier/${appVersion}` }

  async function headersWithKey(): Promise<Record<string, string> | null> {
    const key = await token()
    return key === null ? null : { ...userAgent, authorization: `Bearer ${key}` }
  }

  async function ask(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    const deadline = createDeadline(signal, timeoutMs, silenceMs)
    try {
      const request = { url: `${address}${path}`, headers, fromByte: 0, ifTag: null, signal: deadline.signal }
      const reply = await openRange(request, transport)
      deadline.touch()
      if (reply.status !== 200) {
        discard(reply)
        return { reply, bytes: new Uint8Array() }
      }
      return { reply, bytes: await readBytes(reply, answerBytesMax, () => deadline.touch()) }
    } catch (thrown) {
      if (signal.aborted) throw AppError.cancelled()
      if (thrown instanceof OversizeResponse) throw badResponse(address, messages.listTooLarge)
      throw toHubError(thrown, address, deadline.passedMs())
    } finally {
      deadline.end()
    }
  }

  /** A key goes along only where there is no answer without one. */
  async function load<T>(path: string, schema: z.ZodType<T>, what: string, signal: AbortSignal): Promise<T> {
    let answer = await ask(path, userAgent, signal)
    if (answer.reply.status === 401 || answer.reply.status === 403) {
      const headers = await headersWithKey()
      if (headers === null) throw noAccess(address, what, false)
      answer = await ask(path, headers, signal)
    }
    if (answer.reply.status !== 200) throw isOfHub(answer.reply, address, what)
    return parse(answer.bytes, schema, address)
  }

  return {
    async search(words, signal) {
      const query = new URLSearchParams({ search: words, sort: 'downloads', direction: '-1', limit: String(foundMax) })
      const found = await load(`/api/models?${query.toString()}`, searchSchema, words, signal)
      return found.slice(0, foundMax).map(({ id, downloads, gated, tags }) => ({
        repo: id,
        downloads: downloads ?? null,
        license: tags?.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null,
        isGated: gated,
        page: `${hubAddress}/${id}`,
      }))
    },
    async repository(repo, signal) {
      const answer = await load(`/api/models/${repo}?blobs=true`, repositorySchema, repo, signal)
      return toRepository(repo, answer)
    },
    async locate({ repo, commit, path, isGated }) {
      const place = path.split('/').map(encodeURIComponent).join('/')
      const headers = isGated ? await headersWithKey() : userAgent
      if (headers === null) throw noAccess(address, repo, true)
      return { url: `${address}/${repo}/resolve/${commit}/${place}`, headers }
    },
  }
}

interface Answer {
  readonly reply: WireResponse
  readonly bytes: Uint8Array
}

function parse<T>(bytes: Uint8Array, schema: z.ZodType<T>, address: string): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (thrown) {
    throw badResponse(address, thrown)
  }
}

function toRepository(repo: string, { sha, gated, cardData, siblings }: RepositoryResponse): HubRepository {
  const page = `${hubAddress}/${repo}`
  const files = siblings.flatMap(({ rfilename, lfs }): HubFile[] =>
    lfs && isPlain(rfilename) ? [{ path: rfilename, sizeBytes: lfs.size, sha256: lfs.sha256 }] : [],
  )
  return { repo, commit: sha, license: licenseOf(cardData, page), isGated: gated, page, files }
}

/** A name that leads out of its repository is nobody's file. */
function isPlain(path: string): boolean {
  return posix.normalize(path) === path && !/^(\/|\.\.(\/|$))|[\\\0]/.test(path) && !path.endsWith('/')
}

function licenseOf(card: RepositoryResponse['cardData'], page: string): HubLicense | null {
  if (!card) return null
  const { license, license_name: ownName, license_link: link } = card
  const short = (Array.isArray(license) ? license[0] : license) ?? null
  const name = ownName ?? short
  if (name === null) return null
  const linked = link ? URL.parse(link, `${page}/blob/main/`) : null
  // Whoever wrote the card must not choose which page of the world is opened: the repository's own names it.
  return { name, page: linked?.origin === hubAddress ? linked.href : page }
}
