import { resolve } from 'node:path'
import type { PagesResult } from '../assets/exports.ts'
import {
  defaultGalleryOptions,
  defaultSheetOptions,
  pageImagesMax,
  sheetOptionsSchema,
  sheetPages,
  webGalleryOptionsSchema,
  describeMissingCharacters,
} from '../../shared/domain/export-pages.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import { notOneOf } from '../../shared/messages/en/cli.ts'
import * as messages from '../../shared/messages/en/cli-export.ts'
import { defineCommand, oneOf, type CommandOutcome } from './program/command.ts'
import { badInput, readNumberOption, requireOption } from './read-options.ts'
import { requireId } from './library/require-id.ts'
import { failureReport, successReport } from './report.ts'

const idsArgument = { '<ids...>': messages.imageIds }
const caption = { value: 'template', help: messages.caption({ example: '{name}' }) } as const
const outFolder = { value: 'folder', isRequired: true, help: messages.outFolder } as const

/** Far more than fits on a line. */
const textMax = 200

export const sheetCommand = defineCommand({
  name: 'sheet',
  group: 'export',
  summary: messages.sheet,
  args: idsArgument,
  options: {
    out: outFolder,
    as: { value: 'kind', ...oneOf(['pdf', 'png']) },
    title: { value: 'text', help: messages.title },
    caption,
    columns: { value: '1-20', help: messages.columns },
    rows: { value: '1-20', help: messages.rows },
    page: { value: 'size', ...oneOf(sheetPages) },
    landscape: { help: messages.landscape },
  },
  examples: ['sheet ID ID ID --out sheets --title Harbors --columns 3'],
  async run(values, texts, context) {
    const ids = readIds(texts)
    const folder = resolve(context.workingFolder, values.out)
    const usual = defaultSheetOptions
    const options = sheetOptionsSchema.parse({
      kind: readChoice(['pdf', 'png'], values.as, '--as') ?? usual.kind,
      title: limited(values.title, '--title') ?? usual.title,
      caption: limited(values.caption, '--caption') ?? usual.caption,
      rows: readNumberOption(values.rows, { name: '--rows', min: 1, max: 20, isWhole: true }) ?? usual.rows,
      columns: readNumberOption(values.columns, { name: '--columns', min: 1, max: 20, isWhole: true }) ?? usual.columns,
      page: readChoice(sheetPages, values.page, '--page') ?? usual.page,
      isLandscape: values.landscape ?? usual.isLandscape,
    })
    const { exports } = await context.services()
    return outcomeOf(await exports.sheet({ ids, folder, options }, { signal: context.signal }))
  },
})

export const galleryCommand = defineCommand({
  name: 'gallery',
  group: 'export',
  summary: messages.gallery,
  args: idsArgument,
  options: {
    out: outFolder,
    title: { value: 'text', isRequired: true, help: messages.folderTitle },
    caption,
    longest: { value: '200-8000', help: messages.longestSidePx },
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
  if (positionals.length > pageImagesMax) throw badInput(messages.tooManyImages({ count: pageImagesMax }))
  return positionals.map((word) => requireId(word))
}

function readChoice<T extends string>(values: readonly T[], value: string | undefined, name: string): T | undefined {
  if (value === undefined) return undefined
  const match = values.find((each) => each === value)
  if (match === undefined) throw badInput(notOneOf({ option: name, values: values.join(', '), value }))
  return match
}

function limited(value: string | undefined, name: string): string | undefined {
  if (value !== undefined && value.length > textMax) {
    throw badInput(messages.tooLong({ option: name, count: textMax }))
  }
  return value
}

/** Succeeds only with all images on the pages: missing ones are reported and make it a failure. */
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
  const problems = failed.map(({ name, error }) =>
    name === '' ? error.message : messages.imageProblem({ name, problem: error.message }),
  )
  const report = failureReport(fromErrorData(first.error), { pages, warnings })
  return { lines: paths, problems: [...problems, ...notices], report }
}
