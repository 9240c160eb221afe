import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import { exportedSize } from '../../../shared/domain/export-size.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { firstWords } from '../../../shared/util/first-words.ts'
import { formatToMime, mimeToExtension } from '../../../shared/util/media-type.ts'
import type { AssetRecord } from '../../database/index.ts'
import { localDay } from '../../../shared/util/local-day.ts'
import { twoDigits } from '../files/library-paths.ts'
import { findForbiddenCharacters, toSafeFileName } from '../files/safe-file-name.ts'

export interface ExportName {
  /** With extension; safe on every system. */
  readonly fileName: string
  /** What is wrong with the template, for the artist; null where nothing is. */
  readonly problem: string | null
  /** Whether nothing may be written under this name. */
  readonly isUnusable: boolean
  /** Of the file's picture. */
  readonly widthPx: number
  readonly heightPx: number
}

const tokenPattern = /\{([^{}]*)\}/g

/** What a name can be made of. */
export type NamedPicture = Pick<
  AssetRecord,
  'id' | 'name' | 'mime' | 'rawAnswerMime' | 'widthPx' | 'heightPx' | 'createdAtMs' | 'recipe' | 'marks'
> & { readonly collections: readonly string[] }
type NamingOptions = Pick<ExportOptions, 'format' | 'size' | 'template'>

/**
 * The file name a template gives for a picture.
 * @param position 1 for the first picture of a batch: `{n}`
 */
export function exportName(picture: NamedPicture, options: NamingOptions, position: number): ExportName {
  const size = options.format === 'original' ? picture : exportedSize(picture, options.size)
  const values = tokenValues(picture, size, position)
  const unknown: string[] = []
  const filled = options.template.replace(tokenPattern, (token, name: string) => {
    const value = values.get(name)
    if (value === undefined) unknown.push(token)
    return value ?? ''
  })
  const base = toSafeFileName(filled)
  return {
    fileName: `${base || 'picture'}.${extensionOf(picture, options.format)}`,
    problem: findProblem(options.template, unknown, base, [...values.keys()]),
    isUnusable: unknown.length > 0 || base === '',
    widthPx: size.widthPx,
    heightPx: size.heightPx,
  }
}

/** Every token filled in, as a line of text: for captions, which may hold what a file name may not. */
export function fillTokens(picture: NamedPicture, template: string, position: number): string {
  const values = tokenValues(picture, picture, position).set('prompt', oneLine(picture.recipe.prompt ?? ''))
  return template.replace(tokenPattern, (token, name: string) => values.get(name) ?? token).trim()
}

/** A caption has room for all of it. */
function oneLine(text: string): string {
  return text.trim().replace(/\s+/gu, ' ')
}

function extensionOf({ mime, rawAnswerMime }: NamedPicture, format: ExportOptions['format']): string {
  return mimeToExtension(format === 'original' ? (rawAnswerMime ?? mime) : formatToMime(format))
}

function findProblem(
  template: string,
  unknown: readonly string[],
  base: string,
  known: readonly string[],
): string | null {
  if (unknown.length > 0) {
    return messages.tokenUnknown({
      unknown: unknown.join(', '),
      known: known.map((name) => `{${name}}`).join(', '),
    })
  }
  if (base === '') return messages.templateEmpty({ token: '{name}' })
  const forbidden = findForbiddenCharacters(template.replaceAll(tokenPattern, ''))
  if (forbidden.length === 0) return null
  return messages.charactersReplaced({ forbidden: forbidden.join(' ') })
}

function tokenValues(
  { id, name, createdAtMs, recipe, marks, collections }: NamedPicture,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  position: number,
): Map<string, string> {
  const at = new Date(createdAtMs)
  const maker = recipe.provider ?? recipe.operation
  return new Map([
    ['name', name],
    ['date', localDay(createdAtMs)],
    ['time', [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join('-')],
    ['model', recipe.model ?? ''],
    ['provider', maker],
    // What the provider was called before: a template somebody has made stays good.
    ['engine', maker],
    ['seed', recipe.seed === null ? '' : String(recipe.seed)],
    ['prompt', firstWords(recipe.prompt ?? '')],
    ['width', String(widthPx)],
    ['height', String(heightPx)],
    ['rating', String(marks.rating)],
    ['tags', marks.tags.join(' ')],
    ['collection', collections.join(' ')],
    ['n', String(position)],
    ['id', id],
  ])
}
