import type { operations } from '../domain/asset.ts'
import type { dialects } from '../domain/dialect.ts'
import type { colorLabels } from '../domain/color-labels.ts'
import type { flags } from '../domain/annotations.ts'

/**
 * The language in which pictures are looked for. Terms stand side by side and all have to be met: words (each the beginning of
 * one), `"phrases"`, `field:value`; `-` before a term turns it round, `field:a,b` is any of them, a value with spaces is quoted.
 */
export type Term = TextTerm | ValueTerm | RangeTerm

interface TermPlace {
  /** From inclusive to exclusive, UTF-16 units of the query. */
  readonly from: number
  readonly to: number
  readonly isNegated: boolean
}

/** Words to be found in what was written about a picture: anywhere (`field` null), or in one place. Any of `texts` will do. */
export interface TextTerm extends TermPlace {
  readonly is: 'text'
  readonly field: TextQueryField | null
  readonly texts: readonly { readonly text: string; readonly isPhrase: boolean }[]
}

/** Any of `values`. Where the values are known beforehand they are in their proper spelling. */
export interface ValueTerm extends TermPlace {
  readonly is: 'value'
  readonly field: ValueField
  readonly values: readonly string[]
}

/** In any of `ranges`. */
export interface RangeTerm extends TermPlace {
  readonly is: 'range'
  /** Those of times are all about when a picture was made or brought in, in milliseconds since 1970. */
  readonly field: NumberQueryField | TimeField
  readonly ranges: readonly Range[]
}

/** Open ends are infinite; whole numbers that would lose digits are big integers. */
export interface Range {
  readonly min: number | bigint
  readonly max: number | bigint
  /** Whether the ends themselves belong to it. */
  readonly hasMin: boolean
  readonly hasMax: boolean
}

export interface QueryMistake {
  readonly from: number
  readonly to: number
  readonly message: string
  /** What was probably meant, and which part of the query it would take the place of. */
  readonly instead?: { readonly from: number; readonly to: number; readonly text: string }
}

export interface ParsedQuery {
  readonly terms: readonly Term[]
  readonly problems: readonly QueryMistake[]
}

/** Values are words of the artist's or of the services': any may be right. `*` at the end stands for the rest. */
export const openFields = ['provider', 'model', 'tag', 'collection', 'id'] as const
export const textFields = ['name', 'prompt', 'negative', 'notes'] as const
export const numberFields = ['seed', 'rating', 'cost', 'width', 'height', 'megapixels'] as const
export const timeFields = ['before', 'after', 'on', 'month'] as const

/** Fields of which all values are known. */
export const closedFields = {
  operation: [
    'import',
    'fill',
    'generate',
    'edit',
    'variations',
    'compose',
    'crop',
    'expand',
    'merge',
    'external',
  ] satisfies readonly (typeof operations)[number][],
  flag: ['none', 'pick', 'reject'] satisfies readonly (typeof flags)[number][],
  label: ['none', 'red', 'yellow', 'green', 'blue', 'purple'] satisfies readonly (
    'none' | (typeof colorLabels)[number]
  )[],
  has: [
    'mask',
    'answer',
    'parent',
    'children',
    'notes',
    'prompt',
    'negative',
    'seed',
    'credentials',
    'location',
    'workflow',
  ],
  is: ['missing', 'covered', 'stacked', 'edited', 'pick', 'reject'],
  shape: ['square', 'landscape', 'portrait'],
  color: ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'pink', 'brown', 'black', 'gray', 'white'],
  format: ['png', 'jpeg', 'webp', 'avif', 'tiff', 'gif'],
  tool: [
    'atelier',
    'a1111',
    'comfyui',
    'invokeai',
    'swarmui',
    'fooocus',
    'novelai',
    'krita-ai',
    'text',
    'easydiffusion',
    'drawthings',
    'ruinedfooocus',
    'huggingface',
  ] satisfies readonly (typeof dialects)[number][],
} as const

export type OpenField = (typeof openFields)[number]
export type ClosedField = keyof typeof closedFields
export type TextQueryField = (typeof textFields)[number]
export type NumberQueryField = (typeof numberFields)[number]
export type TimeField = (typeof timeFields)[number]
export type ValueField = OpenField | ClosedField
export type QueryField = ValueField | TextQueryField | NumberQueryField | TimeField

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the object above
const closedFieldNames = Object.keys(closedFields) as ClosedField[]

/** In the order in which they are offered. */
export const queryFields: readonly QueryField[] = [
  ...openFields,
  ...closedFieldNames,
  ...textFields,
  ...numberFields,
  ...timeFields,
]
