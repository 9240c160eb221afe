import {
  type ExportOptions,
  exportedSize,
  nameTokenNames,
  writtenToken,
  type NameToken,
} from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { firstWords } from '../../../shared/util/first-words.ts'
import { formatToMime, mimeToExtension } from '../../../shared/util/media-type.ts'
import type { AssetRecord } from '../../database/index.ts'
import { localDay } from '../../../shared/util/local-day.ts'
import { twoDigits } from '../files/library-paths.ts'
import { findForbiddenCharacters, toSafeFileName } from '../files/safe-file-name.ts'
import type { TakenAt } from './taken-at.ts'

export interface ExportName {
  /** With extension; valid on every system. */
  readonly fileName: string
  /** What is wrong with the template, for the user; null where it is valid. */
  readonly problem: string | null
  /** Whether a file must not be written under this name. */
  readonly isUnusable: boolean
  /** Size of the exported image. */
  readonly widthPx: number
  readonly heightPx: number
}

const tokenPattern = /\{([^{}]*)\}/g

/** The fields that a name can be built from. */
export type NameableImage = Pick<
  AssetRecord,
  'id' | 'name' | 'mime' | 'rawAnswerMime' | 'widthPx' | 'heightPx' | 'createdAtMs' | 'recipe' | 'annotations'
> & {
  readonly collections: readonly string[]
  /** When the photo that it is or derives from was taken; null = it is none, or nobody knows. */
  readonly takenAt: TakenAt | null
}
type NamingOptions = Pick<ExportOptions, 'format' | 'size' | 'template'>

/**
 * Returns the file name that a template gives for an image.
 * @param position 1 for the first image of a batch: `{n}`
 */
export function exportName(image: NameableImage, options: NamingOptions, position: number): ExportName {
  const size = options.format === 'original' ? image : exportedSize(image, options.size)
  const values = tokenValues(image, size, position)
  const unknown: string[] = []
  const filled = options.template.replace(tokenPattern, (token, name: string) => {
    const value = values.get(name)
    if (value === undefined) unknown.push(token)
    return value ?? ''
  })
  const base = toSafeFileName(filled)
  return {
    fileName: `${base || 'picture'}.${extensionOf(image, options.format)}`,
    problem: findProblem(options.template, unknown, base),
    isUnusable: unknown.length > 0 || base === '',
    widthPx: size.widthPx,
    heightPx: size.heightPx,
  }
}

/** Fills in every token as a line of text: for captions, which may contain characters that file names may not. */
export function fillTokens(image: NameableImage, template: string, position: number): string {
  const values = tokenValues(image, image, position).set('prompt', oneLine(image.recipe.prompt ?? ''))
  return template.replace(tokenPattern, (token, name: string) => values.get(name) ?? token).trim()
}

/** Not truncated: a caption has room for the full text. */
function oneLine(text: string): string {
  return text.trim().replace(/\s+/gu, ' ')
}

function extensionOf({ mime, rawAnswerMime }: NameableImage, format: ExportOptions['format']): string {
  return mimeToExtension(format === 'original' ? (rawAnswerMime ?? mime) : formatToMime(format))
}

function findProblem(template: string, unknown: readonly string[], base: string): string | null {
  if (unknown.length > 0) {
    return messages.tokenUnknown({
      unknown: unknown.join(', '),
      known: nameTokenNames.map(writtenToken).join(', '),
    })
  }
  if (base === '') return messages.templateEmpty({ token: '{name}' })
  const forbidden = findForbiddenCharacters(template.replaceAll(tokenPattern, ''))
  if (forbidden.length === 0) return null
  return messages.charactersReplaced({ forbidden: forbidden.join(' ') })
}

function tokenValues(
  { id, name, createdAtMs, takenAt, recipe, annotations: marks, collections }: NameableImage,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  position: number,
): Map<string, string> {
  const source = recipe.provider ?? recipe.operation
  const values: Record<NameToken, string> = {
    name,
    date: takenAt?.day ?? localDay(createdAtMs),
    // A photo whose date is known without its time has no time: that of the import would be beside the wrong date.
    time: takenAt === null ? timeOf(createdAtMs) : (takenAt.time ?? ''),
    imported: localDay(createdAtMs),
    model: recipe.model ?? '',
    provider: source,
    seed: recipe.seed === null ? '' : String(recipe.seed),
    prompt: firstWords(recipe.prompt ?? ''),
    width: String(widthPx),
    height: String(heightPx),
    rating: String(marks.rating),
    tags: marks.tags.join(' '),
    collection: collections.join(' '),
    n: String(position),
    id,
  }
  // Former name of the provider token: keeps existing templates valid.
  return new Map([...Object.entries(values), ['engine', source]])
}

function timeOf(atMs: number): string {
  const at = new Date(atMs)
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join('-')
}
