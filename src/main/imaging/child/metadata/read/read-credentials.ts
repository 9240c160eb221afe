import { X509Certificate } from 'node:crypto'
import type { FileDetails } from '../../../../../shared/domain/metadata-dialect.ts'
import { certificateName } from '../../../../platform/pure/certificate-name.ts'
import { decodeCbor, type CborValue } from './decode-cbor.ts'
import { readJumbf, type JumbfBox } from './jumbf-boxes.ts'

export interface FoundCredentials {
  readonly stated: NonNullable<FileDetails['credentials']>
  /** IPTC digital source type (a URL), from the actions of the image and its ingredients. */
  readonly digitalSourceType: string | null
}

const actionsMax = 50
const textMax = 500

/**
 * Reads what Content Credentials (C2PA 2.1) say without validating them: neither the signature nor the hash over the
 * pixels is checked.
 */
export function readCredentials(bytes: Buffer): FoundCredentials {
  const store = readJumbf(bytes)
  // The last manifest is the active one (section 11.1.4.2).
  const manifest = store?.children.at(-1) ?? null
  const claim = manifest && contentOf(findBox(manifest, /^c2pa\.claim(?:\.v\d+)?$/))
  const actions = manifest === null ? [] : actionsOf(manifest)
  const signature = manifest && contentOf(findBox(manifest, /^c2pa\.signature$/))
  const names = actions.map((action) => textAt(action, 'action')).filter((name) => name !== null)
  return {
    stated: {
      generator: claim === null ? null : generatorOf(claim),
      issuer: signature === null ? null : issuerOf(signature),
      signedAtMs: signature === null ? null : signedAtOf(signature),
      actions: [...new Set(names)].slice(0, actionsMax),
    },
    digitalSourceType: store === null || manifest === null ? null : sourceTypeOf(store, manifest, new Set()),
  }
}

const compositeType = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia'

/**
 * Combines the source types of a manifest and its ingredients. A model-made image remains one whatever was done to it
 * afterwards (Gemini signs its visible mark as a later edit, `composite`); an image with such a part is a composite
 * with it.
 */
function sourceTypeOf(store: JumbfBox, manifest: JumbfBox, seen: Set<JumbfBox>): string | null {
  seen.add(manifest)
  const actions = actionsOf(manifest)
  const created = actions.filter((action) => textAt(action, 'action') === 'c2pa.created')
  const stated = [...created, ...actions].map((action) => textAt(action, 'digitalSourceType'))
  const ownType = strongestType(...stated)
  if (ownType !== null && isTrainedType(ownType)) return ownType
  let inherited: string | null = null
  let hasTrainedPart = false
  for (const { label, relationship } of ingredientsOf(manifest)) {
    const ingredient = store.children.find((each) => each.label === label)
    const type = ingredient === undefined || seen.has(ingredient) ? null : sourceTypeOf(store, ingredient, seen)
    if (relationship === 'parentOf') inherited = strongestType(inherited, type)
    else if (relationship === 'componentOf' && type !== null) hasTrainedPart ||= isTrainedType(type)
  }
  const whole = strongestType(ownType, inherited)
  return hasTrainedPart && (whole === null || !isTrainedType(whole)) ? compositeType : whole
}

/** Ingredients by the label of their manifest; version 3 calls the link `activeManifest`. */
function ingredientsOf(manifest: JumbfBox): { label: string; relationship: string | null }[] {
  const assertions = findBox(manifest, /^c2pa\.assertions$/)
  const boxes = assertions?.children.filter(({ label }) => /^c2pa\.ingredient(?:\.v\d+)?(?:__\d+)?$/.test(label)) ?? []
  return boxes.flatMap((box) => {
    const content = contentOf(box)
    const url = textAt(valueAt(content, 'activeManifest') ?? valueAt(content, 'c2pa_manifest'), 'url')
    const label = /(?:^|=)\/c2pa\/([^/]+)$/.exec(url ?? '')?.[1]
    return label === undefined ? [] : [{ label, relationship: textAt(content, 'relationship') }]
  })
}

function findBox({ children }: JumbfBox, label: RegExp): JumbfBox | null {
  return children.find((child) => label.test(child.label)) ?? null
}

function contentOf(box: JumbfBox | null): CborValue {
  const content = box?.contents.find(({ type }) => type === 'cbor')
  return content === undefined ? null : decodeCbor(content.data)
}

function actionsOf(manifest: JumbfBox): readonly CborValue[] {
  const assertions = findBox(manifest, /^c2pa\.assertions$/)
  const boxes = assertions?.children.filter(({ label }) => /^c2pa\.actions(?:\.v\d+)?(?:__\d+)?$/.test(label)) ?? []
  return boxes.flatMap((box) => listAt(contentOf(box), 'actions'))
}

/** Claims of version 2 have one generator, version 1 a list, and earlier ones a text. */
function generatorOf(claim: CborValue): string | null {
  const info = valueAt(claim, 'claim_generator_info')
  const first = Array.isArray(info) ? (info[0] as CborValue) : info
  const name = textAt(first, 'name')
  const version = textAt(first, 'version')
  if (name !== null) return version === null ? name : `${name} ${version}`
  return textAt(claim, 'claim_generator')
}

/** COSE_Sign1: protected header, unprotected header, payload, signature (RFC 9052); 33 = x5chain (RFC 9360). */
function issuerOf(signature: CborValue): string | null {
  if (!Array.isArray(signature)) return null
  const [sealed, open] = signature as CborValue[]
  const header = Buffer.isBuffer(sealed) ? decodeCbor(sealed) : null
  const chain = valueAt(header, '33') ?? valueAt(open ?? null, '33') ?? valueAt(open ?? null, 'x5chain')
  const leaf = Array.isArray(chain) ? (chain[0] as CborValue) : chain
  if (!Buffer.isBuffer(leaf)) return null
  try {
    const { subject } = new X509Certificate(leaf)
    return cut(certificateName(subject, 'O') ?? certificateName(subject, 'CN'))
  } catch {
    return null
  }
}

/** The tag of a GeneralizedTime (X.690), which is 15 to 23 characters long. */
const timeTag = 0x18

function timeIn(token: Buffer): string | undefined {
  for (let at = token.indexOf(timeTag); at !== -1; at = token.indexOf(timeTag, at + 1)) {
    const length = token[at + 1] ?? 0
    const digits = token.toString('latin1', at + 2, at + 16)
    if (length >= 15 && length <= 23 && /^\d{14}$/.test(digits)) return digits
  }
  return undefined
}

/** The first GeneralizedTime in the time-stamp token (RFC 3161) is its own time. */
function signedAtOf(signature: CborValue): number | null {
  const open = Array.isArray(signature) ? (signature[1] as CborValue) : null
  const stamps = valueAt(open, 'sigTst2') ?? valueAt(open, 'sigTst')
  const token = valueAt(listAt(stamps, 'tstTokens')[0] ?? null, 'val')
  const found = Buffer.isBuffer(token) ? timeIn(token) : undefined
  if (found === undefined) return null
  const [, year, month, day, hour, minute, second] = /(....)(..)(..)(..)(..)(..)/.exec(found)!.map(Number)
  const atMs = Date.UTC(year!, month! - 1, day, hour, minute, second)
  return Number.isSafeInteger(atMs) ? atMs : null
}

function valueAt(value: CborValue, key: string): CborValue {
  return value instanceof Map ? ((value as ReadonlyMap<string, CborValue>).get(key) ?? null) : null
}

function listAt(value: CborValue, key: string): readonly CborValue[] {
  const list = valueAt(value, key)
  return Array.isArray(list) ? (list as CborValue[]) : []
}

function textAt(value: CborValue, key: string): string | null {
  const text = valueAt(value, key)
  return typeof text === 'string' ? cut(text) : null
}

function cut(text: string | null): string | null {
  return text?.slice(0, textMax).toWellFormed() ?? null
}

/** IPTC digital source types (https://cv.iptc.org/newscodes/digitalsourcetype/), by the last segment of their URL. */

/** Source types that involve a trained model. */
const trainedTypes: ReadonlySet<string> = new Set(['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'])

export function isTrainedType(address: string): boolean {
  return trainedTypes.has(address.split('/').at(-1) ?? '')
}

/** Of several statements about one image the first wins, unless a later one involves a model. */
export function strongestType(...addresses: readonly (string | null)[]): string | null {
  const stated = addresses.filter((address) => address !== null && address !== '')
  return stated.find((address) => isTrainedType(address!)) ?? stated[0] ?? null
}
