import { resolve } from 'node:path'
import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-library.ts'
import { importedDamaged } from '../../../shared/messages/en/library.ts'
import { defineCommand, defineEarlyCommand } from '../program/command.ts'
import type { ImportOutcome } from '../../assets/assets.ts'
import { failureReport, messagesOf, reportedImage, successReport } from '../report.ts'
import { reportImages } from '../report-images.ts'
import type { ImportCounts } from '../report-schema.ts'

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
    const warnings = imported.flatMap(({ name, isDamaged }) =>
      isDamaged ? [{ code: 'damaged', message: importedDamaged({ name }) }] : [],
    )
    const parts = { images, imported: importCounts(outcome), warnings }
    const [first = isCancelled ? toErrorData(AppError.cancelled()) : undefined] = failed.map(({ error }) => error)
    return {
      lines: images.map(({ id, path, dialect }) => [id, path, dialect].filter((part) => part).join('  ')),
      problems: [...failed.map(({ error }) => error.message), ...messagesOf(warnings), ...(await unfinished(outcome))],
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
  const { notImported, notImportedDiskFull } = await import('../../../shared/messages/en/cli-counts.ts')
  return [isCancelled ? notImported({ count: notTried }) : notImportedDiskFull({ count: notTried })]
}

export const listCommand = defineEarlyCommand({
  name: 'list',
  group: 'library',
  summary: messages.list,
  examples: ['list', 'list --json'],
  async run(_values, _args, context) {
    const images = await context.libraryImages()
    const scope = { section: 'library', collectionId: null, query: '' } as const
    const found = await images.search.find(scope, { sort: 'newest', isStacked: false, withShapes: false })
    const ids = unpackIds(found.order)
    const titles = await images.titles(ids)
    return {
      lines: titles.map(({ id, widthPx, heightPx, name }) => `${id}  ${widthPx} × ${heightPx}  ${name}`),
      report: () => reportImages(images, ids, context.paths.library),
    }
  },
})
