import { formatFixed } from '../../shared/messages/formats.ts'
import { basename } from 'node:path'
import type { DownloadPlanView } from '../../shared/domain/model-download.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { requireDownloadFolder, requireModelName } from '../model-files/index.ts'
import { folderCatalogue, modelCatalogue, type CatalogueFile } from './catalogue.ts'
import type { Copies } from './copies.ts'
import type { Hub, HubFile, HubLicense, HubPlace, HubRepository } from './hub.ts'
import type { ModelSets, SetFile } from './model-sets.ts'
import { onnxFoldersOf, type OnnxFolder } from './onnx-folders.ts'

export interface PlannedDownload extends SetFile {
  readonly isThere: boolean
  /** A file of the same size to check before anything is downloaded; null = none. */
  readonly copyPath: string | null
}

/** A set of files with what is known about each, before anything is downloaded. */
export interface DownloadPlan extends Readonly<Omit<DownloadPlanView, 'licenses' | 'files'>> {
  /** Of the model and of every part that has its own. */
  readonly licenses: readonly HubLicense[]
  readonly files: readonly PlannedDownload[]
}

interface PlanNeeds {
  readonly hub: Hub
  readonly sets: ModelSets
  readonly copies: Copies
  /** The user’s folder for it; null = Atelier’s own. */
  readonly to: string | null
}

/** `name`: where it must be stored; absent = wherever there is room for its own name. */
interface WantedFile extends CatalogueFile {
  readonly name?: string
}

interface WantedFiles {
  readonly id: string
  readonly label: string
  readonly files: readonly WantedFile[]
  readonly license: HubLicense | null
  readonly hasTerms: boolean
}

export const repositoryName = /^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/

/**
 * Asks the hub about all files of a model. `id`: a catalog id, optionally with another of its files after a colon, or
 * `OWNER/NAME` or `OWNER/NAME:FILE`. @throws request/invalid, model/unsupported, download/refused, storage/*,
 * network/*, provider/*
 */
export async function planDownload(
  id: string,
  { hub, sets, copies, to }: PlanNeeds,
  signal: AbortSignal,
): Promise<DownloadPlan> {
  const repositories = new Map<string, HubRepository>()
  async function load(repo: string): Promise<HubRepository> {
    const loaded = repositories.get(repo) ?? (await hub.repository(repo, signal))
    repositories.set(repo, loaded)
    return loaded
  }

  if (to !== null) await requireDownloadFolder(to)
  const request =
    wantedFromCatalogue(id) ?? (await wantedFromFolders(id, load)) ?? (await wantedFromRepository(id, load))
  const files: PlannedDownload[] = []
  for (const requested of request.files) {
    const { commit, isGated, repo } = await load(requested.repo)
    const { path, sizeBytes, sha256 } = await requireFile(requested, await load(repo), hub, signal)
    const remote = { repo, commit, path, sizeBytes, sha256, isGated }
    const place =
      requested.name === undefined
        ? await sets.placeFor(remote, files, to)
        : await sets.fixedPlace(remote, requested.name, to)
    const file = { ...remote, ...place }
    const isThere = (await sets.placeOf(file)) !== null
    const [copyPath = null] = isThere ? [] : await copies.ofSameSize(file, signal)
    files.push({ ...file, isThere, copyPath })
  }
  const gated = [...repositories.values()].filter(({ isGated }) => isGated)
  const bytes = await Promise.all(
    files.map(async (file) => (file.copyPath === null ? file.sizeBytes - (await sets.bytesOf(file)) : 0)),
  )
  return {
    id: request.id,
    label: request.label,
    licenses: licensesOf(request, gated),
    mustAccept: request.hasTerms || gated.length > 0,
    files,
    totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    missingBytes: bytes.reduce((sum, each) => sum + each, 0),
    folder: to,
  }
}

function wantedFromCatalogue(id: string): WantedFiles | null {
  const [name = '', variant] = id.split(':')
  const model = modelCatalogue.find((each) => each.id === name)
  if (model === undefined) return null
  const { label, license, hasTerms, models, parts } = model
  const main = variant === undefined ? models[0] : models.find(({ path }) => basename(path) === variant)
  if (main === undefined) {
    const available = models.map(({ path }) => basename(path)).join(', ')
    throw new AppError('request/invalid', messages.noSuchVariant({ name, variant: variant ?? '', known: available }))
  }
  return { id, label, license, hasTerms, files: [main, ...parts] }
}

type LoadRepository = (repo: string) => Promise<HubRepository>

async function wantedFromFolders(id: string, load: LoadRepository): Promise<WantedFiles | null> {
  const [name = '', variant] = id.split(':')
  const model = folderCatalogue.find((each) => each.id === name)
  if (model === undefined) return null
  const { label, license, hasTerms, repo, file } = model
  const folders = onnxFoldersOf(await load(repo))
  const first = file === undefined ? folders[0] : folders.find(({ path }) => path === file)
  if (first === undefined) throw new AppError('download/refused', messages.noSuchFile({ repo, path: file ?? 'onnx/' }))
  const chosen = variant === undefined ? first : folders.find(({ path }) => basename(path) === variant)
  if (chosen !== undefined) return { id, label, license, hasTerms, files: filesOf(repo, chosen) }
  const known = folders.map(({ path }) => basename(path)).join(', ')
  throw new AppError('request/invalid', messages.noSuchVariant({ name, variant: variant ?? '', known }))
}

/** The folder is named after the repository. */
function filesOf(repo: string, { files }: OnnxFolder): WantedFile[] {
  return files.map((path) => ({ repo, path, name: `${basename(repo)}/${path}` }))
}

async function wantedFromRepository(id: string, load: LoadRepository): Promise<WantedFiles> {
  const colon = id.indexOf(':')
  const repo = colon === -1 ? id : id.slice(0, colon)
  if (!repositoryName.test(repo)) {
    throw new AppError('request/invalid', messages.notInCatalog({ id }))
  }
  const named = colon === -1 ? null : id.slice(colon + 1)
  if (named?.endsWith('.onnx') === false) requireModelName(named)
  const repository = await load(repo)
  const path = named ?? onlyModel(repository)
  const { license } = repository
  const folder = onnxFoldersOf(repository).find((each) => each.path === path)
  if (folder !== undefined) {
    return { id: `${repo}:${path}`, label: basename(repo), license, hasTerms: false, files: filesOf(repo, folder) }
  }
  requireModelName(path)
  return { id: `${repo}:${path}`, label: basename(path), license, hasTerms: false, files: [{ repo, path }] }
}

function onlyModel(repository: HubRepository): string {
  const { repo } = repository
  const models = modelsAmong(repository)
  if (models.length === 1) return models[0]!.path
  const listed = models.slice(0, 30).map(({ path, sizeBytes }) => `${path} (${formatFixed(sizeBytes / 1e9, 2)} GB)`)
  throw new AppError('request/invalid', messages.severalFiles({ repo, shown: listed.join(', ') }))
}

/** Returns the files of a repository that could be models, at least one. @throws model/unsupported */
export function modelsAmong(repository: HubRepository): readonly Pick<HubFile, 'path' | 'sizeBytes'>[] {
  const { repo, files } = repository
  const models = [...onnxFoldersOf(repository), ...files.filter(({ path }) => /\.(safetensors|sft|gguf)$/i.test(path))]
  if (models.length > 0) return models
  const [pickle] = files.filter(({ path }) => /\.(ckpt|pt|pth|bin)$/i.test(path))
  if (pickle !== undefined) requireModelName(pickle.path)
  throw new AppError('model/unsupported', messages.noModelFile({ repo }))
}

async function requireFile(
  { path }: CatalogueFile,
  { repo, commit, isGated, files, texts }: HubRepository,
  hub: Hub,
  signal: AbortSignal,
): Promise<HubFile> {
  const match = files.find((file) => file.path === path)
  if (match !== undefined) return match
  const text = texts.find((each) => each.path === path)
  const place: HubPlace = { repo, commit, path, isGated }
  if (text !== undefined) {
    return { path, sizeBytes: text.sizeBytes, sha256: await hub.sha256OfText(place, text, signal) }
  }
  throw new AppError('download/refused', messages.noSuchFile({ repo, path }))
}

function licensesOf({ license }: WantedFiles, gated: readonly HubRepository[]): HubLicense[] {
  const pages = gated.map((each) => ({
    name: each.license?.name ?? messages.termsOf({ repo: each.repo }),
    page: each.page,
  }))
  return license === null ? pages : [license, ...pages]
}
