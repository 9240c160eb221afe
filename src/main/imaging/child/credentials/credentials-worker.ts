/** Worker thread entry: Content Credentials, one job at a time. It is the library's only user. */
import type * as C2paLibrary from '@contentauth/c2pa-wasm'
import type { WasmBuilder } from '@contentauth/c2pa-wasm'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { CredentialsCheck } from '../../../../shared/domain/credentials.ts'
import { credentialsUnreadable } from '../../../../shared/messages/en/written-files.ts'
import type { CredentialsSource, OpenedSource } from '../../content-credentials.ts'
import { buildManifest, ingredientOf, inputId, openedId, placedId, type FoundSources } from './build-manifest.ts'
import { coseSign1, reservedBytes } from './cose-sign1.ts'
import type { CredentialsJob, FromCredentialsThread, ToCredentialsThread, SignJob } from './credentials-message.ts'
import { withFile, slicesOf, type ByteSlices } from './slices.ts'
import { summarizeStore } from './summarize-store.ts'

let loaded: Promise<C2pa> | null = null

/**
 * Library settings: nothing is fetched and no thumbnail is made. Without its list of labels, the library files
 * Atelier's own statements as gathered, that is, as made by others (C2PA 2.2).
 */
const c2paSettings = JSON.stringify({
  verify: { verify_after_sign: false, remote_manifest_fetch: false, ocsp_fetch: false },
  builder: {
    thumbnail: { enabled: false },
    created_assertion_labels: ['c2pa.actions', 'c2pa.ingredient', 'c2pa.thumbnail.ingredient'],
  },
})

/** A larger store contains nothing a person would read. */
const storeCharsMax = 20_000_000

const broken = {
  type: 'checked',
  state: 'broken',
  signer: null,
  issuer: null,
  signedAtMs: null,
  generator: null,
  actions: [],
  ingredients: [],
} as const

let resolveSignature: ((signature: Uint8Array) => void) | null = null

function post(message: FromCredentialsThread): void {
  parentPort?.postMessage(message)
}

/** The key is in another process: sends out the bytes to sign and receives the signature. */
function askForSignature(bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    resolveSignature = resolve
    post({ type: 'toSign', bytes })
  })
}

async function runJob(job: CredentialsJob): Promise<void> {
  try {
    if (job.type === 'sign') post({ type: 'signed', bytes: await signBytes(job, askForSignature) })
    else post({ type: 'checked', check: await checkFile(job.path, job.mime) })
  } catch (thrown) {
    post({ type: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

parentPort?.on('message', (message: ToCredentialsThread) => {
  if (message.type === 'do') void runJob(message.job)
  else resolveSignature?.(message.bytes)
})

/** Reads and validates the credentials in a file; `none` if it has none or its format cannot hold any. */
async function checkFile(path: string, mime: string): Promise<CredentialsCheck> {
  const c2pa = await loadC2pa()
  const read = await withFile(path, async (file) => {
    try {
      const reader = await c2pa.WasmReader.fromBlob(mime, asBlob(file), c2paSettings)
      const json = reader.json()
      reader.free()
      return { json, problem: '' }
    } catch (thrown) {
      // A panic leaves the library in an unknown state: the thread must end.
      if (thrown instanceof Error && thrown.name === 'RuntimeError') throw thrown
      return { json: null, problem: thrown instanceof Error ? thrown.message : String(thrown) }
    }
  })
  if (read.json === null) {
    if (/JumbfNotFound|no JUMBF|UnsupportedType|unsupported/i.test(read.problem)) return { type: 'none' }
    return { ...broken, actions: [], ingredients: [], problems: [read.problem.slice(0, 500).toWellFormed()] }
  }
  const summary = read.json.length > storeCharsMax ? null : summarizeStore(JSON.parse(read.json))
  return summary ?? { ...broken, actions: [], ingredients: [], problems: [credentialsUnreadable] }
}

/** Returns the file with credentials embedded. `sign` is called once, for the bare signature. */
async function signBytes(job: SignJob, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array> {
  const c2pa = await loadC2pa()
  const found = await findSources(c2pa, job)
  const { definition, hasParent } = buildManifest(job, found)
  const builder = c2pa.WasmBuilder.fromJson(JSON.stringify(definition), c2paSettings)
  try {
    if (hasParent) await addIngredient(builder, found.opened, openedId)
    for (const [at, source] of found.placed.entries()) await addIngredient(builder, source, placedId(at))
    for (const [at, source] of found.inputs.entries()) await addIngredient(builder, source, inputId(at))
    const certificates = withoutRoot(job.plan.certificates)
    const signer = { algorithm: job.plan.algorithm, certificates, sign }
    const reserveSize = reservedBytes(signer)
    const definitionOfSigner = {
      alg: job.plan.algorithm,
      reserveSize,
      sign: (claim: Uint8Array) => coseSign1(claim, signer, reserveSize),
    }
    return await builder.sign(definitionOfSigner as never, [], job.mime, asBlob(slicesOf(job.bytes)))
  } finally {
    builder.free()
  }
}

/** `x5chain` excludes the root: anyone who trusts it already has it (C2PA 2.2). */
function withoutRoot(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  return certificates.filter((der, at) => {
    if (at === 0) return true
    const certificate = new X509Certificate(der)
    return !certificate.checkIssued(certificate)
  })
}

/** Credentials continue from the nearest ancestor that has some. */
async function findSources(c2pa: C2pa, { plan }: SignJob): Promise<FoundSources> {
  let opened: OpenedSource | null = plan.createdBy === null ? (plan.opened[0] ?? null) : null
  for (const source of plan.opened) {
    if (!(await hasCredentials(c2pa, source))) continue
    opened = source
    break
  }
  const placed: CredentialsSource[] = []
  for (const source of plan.placed) if (await hasCredentials(c2pa, source)) placed.push(source)
  // If the image itself is opened, its own manifest describes the model's step.
  return {
    opened,
    placed,
    inputs: opened === null || (opened.editedBy !== null && !opened.isItself) ? plan.inputs : [],
  }
}

/** An unreadable file has no credentials to carry on. */
async function hasCredentials(c2pa: C2pa, { path, mime }: CredentialsSource): Promise<boolean> {
  try {
    const reader = await withFile(path, (file) => c2pa.WasmReader.fromBlob(mime, asBlob(file), c2paSettings))
    reader.free()
    return true
  } catch {
    return false
  }
}

async function addIngredient(builder: WasmBuilder, source: CredentialsSource | null, id: string): Promise<void> {
  const thumbnailId = source === null ? null : addThumbnail(builder, source, id)
  const json = ingredientOf(source, id, thumbnailId)
  if (source === null) return builder.addIngredient(json)
  try {
    await withFile(source.path, (file) => builder.addIngredientFromBlob(json, source.mime, asBlob(file)))
  } catch {
    // Missing, or of a format the library cannot read: it is still named.
    builder.addIngredient(json)
  }
}

/** Missing thumbnails are regenerated when viewed, so nothing waits for them here. */
function addThumbnail(builder: WasmBuilder, { thumbnailPath }: CredentialsSource, id: string): string | null {
  if (thumbnailPath === null) return null
  try {
    const thumbnailId = `${id}.webp`
    builder.addResourceFromBlob(thumbnailId, asBlob(slicesOf(readFileSync(thumbnailPath))))
    return thumbnailId
  } catch {
    return null
  }
}

type C2pa = typeof C2paLibrary

/**
 * Loads the official library as WebAssembly. It is written for a browser worker, so the APIs it needs are stubbed here,
 * in a separate thread, and everything that could reach the network is removed.
 */
function loadC2pa(): Promise<C2pa> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<C2pa> {
  Object.assign(globalThis, {
    FileReaderSync: class {
      readAsArrayBuffer(part: ByteSlices): ArrayBuffer {
        return part.read().buffer
      }
    },
    fetch: () => Promise.reject(new TypeError('Content Credentials are read and written without the network.')),
  })
  const c2pa = await import('@contentauth/c2pa-wasm')
  c2pa.initSync({ module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')) })
  return c2pa
}

/** The library accepts any object with a length and a slice method as a Blob. */
function asBlob(slices: ByteSlices): Blob {
  return slices as unknown as Blob
}
