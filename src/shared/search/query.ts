import { colorLabels } from '../domain/color-labels.ts'
import { flags, metadataDialects, operations } from '../domain/searched-values.ts'

/**
 * The search language. Terms are separated by spaces and must all match: words (as prefixes), `"phrases"`,
 * `field:value`; `-` before a term negates it, `field:a,b` matches any of them, a value with spaces is quoted.
 */
export type Term = TextTerm | ValueTerm | RangeTerm

interface TermPlace {
  /** From inclusive to exclusive, UTF-16 units of the query. */
  readonly from: number
  readonly to: number
  readonly isNegated: boolean
}

/** Text to find in anything written about an image (`field` null), or in one field. Any of `texts` matches. */
export interface TextTerm extends TermPlace {
  readonly type: 'text'
  readonly field: TextQueryField | null
  readonly texts: readonly { readonly text: string; readonly isPhrase: boolean }[]
}

/** Matches any of `values`. Values of closed fields have their canonical spelling. */
export interface ValueTerm extends TermPlace {
  readonly type: 'value'
  readonly field: ValueField
  readonly values: readonly string[]
}

/** Matches any of `ranges`. */
export interface RangeTerm extends TermPlace {
  readonly type: 'range'
  /** Times are all about when an image was made or imported, in milliseconds since 1970. */
  readonly field: NumberQueryField | TimeField
  readonly ranges: readonly Range[]
}

/** Open ends are infinite; whole numbers beyond the safe range are bigints. */
export interface Range {
  readonly min: number | bigint
  readonly max: number | bigint
  /** Whether the ends are inclusive. */
  readonly hasMin: boolean
  readonly hasMax: boolean
}

export interface QueryMistake {
  readonly from: number
  readonly to: number
  readonly message: string
  /** The probable correction, and the part of the query it would replace. */
  readonly instead?: { readonly from: number; readonly to: number; readonly text: string }
}

export interface ParsedQuery {
  readonly terms: readonly Term[]
  readonly problems: readonly QueryMistake[]
}

/** Values come from the artist or the services, so any may be valid. `*` at the end matches any suffix. */
export const openFields = ['provider', 'model', 'tag', 'collection', 'reference', 'id', 'looks', 'likeness'] as const
export const textFields = ['name', 'prompt', 'negative', 'notes', 'description'] as const
export const numberFields = ['seed', 'rating', 'cost', 'width', 'height', 'megapixels'] as const
export const timeFields = ['before', 'after', 'on', 'month'] as const

/** Fields with a fixed set of values. */
export const closedFields = {
  operation: operations,
  flag: flags,
  label: ['none', ...colorLabels],
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
    'description',
  ],
  is: ['missing', 'damaged', 'covered', 'stacked', 'edited', 'pick', 'reject'],
  shape: ['square', 'landscape', 'portrait'],
  color: ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'pink', 'brown', 'black', 'gray', 'white'],
  format: ['png', 'jpeg', 'webp', 'avif', 'tiff', 'gif'],
  tool: metadataDialects,
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

/** In the order in which they are suggested. */
export const queryFields: readonly QueryField[] = [
  ...openFields,
  ...closedFieldNames,
  ...textFields,
  ...numberFields,
  ...timeFields,
]
