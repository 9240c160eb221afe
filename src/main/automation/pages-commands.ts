import { resolve } from 'node:path'
import type { PagesResult } from '../library/exports.ts'
import {
  defaultGalleryOptions,
  defaultSheetOptions,
  pagePicturesMax,
} from '../../shared/domain/export-page-defaults.ts'
import { sheetOptionsSchema, sheetPages, webGalleryOptionsSchema } from '../../shared/domain/export-pages.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import type { Command, Outcome } from './command.ts'
import { badInput, readNumber, readOptions, requireOption } from './read-options.ts'
import { failureReport, successReport } from './report.ts'
import { requireId } from './require-id.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const shared = { out: text, title: text, caption: text, json: flag } as const

const sheetFlags = { ...shared, as: text, rows: text, columns: text, page: text, landscape: flag } as const
const galleryFlags = { ...shared, longest: text } as const

/** Far more than fits on a line. */
const wordsMax = 200

export const sheetCommand: Command = {
  usage:
    'sheet IDS… --out FOLDER [--as pdf|png] [--title TEXT] [--caption TEMPLATE] [--columns 1..20] [--rows 1..20] ' +
    '[--page a4|a3|letter] [--landscape] [--json]',
  summary: 'Writes a contact sheet: one PDF, or a PNG for each page, beside what is there.',
  async run(words, context) {
    const { values, positionals } = readOptions(words, sheetFlags)
    const ids = readIds(positionals)
    const folder = resolve(context.workingFolder, requireOption(values.out, '--out'))
    const usual = defaultSheetOptions
    const options = sheetOptionsSchema.parse({
      kind: oneOf(['pdf', 'png'], values.as, '--as') ?? usual.kind,
      title: limited(values.title, '--title') ?? usual.title,
      caption: limited(values.caption, '--caption') ?? usual.caption,
      rows: readNumber(values.rows, { name: '--rows', min: 1, max: 20, isWhole: true }) ?? usual.rows,
      columns: readNumber(values.columns, { name: '--columns', min: 1, max: 20, isWhole: true }) ?? usual.columns,
      page: oneOf(sheetPages, values.page, '--page') ?? usual.page,
      isLandscape: values.landscape ?? usual.isLandscape,
    })
    const { exports } = await context.services()
    return outcomeOf(await exports.sheet({ ids, folder, options }, { signal: context.signal }))
  },
}

export const galleryCommand: Command = {
  usage: 'gallery IDS… --out FOLDER --title TEXT [--caption TEMPLATE] [--longest 200..8000] [--json]',
  summary: 'Writes a web gallery: a new folder in FOLDER with the pictures and a page that needs no server.',
  async run(words, context) {
    const { values, positionals } = readOptions(words, galleryFlags)
    const ids = readIds(positionals)
    const folder = resolve(context.workingFolder, requireOption(values.out, '--out'))
    const longest = readNumber(values.longest, { name: '--longest', min: 200, max: 8_000, isWhole: true })
    const options = webGalleryOptionsSchema.parse({
      title: limited(requireOption(values.title?.trim(), '--title'), '--title'),
      caption: limited(values.caption, '--caption') ?? defaultGalleryOptions.caption,
      longestSidePx: longest ?? defaultGalleryOptions.longestSidePx,
    })
    const { exports } = await context.services()
    return outcomeOf(await exports.gallery({ ids, folder, options }, { signal: context.signal }))
  },
}

function readIds(positionals: readonly string[]): AssetId[] {
  if (positionals.length === 0) throw badInput('IDS is missing. “list” shows them.')
  if (positionals.length > pagePicturesMax) throw badInput(`At most ${pagePicturesMax} pictures go on pages at once.`)
  return positionals.map((word) => requireId(word))
}

function oneOf<T extends string>(known: readonly T[], value: string | undefined, name: string): T | undefined {
  if (value === undefined) return undefined
  const found = known.find((each) => each === value)
  if (found === undefined) throw badInput(`${name} must be one of ${known.join(', ')}, not “${value}”.`)
  return found
}

function limited(value: string | undefined, name: string): string | undefined {
  if (value !== undefined && value.length > wordsMax) throw badInput(`${name} has more than ${wordsMax} characters.`)
  return value
}

/** What is on the pages counts: pictures that are not are told, and make it a failure. */
function outcomeOf({ paths, failed }: PagesResult): Outcome {
  const pages = { paths, left_out: failed.map(({ id, name }) => ({ id, name })) }
  const [first] = failed
  if (first === undefined) return { lines: paths, report: successReport({ pages }) }
  const problems = failed.map(({ name, error }) => (name === '' ? error.message : `${name}: ${error.message}`))
  return { lines: paths, problems, report: failureReport(fromErrorData(first.error), { pages }) }
}
