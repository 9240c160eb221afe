import * as messages from '../../shared/messages/en/downloads.ts'
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'
import { openRange } from '../downloads/index.ts'
import type { Transport, WireResponse } from '../platform/network/transport.ts'
import { createDeadline } from '../providers/core/wire/deadline.ts'
import { describeProblem } from '../providers/core/error-factory.ts'
import { discard, OversizeResponse, readBytes } from '../providers/core/wire/read-response.ts'
import { isLoopback } from '../providers/core/wire/url-policy.ts'
import { isTransportFailure } from '../providers/core/wire/wire-errors.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

/** A weights file as announced by the hub. */
export interface HubFile {
  /** Path within its repository. */
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** A small text file, stored by the hub in Git itself. */
export interface HubText {
  readonly path: string
  readonly sizeBytes: number
  /** Git's object ID of its contents: SHA-1 of `blob SIZE`, a zero byte, and the contents. */
  readonly blobId: string
}

export interface HubLicense {
  readonly name: string
  readonly page: string
}

export interface HubRepository {
  readonly repo: string
  /** Downloads use this commit, whatever the branch points to by then. */
  readonly commit: string
  readonly license: HubLicense | null
  /** Its terms must be accepted on its page by a logged-in user. */
  readonly isGated: boolean
  /** URL of its page on the hub. */
  readonly page: string
  /** Only those that can be models and have an announced hash. */
  readonly files: readonly HubFile[]
  /** JSON files: the descriptions of a model in a folder of its own. */
  readonly texts: readonly HubText[]
}

export interface FoundRepository {
  readonly repo: string
  readonly downloads: number | null
  readonly license: string | null
  readonly isGated: boolean
  readonly page: string
}

/** Hugging Face, or a mirror of it. */
export interface Hub {
  /** @throws network/*, provider/*, request/cancelled */
  search(query: string, signal: AbortSignal): Promise<readonly FoundRepository[]>
  /** @throws download/refused, credential/*, network/*, provider/*, request/cancelled */
  repository(repo: string, signal: AbortSignal): Promise<HubRepository>
  /** Loads a text file and returns its SHA-256. @throws download/refused if it is not the announced one, like repository */
  sha256OfText(place: HubPlace, text: HubText, signal: AbortSignal): Promise<string>
  /** Returns a file's URL and the headers for requesting it. */
  locate(file: HubPlace): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>
}

export interface HubPlace {
  readonly repo: string
  readonly commit: string
  readonly path: string
  readonly isGated: boolean
}

const hostOf = (address: string): string => new URL(address).host

const commitPattern = /^[0-9a-f]{40}$/
const sha256Pattern = /^[0-9a-f]{64}$/
/** Limit of files per repository; a longer listing is not a model's. */
const filesMax = 20_000
const textMax = 2_000

const text = z.string().max(textMax)
const sizeSchema = z.number().int().nonnegative()

/** `false`, or how access is granted: `auto` or `manual`. */
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
  blobId: z.string().regex(commitPattern).nullish().catch(null),
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

/** A larger one is stored like weights. */
const textBytesMax = 16_000_000
/** Vocabularies of text models have some 40 MB. JSON is read whole: a larger one is no description of a model. */
const jsonBytesMax = 128 * 2 ** 20
const answerBytesMax = 32_000_000
const timeoutMs = 60_000
const silenceMs = 30_000
const foundMax = 30

export interface HubOptions {
  readonly transport: Pick<Transport, 'send' | 'resolveHost'>
  /** Scheme, host and an optional path: the hub's own address, or a mirror's (`HF_ENDPOINT`). */
  readonly address: string
  readonly appVersion: string
  /** The user's key for this address; null = none, or it is for another address. Read only when needed. */
  readonly token: () => Promise<string | null>
}

/** Returns the mirror named by the environment, or the hub itself. @throws configuration/invalid */
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

  async function locate({ repo, commit, path, isGated }: HubPlace) {
    const headers = isGated ? await headersWithKey() : userAgent
    if (headers === null) throw noAccess(address, repo, true)
    return { url: `${address}/${repo}/resolve/${commit}/${encodePath(path)}`, headers }
  }

  async function send(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    const deadline = createDeadline(signal, timeoutMs, silenceMs)
    try {
      const request = { url, headers, fromByte: 0, ifTag: null, signal: deadline.signal }
      const response = await openRange(request, transport)
      deadline.touch()
      if (response.status === 200) {
        return { response, bytes: await readBytes(response, answerBytesMax, () => deadline.touch()) }
      }
      discard(response)
      return { response, bytes: new Uint8Array() }
    } catch (thrown) {
      throwIfAborted(signal)
      if (thrown instanceof OversizeResponse) throw badResponse(address, messages.listTooLarge)
      throw toHubError(thrown, address, deadline.passedMs())
    } finally {
      deadline.end()
    }
  }

  /** The key is sent only if the request fails without one. */
  async function load<T>(path: string, schema: z.ZodType<T>, context: string, signal: AbortSignal): Promise<T> {
    const url = `${address}${path}`
    let response = await send(url, userAgent, signal)
    if (response.response.status === 401 || response.response.status === 403) {
      const headers = await headersWithKey()
      if (headers === null) throw noAccess(address, context, false)
      response = await send(url, headers, signal)
    }
    if (response.response.status !== 200) throw isOfHub(response.response, address, context)
    return parse(response.bytes, schema, address)
  }

  return {
    async search(terms, signal) {
      const query = new URLSearchParams({ search: terms, sort: 'downloads', direction: '-1', limit: String(foundMax) })
      const results = await load(`/api/models?${query.toString()}`, searchSchema, terms, signal)
      return results.slice(0, foundMax).map(toFoundRepository)
    },
    async repository(repo, signal) {
      return toRepository(repo, await load(`/api/models/${repo}?blobs=true`, repositorySchema, repo, signal))
    },
    async sha256OfText(place, { blobId }, signal) {
      const { url, headers } = await locate(place)
      const { response, bytes } = await send(url, headers, signal)
      if (response.status !== 200) throw isOfHub(response, address, place.repo)
      requireBlob(bytes, blobId, place, hostOf(address))
      return createHash('sha256').update(bytes).digest('hex')
    },
    locate,
  }
}

/** @throws download/refused if the contents are not those of the object ID */
function requireBlob(bytes: Uint8Array, blobId: string, { repo, path }: HubPlace, host: string): void {
  const blob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  if (blob !== blobId) throw new AppError('download/refused', messages.notAsAnnounced({ host, repo, path }))
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function toFoundRepository({ id, downloads, gated, tags }: z.output<typeof searchSchema>[number]): FoundRepository {
  return {
    repo: id,
    downloads: downloads ?? null,
    license: tags?.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null,
    isGated: gated,
    page: `${hubAddress}/${id}`,
  }
}

interface Answer {
  readonly response: WireResponse
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
    lfs && isPlain(rfilename) && !(rfilename.endsWith('.json') && lfs.size > jsonBytesMax)
      ? [{ path: rfilename, sizeBytes: lfs.size, sha256: lfs.sha256 }]
      : [],
  )
  const texts = siblings.flatMap(({ rfilename: path, size, blobId, lfs }): HubText[] =>
    !lfs && blobId && size && size <= textBytesMax && path.endsWith('.json') && isPlain(path)
      ? [{ path, sizeBytes: size, blobId }]
      : [],
  )
  return { repo, commit: sha, license: licenseOf(cardData, page), isGated: gated, page, files, texts }
}

/** A path that leaves its repository is rejected, and so is one that names another file on Windows (`a:b` is in `a`). */
function isPlain(path: string): boolean {
  return posix.normalize(path) === path && !/^(\/|\.\.(\/|$))|[\\:\p{Cc}]/u.test(path) && !path.endsWith('/')
}

function licenseOf(card: RepositoryResponse['cardData'], page: string): HubLicense | null {
  if (!card) return null
  const { license, license_name: ownName, license_link: link } = card
  const licenseId = (Array.isArray(license) ? license[0] : license) ?? null
  const name = ownName ?? licenseId
  if (name === null) return null
  const linked = link ? URL.parse(link, `${page}/blob/main/`) : null
  // The author of the card must not choose which web page is opened: the repository's own page is used.
  return { name, page: linked?.origin === hubAddress ? linked.href : page }
}

/** Converts a connection failure to an error with a readable message. */
function toHubError(thrown: unknown, address: string, waitedMs: number | null): unknown {
  const host = hostOf(address)
  if (waitedMs !== null) {
    const message = messages.noResponse({ host, seconds: Math.round(waitedMs / 1_000) })
    return new AppError('network/timeout', message, { cause: thrown })
  }
  if (!isTransportFailure(thrown)) return thrown
  const options = { detail: { host, reason: thrown.reason }, cause: thrown }
  if (thrown.kind === 'interrupted') {
    return new AppError('network/interrupted', messages.connectionLost({ host }), options)
  }
  const message = messages.noConnection({ host })
  return new AppError('network/offline', message, options)
}

/** An unexpected response. `what`: the repository, or the search query. */
function isOfHub({ status, headers }: WireResponse, address: string, context: string): AppError {
  const host = hostOf(address)
  const detail = { status, host }
  if (status === 401 || status === 403) return noAccess(address, context, true)
  if (status === 404 || headers['x-error-code'] === 'RepoNotFound') {
    return new AppError('download/refused', messages.hostHasNot({ host, what: context }), { detail })
  }
  if (status === 429) {
    return new AppError('provider/rate-limited', messages.rateLimited({ host }), { detail })
  }
  if (status >= 500) {
    return new AppError('provider/unavailable', messages.hostFails({ host, status }), { detail })
  }
  return new AppError('download/refused', messages.hostReturnedError({ host, what: context, status }), { detail })
}

/** `isThere`: it is known to exist but access is restricted. */
function noAccess(address: string, repo: string, isThere: boolean): AppError {
  const host = hostOf(address)
  const page = `https://huggingface.co/${repo}`
  const message = isThere ? messages.termsNotAccepted({ repo, page }) : messages.repoNotFound({ host, repo })
  return new AppError('download/refused', message, {
    detail: { host, lacksKeyOf: 'huggingface', ...(isThere && { page }) },
  })
}

function badResponse(address: string, problem: unknown): AppError {
  return new AppError('provider/bad-reply', messages.unexpectedResponse({ host: hostOf(address) }), {
    detail: { problem: typeof problem === 'string' ? problem : describeProblem(problem) },
  })
}
