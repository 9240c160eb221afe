import type { OptionField } from '../../../../shared/domain/model-card.ts'
import { specialField, type InputField } from './input-shape.ts'

type Node = Readonly<Record<string, unknown>>

const depthMax = 8
const hintCharsMax = 300

/**
 * Reads the fields of a model's input from its JSON Schema (as in OpenAPI), in the order the service shows them. `root`
 * is the document that `$ref`s refer to. Secrets (`format: password`) are left out: they must not be recorded with a
 * request.
 */
export function readInputSchema(schema: unknown, root: unknown = schema): InputField[] {
  const node = resolve(schema, root)
  const required = new Set(Array.isArray(node['required']) ? node['required'] : [])
  const properties = Object.entries(asNode(node['properties'])).map(
    ([name, value]) => [name, resolve(value, root)] as const,
  )
  return inOrder(properties, node)
    .filter(([, field]) => field['format'] !== 'password')
    .map(([name, field]) => readField(name, field, required.has(name), root))
}

/** Sorts the fields: Replicate numbers them (`x-order`), fal lists their names (`x-fal-order-properties`). */
function inOrder(fields: readonly (readonly [string, Node])[], schema: Node): readonly (readonly [string, Node])[] {
  const names: unknown = schema['x-fal-order-properties']
  const rank = ([name, field]: readonly [string, Node], at: number) => {
    if (Array.isArray(names) && names.includes(name)) return names.indexOf(name)
    return typeof field['x-order'] === 'number' ? field['x-order'] : at + 1_000
  }
  const ranked = fields.map((field, at) => ({ field, rank: rank(field, at) }))
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ field }) => field)
}

function readField(name: string, node: Node, isRequired: boolean, root: unknown): InputField {
  const base = { name, label: labelOf(name, node), hint: hintOf(node), isRequired }
  const variants = variantsOf(node, root)
  if (variants.length > 1) return readVariants(base, node, variants)
  if (Array.isArray(node['enum'])) return readChoice(base, node, node['enum'])
  switch (typeOf(node)) {
    case 'boolean':
      return { ...base, kind: 'switch', default: typeof node['default'] === 'boolean' ? node['default'] : null }
    case 'integer':
    case 'number':
      return readNumber(base, node)
    case 'string':
      return readString(base, node)
    case 'array':
      return readList(base, node, root)
    default:
      return specialField(isSize(node) ? 'size' : 'other', name, base)
  }
}

type Base = Pick<OptionField, 'name' | 'label' | 'hint' | 'isRequired'>

/**
 * Reads a size that is a name or width and height; or several kinds of text, of which the one with values is the
 * choice.
 */
function readVariants(base: Base, node: Node, variants: readonly Node[]): InputField {
  if (variants.some(isSize)) return specialField('size', base.name, base)
  const values = variants.flatMap((each) => (Array.isArray(each['enum']) ? each['enum'] : []))
  if (values.length > 0) return readChoice(base, node, values)
  const types = new Set(variants.map(typeOf))
  if (types.has('string')) {
    const text = variants.find((each) => typeOf(each) === 'string') ?? {}
    return readString(base, { ...text, ...node })
  }
  return types.has('number') || types.has('integer') ? readNumber(base, node) : specialField('other', base.name, base)
}

function readChoice(base: Base, node: Node, values: readonly unknown[]): InputField {
  const known = values.filter((value) => typeof value === 'string' || typeof value === 'number')
  if (known.length === 0) return specialField('other', base.name, base)
  const usual = known.find((value) => value === node['default']) ?? null
  const choices = known.map((value) => ({ value, label: String(value) }))
  return { ...base, kind: 'choice', choices, default: usual }
}

function readNumber(base: Base, node: Node): InputField {
  const number = (...names: string[]) => names.map((name) => node[name]).find((value) => typeof value === 'number')
  return {
    ...base,
    kind: 'number',
    isWhole: typeOf(node) === 'integer',
    min: number('minimum', 'exclusiveMinimum') ?? null,
    max: number('maximum', 'exclusiveMaximum') ?? null,
    default: number('default') ?? null,
  }
}

/**
 * Files are given as addresses: Atelier provides images, the address of a LoRA can be typed, audio is not supported.
 */
function readString(base: Base, node: Node): InputField {
  if (isImageField(base.name, node)) return specialField('picture', base.name, base)
  const isFile = node['format'] === 'uri' && !/(^|_)(lora|weights)(_|$)/.test(base.name)
  return isFile ? specialField('other', base.name, base) : readText(base, node)
}

function readText(base: Base, node: Node): InputField {
  const maxChars = typeof node['maxLength'] === 'number' ? node['maxLength'] : null
  return { ...base, kind: 'text', maxChars, default: typeof node['default'] === 'string' ? node['default'] : null }
}

function readList(base: Base, node: Node, root: unknown): InputField {
  const items = resolve(node['items'], root)
  const max = typeof node['maxItems'] === 'number' ? node['maxItems'] : countIn(base.hint)
  if (typeOf(items) === 'string' && isImageField(base.name, items)) {
    return specialField('pictures', base.name, { ...base, max })
  }
  const isLoras = /^loras?$/.test(base.name) && Object.hasOwn(asNode(items['properties']), 'path')
  return specialField(isLoras ? 'loras' : 'other', base.name, { ...base, max })
}

/** Parses "Maximum 8 images" or "up to 4 images", for schemas that only describe the limit in text. */
function countIn(hint: string | null): number | null {
  const count =
    /\b(?:max(?:imum)?(?: of)?|up to|at most)\s+(\d{1,2})\s+(?:input |reference )?(?:images|pictures)/i.exec(
      hint ?? '',
    )?.[1]
  return count === undefined ? null : Number(count)
}

/** Services indicate images by the format (`uri`) or only by the name (`image_url`, `mask_image`, `input_images`). */
function isImageField(name: string, node: Node): boolean {
  const isNamed = /(^|_)(image|images|img|mask|picture|photo)(_|$)/.test(name)
  if (node['format'] === 'uri') return !/(^|_)(audio|video|lora|weights|model|config|file)(_|$)/.test(name)
  return isNamed && /(_urls?|image|images|img|mask)$/.test(name) && node['format'] === undefined
}

function isSize(node: Node): boolean {
  const properties = asNode(node['properties'])
  return Object.hasOwn(properties, 'width') && Object.hasOwn(properties, 'height')
}

function labelOf(name: string, node: Node): string {
  if (typeof node['title'] === 'string' && node['title'].trim() !== '' && node['title'] !== name) return node['title']
  const message = name.replaceAll('_', ' ')
  return message.charAt(0).toUpperCase() + message.slice(1)
}

function hintOf(node: Node): string | null {
  if (typeof node['description'] !== 'string') return null
  const message = node['description'].replace(/\s+/g, ' ').trim()
  if (message === '') return null
  return message.length > hintCharsMax ? `${message.slice(0, hintCharsMax)}…` : message
}

function typeOf(node: Node): string {
  const type = node['type']
  const name: unknown = Array.isArray(type) ? type.find((each) => each !== 'null') : type
  return typeof name === 'string' ? name : ''
}

/** Returns the possible types of a field, without null. */
function variantsOf(node: Node, root: unknown): Node[] {
  const variants = node['anyOf'] ?? node['oneOf']
  return Array.isArray(variants)
    ? variants.map((each) => resolve(each, root)).filter((each) => typeOf(each) !== 'null')
    : []
}

/** Follows `$ref`, merges `allOf`, and picks the only variant of a field that may otherwise only be null. */
function resolve(value: unknown, root: unknown, depth = 0): Node {
  const node = asNode(value)
  if (depth > depthMax) return {}
  const { $ref: reference, allOf, ...direct } = node
  const parts: unknown[] = [
    ...(typeof reference === 'string' ? [pointedAt(reference, root)] : []),
    ...(Array.isArray(allOf) ? allOf : []),
  ]
  const merged: Node = Object.assign({}, ...parts.map((part) => resolve(part, root, depth + 1)), direct) as Node
  const variants = variantsOf(merged, root)
  const [only] = variants
  if (only === undefined || variants.length > 1) return merged
  const { anyOf: _any, oneOf: _one, ...rest } = merged
  return { ...only, ...rest }
}

function pointedAt(reference: string, root: unknown): unknown {
  if (!reference.startsWith('#/')) return {}
  const steps = reference.slice(2).split('/')
  return steps.reduce<unknown>((at, step) => asNode(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')], root)
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
