import { resolve } from 'node:path'
import { unpackIds } from '../../shared/domain/packed-ids.ts'
import { AppError, fromErrorData, toErrorData } from '../../shared/errors/index.ts'
import type { Command } from './command.ts'
import { badInput, readOptions, requireWords } from './read-options.ts'
import type { ImportOutcome } from '../library/library.ts'
import { failureReport, reportedImage, successReport, type ImportCounts } from './report.ts'

const batchSize = 500

export const importCommand: Command = {
  usage: 'import FILES|FOLDER… [--json]',
  summary:
    'Copies pictures, and those in folders, into the library. A picture that is already there is not copied again.',
  async run(words, context) {
    const { positionals } = readOptions(words, { json: { type: 'boolean' } })
    if (positionals.length === 0) throw badInput('FILES is missing.')
    const paths = positionals.map((word) => resolve(context.workingFolder, word))
    const { library } = await context.services()
    const outcome = await library.importFiles(paths, { signal: context.signal })
    const { imported, failed, isCancelled } = outcome
    const images = imported.map((asset) => reportedImage(asset, context.paths.library))
    const parts = { images, imported: importCounts(outcome) }
    const [first = isCancelled ? toErrorData(AppError.cancelled()) : undefined] = failed.map(({ error }) => error)
    return {
      lines: images.map(({ id, path, dialect }) => [id, path, dialect].filter((part) => part).join('  ')),
      problems: [...failed.map(({ error }) => error.message), ...unfinished(outcome)],
      report: first ? failureReport(fromErrorData(first), parts) : successReport(parts),
    }
  },
}

function importCounts({ arrived, alreadyThere, failed, passedOver, notTried }: ImportOutcome): ImportCounts {
  return {
    added: arrived - alreadyThere,
    already_there: alreadyThere,
    failed: failed.length,
    passed_over: passedOver,
    not_tried: notTried,
  }
}

function unfinished({ notTried, isCancelled }: ImportOutcome): string[] {
  if (notTried === 0) return []
  return [`${notTried} were not begun${isCancelled ? '' : ': the disk is full'}. What came before is in the library.`]
}

export const listCommand: Command = {
  usage: 'list [--json]',
  summary: 'Lists the pictures of the library, newest first.',
  async run(words, context) {
    requireWords(readOptions(words, { json: { type: 'boolean' } }).positionals)
    const { library, catalogue } = await context.services()
    const options = { sort: 'newest', isStacked: false, withShapes: false } as const
    const ids = unpackIds((await catalogue.find({ shelf: 'library', collectionId: null, query: '' }, options)).order)
    const assets = []
    for (let from = 0; from < ids.length; from += batchSize) {
      assets.push(...(await library.assets(ids.slice(from, from + batchSize))))
    }
    return {
      lines: assets.map(({ id, widthPx, heightPx, name }) => `${id}  ${widthPx} × ${heightPx}  ${name}`),
      report: successReport({ images: assets.map((asset) => reportedImage(asset, context.paths.library)) }),
    }
  },
}
