import { basename, extname, resolve } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import { didYouMean } from '../../../shared/domain/did-you-mean.ts'
import * as messages from '../../../shared/messages/en/cli-models.ts'
import {
  folderCatalogue,
  modelCatalogue,
  offeredModels,
  type CatalogueFolder,
  type CatalogueModel,
  type DownloadPlan,
  type DownloadView,
  type ModelDownloads,
} from '../../hub/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { badInput, formatBytesOf } from '../read-options.ts'
import { successReport } from '../report.ts'

const group = 'models'
const downloadOptions = {
  'accept-terms': { help: messages.acceptTerms },
  to: { value: 'folder', help: messages.saveTo },
} as const

export const catalogModelsCommand = defineCommand({
  name: 'models catalog',
  group,
  summary: messages.catalog,
  examples: ['models catalog'],
  run() {
    const width = Math.max(...offeredModels.map(({ id }) => id.length))
    const lines = offeredModels.map(
      ({ id, label, license }) => `${id.padEnd(width)}  ${label} · ${license?.name ?? ''}`,
    )
    return Promise.resolve({
      lines: [...lines, messages.downloadHint],
      report: successReport({
        offered_models: [...modelCatalogue.map(reportOffer), ...folderCatalogue.map(reportFolder)],
      }),
    })
  },
})

export const searchModelsCommand = defineCommand({
  name: 'models search',
  group,
  summary: messages.search,
  details: messages.searchDetails,
  args: { '<words...>': messages.searchTerms },
  examples: ['models search flux gguf', 'models search leejet/Z-Image-Turbo-GGUF'],
  async run(_values, args, context) {
    const { search } = await (await context.services()).downloads()
    const repositories = await search(args.join(' '), context.signal)
    return {
      lines: repositories.map(({ id, license, isGated, sizeBytes }) => {
        const size = sizeBytes === null ? [] : [formatBytesOf(sizeBytes)]
        return [id, ...size, license ?? messages.unknownLicense, ...(isGated ? [messages.termsToAccept] : [])].join(
          ' · ',
        )
      }),
      problems: repositories.length === 0 ? [messages.noResults] : [],
      report: successReport({
        offered_models: repositories.map(({ id, license, isGated, sizeBytes }) => ({
          repo: id.split(':')[0],
          file: sizeBytes === null ? null : id.slice(id.indexOf(':') + 1),
          license,
          gated: isGated,
          bytes: sizeBytes,
        })),
      }),
    }
  },
})

export const downloadModelCommand = defineCommand({
  name: 'models download',
  group,
  summary: messages.download,
  details: messages.downloadDetails,
  args: { '<id>': messages.catalogId },
  options: downloadOptions,
  examples: [
    'models download z-image-turbo',
    'models download flux1-dev:flux1-dev-q8_0.gguf --accept-terms --to ~/models',
  ],
  async run(values, [id = ''], context) {
    const name = id.split(':')[0]
    if (offeredModels.every((each) => each.id !== name)) {
      const suggestion = didYouMean(
        name ?? '',
        offeredModels.map((each) => each.id),
      )
      throw badInput(messages.notInCatalog({ id, didYouMean: suggestion }))
    }
    return download(id, values, context)
  },
})

export const addModelCommand = defineCommand({
  name: 'models add',
  group,
  summary: messages.add,
  details: messages.addDetails,
  args: { '<repo[:file]>': messages.repository },
  options: downloadOptions,
  examples: ['models add leejet/Z-Image-Turbo-GGUF:z_image_turbo-Q4_0.gguf'],
  run: (values, [id = ''], context) => download(id, values, context),
})

export const removeModelCommand = defineCommand({
  name: 'models remove',
  group,
  summary: messages.remove,
  args: { '<id>': messages.downloadedId },
  examples: ['models remove z-image-turbo'],
  async run(_values, [id = ''], context) {
    const { downloads } = await (await context.services()).downloads()
    const downloaded = await requireDownloaded(id, downloads)
    const removal = await downloads.remove(downloaded.id)
    if (removal === null) throw badInput(messages.alreadyRemoved({ id }))
    const keptLines = removal.kept.map((name) => messages.fileKept({ name }))
    return {
      lines: [messages.freed({ label: downloaded.label, size: formatBytesOf(removal.freedBytes) }), ...keptLines],
      report: successReport({ removed_model: { id: downloaded.id, ...snake(removal) } }),
    }
  },
})

const snake = (removal: {
  readonly freedBytes: number
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}) => ({
  freed_bytes: removal.freedBytes,
  removed: removal.removed,
  kept: removal.kept,
})

interface DownloadValues {
  readonly 'accept-terms'?: boolean | undefined
  readonly to?: string | undefined
}

async function download(id: string, values: DownloadValues, context: CommandContext): Promise<CommandOutcome> {
  const { downloads } = await (await context.services()).downloads()
  const hasAccepted = values['accept-terms'] === true
  const to = values.to === undefined ? undefined : resolve(context.workingFolder, values.to)
  const plan = await downloads.plan(id, context.signal, to)
  if (plan.mustAccept && !hasAccepted) throw notAccepted(plan)
  for (const { name, copyPath, isThere } of plan.files) {
    if (isThere) context.reportProgress(messages.alreadyHere({ name }))
    else if (copyPath !== null) context.reportProgress(messages.possibleCopy({ name, path: copyPath }))
  }
  // Existing files are searched for in the model folders.
  if (plan.folder !== null) await (await (await context.services()).local()).addFolder(plan.folder)
  const stopShowing = downloads.onChanged(createProgressReporter(plan.id, downloads, context))
  try {
    await downloads.start(plan, { hasAccepted })
    await downloads.wait(plan.id, context.signal)
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown
    throw new AppError('request/cancelled', messages.downloadPaused)
  } finally {
    stopShowing()
  }
  const view = (await downloads.list()).find((each) => each.id === plan.id)
  return {
    lines: [
      messages.downloaded({
        label: plan.label,
        total: formatBytesOf(plan.totalBytes),
        bytes: formatBytesOf(downloadedBytes(plan, view)),
      }),
      ...(view?.files ?? []).map(({ path }) => `  ${path}`),
      ...plan.licenses.map(({ name, page }) => messages.license({ name, page })),
    ],
    report: successReport({ download: reportDownload(plan, view) }),
  }
}

/** Prints a line per five percent. */
const stepPercent = 5

function createProgressReporter(
  id: string,
  downloads: ModelDownloads,
  { reportProgress: tellProgress }: CommandContext,
): () => void {
  let reportedPercent = -stepPercent
  let reportedFolder: string | null = null
  async function report(): Promise<void> {
    const view = (await downloads.list()).find((each) => each.id === id)
    if (view?.state !== 'downloading') return
    if (view.checking !== null && view.checking !== reportedFolder)
      tellProgress(messages.verifyingCopy({ folder: view.checking }))
    reportedFolder = view.checking
    const percent = Math.floor((100 * view.bytes) / Math.max(1, view.totalBytes))
    if (percent < reportedPercent + stepPercent) return
    reportedPercent = percent
    const facts = {
      label: view.label,
      bytes: formatBytesOf(view.bytes),
      total: formatBytesOf(view.totalBytes),
      percent,
    }
    tellProgress(messages.downloadProgress(facts))
  }
  return () => void report()
}

function notAccepted({ label, licenses, totalBytes, missingBytes }: DownloadPlan): AppError {
  const terms = licenses.map(({ name, page }) => `${name} (${page})`).join(', ')
  return badInput(
    messages.termsNotAccepted({ label, terms, missing: formatBytesOf(missingBytes), total: formatBytesOf(totalBytes) }),
  )
}

/** By the id it was downloaded with, or by one of its file names. */
async function requireDownloaded(id: string, downloads: ModelDownloads): Promise<DownloadView> {
  const downloaded = await downloads.list()
  const match =
    downloaded.find((each) => each.id === id) ??
    downloaded.find(({ files }) => files[0] !== undefined && basename(files[0].name, extname(files[0].name)) === id)
  if (match !== undefined) return match
  const ids = downloaded.map((each) => each.id).join(', ')
  const hint = downloaded.length === 0 ? messages.noneDownloaded : messages.downloadedModels({ ids })
  throw badInput(messages.notDownloaded({ id, known: hint }))
}

function reportOffer({ id, label, family, models, parts, license, hasTerms }: CatalogueModel) {
  const files = [models[0], ...parts].map(({ repo, path }) => `${repo}:${path}`)
  return {
    id,
    label,
    family,
    files,
    other_files: models.slice(1).map(({ path }) => basename(path)),
    license: license?.name ?? null,
    license_page: license?.page ?? null,
    has_terms: hasTerms,
  }
}

/** Which of the repository's files it needs is known once the hub has listed them. */
function reportFolder({ id, label, repo, license, hasTerms }: CatalogueFolder) {
  return {
    id,
    label,
    family: null,
    files: [repo],
    other_files: [],
    license: license.name,
    license_page: license.page,
    has_terms: hasTerms,
  }
}

/** An existing copy whose content differed had to be downloaded after all. */
function downloadedBytes({ files, missingBytes }: DownloadPlan, view: DownloadView | undefined): number {
  const otherFiles = files.filter(
    ({ name, copyPath }) => copyPath !== null && view?.files.find((file) => file.name === name)?.path !== copyPath,
  )
  return otherFiles.reduce((sum, { sizeBytes }) => sum + sizeBytes, missingBytes)
}

function reportDownload(plan: DownloadPlan, view: DownloadView | undefined) {
  return {
    id: plan.id,
    label: plan.label,
    bytes: plan.totalBytes,
    downloaded_bytes: downloadedBytes(plan, view),
    files: view?.files.map(({ path }) => path) ?? [],
    licenses: plan.licenses,
  }
}
