import { resolve } from 'node:path'
import { unpackIds } from '../../shared/domain/packed-ids.ts'
import { AppError, fromErrorData, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-library.ts'
import { defineCommand } from './command.ts'
import type { ImportOutcome } from '../assets/assets.ts'
import { failureReport, listedImage, reportedImage, successReport } from './report.ts'
import type { ImportCounts } from './report-schema.ts'

const batchSize = 500

export const importCommand = defineCommand({
  name: 'import',
  group: 'library',
  summary: messages.importImages,
  details: messages.importDetails,
  args: { '<paths...>': messages.importPaths },
  examples: ['import photo.jpg', 'import *.png ~/outputs'],
  async run(_values, args, context) {
    const paths = args.map((word) => resolve(context.workingFolder, word))
    const { assets } = await context.services()
    const outcome = await assets.imports.addFiles(paths, { signal: context.signal })
    const { imported, failed, isCancelled } = outcome
    const images = imported.map((asset) => reportedImage(asset, context.paths.library))
    const parts = { images, imported: importCounts(outcome) }
    const [first = isCancelled ? toErrorData(AppError.cancelled()) : undefined] = failed.map(({ error }) => error)
    return {
      lines: images.map(({ id, path, dialect }) => [id, path, dialect].filter((part) => part).join('  ')),
      problems: [...failed.map(({ error }) => error.message), ...(await unfinished(outcome))],
      report: first ? failureReport(fromErrorData(first), parts) : successReport(parts),
    }
  },
})

function importCounts({ arrived, alreadyThere, failed, passedOver, notTried }: ImportOutcome): ImportCounts {
  return {
    added: arrived - alreadyThere,
    already_there: alreadyThere,
    failed: failed.length,
    passed_over: passedOver,
    not_tried: notTried,
  }
}

async function unfinished({ notTried, isCancelled }: ImportOutcome): Promise<string[]> {
  if (notTried === 0) return []
  const { notImported, notImportedDiskFull } = await import('../../shared/messages/en/cli-counts.ts')
  return [isCancelled ? notImported({ count: notTried }) : notImportedDiskFull({ count: notTried })]
}

export const listCommand = defineCommand({
  name: 'list',
  group: 'library',
  isEarly: true,
  summary: messages.list,
  examples: ['list', 'list --json'],
  async run(_values, _args, context) {
    const { search, records } = await context.libraryImages()
    const options = { sort: 'newest', isStacked: false, withShapes: false } as const
    const ids = unpackIds((await search.find({ section: 'library', collectionId: null, query: '' }, options)).order)
    const listed = []
    for (let from = 0; from < ids.length; from += batchSize) {
      listed.push(...(await records.load(ids.slice(from, from + batchSize))))
    }
    return {
      lines: listed.map(({ id, widthPx, heightPx, name }) => `${id}  ${widthPx} × ${heightPx}  ${name}`),
      report: successReport({ images: listed.map((asset) => listedImage(asset, context.paths.library)) }),
    }
  },
})
