import { basename, extname, resolve } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { didYouMean } from '../../shared/util/did-you-mean.ts'
import {
  catalogue,
  type CatalogueModel,
  type DownloadPlan,
  type DownloadView,
  type ModelDownloads,
} from '../hub/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { badInput, sizeOf } from './read-options.ts'
import { successReport } from './report.ts'

const group = 'Models'
const downloadOptions = {
  'accept-terms': { help: 'You have read the license, and accept it. Needed where a model is not free for every use.' },
  to: { value: 'folder', help: 'Save it in this folder, which becomes a model folder, instead of the usual one.' },
} as const

export const catalogModelsCommand = defineCommand({
  name: 'models catalog',
  group,
  summary: 'List models to download, with their license. Asks no server.',
  examples: ['models catalog'],
  run() {
    const width = Math.max(...catalogue.map(({ id }) => id.length))
    const lines = catalogue.map(({ id, label, license }) => `${id.padEnd(width)}  ${label} · ${license?.name ?? ''}`)
    return Promise.resolve({
      lines: [...lines, 'Download one: atelier models download ID'],
      report: successReport({ offered_models: catalogue.map(reportOffer) }),
    })
  },
})

export const searchModelsCommand = defineCommand({
  name: 'models search',
  group,
  summary: 'Search models on Hugging Face.',
  details: 'With the name of a repository it lists the files in it, with their sizes.',
  args: { '<words...>': 'Words in the name of a repository, or OWNER/NAME' },
  examples: ['models search flux gguf', 'models search leejet/Z-Image-Turbo-GGUF'],
  async run(_values, words, context) {
    const { search } = await (await context.services()).downloads()
    const found = await search(words.join(' '), context.signal)
    return {
      lines: found.map(({ id, license, isGated, sizeBytes }) => {
        const size = sizeBytes === null ? [] : [sizeOf(sizeBytes)]
        return [id, ...size, license ?? 'license not told', ...(isGated ? ['terms to accept'] : [])].join(' · ')
      }),
      problems: found.length === 0 ? ['Nothing was found. Try fewer words.'] : [],
      report: successReport({
        offered_models: found.map(({ id, license, isGated, sizeBytes }) => ({
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
  summary: 'Download a model of the catalog with everything it needs.',
  details: 'What breaks off goes on with the same command. Another of its files is named after a colon.',
  args: { '<id>': 'As “models catalog” lists it' },
  options: downloadOptions,
  examples: [
    'models download z-image-turbo',
    'models download flux1-dev:flux1-dev-q8_0.gguf --accept-terms --to ~/models',
  ],
  async run(values, [id = ''], context) {
    const name = id.split(':')[0]
    if (catalogue.every((each) => each.id !== name)) {
      const near = didYouMean(
        name ?? '',
        catalogue.map((each) => each.id),
      )
      throw badInput(
        `“${id}” is not in the catalog.${near} See: atelier models catalog. For a repository: atelier models add`,
      )
    }
    return download(id, values, context)
  },
})

export const addModelCommand = defineCommand({
  name: 'models add',
  group,
  summary: 'Download one file of any Hugging Face repository.',
  details:
    'What breaks off goes on with the same command. Pickles (.ckpt, .pt) are refused: opening one runs its code.',
  args: { '<repo[:file]>': 'OWNER/NAME, or OWNER/NAME:FILE where there are several' },
  options: downloadOptions,
  examples: ['models add leejet/Z-Image-Turbo-GGUF:z_image_turbo-Q4_0.gguf'],
  run: (values, [id = ''], context) => download(id, values, context),
})

export const removeModelCommand = defineCommand({
  name: 'models remove',
  group,
  summary: 'Delete a downloaded model. Files that other models need stay.',
  args: { '<id>': 'As it was downloaded, or as “models list” names it' },
  examples: ['models remove z-image-turbo'],
  async run(_values, [id = ''], context) {
    const { downloads } = await (await context.services()).downloads()
    const found = await requireDownloaded(id, downloads)
    const removal = await downloads.remove(found.id)
    if (removal === null) throw badInput(`${id} was removed already.`)
    const kept = removal.kept.map((name) => `${name} stays: another model needs it.`)
    return {
      lines: [`${found.label}: ${sizeOf(removal.freedBytes)} freed`, ...kept],
      report: successReport({ removed_model: { id: found.id, ...snake(removal) } }),
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
    if (isThere) context.tellProgress(`${name} is already here`)
    else if (copyPath !== null) context.tellProgress(`${name} may be here already: ${copyPath}`)
  }
  // What is there is looked for in the model folders.
  if (plan.folder !== null) await (await (await context.services()).local()).addFolder(plan.folder)
  const stopShowing = downloads.onChanged(teller(plan.id, downloads, context))
  try {
    await downloads.start(plan, { hasAccepted })
    await downloads.wait(plan.id, context.signal)
  } catch (thrown) {
    if (!context.signal.aborted) throw thrown
    throw new AppError('request/cancelled', 'Paused. What has come is kept: the same command goes on from there.')
  } finally {
    stopShowing()
  }
  const view = (await downloads.list()).find((each) => each.id === plan.id)
  return {
    lines: [
      `${plan.label}: ${sizeOf(plan.totalBytes)}, ${sizeOf(downloadedBytes(plan, view))} of it downloaded`,
      ...(view?.files ?? []).map(({ path }) => `  ${path}`),
      ...plan.licenses.map(({ name, page }) => `License: ${name} (${page})`),
    ],
    report: successReport({ download: reportDownload(plan, view) }),
  }
}

/** A line for every twentieth of the way. */
const stepPercent = 5

function teller(id: string, downloads: ModelDownloads, { tellProgress }: CommandContext): () => void {
  let toldPercent = -stepPercent
  let toldFolder: string | null = null
  async function tell(): Promise<void> {
    const view = (await downloads.list()).find((each) => each.id === id)
    if (view?.state !== 'downloading') return
    if (view.checking !== null && view.checking !== toldFolder) tellProgress(`Checking the copy in ${view.checking}`)
    toldFolder = view.checking
    const percent = Math.floor((100 * view.bytes) / Math.max(1, view.totalBytes))
    if (percent < toldPercent + stepPercent) return
    toldPercent = percent
    tellProgress(`${view.label}: ${sizeOf(view.bytes)} of ${sizeOf(view.totalBytes)} (${percent} %)`)
  }
  return () => void tell()
}

function notAccepted({ label, licenses, totalBytes, missingBytes }: DownloadPlan): AppError {
  const terms = licenses.map(({ name, page }) => `${name} (${page})`).join(', ')
  return badInput(
    `${label} has terms of its own: ${terms}. Read them, then run the command again with --accept-terms. ` +
      `It has ${sizeOf(totalBytes)}, of which ${sizeOf(missingBytes)} are to be downloaded.`,
  )
}

/** By the id it was downloaded with, or by the name of one of its files. */
async function requireDownloaded(id: string, downloads: ModelDownloads): Promise<DownloadView> {
  const all = await downloads.list()
  const found =
    all.find((each) => each.id === id) ??
    all.find(({ files }) => files[0] !== undefined && basename(files[0].name, extname(files[0].name)) === id)
  if (found !== undefined) return found
  const known = all.length === 0 ? 'None was downloaded.' : `Downloaded: ${all.map((each) => each.id).join(', ')}.`
  throw badInput(`“${id}” was not downloaded by Atelier, so nothing was deleted. ${known}`)
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

/** A copy that turned out to be another had to be downloaded after all. */
function downloadedBytes({ files, missingBytes }: DownloadPlan, view: DownloadView | undefined): number {
  const others = files.filter(
    ({ name, copyPath }) => copyPath !== null && view?.files.find((file) => file.name === name)?.path !== copyPath,
  )
  return others.reduce((sum, { sizeBytes }) => sum + sizeBytes, missingBytes)
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
