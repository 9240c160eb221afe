import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { WasmBuilder } from '@contentauth/c2pa-wasm'
import type { CredentialsSource, OpenedSource } from '../../content-credentials.ts'
import { buildManifest, ingredientOf, inputId, openedId, placedId, type FoundSources } from './build-manifest.ts'
import { coseSign1, reservedBytes } from './cose-sign1.ts'
import type { SignJob } from './credentials-message.ts'
import { asBlob, c2paSettings, loadC2pa, type C2pa } from './load-c2pa.ts'
import { slicesOf, withFile } from './slices.ts'

/** The file again, with credentials in it. `sign` is asked once, for the bare signature. */
export async function signBytes(job: SignJob, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array> {
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

/** A root has no place in `x5chain`: who trusts it has it already (C2PA 2.2). */
function withoutRoot(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  return certificates.filter((der, at) => {
    if (at === 0) return true
    const certificate = new X509Certificate(der)
    return !certificate.checkIssued(certificate)
  })
}

/** Credentials are carried on from the nearest picture of its line that has some. */
async function findSources(c2pa: C2pa, { plan }: SignJob): Promise<FoundSources> {
  let opened: OpenedSource | null = plan.createdBy === null ? (plan.opened[0] ?? null) : null
  for (const source of plan.opened) {
    if (!(await hasCredentials(c2pa, source))) continue
    opened = source
    break
  }
  const placed: CredentialsSource[] = []
  for (const source of plan.placed) if (await hasCredentials(c2pa, source)) placed.push(source)
  // Where the image itself is opened, the step of its model is its own manifest's to tell.
  return {
    opened,
    placed,
    inputs: opened === null || (opened.editedBy !== null && !opened.isItself) ? plan.inputs : [],
  }
}

/** What cannot be read has none that could be carried on. */
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
    // Of a kind that the library does not read, or gone: it is named all the same.
    builder.addIngredient(json)
  }
}

/** Missing thumbnails are made again when they are looked at: nothing waits for one here. */
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
