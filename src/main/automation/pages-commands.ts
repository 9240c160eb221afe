import { resolve } from 'node:path'
import type { PagesResult } from '../assets/exports.ts'
import {
  defaultGalleryOptions,
  defaultSheetOptions,
  pagePicturesMax,
} from '../../shared/domain/export-page-defaults.ts'
import { sheetOptionsSchema, sheetPages, webGalleryOptionsSchema } from '../../shared/domain/export-pages.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { describeMissingCharacters } from '../../shared/domain/missing-characters.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import { defineCommand, type CommandOutcome } from './command.ts'
import { badInput, readNumberOption, requireOption } from './read-options.ts'
import { failureReport, successReport } from './report.ts'
import { requireId } from './require-id.ts'

const idsArgument = { '<ids...>': 'Ids of images, from “list” or “search”' }
const caption = { value: 'template', help: 'Caption of each image, such as {name}.' } as const
const outFolder = { value: 'folder', isRequired: true, help: 'Where to write it.' } as const

/** Far more than fits on a line. */
const wordsMax = 200

export const sheetCommand = defineCommand({
  name: 'sheet',
  group: 'Export',
  summary: 'Write a contact sheet: one PDF, or a PNG for each page.',
  args: idsArgument,
  options: {
    out: outFolder,
    as: { value: 'kind', help: 'pdf or png.' },
    title: { value: 'text', help: 'Title.' },
    caption,
    columns: { value: '1-20', help: 'Columns.' },
    rows: { value: '1-20', help: 'Rows.' },
    page: { value: 'size', help: `One of ${sheetPages.join(', ')}.` },
    landscape: { help: 'Landscape.' },
  },
  examples: ['sheet ID ID ID --out sheets --title Harbors --columns 3'],
  async run(values, texts, context) {
    const ids = readIds(texts)
    const folder = resolve(context.workingFolder, values.out)
    const usual = defaultSheetOptions
    const options = sheetOptionsSchema.parse({
      kind: oneOf(['pdf', 'png'], values.as, '--as') ?? usual.kind,
      title: limited(values.title, '--title') ?? usual.title,
      caption: limited(values.caption, '--caption') ?? usual.caption,
      rows: readNumberOption(values.rows, { name: '--rows', min: 1, max: 20, isWhole: true }) ?? usual.rows,
      columns: readNumberOption(values.columns, { name: '--columns', min: 1, max: 20, isWhole: true }) ?? usual.columns,
      page: oneOf(sheetPages, values.page, '--page') ?? usual.page,
      isLandscape: values.landscape ?? usual.isLandscape,
    })
    const { exports } = await context.services()
    return outcomeOf(await exports.sheet({ ids, folder, options }, { signal: context.signal }))
  },
})

export const galleryCommand = defineCommand({
  name: 'gallery',
  group: 'Export',
  summary: 'Write a web gallery: a folder with the images and a page that needs no server.',
  args: idsArgument,
  options: {
    out: outFolder,
    title: { value: 'text', isRequired: true, help: 'Title, and name of the folder.' },
    caption,
    longest: { value: '200-8000', help: 'Longest side of the images, in pixels.' },
  },
  examples: ['gallery ID ID --out site --title Harbors'],
  async run(values, texts, context) {
    const ids = readIds(texts)
    const folder = resolve(context.workingFolder, values.out)
    const longest = readNumberOption(values.longest, { name: '--longest', min: 200, max: 8_000, isWhole: true })
    const options = webGalleryOptionsSchema.parse({
      title: limited(requireOption(values.title.trim(), '--title'), '--title'),
      caption: limited(values.caption, '--caption') ?? defaultGalleryOptions.caption,
      longestSidePx: longest ?? defaultGalleryOptions.longestSidePx,
    })
    const { exports } = await context.services()
    return outcomeOf(await exports.gallery({ ids, folder, options }, { signal: context.signal }))
  },
})

function readIds(positionals: readonly string[]): AssetId[] {
  if (positionals.length > pagePicturesMax) throw badInput(`At most ${pagePicturesMax} images at once.`)
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
function outcomeOf({ paths, failed, missingCharacters }: PagesResult): CommandOutcome {
  const pages = {
    paths,
    left_out: failed.map(({ id, name }) => ({ id, name })),
    missing_characters: missingCharacters,
  }
  const notices = missingCharacters.length > 0 ? [describeMissingCharacters(missingCharacters)] : []
  const warnings = notices.map((message) => ({ code: 'missing-characters', message }))
  const [first] = failed
  if (first === undefined) return { lines: paths, problems: notices, report: successReport({ pages, warnings }) }
  const problems = failed.map(({ name, error }) => (name === '' ? error.message : `${name}: ${error.message}`))
  const report = failureReport(fromErrorData(first.error), { pages, warnings })
  return { lines: paths, problems: [...problems, ...notices], report }
}
